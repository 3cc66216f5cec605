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

static void assert_field_seen(const Fixture *fixture, const char *name, uint32_t sprite,
                              void *value, uint32_t bits)
{
    char sentence[64];
    snprintf(sentence, sizeof sentence, "sprite %u: %s is ", sprite, name);
    for (uint32_t bit = 0; bit < bits; bit++) {
        assert_seen(fixture, value, bit, sentence);
    }
}

static void test_sees_every_field_of_a_sprite(void **state)
{
    const Fixture *fixture = *state;
    const WorldBuffer *front = front_buffer(fixture->left);
    uint32_t last = world_sprite_count(fixture->left) - 1;
    for (uint32_t sprite = 0; sprite <= last; sprite += last / 5) {
        assert_field_seen(fixture, "x", sprite, &front->x[sprite], 32);
        assert_field_seen(fixture, "y", sprite, &front->y[sprite], 32);
        assert_field_seen(fixture, "vx", sprite, &front->vx[sprite], 32);
        assert_field_seen(fixture, "vy", sprite, &front->vy[sprite], 32);
        assert_field_seen(fixture, "phase", sprite, &front->phase[sprite], 16);
        assert_field_seen(fixture, "state", sprite, &front->state[sprite], 8);
        assert_field_seen(fixture, "leg", sprite, &front->leg[sprite], 16);
        assert_field_seen(fixture, "wait", sprite, &front->wait[sprite], 16);
    }
}

static void test_sees_the_scene(void **state)
{
    const Fixture *fixture = *state;
    Scene *scene = front_buffer(fixture->left)->scene;
    uint32_t *fields[] = {
        &scene->tick,        &scene->flying,      &scene->jarred,  &scene->eaten,
        &scene->jar_fill[0], &scene->jar_fill[1], &scene->outcome,
    };
    float *numbers[] = {
        &scene->lantern_x, &scene->lantern_y, &scene->lantern_vx, &scene->lantern_vy, &scene->glow,
    };
    for (uint32_t bit = 0; bit < 32; bit++) {
        for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
            assert_seen(fixture, fields[i], bit, "the lantern, the jars or the score differ");
        }
        for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
            assert_seen(fixture, numbers[i], bit, "the lantern, the jars or the score differ");
        }
    }
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
    assert_string_equal(said, "the lantern, the jars or the score differ");
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
        CASE(test_sees_the_scene),
        CASE(test_sees_the_sign_of_zero),
        CASE(test_two_sprites_exchanged),
        CASE(test_sees_nothing_else),
        CASE(test_seeds_and_inputs_show),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
