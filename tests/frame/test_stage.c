/* The stage without a screen: it draws a small world, the same one twice the same way, with
 * pictures missing, at any size, under every message. */
#include "sim/step.h"
#include "support/files.h"
#include "support/maps.h"
#include "support/told.h"
#include "view/image.h"
#include "view/stage.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { WIDTH = 320, HEIGHT = 180, TICKS = 310 /* the title is gone */, SEED = 5 };

typedef struct Fixture {
    Log log;
    Level *level;
    World *world;
    Backend *backend;
    TestFolder folder;
} Fixture;

static int set_up(void **state)
{
    Error error = {""};
    Fixture *fixture = calloc(1, sizeof *fixture);
    log_init(&fixture->log, LOG_ERROR);
    /* Without a goal no banner lies over the picture. */
    char *map = maps_replace(maps_good, "type=\"int\" value=\"20\"", "type=\"int\" value=\"0\"");
    fixture->level = level_parse("none/good.tmx", map, strlen(map), &error);
    assert_non_null(fixture->level);
    free(map);
    fixture->world = world_create(&fixture->level->spec, SEED, 0, &error);
    fixture->backend = backend_open(backend_type(0), 1, &error);
    assert_non_null(fixture->world);
    assert_non_null(fixture->backend);
    StepInput input = {.move_x = 127, .glow = true};
    for (int i = 0; i < TICKS; i++) {
        assert_int_equal(step_run(fixture->world, fixture->backend, &input, 64, &error),
                         BACKEND_DONE);
    }
    fixture->folder = files_folder_create();
    *state = fixture;
    return 0;
}

static int tear_down(void **state)
{
    Fixture *fixture = *state;
    files_folder_destroy(&fixture->folder);
    backend_close(fixture->backend);
    world_destroy(fixture->world);
    level_destroy(fixture->level);
    free(fixture);
    return 0;
}

static Stage *open_stage(Fixture *fixture, const char *assets, bool window)
{
    Error error = {""};
    StageConfig config = {.assets = assets, .width = WIDTH, .height = HEIGHT, .window = window};
    Stage *stage = stage_open(&config, &fixture->log, &error);
    if (!stage) {
        fail_msg("%s", error.text);
    }
    stage_set_level(stage, fixture->level, fixture->world);
    return stage;
}

/* What the stage draws, as it arrives in a file; the caller frees. */
static SDL_Surface *picture_of(Fixture *fixture, Stage *stage, const StageMessages *messages,
                               const OverlayInfo *overlay)
{
    Error error = {""};
    char path[FILES_PATH_SIZE];
    files_path(&fixture->folder, "frame.png", path);
    stage_write_list(stage, fixture->world, 0.5f, false, NULL);
    stage_draw(stage, fixture->world, messages, overlay);
    if (!stage_screenshot(stage, path, &error)) {
        fail_msg("%s", error.text);
    }
    stage_present(stage);
    SDL_Surface *picture = image_load(path, &error);
    assert_non_null(picture);
    return picture;
}

static bool same_pixels(const SDL_Surface *a, const SDL_Surface *b)
{
    assert_int_equal(a->w, b->w);
    assert_int_equal(a->h, b->h);
    for (int y = 0; y < a->h; y++) {
        if (memcmp(image_pixel(a, 0, y), image_pixel(b, 0, y), (size_t)a->w * 4) != 0) {
            return false;
        }
    }
    return true;
}

static uint32_t count_color(const SDL_Surface *picture, uint32_t argb)
{
    uint32_t count = 0;
    for (int i = 0; i < picture->w * picture->h; i++) {
        count += *image_pixel(picture, i % picture->w, i / picture->w) == argb;
    }
    return count;
}

/* No pictures at all: everything is a checker or a box, and the log names what is missing. */
static void test_placeholders(void **state)
{
    Fixture *fixture = *state;
    StageMessages messages = {.paused = false};
    Stage *stage = open_stage(fixture, fixture->folder.path, false);
    SDL_Surface *picture = picture_of(fixture, stage, &messages, NULL);
    assert_int_equal(picture->w, WIDTH);
    assert_int_equal(picture->h, HEIGHT);
    assert_true(count_color(picture, 0xffff00ff) > 200);
    assert_true(told(&fixture->log, "/atlas.png: No such file"));
    assert_true(told(&fixture->log, "/font.png: No such file"));
    assert_true(told(&fixture->log, "tiles.png: No such file"));
    assert_int_equal(log_kept(&fixture->log), 4); /* once each, and the renderer's line */
    SDL_FreeSurface(picture);
    stage_close(stage);
}

static void test_same_pictures(void **state)
{
    Fixture *fixture = *state;
    StageMessages messages = {.toast = "twice the same"};
    SDL_Surface *pictures[3];
    for (int i = 0; i < 2; i++) {
        Stage *stage = open_stage(fixture, fixture->folder.path, false);
        pictures[i] = picture_of(fixture, stage, &messages, NULL);
        if (i == 1) {
            pictures[2] = picture_of(fixture, stage, &messages, NULL); /* and once more */
        }
        stage_close(stage);
    }
    assert_true(same_pixels(pictures[0], pictures[1]));
    assert_true(same_pixels(pictures[0], pictures[2]));
    for (int i = 0; i < 3; i++) {
        SDL_FreeSurface(pictures[i]);
    }
}

/* A bearer who is one white rectangle stands where the lantern is. */
static void test_frames_come_from_the_atlas(void **state)
{
    Fixture *fixture = *state;
    Error error = {""};
    char path[FILES_PATH_SIZE];
    SDL_Surface *atlas = SDL_CreateRGBSurfaceWithFormat(0, 32, 32, 24, SDL_PIXELFORMAT_RGB24);
    SDL_FillRect(atlas, NULL, SDL_MapRGB(atlas->format, 255, 255, 255));
    files_path(&fixture->folder, "atlas.png", path);
    assert_true(image_save(atlas, path, &error));
    SDL_FreeSurface(atlas);
    char text[8192] = "this is wrong\n";
    size_t length = strlen(text);
    for (int i = 0; i < 8; i++) {
        length += (size_t)snprintf(text + length, sizeof text - length, "bearer_%s_%d 0 0 16 24\n",
                                   i < 4 ? "side" : "down", i % 4);
    }
    /* Or else so many are missing that the log forgets the first, and checkers lie over the bearer.
     */
    static const char *const OTHERS[] = {
        "firefly_0",  "firefly_1",  "firefly_2",   "trail_0", "trail_1", "trail_2", "jar",
        "haven_tree", "haven_well", "haven_lamp",  "ring",    "rain",    "drop",    "leaf",
        "fore_grass", "fore_reeds", "fore_branch", "mist",    "moth",    "owl",
    };
    for (size_t i = 0; i < sizeof OTHERS / sizeof *OTHERS * 8; i++) {
        length += (size_t)snprintf(text + length, sizeof text - length, "%s_%d 0 0 1 1\n",
                                   OTHERS[i / 8], (int)(i % 8));
    }
    length +=
        (size_t)snprintf(text + length, sizeof text - length, "lit 0 0 1 1\nlit_near 0 0 1 1\n");
    files_write(&fixture->folder, "atlas.txt", text, length, path);
    Stage *stage = open_stage(fixture, fixture->folder.path, false);
    assert_true(told(&fixture->log, "/atlas.txt:1: "));
    assert_true(told(&fixture->log, "no frame \"bearer_up_0\""));
    StageMessages messages = {.paused = false};
    SDL_Surface *picture = picture_of(fixture, stage, &messages, NULL);
    const Scene *scene = world_scene(fixture->world);
    for (int y = 0; y < HEIGHT; y++) {
        float map_x;
        float map_y;
        stage_to_world(stage, WIDTH / 2, y, &map_x, &map_y);
        float above = scene->lantern_y - map_y;
        if (above > 3.0f && above < 20.0f) {
            int x = WIDTH / 2 + (int)((scene->lantern_x - map_x) * HEIGHT / 360);
            assert_true((*image_pixel(picture, x, y) & 0xf0f0f0) == 0xf0f0f0); /* the dark around */
        }
    }
    SDL_FreeSurface(picture);
    stage_close(stage);
}

static void test_everything_over_the_picture(void **state)
{
    Fixture *fixture = *state;
    Error error = {""};
    Stage *stage = open_stage(fixture, fixture->folder.path, false);
    FrameStats *stats = frame_stats_create(100);
    StageMessages plain = {.paused = false};
    StageMessages many[] = {
        {.paused = true},
        {.help = true},
        {.menu = &(Menu){.title = "Night", .items = {"On", "Off"}, .item_count = 2, .light = 1}},
        {.log = true, .log_lines = &fixture->log},
        {.toast = "UTF-8: \xc3\xa4\xe2\x82\xac"},
    };
    SDL_Surface *without = picture_of(fixture, stage, &plain, NULL);
    for (size_t i = 0; i < sizeof many / sizeof *many; i++) {
        SDL_Surface *with = picture_of(fixture, stage, &many[i], NULL);
        assert_false(same_pixels(with, without));
        SDL_FreeSurface(with);
    }
    for (OverlayLevel level = OVERLAY_LINE; level < OVERLAY_LEVEL_COUNT; level++) {
        OverlayInfo info = {
            .level = level,
            .backend = "sequential",
            .lanes = 1,
            .grain = 64,
            .sprites = 4000000000u,
            .isa = "any",
            .stats = stats,
            .speed = 1,
            .renderer = "software",
        };
        stage_take_lanes(stage, fixture->backend);
        SDL_Surface *with = picture_of(fixture, stage, &plain, &info);
        assert_false(same_pixels(with, without));
        assert_true(stage_overlay_ns(stage) > 0);
        SDL_FreeSurface(with);
        frame_stats_add(stats, 17000000u * (uint64_t)level);
    }
    SDL_FreeSurface(without);
    frame_stats_destroy(stats);
    /* While a step runs, and with a colour a lane. */
    uint8_t *lanes = calloc(world_sprite_count(fixture->world), 1);
    StageMessages by_lane = {.color_by_lane = true};
    StepInput input = {.move_x = 1};
    step_begin(fixture->world, fixture->backend, &input, 64);
    stage_write_list(stage, fixture->world, 0.5f, true, lanes);
    stage_draw(stage, fixture->world, &by_lane, NULL);
    assert_int_equal(step_finish(fixture->world, fixture->backend, BACKEND_NO_DEADLINE, &error),
                     BACKEND_DONE);
    free(lanes);
    stage_close(stage);
}

/* In a window of SDL's dummy driver. */
static void test_resize(void **state)
{
    Fixture *fixture = *state;
    static const int SIZES[][2] = {{800, 600}, {1921, 1081}, {3000, 200}, {320, 900}, {320, 180}};
    SDL_setenv("SDL_VIDEODRIVER", "dummy", 1);
    StageMessages messages = {.help = true};
    Stage *stage = open_stage(fixture, fixture->folder.path, true);
    SDL_Window *window = SDL_GetWindowFromID(1);
    assert_non_null(window);
    assert_memory_equal(stage_renderer_name(stage), "cpu ", 4);
    assert_false(stage_has_vsync(stage));
    assert_false(stage_toggle_vsync(stage));
    for (size_t i = 0; i < sizeof SIZES / sizeof *SIZES; i++) {
        SDL_SetWindowSize(window, SIZES[i][0], SIZES[i][1]);
        SDL_PumpEvents();
        stage_resized(stage);
        SDL_Surface *picture = picture_of(fixture, stage, &messages, NULL);
        assert_int_equal(picture->w, SIZES[i][0]);
        assert_int_equal(picture->h, SIZES[i][1]);
        /* The map is smaller than the view: its middle is the window's. */
        float x;
        float y;
        stage_to_world(stage, SIZES[i][0] / 2, SIZES[i][1] / 2, &x, &y);
        assert_float_equal(x, (float)world_width(fixture->world) / 2, 3);
        assert_float_equal(y, (float)world_height(fixture->world) / 2, 3);
        SDL_FreeSurface(picture);
    }
    stage_toggle_fullscreen(stage);
    stage_toggle_fullscreen(stage);
    stage_close(stage);
}

static void test_another_level(void **state)
{
    Fixture *fixture = *state;
    Error error = {""};
    StageMessages messages = {.paused = false};
    Stage *stage = open_stage(fixture, fixture->folder.path, false);
    World *larger = world_create(&fixture->level->spec, SEED, 5000, &error);
    assert_non_null(larger);
    /* A world that the stage was not told of: nothing new is written, nothing overflows. */
    stage_write_list(stage, larger, 1.0f, false, NULL);
    stage_set_level(stage, fixture->level, larger);
    stage_write_list(stage, larger, 1.0f, false, NULL);
    stage_draw(stage, larger, &messages, NULL);
    stage_set_level(stage, fixture->level, fixture->world);
    SDL_Surface *after = picture_of(fixture, stage, &messages, NULL);
    SDL_FreeSurface(after);
    world_destroy(larger);
    stage_close(stage);
}

static void test_no_window(void **state)
{
    Fixture *fixture = *state;
    Error error = {""};
    StageConfig config = {.assets = "none", .width = WIDTH, .height = HEIGHT, .window = true};
    SDL_setenv("SDL_VIDEODRIVER", "no such driver", 1);
    assert_null(stage_open(&config, &fixture->log, &error));
    assert_non_null(strstr(error.text, "no display"));
    SDL_setenv("SDL_VIDEODRIVER", "dummy", 1);
    stage_close(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_placeholders, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_same_pictures, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_frames_come_from_the_atlas, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_everything_over_the_picture, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_resize, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_another_level, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_no_window, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
