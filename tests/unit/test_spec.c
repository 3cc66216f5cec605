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
        Motion motion;
        assert_true(motion_from_name(motion_name((Motion)i), &motion));
        assert_int_equal(motion, i);
    }
    for (uint32_t i = 0; i < LOOK_COUNT; i++) {
        Look look;
        assert_true(look_from_name(look_name((Look)i), &look));
        assert_int_equal(look, i);
    }
    Motion motion = MOTION_SEEK;
    Look look = LOOK_BAT;
    assert_false(motion_from_name("crawl", &motion));
    assert_false(look_from_name("", &look));
    assert_int_equal(motion, MOTION_SEEK);
    assert_int_equal(look, LOOK_BAT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
