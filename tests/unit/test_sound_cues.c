/* What is heard of a change between two frames. */
#include "view/sound_cues.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

typedef struct Heard {
    SoundCues cues;
    SoundScene scene;
    SynthCue out[SOUND_CUES_MAX];
    uint32_t count; /* of the last frame */
} Heard;

/* One frame on a meadow with two jars, an owl far away, and ears in the middle. */
static Heard *begin(void)
{
    static Heard heard;
    heard = (Heard){.scene = {.world = 1,
                              .tick = 100,
                              .ear_x = 1000.0f,
                              .ear_y = 500.0f,
                              .hunter = SOUND_OWL,
                              .hunter_x = 3000.0f,
                              .hunter_y = 500.0f,
                              .jar_count = 2,
                              .jars = {{900.0f, 500.0f, 3}, {1320.0f, 500.0f, 0}}}};
    heard.count = sound_cues(&heard.cues, &heard.scene, heard.out);
    assert_int_equal(heard.count, 0);
    return &heard;
}

static void next(Heard *heard)
{
    heard->scene.tick++;
    heard->count = sound_cues(&heard->cues, &heard->scene, heard->out);
}

static void assert_only(const Heard *heard, SynthEvent event)
{
    assert_int_equal(heard->count, 1);
    assert_int_equal(heard->out[0].event, event);
    assert_true(heard->out[0].gain > 0.0f && heard->out[0].gain <= 1.0f);
    assert_true(heard->out[0].pan >= -1.0f && heard->out[0].pan <= 1.0f);
}

static void nothing_happens_unheard_of(void **state)
{
    (void)state;
    Heard *heard = begin();
    for (uint32_t i = 0; i < 1000; i++) {
        next(heard);
        assert_int_equal(heard->count, 0);
    }
}

static void whoever_comes_home_is_heard_there(void **state)
{
    (void)state;
    Heard *heard = begin();
    heard->scene.jars[1].fill += 5;
    next(heard);
    assert_only(heard, SYNTH_JAR);
    assert_int_equal(heard->out[0].count, 5);
    assert_true(heard->out[0].pan == 1.0f);
    heard->scene.jars[0].fill += 1;
    next(heard);
    assert_only(heard, SYNTH_JAR);
    assert_true(heard->out[0].pan < 0.0f);
    next(heard);
    assert_int_equal(heard->count, 0);
}

/* Many at once are one sound; those that were not told of yet are, a moment later. */
static void the_eaten_are_told_of_now_and_then(void **state)
{
    (void)state;
    Heard *heard = begin();
    uint32_t told = 0;
    for (uint32_t i = 0; i < 120; i++) {
        heard->scene.eaten += i < 60;
        next(heard);
        told += heard->count;
        if (heard->count > 0) {
            assert_only(heard, SYNTH_EATEN);
        }
    }
    assert_in_range(told, 3, 5);
}

static void an_owl_calls_when_it_comes_near(void **state)
{
    (void)state;
    Heard *heard = begin();
    heard->scene.hunter_x = 900.0f;
    next(heard);
    assert_only(heard, SYNTH_HOOT);
    assert_true(heard->out[0].pan < 0.0f);
    for (uint32_t i = 0; i < 2000; i++) { /* it stays, at the edge, to and fro */
        heard->scene.hunter_x = i % 2 ? 830.0f : 870.0f;
        next(heard);
        assert_int_equal(heard->count, 0);
    }
    heard->scene.hunter_x = 0.0f;
    next(heard);
    heard->scene.hunter_x = 1010.0f;
    heard->scene.hunter = SOUND_BAT;
    next(heard);
    assert_only(heard, SYNTH_SQUEAK);
}

static void a_dive_is_heard_once_and_the_louder_the_nearer(void **state)
{
    (void)state;
    Heard *heard = begin();
    heard->scene.hunter_dives = true;
    next(heard);
    assert_only(heard, SYNTH_SWOOP);
    float far = heard->out[0].gain;
    next(heard);
    assert_int_equal(heard->count, 0);
    heard->scene.hunter_dives = false;
    heard->scene.hunter_x = heard->scene.ear_x + 300.0f;
    next(heard);
    heard->scene.hunter_dives = true;
    next(heard);
    assert_only(heard, SYNTH_SWOOP);
    assert_true(heard->out[0].gain > far);
}

static void no_hunter_is_never_near(void **state)
{
    (void)state;
    Heard *heard = begin();
    heard->scene.hunter = SOUND_NO_HUNTER;
    heard->scene.hunter_x = heard->scene.ear_x;
    next(heard);
    assert_int_equal(heard->count, 0);
}

static void flashes_dazzle_and_breathe(void **state)
{
    (void)state;
    Heard *heard = begin();
    heard->scene.flash_tick = 101;
    heard->scene.order = 0.9f;
    next(heard);
    assert_only(heard, SYNTH_BREATH);
    heard->scene.dazzled = 2;
    next(heard);
    assert_only(heard, SYNTH_DAZZLE);
    heard->scene.dazzled = 0; /* it sees again: nothing is heard */
    next(heard);
    assert_int_equal(heard->count, 0);
}

static void the_end_is_heard_once(void **state)
{
    (void)state;
    static const SynthEvent ENDS[] = {[SOUND_WON] = SYNTH_WON, [SOUND_LOST] = SYNTH_LOST};
    for (SoundOutcome outcome = SOUND_WON; outcome <= SOUND_LOST; outcome++) {
        Heard *heard = begin();
        heard->scene.outcome = outcome;
        next(heard);
        assert_only(heard, ENDS[outcome]);
        next(heard);
        assert_int_equal(heard->count, 0);
    }
}

/* A restart, another level, a replay's other place: differences there are no events. */
static void leaps_are_not_heard(void **state)
{
    (void)state;
    static const int32_t LEAPS[] = {-50, 5000, 0};
    for (uint32_t i = 0; i < sizeof LEAPS / sizeof LEAPS[0]; i++) {
        Heard *heard = begin();
        heard->scene.tick += (uint32_t)LEAPS[i];
        heard->scene.world += LEAPS[i] == 0;
        heard->scene.eaten = 10;
        heard->scene.flash_tick = 99;
        heard->scene.outcome = SOUND_LOST;
        heard->scene.jars[0].fill = 100;
        next(heard);
        assert_int_equal(heard->count, 0);
        next(heard);
        assert_int_equal(heard->count, 0);
        heard->scene.jars[0].fill++;
        next(heard);
        assert_only(heard, SYNTH_JAR);
    }
}

static void all_at_once_has_room(void **state)
{
    (void)state;
    Heard *heard = begin();
    heard->scene.jars[0].fill++;
    heard->scene.eaten++;
    heard->scene.hunter_x = heard->scene.ear_x;
    heard->scene.hunter_dives = true;
    heard->scene.dazzled = 1;
    heard->scene.flash_tick = 101;
    heard->scene.outcome = SOUND_WON;
    next(heard);
    assert_int_equal(heard->count, 7);
}

static void rest_leaves_a_soft_ambience(void **state)
{
    (void)state;
    Heard *heard = begin();
    heard->scene.glow = 1.0f;
    heard->scene.near = 100.0f;
    SynthLevels playing = sound_levels(&heard->scene);
    heard->scene.resting = true;
    SynthLevels resting = sound_levels(&heard->scene);
    assert_true(playing.glow == 1.0f && playing.near > 0.5f && playing.near < 1.0f);
    assert_true(resting.glow == 0.0f && resting.near == 0.0f);
    assert_true(resting.ambience > 0.0f && resting.ambience < playing.ambience);
}

static void levels_keep_their_ranges(void **state)
{
    (void)state;
    Heard *heard = begin();
    heard->scene.near = 1e6f;
    heard->scene.wind_x = -50.0f;
    heard->scene.wind_y = 50.0f;
    heard->scene.dawn = 1.5f;
    SynthLevels levels = sound_levels(&heard->scene);
    assert_true(levels.near <= 1.0f && levels.dawn == 1.0f);
    assert_true(levels.wind_x == -1.0f && levels.wind_y == 1.0f);
    assert_true(sound_pan(&heard->scene, -1e6f) == -1.0f);
    assert_true(sound_nearness(&heard->scene, 1000.0f, 500.0f) == 1.0f);
    assert_true(sound_nearness(&heard->scene, 5000.0f, 500.0f) < 0.01f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_happens_unheard_of),
        cmocka_unit_test(whoever_comes_home_is_heard_there),
        cmocka_unit_test(the_eaten_are_told_of_now_and_then),
        cmocka_unit_test(an_owl_calls_when_it_comes_near),
        cmocka_unit_test(a_dive_is_heard_once_and_the_louder_the_nearer),
        cmocka_unit_test(no_hunter_is_never_near),
        cmocka_unit_test(flashes_dazzle_and_breathe),
        cmocka_unit_test(the_end_is_heard_once),
        cmocka_unit_test(leaps_are_not_heard),
        cmocka_unit_test(all_at_once_has_room),
        cmocka_unit_test(rest_leaves_a_soft_ambience),
        cmocka_unit_test(levels_keep_their_ranges),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
