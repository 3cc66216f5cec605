/* A whole scene, tiles, glows, sprites, text and the overlay, drawn by each driver that opens here
 * with a graphics card's means or without: the same picture, and so it stays when G changes the
 * driver, or the card loses everything. */
#include "base/frame_stats.h"
#include "sim/step.h"
#include "support/easel.h"
#include "support/files.h"
#include "support/levels.h"
#include "support/models.h"
#include "view/draw_path.h"
#include "view/stage.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* A pixel of the scene is one of the window: nothing is stretched. Each layer is rounded, by half a
 * level: there are few enough sprites that they do not lie on a heap. */
enum { WIDTH = 640, HEIGHT = 360, TICKS = 400, SEED = 5, SPRITES = 150, PIXELS = WIDTH * HEIGHT };

typedef struct Fixture {
    Log log;
    Level *level;
    World *world;
    Backend *backend;
    FrameStats *stats;
    TestFolder folder;
    uint32_t expected[PIXELS];
    uint32_t found[PIXELS];
} Fixture;

static int set_up(void **state)
{
    Error error = {""};
    Fixture *fixture = calloc(1, sizeof *fixture);
    log_init(&fixture->log, LOG_ERROR);
    fixture->level = levels_load("meadow");
    fixture->world = world_create(&fixture->level->spec, SEED, SPRITES, &error);
    fixture->backend = backend_open(backend_type(0), 1, &error);
    fixture->stats = frame_stats_create(16);
    fixture->folder = files_folder_create();
    assert_true(fixture->world && fixture->backend && fixture->stats);
    StepInput input = {.move_x = 90};
    for (int i = 0; i < TICKS; i++) {
        assert_int_equal(step_run(fixture->world, fixture->backend, &input, 64, &error),
                         BACKEND_DONE);
    }
    *state = fixture;
    return 0;
}

static int tear_down(void **state)
{
    Fixture *fixture = *state;
    files_folder_destroy(&fixture->folder);
    frame_stats_destroy(fixture->stats);
    backend_close(fixture->backend);
    world_destroy(fixture->world);
    level_destroy(fixture->level);
    free(fixture);
    return 0;
}

static Stage *open_stage(Fixture *fixture, const EaselDriver *driver)
{
    Error error = {""};
    StageConfig config = {.assets = "assets",
                          .width = WIDTH,
                          .height = HEIGHT,
                          .window = driver->on_opengl,
                          .canvas = canvas_find(driver->canvas)};
    easel_prepare(driver);
    Stage *stage = stage_open(&config, &fixture->log, &error);
    if (!stage) {
        fail_msg("%s", error.text);
    }
    stage_set_level(stage, fixture->level, fixture->world);
    return stage;
}

static void draw(Fixture *fixture, Stage *stage, uint32_t *pixels)
{
    Error error = {""};
    char path[FILES_PATH_SIZE];
    StageMessages messages = {.toast = "drawn by somebody"};
    OverlayInfo overlay = {.level = OVERLAY_STATISTICS,
                           .backend = "sequential",
                           .lanes = 1,
                           .sprites = world_sprite_count(fixture->world),
                           .isa = "any",
                           .stats = fixture->stats,
                           .speed = 1,
                           .renderer = "somebody"};
    files_path(&fixture->folder, "frame.png", path);
    stage_write_list(stage, fixture->world, 0.5f, false, NULL);
    stage_draw(stage, fixture->world, &messages, &overlay);
    assert_true(stage_screenshot(stage, path, &error));
    stage_present(stage);
    easel_load(path, pixels, WIDTH, HEIGHT);
}

/* SDL's software renderer is left out: it is spared the dear parts of the scene. */
static void compare_scene(Fixture *fixture)
{
    uint32_t drawn = 0;
    for (const EaselDriver *driver = easel_drivers; driver->name; driver++) {
        if (driver->rounds_down || !easel_opens(driver)) {
            continue;
        }
        Stage *stage = open_stage(fixture, driver);
        draw(fixture, stage, drawn == 0 ? fixture->expected : fixture->found);
        stage_close(stage);
        if (drawn > 0) {
            easel_assert_alike(driver, fixture->expected, fixture->found, WIDTH, HEIGHT);
        }
        drawn++;
    }
    if (drawn < 2) {
        print_message("skipped: one driver alone opens here\n");
        skip();
    }
}

static void test_scene(void **state)
{
    compare_scene(*state);
}

/* The lantern at full glow doubles whatever was rounded before. */
static void test_lit_scene(void **state)
{
    Fixture *fixture = *state;
    Error error = {""};
    while (world_scene(fixture->world)->glow < 1.0f) {
        assert_int_equal(
            step_run(fixture->world, fixture->backend, &(StepInput){.glow = true}, 64, &error),
            BACKEND_DONE);
    }
    compare_scene(fixture);
}

/* ---- Who writes the list --------------------------------------------------------------------- */

enum { CROWD = 20000, CROWD_TICKS = 3 };

static uint64_t crowd_hash(Stage *stage, const World *world, Backend *backend)
{
    Error error = {""};
    uint64_t hash;
    stage_set_backend(stage, backend);
    stage_write_list(stage, world, 0.5f, false, NULL);
    stage_set_backend(stage, NULL);
    stage_draw(stage, world, &(StageMessages){0}, NULL);
    assert_true(stage_hash(stage, &hash, &error));
    stage_present(stage);
    return hash;
}

static void assert_same_for_all(Stage *stage, const World *world)
{
    uint64_t alone = crowd_hash(stage, world, NULL);
    for (uint32_t type = 0; type < backend_type_count(); type++) {
        for (uint32_t lanes = 2; lanes <= 5; lanes += 3) {
            Backend *backend = models_open_type(backend_type(type), lanes);
            uint64_t hash = crowd_hash(stage, world, backend);
            if (hash != alone) {
                fail_msg("%s, %u lanes: another picture", backend_type(type)->name, lanes);
            }
            backend_close(backend);
        }
    }
}

/* Jars with more in them than are shown, moths, blooms, and a list of many blocks. */
static void test_list_of_lanes(void **state)
{
    Fixture *fixture = *state;
    Error error = {""};
    StageConfig config = {
        .assets = "assets", .width = WIDTH, .height = HEIGHT, .canvas = canvas_find("cpu")};
    static const char *const names[] = {"meadow", "million", "storm"};
    for (uint32_t i = 0; i < sizeof names / sizeof *names; i++) {
        Level *level = levels_load(names[i]);
        World *world = world_create(&level->spec, SEED, CROWD, &error);
        Stage *stage = stage_open(&config, &fixture->log, &error);
        assert_true(world && stage);
        stage_set_level(stage, level, world);
        for (uint32_t tick = 0; tick < CROWD_TICKS; tick++) {
            assert_int_equal(
                step_run(world, fixture->backend, &(StepInput){.move_x = 90}, 512, &error),
                BACKEND_DONE);
        }
        assert_same_for_all(stage, world);
        stage_close(stage);
        world_destroy(world);
        level_destroy(level);
    }
}

/* Once around the table, in a window: the first driver draws what it drew before. */
static void test_change(void **state)
{
    Fixture *fixture = *state;
    const EaselDriver *gl = easel_find("gl");
    if (!easel_opens(gl)) {
        skip();
    }
    Stage *stage = open_stage(fixture, gl);
    char name[64];
    snprintf(name, sizeof name, "%s", stage_renderer_name(stage));
    draw(fixture, stage, fixture->expected);
    uint32_t changes = 0;
    do {
        assert_true(stage_next_drawing(stage, false));
        draw(fixture, stage, fixture->found);
        changes++;
    } while (strcmp(stage_renderer_name(stage), name) != 0 && changes < 9);
    assert_int_equal(changes, canvas_type_count());
    easel_assert_alike(gl, fixture->expected, fixture->found, WIDTH, HEIGHT);
    stage_close(stage);
}

/* The pictures are there again, in other hands. */
static void test_loss(void **state)
{
    (void)state;
    Error error = {""};
    Log log;
    const uint32_t pixel = 0xff336699;
    uint32_t found[64 * 64];
    log_init(&log, LOG_ERROR);
    for (const EaselDriver *driver = easel_drivers; driver->name; driver++) {
        Canvas *canvas = easel_opens(driver) ? easel_open(driver, 64, 64, &error) : NULL;
        if (!canvas) {
            continue;
        }
        CanvasPicture *picture = canvas_picture(canvas, &pixel, 1, 1, false, &error);
        assert_false(canvas_is_lost(canvas));
        assert_true(draw_path_recover(canvas, &log));
        canvas_clear(canvas, (SDL_Color){0, 0, 0, 255});
        canvas_use(canvas, picture, CANVAS_BLEND);
        canvas_quad(canvas, &(SDL_Rect){0, 0, 1, 1}, &(SDL_FRect){0, 0, 64, 64},
                    (SDL_Color){255, 255, 255, 255});
        assert_true(canvas_read(canvas, found, &error));
        assert_int_equal(found[64 * 32 + 32], pixel);
        assert_non_null(strstr(log_recent(&log, 0), "the processor draws on"));
        easel_close(canvas);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_scene, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_lit_scene, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_list_of_lanes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_change, set_up, tear_down),
        cmocka_unit_test(test_loss),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
