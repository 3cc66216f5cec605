/* The sky: the tiles' own colours at midnight, a warm and bright morning, a dark storm whose
 * lightning is soft and rare, and the pulse of a flash in unison. */
#include "view/sky.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void test_hours(void **state)
{
    (void)state;
    Scene scene = {.tick = 100};
    Sky dusk = sky_at(&scene, 0.0f, 100.0);
    Sky midnight = sky_at(&scene, 0.4f, 100.0);
    Sky sunrise = sky_at(&scene, 1.0f, 100.0);
    assert_true(dusk.blue > dusk.red);
    assert_float_equal(midnight.red, 1.0f, 1e-6);
    assert_float_equal(midnight.green, 1.0f, 1e-6);
    assert_float_equal(midnight.blue, 1.0f, 1e-6);
    assert_float_equal(midnight.lights, 1.0f, 1e-6);
    assert_true(sunrise.red > sunrise.green && sunrise.green > sunrise.blue);
    assert_true(sunrise.lights < 0.6f && sunrise.haze > 0.9f);
}

/* No step of the night is a jump. */
static void test_hours_are_smooth(void **state)
{
    (void)state;
    Scene scene = {.tick = 0};
    Sky before = sky_at(&scene, 0.0f, 0.0);
    for (int i = 1; i <= 1000; i++) {
        Sky sky = sky_at(&scene, (float)i / 1000.0f, 0.0);
        assert_float_equal(sky.red, before.red, 0.02);
        assert_float_equal(sky.green, before.green, 0.02);
        assert_float_equal(sky.blue, before.blue, 0.02);
        assert_true(sky.red >= 0.0f && sky.red <= 2.0f && sky.blue <= 2.0f);
        before = sky;
    }
}

static void test_storm_is_dark(void **state)
{
    (void)state;
    Scene dry = {.tick = 1};
    Scene storm = {.tick = 1, .rain = 1.0f};
    Sky clear = sky_at(&dry, 0.4f, 1.0);
    Sky dark = sky_at(&storm, 0.4f, 1.0);
    assert_true(dark.red < 0.8f * clear.red && dark.blue < clear.blue);
}

/* An hour of storm: never two flashes within 8 seconds, and none that is there at once. */
static void test_lightning_is_no_strobe(void **state)
{
    (void)state;
    double began = -1.0;
    int flashes = 0;
    float before = 0.0f;
    for (int tick = 0; tick < 3600 * TICKS_PER_S; tick++) {
        float now = sky_lightning(tick, 1.0f);
        assert_true(now >= 0.0f && now <= 1.0f);
        assert_true(now - before < 0.12f && before - now < 0.12f);
        if (before <= 0.0f && now > 0.0f) {
            assert_true(began < 0.0 || tick - began >= 8 * TICKS_PER_S);
            began = tick;
            flashes++;
        }
        before = now;
    }
    assert_in_range(flashes, 200, 300);
    assert_float_equal(sky_lightning(began + 10.0, 0.5f), 0.0f, 0.0);
}

static void test_pulse(void **state)
{
    (void)state;
    Scene scene = {.tick = 500, .flash_tick = 490};
    Sky flash = sky_at(&scene, 0.4f, 500.0);
    Sky later = sky_at(&scene, 0.4f, 600.0);
    assert_true(flash.pulse > 0.5f && flash.green > 1.05f);
    assert_float_equal(later.pulse, 0.0f, 0.0);
    scene.flash_tick = 0; /* never */
    assert_float_equal(sky_at(&scene, 0.4f, 3.0).pulse, 0.0f, 0.0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hours),         cmocka_unit_test(test_hours_are_smooth),
        cmocka_unit_test(test_storm_is_dark), cmocka_unit_test(test_lightning_is_no_strobe),
        cmocka_unit_test(test_pulse),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
