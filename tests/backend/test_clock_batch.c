/* How often a loop looks at the clock: seldom while things are quick, at once when they are not. */
#include "backend/clock_batch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* Does as many as the batch says, `count` times over, each taking that long. */
static void work(ClockBatch *batch, uint32_t count, uint64_t each_ns)
{
    for (uint32_t i = 0; i < count; i++) {
        uint32_t done = clock_batch_next(batch);
        clock_batch_note(batch, done, done * each_ns);
    }
}

static void test_a_new_batch_looks_after_each(void **state)
{
    (void)state;
    ClockBatch batch = {0};
    assert_int_equal(clock_batch_next(&batch), 1);
    clock_batch_note(&batch, 0, 5); /* nothing was done: nothing is known */
    assert_int_equal(clock_batch_next(&batch), 1);
}

static void test_it_grows_by_doubling_up_to_what_fits(void **state)
{
    (void)state;
    ClockBatch batch = {0};
    for (uint32_t expected = 2; expected <= 64; expected *= 2) {
        work(&batch, 1, CLOCK_BATCH_TARGET_NS / 100);
        assert_int_equal(clock_batch_next(&batch), expected);
    }
    work(&batch, 5, CLOCK_BATCH_TARGET_NS / 100);
    assert_int_equal(clock_batch_next(&batch), 100);
}

static void test_it_has_a_bound(void **state)
{
    (void)state;
    ClockBatch batch = {0};
    work(&batch, 40, 0); /* too quick for the clock */
    assert_int_equal(clock_batch_next(&batch), CLOCK_BATCH_MAX);
    clock_batch_note(&batch, UINT32_MAX, 1);
    assert_int_equal(clock_batch_next(&batch), CLOCK_BATCH_MAX);
}

static void test_it_falls_at_once(void **state)
{
    (void)state;
    ClockBatch batch = {0};
    work(&batch, 40, 1);
    work(&batch, 1, CLOCK_BATCH_TARGET_NS / 4);
    assert_int_equal(clock_batch_next(&batch), 4);
    work(&batch, 1, 1000 * CLOCK_BATCH_TARGET_NS);
    assert_int_equal(clock_batch_next(&batch), 1);
    clock_batch_note(&batch, 1, UINT64_MAX);
    assert_int_equal(clock_batch_next(&batch), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_new_batch_looks_after_each),
        cmocka_unit_test(test_it_grows_by_doubling_up_to_what_fits),
        cmocka_unit_test(test_it_has_a_bound),
        cmocka_unit_test(test_it_falls_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
