/* The model that chooses: what it chooses where one is faster by far, that it stays with it, and
 * that another load makes it ask again. That its steps are right is asked of it as of all others.
 */
#include "base/clock.h"
#include "support/models.h"
#include "support/visits.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { LANES = 2, NAPS = 16, STEPS_MAX = 200, STEPS_AFTER = 40 };

/* One thread takes them one after the other, a scheduler all at once: faster by far. */
static bool nap(Lane *lane, Range slice, void *context)
{
    (void)slice, (void)context;
    return lane_sleep_ns(lane, NS_PER_MS / 2);
}

static bool is_measuring(const Backend *backend)
{
    return strncmp(backend_reason(backend), "measures ", 9) == 0;
}

static bool has_chosen(const Backend *backend, const char *name)
{
    const char *reason = backend_reason(backend);
    return strncmp(reason, name, strlen(name)) == 0 && reason[strlen(name)] == ':';
}

/* Steps until it has chosen; how many there were. */
static uint32_t run_until_chosen(Backend *backend, const Phase *phase)
{
    uint32_t steps = 0;
    do {
        assert_done(backend, phase, 1);
        steps++;
    } while (is_measuring(backend) && steps < STEPS_MAX);
    assert_in_range(steps, 2, STEPS_MAX - 1);
    return steps;
}

static void the_fastest_is_chosen_and_kept(void **state)
{
    (void)state;
    Backend *backend = models_open("auto", LANES);
    Phase naps = {.name = "naps", .run = nap, .count = NAPS, .grain = 1};
    assert_true(is_measuring(backend));
    run_until_chosen(backend, &naps);
    assert_true(has_chosen(backend, "coroutines"));
    for (uint32_t i = 0; i < STEPS_AFTER; i++) {
        assert_done(backend, &naps, 1);
        assert_true(has_chosen(backend, "coroutines"));
    }
    backend_close(backend);
}

static void another_load_is_measured_anew(void **state)
{
    (void)state;
    Backend *backend = models_open("auto", LANES);
    Visits visits = visits_create(4000);
    Phase many = visits_phase(&visits, 100);
    run_until_chosen(backend, &many);
    Phase few = many;
    few.count = 3900; /* nearly as many: the same load */
    assert_done(backend, &few, 1);
    assert_false(is_measuring(backend));
    few.count = 1000;
    assert_done(backend, &few, 1);
    assert_true(is_measuring(backend));
    run_until_chosen(backend, &few);
    few.grain = 1; /* the same work in other slices */
    assert_done(backend, &few, 1);
    assert_true(is_measuring(backend));
    backend_close(backend);
    visits_destroy(&visits);
}

static void others_give_no_reason(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < backend_type_count(); i++) {
        Backend *backend = models_open_type(backend_type(i), 1);
        bool is_auto = strcmp(backend_type(i)->name, "auto") == 0;
        assert_int_equal(strlen(backend_reason(backend)) > 0, is_auto);
        backend_close(backend);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_fastest_is_chosen_and_kept),
        cmocka_unit_test(another_load_is_measured_anew),
        cmocka_unit_test(others_give_no_reason),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
