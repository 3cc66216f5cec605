/* The names that a map gives motions and looks by. */
#include "sim/spec.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void test_names(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < MOTION_COUNT; i++) {
        assert_int_equal(motion_from_name(motion_name((Motion)i)), i);
    }
    for (uint32_t i = 0; i < LOOK_COUNT; i++) {
        assert_int_equal(look_from_name(look_name((Look)i)), i);
    }
    assert_int_equal(motion_from_name("crawl"), MOTION_COUNT);
    assert_int_equal(look_from_name(""), LOOK_COUNT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
