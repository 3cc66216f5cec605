/* Lanes that are other processes: they share what they should, and what they were at may be done
 * again. */
#include "backend/model.h"
#include "base/clock.h"
#include "support/board.h"
#include "support/models.h"
#include "support/plans.h"
#include "support/play.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { SEED = 3, SPRITES = 3000, LANES = 4 };

static const char *const names[] = {"processes", "forks"};

enum { NAMES = sizeof names / sizeof names[0] };

/* ---- What slices share ---------------------------------------------------------------------- */

/* Memory that is older than the backend, and memory that is newer than its workers. */
static void test_slices_run_elsewhere(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < NAMES; i++) {
        Backend *backend = models_open(names[i], LANES);
        for (uint32_t round = 0; round < 3; round++) {
            Board *board = board_create();
            board->sleep_ns = NS_PER_MS / 5; /* so that the others have time to come */
            Phase phases[] = {board_phase(board, 100), board_phase(board, 100)};
            for (uint32_t step = 0; step < 3; step++) {
                backend_share(backend, board->memory);
                assert_done(backend, phases, 2);
                assert_int_equal(board_take_wrong(board, 2), 0);
            }
            assert_true(board_foreign(board) > 0);
            board_destroy(board);
        }
        backend_close(backend);
        assert_false(board_has_children());
    }
}

/* A step of which nobody says that it is shared stays here, where all memory is. */
static void test_unshared_steps_stay_here(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < NAMES; i++) {
        Backend *backend = models_open(names[i], LANES);
        Board *board = board_create();
        Phase phase = board_phase(board, 1);
        backend_share(backend, board->memory);
        assert_done(backend, &phase, 1); /* and it holds for one step alone */
        assert_done(backend, &phase, 1);
        assert_int_equal(board_foreign(board), 0);
        assert_int_equal(board_take_wrong(board, 2), 0);
        board_destroy(board);
        backend_close(backend);
    }
}

static void test_failures(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < NAMES; i++) {
        Backend *backend = models_open(names[i], LANES);
        Board *board = board_create();
        Phase phases[] = {board_phase(board, 7), board_phase(board, 7)};
        for (uint32_t round = 0; round < 20; round++) {
            Error error = {""};
            board->fails = true;
            backend_share(backend, board->memory);
            assert_int_equal(backend_run(backend, phases, 2, &error), BACKEND_FAILED);
            assert_non_null(strstr(error.text, "phase \"mark\", slice [1232, 1239)"));
            assert_non_null(strstr(error.text, "slot 1234 is taken"));
            board_take_wrong(board, 0);
            board->fails = false;
            backend_share(backend, board->memory);
            assert_done(backend, phases, 2);
            assert_int_equal(board_take_wrong(board, 2), 0);
        }
        board_destroy(board);
        backend_close(backend);
    }
}

/* Slices that sleep for a minute, on the way and at the end. */
static void test_giving_up_is_soon(void **state)
{
    (void)state;
    for (uint32_t closing = 0; closing < 2; closing++) {
        Backend *backend = models_open("processes", LANES);
        Board *board = board_create();
        Phase phase = board_phase(board, 40);
        board->sleep_ns = 60 * NS_PER_S;
        uint64_t start_ns = clock_now_ns();
        for (uint32_t round = 0; round < 3; round++) {
            backend_share(backend, board->memory);
            backend_begin(backend, &phase, 1);
            clock_sleep_ns(2 * NS_PER_MS);
            if (closing == 0) {
                backend_cancel(backend);
            } else if (round == 2) {
                break;
            } else {
                backend_cancel(backend);
            }
        }
        backend_close(backend);
        assert_true(clock_now_ns() - start_ns < 10 * NS_PER_S);
        assert_false(board_has_children());
        board_destroy(board);
    }
}

/* ---- Slices that run again ------------------------------------------------------------------ */

/* What a phase of the step is turned into: a part of each slice, all of it, and all of it again as
 * after a death. */
typedef struct Twice {
    Phase phases[BACKEND_PHASES_MAX];
} Twice;

static bool run_twice(Lane *lane, Range slice, void *context)
{
    const Phase *phase = &((const Twice *)context)->phases[lane->phase];
    Range part = {slice.begin, slice.begin + (range_count(slice) + 1) / 2};
    bool good = phase->run(lane, part, phase->context);
    lane->again = true;
    good = phase->run(lane, slice, phase->context) && good;
    good = phase->run(lane, slice, phase->context) && good;
    lane->again = false;
    return good;
}

static void test_each_slice_may_run_again(void **state)
{
    (void)state;
    static Plan plan;
    plan_init_of_all(&plan);
    enum { TICKS = 200 };
    uint64_t expected = play_reference_hash(&plan.spec, SEED, SPRITES, TICKS);
    World *world = play_create_world(&plan.spec, SEED, SPRITES);
    Backend *backend = models_open("sequential", 1);
    for (uint32_t tick = 0; tick < TICKS; tick++) {
        StepInput input = play_script(tick);
        Twice twice;
        step_begin(world, backend, &input, 1 + tick % 300);
        memcpy(twice.phases, backend->phases, sizeof twice.phases);
        for (uint32_t i = 0; i < backend->phase_count; i++) {
            backend->phases[i].run = run_twice;
            backend->phases[i].context = &twice;
        }
        assert_int_equal(step_finish(world, backend, BACKEND_NO_DEADLINE, NULL), BACKEND_DONE);
        world_swap(world);
    }
    play_assert_hash(world, expected, "each slice run again");
    backend_close(backend);
    world_destroy(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_slices_run_elsewhere),
        cmocka_unit_test(test_unshared_steps_stay_here),
        cmocka_unit_test(test_failures),
        cmocka_unit_test(test_giving_up_is_soon),
        cmocka_unit_test(test_each_slice_may_run_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
