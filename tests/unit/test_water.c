/* Water: who flies crosses it, and nobody on foot. */
#include "support/plans.h"
#include "support/play.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { COLUMNS = 24, ROWS = 10, BANK = 12, TICKS = 900 };

static Plan plan;

/* A column of that ground from edge to edge, the lantern and fifty fireflies to its left. */
static Play open_divided(Ground ground)
{
    plan_init(&plan, COLUMNS, ROWS);
    for (uint32_t row = 0; row < ROWS; row++) {
        plan.solid[row * COLUMNS + BANK] = (uint8_t)ground;
    }
    plan.spec.lantern_x = 5.0f * PLAN_TILE_SIZE;
    SpecPoint middle = {4.0f * PLAN_TILE_SIZE, 5.0f * PLAN_TILE_SIZE};
    plan_add_swarm_at(&plan, 50, MOTION_WANDER, middle, 2.0f * PLAN_TILE_SIZE);
    return play_open(&plan.spec, 3);
}

static uint32_t count_beyond(const World *world)
{
    SpriteFront front = world_front(world);
    uint32_t beyond = 0;
    for (uint32_t slot = 0; slot < world_sprite_count(world); slot++) {
        beyond += front.x[slot] > (BANK + 1) * PLAN_TILE_SIZE;
    }
    return beyond;
}

static void test_who_flies_crosses_water(void **state)
{
    (void)state;
    Play play = open_divided(GROUND_WATER);
    play_ticks(&play, TICKS, PLAY_DARK);
    assert_true(count_beyond(play.world) > 0);
    play_close(&play);
}

static void test_nobody_crosses_a_wall_over_water(void **state)
{
    (void)state;
    Play play = open_divided((Ground)(GROUND_WALL | GROUND_WATER));
    play_ticks(&play, TICKS, PLAY_DARK);
    assert_int_equal(count_beyond(play.world), 0);
    play_close(&play);
}

static void test_nobody_walks_on_water(void **state)
{
    (void)state;
    Play play = open_divided(GROUND_WATER);
    play_ticks(&play, TICKS, (StepInput){.move_x = 127});
    float x = world_scene(play.world)->lantern_x;
    assert_true(x > (BANK - 1) * PLAN_TILE_SIZE && x < BANK * PLAN_TILE_SIZE);
    play_close(&play);
}

static void test_a_ford_is_walked(void **state)
{
    (void)state;
    Play play = open_divided(GROUND_FREE);
    play_ticks(&play, TICKS, (StepInput){.move_x = 127});
    assert_true(world_scene(play.world)->lantern_x > (BANK + 1) * PLAN_TILE_SIZE);
    play_close(&play);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_who_flies_crosses_water),
        cmocka_unit_test(test_nobody_crosses_a_wall_over_water),
        cmocka_unit_test(test_nobody_walks_on_water),
        cmocka_unit_test(test_a_ford_is_walked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
