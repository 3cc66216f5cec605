/* The game's own levels: all that the maps promise can be kept. */
#include "app/paths.h"
#include "sim/script.h"
#include "support/levels.h"
#include "support/play.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

enum { MAP_BYTES_MAX = 200 * 1000 };

/* From as far as this a jar is open, with something to spare; tiles. */
enum { REACH = 4 };

static const Level *level; /* under test */

typedef void LevelTest(const WorldSpec *spec);

static void on_every_level(LevelTest *test)
{
    Levels levels = levels_load_all();
    for (uint32_t i = 0; i < levels.count; i++) {
        level = levels.levels[i];
        test(&level->spec);
    }
    levels_destroy(&levels);
}

static uint32_t tile_at(const WorldSpec *spec, float x, float y)
{
    uint32_t column = (uint32_t)x / spec->tile_size;
    uint32_t row = (uint32_t)y / spec->tile_size;
    assert_true(column < spec->tile_columns && row < spec->tile_rows);
    return row * spec->tile_columns + column;
}

static void assert_no_wall(const WorldSpec *spec, const char *what, float x, float y)
{
    if (spec->solid[tile_at(spec, x, y)] & GROUND_WALL) {
        fail_msg("%s: %s in a wall at (%g, %g)", level->path, what, (double)x, (double)y);
    }
}

/* ---- On foot ------------------------------------------------------------------------------- */

/* A byte a tile: 1 where one comes to from the lantern. The caller frees. */
static uint8_t *walked_tiles(const WorldSpec *spec)
{
    uint32_t columns = spec->tile_columns;
    uint32_t count = columns * spec->tile_rows;
    uint8_t *walked = calloc(count, 1);
    uint32_t *queue = calloc(count, sizeof *queue);
    assert_non_null(walked);
    assert_non_null(queue);
    uint32_t end = 0;
    queue[end++] = tile_at(spec, spec->lantern_x, spec->lantern_y);
    walked[queue[0]] = 1;
    for (uint32_t begin = 0; begin < end; begin++) {
        uint32_t tile = queue[begin];
        uint32_t beside[4] = {tile % columns > 0 ? tile - 1 : tile,
                              tile % columns < columns - 1 ? tile + 1 : tile,
                              tile >= columns ? tile - columns : tile,
                              tile + columns < count ? tile + columns : tile};
        for (uint32_t i = 0; i < 4; i++) {
            if (!walked[beside[i]] && spec->solid[beside[i]] == GROUND_FREE) {
                walked[beside[i]] = 1;
                queue[end++] = beside[i];
            }
        }
    }
    free(queue);
    return walked;
}

static bool is_near_walked(const WorldSpec *spec, const uint8_t *walked, const SpecJar *jar)
{
    int column = (int)jar->x / (int)spec->tile_size;
    int row = (int)jar->y / (int)spec->tile_size;
    for (int y = row - REACH; y <= row + REACH; y++) {
        for (int x = column - REACH; x <= column + REACH; x++) {
            bool inside =
                x >= 0 && y >= 0 && x < (int)spec->tile_columns && y < (int)spec->tile_rows;
            if (inside && walked[y * (int)spec->tile_columns + x]) {
                return true;
            }
        }
    }
    return false;
}

static void check_jars(const WorldSpec *spec)
{
    assert_int_equal(spec->solid[tile_at(spec, spec->lantern_x, spec->lantern_y)], GROUND_FREE);
    uint8_t *walked = walked_tiles(spec);
    for (uint32_t i = 0; i < spec->jar_count; i++) {
        assert_no_wall(spec, "a jar", spec->jars[i].x, spec->jars[i].y);
        if (!is_near_walked(spec, walked, &spec->jars[i])) {
            fail_msg("%s: no way to jar %u", level->path, i);
        }
    }
    free(walked);
}

static void test_each_jar_is_reached_on_foot(void **state)
{
    (void)state;
    on_every_level(check_jars);
}

/* ---- In the air ---------------------------------------------------------------------------- */

/* Who starts in a wall is moved out of it, and a few may be; a swarm that is, is a mistake. */
static void check_swarms(const WorldSpec *spec)
{
    for (uint32_t i = 0; i < spec->swarm_count; i++) {
        const SpecSwarm *swarm = &spec->swarms[i];
        uint32_t tiles = 0;
        uint32_t walls = 0;
        for (float y = swarm->y; y < swarm->y + swarm->height; y += (float)spec->tile_size) {
            for (float x = swarm->x; x < swarm->x + swarm->width; x += (float)spec->tile_size) {
                walls += (spec->solid[tile_at(spec, x, y)] & GROUND_WALL) != 0;
                tiles++;
            }
        }
        if (2 * walls > tiles) {
            fail_msg("%s: swarm %u is in walls", level->path, i);
        }
    }
}

static void test_swarms_have_room(void **state)
{
    (void)state;
    on_every_level(check_swarms);
}

static void check_leg(const WorldSpec *spec, SpecPoint from, SpecPoint to)
{
    enum { STEPS = 200 };
    for (uint32_t i = 0; i <= STEPS; i++) {
        float t = (float)i / STEPS;
        assert_no_wall(spec, "a bat", from.x + (to.x - from.x) * t, from.y + (to.y - from.y) * t);
    }
}

/* Owls fly over the wood; a bat flies low. */
static void check_bats(const WorldSpec *spec)
{
    for (uint32_t i = 0; i < spec->owl_count; i++) {
        const SpecPath *path = &spec->paths[spec->owls[i].path];
        for (uint32_t k = 0; spec->owls[i].kind == HUNTER_BAT && k < path->point_count; k++) {
            check_leg(spec, path->points[k], path->points[(k + 1) % path->point_count]);
        }
    }
}

static void test_bats_fly_clear_of_walls(void **state)
{
    (void)state;
    on_every_level(check_bats);
}

/* ---- To be won ----------------------------------------------------------------------------- */

static void check_goal(const WorldSpec *spec)
{
    uint64_t fireflies = 0;
    uint64_t room = 0;
    for (uint32_t i = 0; i < spec->swarm_count; i++) {
        fireflies += spec->swarms[i].look == LOOK_FIREFLY ? spec->swarms[i].count : 0;
    }
    for (uint32_t i = 0; i < spec->jar_count; i++) {
        room += spec->jars[i].capacity > 0 ? spec->jars[i].capacity : fireflies;
    }
    if (spec->goal > fireflies || spec->goal > room) {
        fail_msg("%s: a goal of %u, and %u fireflies, and room for %u", level->path, spec->goal,
                 (unsigned)fireflies, (unsigned)room);
    }
}

static void test_goals_can_be_reached(void **state)
{
    (void)state;
    on_every_level(check_goal);
}

/* The reader sees to it that none is of a later one. */
static void check_waves(const WorldSpec *spec)
{
    const ScriptRow *script = script_find(spec->script);
    uint32_t waves = 1;
    for (uint32_t i = 0; i < spec->swarm_count; i++) {
        waves |= 1u << spec->swarms[i].wave;
    }
    assert_int_equal(waves, (2u << (script ? script->waves : 0)) - 1);
}

static void test_there_is_somebody_in_each_wave(void **state)
{
    (void)state;
    on_every_level(check_waves);
}

typedef struct Errand {
    float x, y;      /* tiles */
    bool glow;       /* on the way, and there */
    uint32_t stay_s; /* there */
    float share;     /* of the full speed */
} Errand;

/* Walks there in a straight line, as one may in the glade. */
static void run_errand(Play *play, const Errand *errand, float tile)
{
    const Scene *scene = world_scene(play->world);
    uint32_t late = scene->tick + 30 * TICKS_PER_S;
    while (scene->tick < late && scene->outcome == OUTCOME_PLAYING) {
        float x = errand->x * tile - scene->lantern_x;
        float y = errand->y * tile - scene->lantern_y;
        float far = (x < 0 ? -x : x) + (y < 0 ? -y : y);
        if (far < 6.0f) {
            late = scene->tick + errand->stay_s * TICKS_PER_S < late
                       ? scene->tick + errand->stay_s * TICKS_PER_S
                       : late;
            break;
        }
        StepInput input = {.move_x = (int8_t)(127.0f * errand->share * x / far),
                           .move_y = (int8_t)(127.0f * errand->share * y / far),
                           .glow = errand->glow};
        play_ticks(play, 1, input);
        scene = world_scene(play->world);
    }
    while (scene->tick < late && scene->outcome == OUTCOME_PLAYING) {
        play_ticks(play, 1, (StepInput){.glow = errand->glow});
        scene = world_scene(play->world);
    }
}

/* Who does what the hints say, without haste, wins within three minutes. */
static void test_the_glade_is_won_by_its_hints(void **state)
{
    (void)state;
    static const Errand errands[] = {
        {9.5f, 18.8f, false, 5, 1.0f},  {12.0f, 18.8f, true, 5, 0.5f},
        {24.5f, 14.0f, true, 12, 0.5f}, {24.5f, 14.0f, false, 8, 1.0f},
        {36.0f, 14.0f, false, 3, 0.7f}, {36.0f, 14.0f, true, 5, 0.7f},
        {25.0f, 14.0f, true, 20, 0.5f}, {34.0f, 14.5f, true, 5, 0.7f},
        {25.0f, 14.0f, true, 20, 0.5f},
    };
    Level *glade = levels_load("glade");
    Play play = play_open(&glade->spec, 1);
    for (uint32_t i = 0; i < sizeof errands / sizeof *errands; i++) {
        run_errand(&play, &errands[i], (float)glade->spec.tile_size);
    }
    const Scene *scene = world_scene(play.world);
    assert_int_equal(scene->outcome, OUTCOME_WON);
    assert_in_range(scene->tick, 0, 180 * TICKS_PER_S);
    play_close(&play);
    level_destroy(glade);
}

/* ---- The folder ---------------------------------------------------------------------------- */

static void check_size(const WorldSpec *spec)
{
    (void)spec;
    struct stat map;
    assert_int_equal(stat(level->path, &map), 0);
    assert_in_range(map.st_size, 1, MAP_BYTES_MAX);
}

static void test_maps_are_small(void **state)
{
    (void)state;
    on_every_level(check_size);
}

static void count_level(const char *path, void *context)
{
    (void)path;
    ++*(uint32_t *)context;
}

/* Each level once, and nothing else. */
static void test_the_order_names_every_level(void **state)
{
    (void)state;
    Paths paths = {.levels = "levels", .assets = "assets"};
    Paths found;
    paths = paths_find(&found, NULL) ? found : paths;
    char text[LEVEL_PATH_SIZE + 16];
    snprintf(text, sizeof text, "%s/order.txt", paths.levels);
    FILE *file = fopen(text, "r");
    assert_non_null(file);
    char names[LEVELS_MAX][SPEC_NAME_SIZE];
    uint32_t count = 0;
    while (fgets(text, sizeof text, file)) {
        text[strcspn(text, "#\n")] = '\0';
        if (text[0] == '\0') {
            continue;
        }
        for (uint32_t i = 0; i < count; i++) {
            assert_string_not_equal(names[i], text);
        }
        char path[LEVEL_PATH_SIZE];
        Error error = {""};
        assert_true(paths_level(&paths, text, path, &error));
        snprintf(names[count++], sizeof names[0], "%.90s", text);
    }
    fclose(file);
    uint32_t levels = 0;
    assert_true(paths_each_level(&paths, count_level, &levels, NULL));
    assert_int_equal(count, levels);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_jar_is_reached_on_foot),
        cmocka_unit_test(test_swarms_have_room),
        cmocka_unit_test(test_bats_fly_clear_of_walls),
        cmocka_unit_test(test_goals_can_be_reached),
        cmocka_unit_test(test_there_is_somebody_in_each_wave),
        cmocka_unit_test(test_the_glade_is_won_by_its_hints),
        cmocka_unit_test(test_maps_are_small),
        cmocka_unit_test(test_the_order_names_every_level),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
