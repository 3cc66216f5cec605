#include "support/bot.h"

#include "support/sight.h"
#include "support/ways.h"

#include <assert.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Ticks. A wish is held that long: a person's are no shorter, and recordings stay small. */
enum {
    WISH_TICKS = 10,
    RISE_TICKS = 60,       /* a crowd that has not risen in this time will not */
    STRAGGLER_TICKS = 120, /* how long those behind are waited for */
    POUR_TICKS = 150,      /* a haven into which nobody flew in this time gets no more */
    OWL_TICKS = 240,       /* how long an owl in the way is waited for */
};

enum { CROWD_TILES = 5, OVERHEAD_TILES = 35, LOOK_AHEAD_TILES = 8, DIRECTIONS = 16 };

/* Pixels. */
#define NEAR_LIGHT 100.0f /* who is so near is with us */
#define LOST_LIGHT 130.0f
#define FEET       6.0f
#define AT_CROWD   20.0f
#define LEFT_BACK  0.6f /* of the crowd: with fewer around we wait for the others */

typedef enum BotTask { TASK_SEEK, TASK_GATHER, TASK_LEAD, TASK_POUR } BotTask;

struct Bot {
    Ways ways;
    BotStyle style;
    uint16_t *steps_here; /* from the lantern */
    uint16_t *steps_goal;
    uint16_t *steps_home; /* to the nearest haven with room */
    uint16_t *steps_jar;  /* [SPEC_JARS_MAX][tiles], as many as there are */
    uint32_t *sums;       /* [rows + 1][columns + 1]: fireflies above and to the left */
    uint8_t *shunned;
    BotTask task;
    uint32_t since_tick; /* the task's begin, or the last time that it went on well */
    uint32_t best;       /* in the task: the crowd, or what the haven holds */
    uint32_t jar;        /* TASK_LEAD and TASK_POUR: which */
    uint32_t stand_tick; /* TASK_LEAD: since when it stands; 0: it walks */
    SpecPoint goal;      /* TASK_SEEK */
    SpecPoint last;      /* where the lantern was when it last wished */
    StepInput wish;
};

static void *take(size_t count, size_t size)
{
    void *block = calloc(count, size);
    assert_non_null(block);
    return block;
}

Bot *bot_create(const WorldSpec *spec, BotStyle style)
{
    Bot *bot = take(1, sizeof *bot);
    bot->style = style;
    ways_open(&bot->ways, spec);
    uint32_t tiles = ways_tile_count(&bot->ways);
    bot->steps_here = take(tiles, sizeof(uint16_t));
    bot->steps_goal = take(tiles, sizeof(uint16_t));
    bot->steps_home = take(tiles, sizeof(uint16_t));
    bot->steps_jar = take((size_t)tiles * (spec->jar_count + 1), sizeof(uint16_t));
    bot->sums = take((size_t)(bot->ways.rows + 1) * (bot->ways.columns + 1), sizeof(uint32_t));
    bot->shunned = take(tiles, 1);
    for (uint32_t jar = 0; jar < spec->jar_count; jar++) {
        uint32_t tile = ways_tile_at(&bot->ways, spec->jars[jar].x, spec->jars[jar].y);
        ways_measure(&bot->ways, tile, NULL, bot->steps_jar + (size_t)jar * tiles);
    }
    return bot;
}

void bot_destroy(Bot *bot)
{
    if (!bot) {
        return;
    }
    ways_close(&bot->ways);
    free(bot->steps_here);
    free(bot->steps_goal);
    free(bot->steps_home);
    free(bot->steps_jar);
    free(bot->sums);
    free(bot->shunned);
    free(bot);
}

/* ---- What it sees --------------------------------------------------------------------------- */

/* The table of sums, so that any rectangle's fireflies are counted at once. */
static void count_tiles(Bot *bot, const World *world)
{
    uint32_t pitch = bot->ways.columns + 1;
    memset(bot->sums, 0, (size_t)pitch * (bot->ways.rows + 1) * sizeof *bot->sums);
    for (uint32_t i = 0; i < world_sprite_count(world); i++) {
        SpecPoint at;
        if (sight_firefly(world, i, &at)) {
            uint32_t tile = ways_tile_at(&bot->ways, at.x, at.y);
            uint32_t row = tile / bot->ways.columns + 1;
            bot->sums[row * pitch + tile % bot->ways.columns + 1]++;
        }
    }
    for (uint32_t row = 1; row <= bot->ways.rows; row++) {
        uint32_t *here = bot->sums + (size_t)row * pitch;
        const uint32_t *above = here - pitch;
        uint32_t line = 0;
        for (uint32_t column = 1; column < pitch; column++) {
            line += here[column];
            here[column] = line + above[column];
        }
    }
}

static uint32_t count_around(const Bot *bot, uint32_t tile)
{
    uint32_t column = tile % bot->ways.columns;
    uint32_t row = tile / bot->ways.columns;
    uint32_t left = column > CROWD_TILES ? column - CROWD_TILES : 0;
    uint32_t top = row > CROWD_TILES ? row - CROWD_TILES : 0;
    uint32_t right = min_u32(column + CROWD_TILES + 1, bot->ways.columns);
    uint32_t bottom = min_u32(row + CROWD_TILES + 1, bot->ways.rows);
    uint32_t pitch = bot->ways.columns + 1;
    return bot->sums[bottom * pitch + right] + bot->sums[top * pitch + left] -
           bot->sums[bottom * pitch + left] - bot->sums[top * pitch + right];
}

/* How far the nearest haven with room is, for every tile at once. */
static void measure_home(Bot *bot, const World *world)
{
    uint32_t tiles = ways_tile_count(&bot->ways);
    memset(bot->steps_home, 0xff, tiles * sizeof *bot->steps_home);
    for (uint32_t jar = 0; jar < world_jar_count(world); jar++) {
        const uint16_t *steps = bot->steps_jar + (size_t)jar * tiles;
        for (uint32_t tile = 0; tile < tiles && sight_room(world, jar) > 0; tile++) {
            bot->steps_home[tile] =
                steps[tile] < bot->steps_home[tile] ? steps[tile] : bot->steps_home[tile];
        }
    }
}

static uint32_t nearest_jar(const Bot *bot, const World *world, uint32_t tile)
{
    uint32_t tiles = ways_tile_count(&bot->ways);
    uint32_t best = UINT32_MAX;
    uint32_t best_steps = WAYS_FAR;
    for (uint32_t jar = 0; jar < world_jar_count(world); jar++) {
        uint32_t steps = bot->steps_jar[(size_t)jar * tiles + tile];
        if (sight_room(world, jar) > 0 && steps < best_steps) {
            best = jar;
            best_steps = steps;
        }
    }
    return best;
}

static void shun_owls(Bot *bot, const World *world)
{
    for (uint32_t tile = 0; tile < ways_tile_count(&bot->ways); tile++) {
        bot->shunned[tile] = sight_is_owl_near(world, ways_middle(&bot->ways, tile));
    }
}

/* ---- How it walks --------------------------------------------------------------------------- */

static bool is_free(const Bot *bot, float x, float y)
{
    float width = (float)bot->ways.columns * bot->ways.tile_size;
    float height = (float)bot->ways.rows * bot->ways.tile_size;
    return x > 0.0f && y > 0.0f && x < width && y < height &&
           !bot->ways.solid[ways_tile_at(&bot->ways, x, y)];
}

/* Whether one may walk straight from a to b, feet and all. */
static bool is_clear(const Bot *bot, SpecPoint a, SpecPoint b)
{
    uint32_t parts = 1 + (uint32_t)(sight_distance(a, b) / 4.0f);
    for (uint32_t i = 0; i <= parts; i++) {
        float part = (float)i / (float)parts;
        float x = a.x + (b.x - a.x) * part;
        float y = a.y + (b.y - a.y) * part;
        if (!is_free(bot, x - FEET, y) || !is_free(bot, x + FEET, y) ||
            !is_free(bot, x, y - FEET) || !is_free(bot, x, y + FEET)) {
            return false;
        }
    }
    return true;
}

/* In one of sixteen directions, so that a straight walk is one run in a recording. */
static void wish_towards(Bot *bot, SpecPoint from, SpecPoint to, float pace)
{
    float x = to.x - from.x;
    float y = to.y - from.y;
    if (x * x + y * y < 1.0f) {
        return;
    }
    const float turn = 6.2831853f / DIRECTIONS;
    float angle = roundf(atan2f(y, x) / turn) * turn;
    bot->wish.move_x = (int8_t)lrintf(127.0f * pace * cosf(angle));
    bot->wish.move_y = (int8_t)lrintf(127.0f * pace * sinf(angle));
}

/* Along the way to the goal, cutting corners as far as it is clear. False: there is none now. */
static bool walk(Bot *bot, const World *world, SpecPoint goal, float pace, bool shun)
{
    SpecPoint here = sight_lantern(world);
    uint32_t tile = ways_tile_at(&bot->ways, here.x, here.y);
    uint32_t goal_tile = ways_tile_at(&bot->ways, goal.x, goal.y);
    if (shun) {
        shun_owls(bot, world);
    }
    ways_measure(&bot->ways, goal_tile, shun ? bot->shunned : NULL, bot->steps_goal);
    bool is_stuck = sight_distance(here, bot->last) < 0.5f;
    uint32_t ahead = ways_next(&bot->ways, tile, bot->steps_goal);
    if (ahead == tile && tile != goal_tile) {
        return false;
    }
    SpecPoint aim = ways_middle(&bot->ways, ahead);
    for (uint32_t i = 0; i < LOOK_AHEAD_TILES && !is_stuck; i++) {
        ahead = ways_next(&bot->ways, ahead, bot->steps_goal);
        SpecPoint next = ahead == goal_tile ? goal : ways_middle(&bot->ways, ahead);
        aim = is_clear(bot, here, next) ? next : aim;
    }
    wish_towards(bot, here, is_stuck && tile == goal_tile ? goal : aim, pace);
    return true;
}

/* ---- What it does --------------------------------------------------------------------------- */

static void begin_task(Bot *bot, BotTask task, uint32_t tick)
{
    bot->task = task;
    bot->since_tick = tick;
    bot->best = 0;
    bot->stand_tick = 0;
}

/* How much a crowd is worth: fireflies brought home by the time that it takes. */
static float worth(const Bot *bot, uint32_t tile)
{
    if (bot->steps_here[tile] == WAYS_FAR || bot->steps_home[tile] == WAYS_FAR) {
        return 0.0f;
    }
    float way = (float)bot->steps_here[tile] + (float)bot->steps_home[tile] / bot->style.pace;
    return (float)count_around(bot, tile) / (way + OVERHEAD_TILES);
}

static void choose_crowd(Bot *bot, const World *world)
{
    SpecPoint here = sight_lantern(world);
    count_tiles(bot, world);
    measure_home(bot, world);
    ways_measure(&bot->ways, ways_tile_at(&bot->ways, here.x, here.y), NULL, bot->steps_here);
    float best = 0.0f;
    bot->goal = here;
    for (uint32_t tile = 0; tile < ways_tile_count(&bot->ways); tile++) {
        float value = worth(bot, tile);
        if (value > best) {
            best = value;
            bot->goal = ways_middle(&bot->ways, tile);
        }
    }
}

static void seek(Bot *bot, const World *world)
{
    uint32_t tick = world_scene(world)->tick;
    if ((tick - bot->since_tick) % RISE_TICKS < WISH_TICKS) {
        choose_crowd(bot, world);
    }
    if (sight_distance(sight_lantern(world), bot->goal) < AT_CROWD) {
        begin_task(bot, TASK_GATHER, tick);
        bot->wish.glow = true;
        return;
    }
    walk(bot, world, bot->goal, 1.0f, false);
}

static void gather(Bot *bot, const World *world)
{
    uint32_t tick = world_scene(world)->tick;
    SpecPoint here = sight_lantern(world);
    uint32_t crowd = sight_count_near(world, here, NEAR_LIGHT);
    bot->wish.glow = true;
    if (crowd > bot->best + bot->best / 32) {
        bot->best = crowd;
        bot->since_tick = tick;
        bot->stand_tick = bot->stand_tick ? bot->stand_tick : tick;
    }
    bool is_over = bot->stand_tick && tick - bot->stand_tick >= bot->style.gather_ticks;
    if (!is_over && tick - bot->since_tick < RISE_TICKS) {
        return;
    }
    uint32_t jar = nearest_jar(bot, world, ways_tile_at(&bot->ways, here.x, here.y));
    begin_task(bot, crowd > 0 && jar != UINT32_MAX ? TASK_LEAD : TASK_SEEK, tick);
    bot->jar = jar;
    bot->best = crowd;
}

static void lead(Bot *bot, const World *world)
{
    uint32_t tick = world_scene(world)->tick;
    SpecPoint here = sight_lantern(world);
    const WorldJar *jar = &world_jars(world)[bot->jar];
    SpecPoint home = {jar->x, jar->y};
    uint32_t crowd = sight_count_near(world, here, LOST_LIGHT);
    bot->wish.glow = true;
    if (sight_room(world, bot->jar) == 0 || crowd == 0) {
        begin_task(bot, TASK_SEEK, tick);
        return;
    }
    if (sight_distance(here, home) <= bot->style.standoff + 2.0f) {
        begin_task(bot, TASK_POUR, tick);
        return;
    }
    bool waits = (float)crowd < LEFT_BACK * (float)bot->best;
    if (waits) {
        bot->stand_tick = bot->stand_tick ? bot->stand_tick : tick;
        waits = tick - bot->stand_tick < STRAGGLER_TICKS;
    }
    if (waits) {
        return;
    }
    bot->best = bot->stand_tick ? crowd : bot->best;
    bot->stand_tick = 0;
    /* Where an owl is here already, the light is all that helps, and going on. */
    bool shun = !sight_is_owl_near(world, here) && tick - bot->since_tick < OWL_TICKS;
    bot->since_tick = walk(bot, world, home, bot->style.pace, shun) ? tick : bot->since_tick;
}

static void pour(Bot *bot, const World *world)
{
    uint32_t tick = world_scene(world)->tick;
    uint32_t fill = world_scene(world)->jar_fill[bot->jar];
    bot->wish.glow = true;
    if (fill > bot->best) {
        bot->best = fill;
        bot->since_tick = tick;
    }
    if (sight_room(world, bot->jar) == 0 || tick - bot->since_tick >= POUR_TICKS) {
        begin_task(bot, TASK_SEEK, tick);
    }
}

StepInput bot_play(Bot *bot, const World *world)
{
    static void (*const tasks[])(Bot *, const World *) = {
        [TASK_SEEK] = seek, [TASK_GATHER] = gather, [TASK_LEAD] = lead, [TASK_POUR] = pour};
    if (world_scene(world)->tick % WISH_TICKS == 0) {
        bot->wish = (StepInput){.glow = false};
        tasks[bot->task](bot, world);
        bot->last = sight_lantern(world);
    }
    return bot->wish;
}
