/* The state hash sees every field of every sprite and of the scene, and nothing else; where two
 * worlds differ, a sentence says where. */
#include "sim/world_state.h"
#include "support/plans.h"
#include "support/play.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { SEED = 3 };

typedef struct Fixture {
    Plan plan;
    World *left;
    World *right; /* a second one, equal to the first */
} Fixture;

static int set_up(void **state)
{
    static Fixture fixture;
    plan_init_of_all(&fixture.plan);
    fixture.left = play_create_world(&fixture.plan.spec, SEED, 0);
    fixture.right = play_create_world(&fixture.plan.spec, SEED, 0);
    Backend *backend = models_open_type(backend_type(0), 1);
    play_script_until(fixture.left, backend, 30, PLAY_ONE_SLICE);
    play_script_until(fixture.right, backend, 30, PLAY_ONE_SLICE);
    backend_close(backend);
    *state = &fixture;
    return 0;
}

static int tear_down(void **state)
{
    Fixture *fixture = *state;
    world_destroy(fixture->left);
    world_destroy(fixture->right);
    return 0;
}

static void swap_words(void *a, void *b)
{
    uint32_t word;
    memcpy(&word, a, sizeof word);
    memcpy(a, b, sizeof word);
    memcpy(b, &word, sizeof word);
}

/* Spoils one bit, looks, and mends it. */
static void assert_seen(const Fixture *fixture, void *bytes, uint32_t bit, const char *sentence)
{
    uint8_t *byte = (uint8_t *)bytes + bit / 8;
    uint64_t hash = world_hash(fixture->left);
    char said[256] = "";
    assert_false(world_first_difference(fixture->left, fixture->right, said, sizeof said));
    *byte ^= (uint8_t)(1u << bit % 8);
    if (world_hash(fixture->left) == hash) {
        fail_msg("the hash does not see bit %u of: %s", bit, sentence);
    }
    if (!world_first_difference(fixture->left, fixture->right, said, sizeof said) ||
        strncmp(said, sentence, strlen(sentence)) != 0) {
        fail_msg("said \"%s\", not \"%s\"", said, sentence);
    }
    *byte ^= (uint8_t)(1u << bit % 8);
    play_assert_hash(fixture->left, hash, "mended");
}

/* The bits are a word's, whose lowest byte comes first on all processors that this runs on. */
static void assert_field_seen(const Fixture *fixture, const char *name, uint32_t id, void *value,
                              Range bits)
{
    char sentence[64];
    snprintf(sentence, sizeof sentence, "sprite %u: %s is ", id, name);
    for (uint32_t bit = bits.begin; bit < bits.end; bit++) {
        assert_seen(fixture, value, bit, sentence);
    }
}

static void test_sees_every_field_of_a_sprite(void **state)
{
    const Fixture *fixture = *state;
    const WorldBuffer *front = front_buffer(fixture->left);
    const Range whole = {0, 32};
    uint32_t last = world_sprite_count(fixture->left) - 1;
    for (uint32_t id = 0; id <= last; id += last / 5) {
        uint32_t slot = play_find(fixture->left, id);
        assert_field_seen(fixture, "x", id, &front->x[slot], whole);
        assert_field_seen(fixture, "y", id, &front->y[slot], whole);
        assert_field_seen(fixture, "vx", id, &front->vx[slot], whole);
        assert_field_seen(fixture, "vy", id, &front->vy[slot], whole);
        assert_field_seen(fixture, "phase", id, &front->flash[slot], (Range){16, 32});
        assert_field_seen(fixture, "pace", id, &front->flash[slot], (Range){8, 16});
        assert_field_seen(fixture, "state", id, &front->flash[slot], (Range){0, 8});
        assert_field_seen(fixture, "breed", id, &front->tag[slot], (Range){24, 32});
    }
}

static void test_sees_every_field_of_a_hunter(void **state)
{
    const Fixture *fixture = *state;
    const WorldBuffer *front = front_buffer(fixture->left);
    Range hunters = world_motion_range(fixture->left, MOTION_PATROL);
    for (uint32_t id = hunters.begin; id < hunters.end; id++) {
        HunterState *hunter = &front->hunters[id - hunters.begin];
        assert_field_seen(fixture, "leg", id, &hunter->leg, (Range){0, 16});
        assert_field_seen(fixture, "wait", id, &hunter->wait, (Range){0, 16});
        assert_field_seen(fixture, "quarry", id, &hunter->quarry, (Range){0, 16});
        assert_field_seen(fixture, "sated", id, &hunter->sated, (Range){0, 16});
    }
}

static void assert_scene_seen(const Fixture *fixture, void *value, uint32_t bits)
{
    for (uint32_t bit = 0; bit < bits; bit++) {
        assert_seen(fixture, value, bit, "the lantern, the jars, the weather or the score differ");
    }
}

static void test_sees_the_scene(void **state)
{
    const Fixture *fixture = *state;
    Scene *scene = front_buffer(fixture->left)->scene;
    uint32_t *fields[] = {
        &scene->tick, &scene->flying,  &scene->jarred,      &scene->eaten,       &scene->waiting,
        &scene->wave, &scene->outcome, &scene->jar_fill[0], &scene->jar_fill[1], &scene->flash_tick,
    };
    float *numbers[] = {
        &scene->lantern_x, &scene->lantern_y, &scene->lantern_vx,  &scene->lantern_vy,
        &scene->glow,      &scene->wind_x,    &scene->wind_y,      &scene->rain,
        &scene->order,     &scene->beat_sine, &scene->beat_cosine,
    };
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        assert_scene_seen(fixture, fields[i], 32);
    }
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        assert_scene_seen(fixture, numbers[i], 32);
    }
    /* As much of them as their limits let be. */
    assert_scene_seen(fixture, &scene->hint, 4);
    assert_scene_seen(fixture, &scene->dazzled, 7);
}

/* The same sprites in the same state, in other slots. */
static void test_does_not_see_the_order(void **state)
{
    const Fixture *fixture = *state;
    const WorldBuffer *front = front_buffer(fixture->left);
    uint64_t hash = world_hash(fixture->left);
    Range flock = world_motion_range(fixture->left, MOTION_FLOCK);
    for (uint32_t a = flock.begin, b = flock.end - 1; a < b; a++, b--) {
        swap_words(&front->x[a], &front->x[b]);
        swap_words(&front->y[a], &front->y[b]);
        swap_words(&front->vx[a], &front->vx[b]);
        swap_words(&front->vy[a], &front->vy[b]);
        swap_words(&front->tag[a], &front->tag[b]);
        swap_words(&front->flash[a], &front->flash[b]);
    }
    play_assert_hash(fixture->left, hash, "in the opposite order");
    char said[256];
    assert_false(world_first_difference(fixture->left, fixture->right, said, sizeof said));
}

/* Zeros of different signs compare equal, but they are different bits: a hash that breaks on them
 * must come with a sentence too. */
static void test_sees_the_sign_of_zero(void **state)
{
    const Fixture *fixture = *state;
    front_buffer(fixture->left)->vx[7] = 0.0f;
    front_buffer(fixture->right)->vx[7] = 0.0f;
    assert_seen(fixture, &front_buffer(fixture->left)->vx[7], 31, "sprite 7: vx is ");
}

static void test_two_sprites_exchanged(void **state)
{
    const Fixture *fixture = *state;
    const WorldBuffer *front = front_buffer(fixture->left);
    uint64_t hash = world_hash(fixture->left);
    float x = front->x[0];
    front->x[0] = front->x[1];
    front->x[1] = x;
    assert_true(world_hash(fixture->left) != hash);
    front->x[1] = front->x[0];
    front->x[0] = x;
}

/* Neither the buffer that waits nor the jars that the level does not have. */
static void test_sees_nothing_else(void **state)
{
    const Fixture *fixture = *state;
    uint64_t hash = world_hash(fixture->left);
    const WorldBuffer *back = back_buffer(fixture->left);
    back->x[0] += 1.0f;
    back->scene->tick++;
    front_buffer(fixture->left)->scene->jar_fill[fixture->plan.spec.jar_count]++;
    play_assert_hash(fixture->left, hash, "the rest");
}

static void test_seeds_and_inputs_show(void **state)
{
    const Fixture *fixture = *state;
    World *other = play_create_world(&fixture->plan.spec, SEED + 1, 0);
    World *same = play_create_world(&fixture->plan.spec, SEED, 0);
    World *again = play_create_world(&fixture->plan.spec, SEED, 0);
    assert_true(world_hash(other) != world_hash(same));
    play_assert_hash(again, world_hash(same), "the same seed");
    Backend *backend = models_open_type(backend_type(0), 1);
    play_step(same, backend, PLAY_DARK, PLAY_ONE_SLICE);
    play_step(again, backend, PLAY_LIT, PLAY_ONE_SLICE);
    assert_true(world_hash(again) != world_hash(same));
    char said[256];
    assert_true(world_first_difference(same, again, said, sizeof said));
    assert_string_equal(said, "the lantern, the jars, the weather or the score differ");
    backend_close(backend);
    world_destroy(other);
    world_destroy(same);
    world_destroy(again);
}

int main(void)
{
#define CASE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        CASE(test_sees_every_field_of_a_sprite),
        CASE(test_sees_every_field_of_a_hunter),
        CASE(test_sees_the_scene),
        CASE(test_does_not_see_the_order),
        CASE(test_sees_the_sign_of_zero),
        CASE(test_two_sprites_exchanged),
        CASE(test_sees_nothing_else),
        CASE(test_seeds_and_inputs_show),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
