/* The scripts of the levels: what each one says of itself is what it does, through a whole night
 * that it is told of, whatever happens in it. No firefly flies here. */
#include "sim/script.h"
#include "sim/world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { NIGHT_TICKS = 360 * TICKS_PER_S };

/* A night in which all that a script may wait for happens, sooner or later: it walks and stands,
 * glows and goes dark, brings home, loses and dazzles. */
static Scene scene_at(uint32_t tick)
{
    uint32_t second = tick / TICKS_PER_S;
    return (Scene){
        .tick = tick,
        .lantern_vx = second % 5 < 3 ? 1.5f : 0.0f,
        .glow = second % 30 < 20 ? 1.0f : 0.0f,
        .jarred = second > 20 ? (second - 20) * 12 : 0,
        .eaten = second / 15 * 60,
        .dazzled = second % 50 > 40,
    };
}

typedef struct Told {
    uint32_t hints; /* bits, by number */
    uint32_t wave;
    float windiest; /* squared, pixels a tick */
    float wettest;
} Told;

static Told tell_night(const ScriptRow *row)
{
    Error error = {""};
    Script *script = script_open(row, &error);
    assert_non_null(script);
    Told told = {0};
    for (uint32_t tick = 0; tick < NIGHT_TICKS; tick++) {
        Scene scene = scene_at(tick);
        ScriptWish wish = script_turn(script, &scene);
        float wind = wish.wind_x * wish.wind_x + wish.wind_y * wish.wind_y;
        assert_true(wish.wave >= told.wave);
        assert_true(wish.rain >= 0.0f && wish.rain <= 1.0f);
        told.hints |= wish.hint > 0 ? 1u << wish.hint : 0;
        told.wave = wish.wave;
        told.windiest = wind > told.windiest ? wind : told.windiest;
        told.wettest = wish.rain > told.wettest ? wish.rain : told.wettest;
    }
    script_close(script);
    return told;
}

/* A map is checked against what the row says, so it has to be so. */
static void test_each_shows_its_hints_and_releases_its_waves(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < script_count(); i++) {
        const ScriptRow *row = script_at(i);
        assert_in_range(row->hints, 0, SPEC_HINTS_MAX);
        assert_in_range(row->waves, 0, SPEC_WAVES_MAX);
        Told told = tell_night(row);
        uint32_t all = (2u << row->hints) - 2;
        if (told.hints != all || told.wave != row->waves) {
            fail_msg("%s shows the hints 0x%x and releases %u waves, and says 0x%x and %u",
                     row->name, told.hints, told.wave, all, row->waves);
        }
    }
}

static void test_weather(void **state)
{
    (void)state;
    Told wind = tell_night(script_find("wind"));
    Told rain = tell_night(script_find("rain"));
    Told storm = tell_night(script_find("storm"));
    assert_true(wind.windiest > 0.0f && wind.wettest <= 0.0f);
    assert_true(rain.windiest > 0.0f && rain.wettest > 0.5f);
    assert_true(storm.windiest > 0.0f && storm.wettest > 0.9f);
}

/* Nothing is done, and the first hint stays: it does not talk of what nobody can see yet. */
static void test_the_glade_waits_for_who_learns(void **state)
{
    (void)state;
    Error error = {""};
    Script *script = script_open(script_find("glade"), &error);
    assert_non_null(script);
    for (uint32_t tick = 0; tick < 3600; tick++) {
        Scene scene = {.tick = tick};
        assert_int_equal(script_turn(script, &scene).hint, 1);
    }
    Scene walking = {.tick = 3600, .lantern_vx = 1.0f};
    assert_int_equal(script_turn(script, &walking).hint, 2);
    for (uint32_t tick = 3601; tick < 7200; tick++) {
        Scene scene = {.tick = tick};
        assert_int_equal(script_turn(script, &scene).hint, 2);
    }
    script_close(script);
}

/* A wave comes when the last one is home, and anyway in the end. */
static void test_the_bridge_hurries_who_is_quick(void **state)
{
    (void)state;
    uint32_t ticks[2] = {0, 0};
    for (uint32_t quick = 0; quick < 2; quick++) {
        Error error = {""};
        Script *script = script_open(script_find("bridge"), &error);
        assert_non_null(script);
        Scene scene = {.tick = 0};
        while (script_turn(script, &scene).wave < script_find("bridge")->waves) {
            scene.jarred += quick;
            scene.tick++;
            assert_true(scene.tick < NIGHT_TICKS);
        }
        ticks[quick] = scene.tick;
        script_close(script);
    }
    assert_true(ticks[1] < ticks[0]);
}

static void test_names(void **state)
{
    (void)state;
    assert_null(script_find("gale"));
    assert_null(script_find(""));
    for (uint32_t i = 0; i < script_count(); i++) {
        assert_ptr_equal(script_find(script_at(i)->name), script_at(i));
    }
}

/* A level that is left at once was never stepped: its script has seen no scene, and sees none. */
static void test_a_night_may_end_before_it_begins(void **state)
{
    (void)state;
    static const char *const names[] = {"glade", "wind", "rain", "bridge", "storm"};
    for (uint32_t i = 0; i < sizeof names / sizeof *names; i++) {
        Error error = {""};
        const ScriptRow *row = script_find(names[i]);
        assert_non_null(row);
        Script *script = script_open(row, &error);
        assert_non_null(script);
        script_close(script);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_shows_its_hints_and_releases_its_waves),
        cmocka_unit_test(test_weather),
        cmocka_unit_test(test_the_glade_waits_for_who_learns),
        cmocka_unit_test(test_the_bridge_hurries_who_is_quick),
        cmocka_unit_test(test_a_night_may_end_before_it_begins),
        cmocka_unit_test(test_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
