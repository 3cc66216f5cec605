/* Lanes that are killed: any of them, at any moment, and the program too. The state goes on
 * unbroken and nothing is left behind. */
#include "backend/burden.h"
#include "backend/child.h"
#include "base/clock.h"
#include "base/random.h"
#include "support/board.h"
#include "support/models.h"
#include "support/plans.h"
#include "support/play.h"

#include <errno.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum {
    SEED = 3,
    SPRITES = 3000,
    CROWD = 24000, /* so many that lanes share out the tables of those that flock */
    LANES = 4,
    PATIENCE_MS = 5000,
};

/* Who kills: another thread, with no regard to what anybody does. */
typedef struct Killer {
    Backend *backend;
    uint64_t pause_ns; /* at most, between two kills */
    atomic_uint kills;
    atomic_bool stop;
} Killer;

static void *kill_at_random(void *argument)
{
    Killer *killer = argument;
    for (uint32_t turn = 0; !killer->stop; turn++) {
        uint64_t dice = random_mix(turn);
        uint32_t lane = (uint32_t)(dice % backend_lane_count(killer->backend));
        clock_sleep_ns(dice / 256 % killer->pause_ns);
        int32_t process = backend_lane(killer->backend, lane)->process;
        killer->kills += process > 0 && kill(process, SIGKILL) == 0;
    }
    return NULL;
}

static uint32_t all_deaths(const Backend *backend)
{
    uint32_t deaths = 0;
    for (uint32_t i = 0; i < backend_lane_count(backend); i++) {
        deaths += backend_lane(backend, i)->deaths;
    }
    return deaths;
}

static bool is_each_place_taken(const Backend *backend)
{
    bool each = true;
    for (uint32_t i = 1; i < backend_lane_count(backend); i++) {
        each = each && backend_lane(backend, i)->process > 0;
    }
    return each;
}

static void test_kills_at_random(void **state)
{
    (void)state;
    static Plan plan;
    plan_init_of_all(&plan);
    const uint32_t wanted = models_are_quick() ? 20 : 100;
    World *world = play_create_world(&plan.spec, SEED, CROWD);
    World *reference = play_create_world(&plan.spec, SEED, CROWD);
    Backend *loop = models_open("sequential", 1);
    Backend *backend = models_open("processes", LANES);
    Killer killer = {.backend = backend, .pause_ns = 4 * NS_PER_MS};
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, kill_at_random, &killer), 0);
    uint32_t tick = 0;
    for (; killer.kills < wanted || tick < 100; tick++) {
        play_script_until(world, backend, tick + 1, 16);
        play_script_until(reference, loop, tick + 1, PLAY_ONE_SLICE);
        play_assert_hash(world, world_hash(reference), "%u kills", (uint32_t)killer.kills);
    }
    killer.stop = true;
    pthread_join(thread, NULL);
    play_script_until(world, backend, ++tick, 16);
    assert_in_range(all_deaths(backend), wanted / 2, killer.kills);
    /* Whom the last kill hit may die only within that step; the next one fills the place. */
    for (uint32_t end = tick + 100; !is_each_place_taken(backend) && tick < end;) {
        play_script_until(world, backend, ++tick, 16);
    }
    assert_true(is_each_place_taken(backend));
    backend_close(backend);
    backend_close(loop);
    world_destroy(world);
    world_destroy(reference);
    assert_false(board_has_children());
}

/* One that is killed in the middle of a long slice: another lane runs it again, soon. */
static bool die_once(Lane *lane, Range slice, void *context)
{
    Board *board = context;
    uint32_t times = atomic_fetch_add(&board->times[slice.begin], 1);
    board->pids[slice.begin] = lane->again;
    if (lane->process == getpid() && times == 0 && slice.begin % 5 == 0) {
        child_kill(getpid());
    }
    clock_sleep_ns(50 * NS_PER_US);
    return true;
}

/* Slices that were run twice, as whoever ran them the second time knew. */
static uint32_t count_again(const Board *board, uint32_t slices)
{
    uint32_t again = 0;
    for (uint32_t slot = 0; slot < slices; slot++) {
        again += board->times[slot] == 2;
        assert_int_equal(board->pids[slot], board->times[slot] == 2);
    }
    return again;
}

static void test_what_a_death_leaves(void **state)
{
    (void)state;
    static const char *const names[] = {"processes", "forks"};
    for (uint32_t i = 0; i < 2; i++) {
        Backend *backend = models_open(names[i], LANES);
        Board *board = board_create();
        Phase phase = {"die", die_once, board, 30, 1};
        uint32_t again = 0;
        /* On a busy machine the caller, who is spared, may do it all before a worker comes. */
        for (uint32_t step = 0; step < 100 && again == 0; step++) {
            (void)board_take_wrong(board, 0); /* it is as new */
            backend_share(backend, board->memory);
            assert_done(backend, &phase, 1);
            again = count_again(board, 30);
        }
        assert_in_range(again, 1, LANES * 6);
        /* It may be gone some time after its slice was run again; the next step counts it. */
        for (uint32_t step = 0; step < 100 && (step == 0 || all_deaths(backend) == 0); step++) {
            backend_share(backend, board->memory);
            assert_done(backend, &phase, 1);
        }
        assert_true(all_deaths(backend) >= 1);
        backend_close(backend);
        board_destroy(board);
    }
}

static void test_kill_from_above(void **state)
{
    (void)state;
    Backend *backend = models_open("processes", 3);
    assert_false(backend_kill(backend, 0)); /* the caller */
    assert_true(backend_kill(backend, 1));
    Board *board = board_create();
    Phase phase = board_phase(board, 100);
    backend_share(backend, board->memory);
    assert_done(backend, &phase, 1);
    assert_int_equal(board_take_wrong(board, 1), 0);
    backend_close(backend);
    board_destroy(board);
    backend = models_open("jobs", 3);
    assert_false(backend_kill(backend, 1));
    backend_close(backend);
}

/* Slices that kill the process that they run in, by the dice. */
static void test_injected_kills(void **state)
{
    (void)state;
    static Plan plan;
    plan_init_of_all(&plan);
    enum { TICKS = 60, TICKS_MOST = 20 * TICKS, DEATHS = 5 };
    static const char *const names[] = {"processes", "forks"};
    for (uint32_t i = 0; i < 2; i++) {
        World *world = play_create_world(&plan.spec, SEED, SPRITES);
        Backend *backend = models_open(names[i], LANES);
        Burden burden = {.seed = SEED, .phase = step_phase_count() - 2};
        burden.faults[FAULT_KILL] = 0.02;
        uint32_t tick = 0;
        /* On a busy machine the caller, who is spared, does most before a worker comes: then it
         * takes longer until enough have died. */
        for (; tick < TICKS || (all_deaths(backend) < DEATHS && tick < TICKS_MOST); tick++) {
            burden.tick = tick;
            backend_set_burden(backend, &burden);
            play_script_until(world, backend, tick + 1, 64);
        }
        play_assert_hash(world, play_reference_hash(&plan.spec, SEED, SPRITES, tick), "%s",
                         names[i]);
        assert_in_range(all_deaths(backend), DEATHS, tick * LANES * 10);
        backend_close(backend);
        world_destroy(world);
        assert_false(board_has_children());
    }
}

/* ---- The program itself dies ---------------------------------------------------------------- */

static _Noreturn void play_and_die(int report)
{
    Backend *backend = backend_open(backend_find("processes"), LANES, NULL);
    int32_t workers[LANES - 1] = {0};
    for (uint32_t i = 1; backend && i < LANES; i++) {
        workers[i - 1] = backend_lane(backend, i)->process;
    }
    (void)!write(report, workers, sizeof workers);
    kill(getpid(), SIGKILL);
    _exit(1);
}

static void test_workers_end_with_the_program(void **state)
{
    (void)state;
    int ends[2];
    assert_int_equal(prctl(PR_SET_CHILD_SUBREAPER, 1), 0); /* orphans become ours */
    assert_int_equal(pipe(ends), 0);
    pid_t program = fork();
    if (program == 0) {
        play_and_die(ends[1]);
    }
    close(ends[1]);
    int32_t workers[LANES - 1];
    assert_int_equal(read(ends[0], workers, sizeof workers), sizeof workers);
    close(ends[0]);
    for (uint64_t end_ns = clock_now_ns() + PATIENCE_MS * NS_PER_MS;
         board_has_children() && clock_now_ns() < end_ns;) {
        waitpid(-1, NULL, WNOHANG);
        clock_sleep_ns(NS_PER_MS);
    }
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
    for (uint32_t i = 0; i < LANES - 1; i++) {
        assert_true(kill(workers[i], 0) != 0 && errno == ESRCH);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_kills_at_random),
        cmocka_unit_test(test_what_a_death_leaves),
        cmocka_unit_test(test_kill_from_above),
        cmocka_unit_test(test_injected_kills),
        cmocka_unit_test(test_workers_end_with_the_program),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
