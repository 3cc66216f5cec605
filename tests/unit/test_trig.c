/* Our own sine, cosine and arc tangent against libm's in double precision: within the documented
 * bounds over the whole documented range, and symmetric to the bit. */
#include "base/random.h"
#include "base/trig.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#define ANGLE_MAX   8192.0f
#define SIN_BOUND   2e-7
#define ATAN2_BOUND 4e-7

enum { SAMPLES = 1000000 };

static void check_angle(float angle)
{
    double sin_error = fabs((double)trig_sin(angle) - sin((double)angle));
    double cos_error = fabs((double)trig_cos(angle) - cos((double)angle));
    if (!(sin_error < SIN_BOUND) || !(cos_error < SIN_BOUND)) {
        fail_msg("at %.9g: sin is off by %g, cos by %g", (double)angle, sin_error, cos_error);
    }
    /* Odd and even, exactly. */
    if (trig_sin(-angle) != -trig_sin(angle) || trig_cos(-angle) != trig_cos(angle)) {
        fail_msg("not symmetric at %.9g", (double)angle);
    }
}

static void test_sin_and_cos_over_the_range(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < SAMPLES; i++) {
        check_angle(ANGLE_MAX * ((float)i / SAMPLES));
    }
    check_angle(ANGLE_MAX);
}

/* Where one polynomial hands over to the other, and where the result crosses zero. */
static void test_sin_and_cos_around_multiples_of_pi_over_4(void **state)
{
    (void)state;
    for (uint32_t i = 0; i <= 10430; i++) {
        float angle = (float)(i * 0.78539816339744830962);
        float below = nextafterf(angle, 0.0f);
        float above = nextafterf(angle, ANGLE_MAX);
        check_angle(angle);
        check_angle(below);
        check_angle(above <= ANGLE_MAX ? above : angle);
    }
}

static void test_sin_and_cos_of_small_angles(void **state)
{
    (void)state;
    for (int power = 0; power >= -149; power--) {
        check_angle(ldexpf(1.0f, power));
    }
    assert_true(trig_sin(0.0f) == 0.0f);
    assert_true(trig_cos(0.0f) == 1.0f);
}

/* A heading made of the two has length one. */
static void test_sin_and_cos_lie_on_the_circle(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < SAMPLES / 10; i++) {
        float angle = ANGLE_MAX * random_signed(1, i, 0, RANDOM_TEST);
        float s = trig_sin(angle);
        float c = trig_cos(angle);
        assert_true(fabs(1.0 - hypot((double)s, (double)c)) < 3e-7);
        assert_true(s >= -1.0f && s <= 1.0f && c >= -1.0f && c <= 1.0f);
    }
}

static void check_point(float y, float x)
{
    float angle = trig_atan2(y, x);
    double error = fabs((double)angle - atan2((double)y, (double)x));
    if (!(error < ATAN2_BOUND)) {
        fail_msg("atan2(%.9g, %.9g) is off by %g", (double)y, (double)x, error);
    }
    if (!(angle >= -PI_F && angle <= PI_F)) {
        fail_msg("atan2(%.9g, %.9g) is out of range", (double)y, (double)x);
    }
    /* Mirrored at the axis, exactly. */
    if (y != 0.0f && trig_atan2(-y, x) != -angle) {
        fail_msg("atan2 is not symmetric at (%.9g, %.9g)", (double)y, (double)x);
    }
}

static void test_atan2_all_round(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < SAMPLES; i++) {
        double angle = 6.283185307179586 * i / SAMPLES;
        float radius = (float)exp(80.0 * (double)random_signed(2, i, 0, RANDOM_TEST));
        check_point((float)sin(angle) * radius, (float)cos(angle) * radius);
    }
}

static void test_atan2_of_any_two_magnitudes(void **state)
{
    (void)state;
    for (int y = -140; y <= 120; y += 2) {
        for (int x = -140; x <= 120; x += 2) {
            check_point(ldexpf(1.25f, y), ldexpf(1.5f, x));
            check_point(ldexpf(1.25f, y), -ldexpf(1.5f, x));
        }
    }
}

/* Where one reduction hands over to the other: at tan(pi/8) and tan(3 pi/8). */
static void test_atan2_around_its_seams(void **state)
{
    (void)state;
    static const double seams[] = {0.41421356237309503, 1.0, 2.414213562373095};
    for (uint32_t i = 0; i < sizeof seams / sizeof seams[0]; i++) {
        float slope = (float)seams[i];
        for (int step = -20; step <= 20; step++) {
            float near = slope * (1.0f + (float)step * 0x1p-23f);
            check_point(near, 1.0f);
            check_point(near, -1.0f);
            check_point(1.0f, near);
        }
    }
}

static void test_atan2_on_the_axes(void **state)
{
    (void)state;
    assert_true(trig_atan2(0.0f, 0.0f) == 0.0f);
    assert_true(trig_atan2(0.0f, 5.0f) == 0.0f);
    assert_true(trig_atan2(0.0f, -5.0f) == PI_F);
    assert_true(trig_atan2(5.0f, 0.0f) == PI_F / 2);
    assert_true(trig_atan2(-5.0f, 0.0f) == -(PI_F / 2));
    assert_true(trig_atan2(3.0f, 3.0f) == PI_F / 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sin_and_cos_over_the_range),
        cmocka_unit_test(test_sin_and_cos_around_multiples_of_pi_over_4),
        cmocka_unit_test(test_sin_and_cos_of_small_angles),
        cmocka_unit_test(test_sin_and_cos_lie_on_the_circle),
        cmocka_unit_test(test_atan2_all_round),
        cmocka_unit_test(test_atan2_of_any_two_magnitudes),
        cmocka_unit_test(test_atan2_around_its_seams),
        cmocka_unit_test(test_atan2_on_the_axes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
