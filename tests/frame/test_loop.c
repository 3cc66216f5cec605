/* The game loop under SDL's dummy driver, frame by frame, with keys that nobody pressed: whatever
 * is asked of it while it runs, it goes on, keeps the bits, and ends cleanly. */
#define _GNU_SOURCE /* mallinfo2 */

#include "app/loop_state.h"
#include "base/random.h"
#include "support/files.h"
#include "support/maps.h"
#include "support/play.h"
#include "support/sanitizers.h"
#include "view/input_keys.h"

#include <dirent.h>
#include <malloc.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { WIDTH = 320, HEIGHT = 180, SEED = 11, LANES = 3, GRAIN = 16 };

typedef struct Fixture {
    Log log;
    TestFolder folder;
    char map[FILES_PATH_SIZE];
    Game *game;
    Stage *stage;
    Loop *loop;
} Fixture;

static void write_map(Fixture *fixture, const char *map)
{
    files_write(&fixture->folder, "night.tmx", map, strlen(map), fixture->map);
}

static void open_game(Fixture *fixture, const LoopConfig *config)
{
    Error error = {""};
    GameConfig game = {.level_path = fixture->map,
                       .backend = backend_type(0),
                       .lanes = LANES,
                       .grain = GRAIN,
                       .seed = SEED};
    StageConfig stage = {.assets = "none", .width = WIDTH, .height = HEIGHT, .window = true};
    fixture->game = game_create(&game, &fixture->log, &error);
    assert_non_null(fixture->game);
    fixture->stage = stage_open(&stage, &fixture->log, &error);
    assert_non_null(fixture->stage);
    fixture->loop = loop_create(fixture->game, fixture->stage, config, &fixture->log, &error);
    assert_non_null(fixture->loop);
    SDL_FlushEvents(SDL_FIRSTEVENT, SDL_LASTEVENT); /* of the window's birth */
}

static void close_game(Fixture *fixture)
{
    loop_destroy(fixture->loop);
    stage_close(fixture->stage);
    game_destroy(fixture->game);
    fixture->loop = NULL;
    fixture->stage = NULL;
    fixture->game = NULL;
}

static int set_up(void **state)
{
    Fixture *fixture = calloc(1, sizeof *fixture);
    SDL_setenv("SDL_VIDEODRIVER", "dummy", 1);
    log_init(&fixture->log, LOG_ERROR);
    fixture->folder = files_folder_create();
    write_map(fixture, maps_good);
    open_game(fixture, &(LoopConfig){.unlimited = true});
    *state = fixture;
    return 0;
}

static int tear_down(void **state)
{
    Fixture *fixture = *state;
    close_game(fixture);
    files_folder_destroy(&fixture->folder);
    free(fixture);
    return 0;
}

/* ---- Telling frames ---------------------------------------------------------------------------
 */

static void push_key(SDL_Scancode key, bool down)
{
    SDL_Event event = {.type = down ? SDL_KEYDOWN : SDL_KEYUP};
    event.key.state = down ? SDL_PRESSED : SDL_RELEASED;
    event.key.keysym.scancode = key;
    assert_int_equal(SDL_PushEvent(&event), 1);
}

static void tap(SDL_Scancode key)
{
    push_key(key, true);
    push_key(key, false);
}

static void frames(Fixture *fixture, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        assert_true(loop_frame(fixture->loop));
    }
}

/* A key, and the frame that acts by it. */
static void press(Fixture *fixture, SDL_Scancode key)
{
    tap(key);
    frames(fixture, 1);
}

static uint32_t tick_of(const Fixture *fixture)
{
    return world_scene(fixture->game->world)->tick;
}

static void frames_until_tick(Fixture *fixture, uint32_t tick)
{
    for (uint32_t i = 0; tick_of(fixture) < tick; i++) {
        assert_in_range(i, 0, 1000000);
        frames(fixture, 1);
    }
}

static const char *backend_of(const Fixture *fixture)
{
    return backend_type_of(fixture->game->backend)->name;
}

/* The state is the one that the reference reaches by the same ticks, without a key held. */
static void assert_reference_bits(Fixture *fixture)
{
    Game *game = fixture->game;
    World *world = play_create_world(&game->level->spec, game->seed, game->sprites);
    Backend *reference = play_open_backend(backend_type(0), 1);
    while (world_scene(world)->tick < tick_of(fixture)) {
        play_step(world, reference, PLAY_DARK, PLAY_ONE_SLICE);
    }
    assert_true(world_hash(game->world) == world_hash(world));
    backend_close(reference);
    world_destroy(world);
}

static uint32_t count_threads(void)
{
    DIR *folder = opendir("/proc/self/task");
    assert_non_null(folder);
    uint32_t count = 0;
    while (readdir(folder)) {
        count++;
    }
    closedir(folder);
    return count;
}

/* ---- Ticks and models -------------------------------------------------------------------------
 */

static void it_ticks_at_sixty_hertz(void **state)
{
    Fixture *fixture = *state;
    uint64_t start_ns = clock_now_ns();
    frames_until_tick(fixture, 30);
    uint64_t took_ms = (clock_now_ns() - start_ns) / NS_PER_MS;
    assert_in_range(took_ms, 400, 60000); /* never early; how late is the machine's affair */
    assert_reference_bits(fixture);
}

static void another_model_in_every_frame(void **state)
{
    Fixture *fixture = *state;
    uint32_t count = play_is_quick() ? 1000 : 10000;
    while (pace_faster(&fixture->loop->pace)) {
    }
    for (uint32_t i = 0; i < 2 * backend_type_count(); i++) {
        press(fixture, SDL_SCANCODE_TAB);
    }
    size_t used_before = mallinfo2().uordblks;
    for (uint32_t i = 0; i < count; i++) {
        const char *before = backend_of(fixture);
        press(fixture, SDL_SCANCODE_TAB);
        assert_string_not_equal(backend_of(fixture), before);
    }
    while (backend_type_of(fixture->game->backend) != backend_type(0)) {
        press(fixture, SDL_SCANCODE_TAB);
    }
    size_t used_after = mallinfo2().uordblks;
    if (!TEST_SANITIZED) {
        assert_in_range(used_after, 0, used_before + 256 * 1024);
    }
    assert_true(tick_of(fixture) > 0);
    assert_reference_bits(fixture);
}

static void every_row_of_the_table_has_its_key(void **state)
{
    Fixture *fixture = *state;
    for (uint32_t i = 0; i < backend_type_count() && i < 9; i++) {
        press(fixture, SDL_SCANCODE_1 + i);
        assert_string_equal(backend_of(fixture), backend_type(i)->name);
    }
    press(fixture, SDL_SCANCODE_9); /* there are not so many: told, and otherwise nothing */
    assert_int_equal(fixture->game->generation, 1);
    frames_until_tick(fixture, 5);
    assert_reference_bits(fixture);
}

static void lanes_and_grain_keep_the_bits(void **state)
{
    Fixture *fixture = *state;
    press(fixture, SDL_SCANCODE_2);
    uint32_t lanes = backend_lane_count(fixture->game->backend);
    press(fixture, SDL_SCANCODE_RIGHTBRACKET);
    assert_int_equal(backend_lane_count(fixture->game->backend), lanes + 1);
    for (uint32_t i = 0; i < lanes + 3; i++) {
        press(fixture, SDL_SCANCODE_LEFTBRACKET);
    }
    assert_int_equal(backend_lane_count(fixture->game->backend), 1);
    for (uint32_t i = 0; i < 8; i++) {
        press(fixture, SDL_SCANCODE_SEMICOLON);
    }
    assert_int_equal(fixture->game->grain, 1);
    frames_until_tick(fixture, tick_of(fixture) + 3);
    for (uint32_t i = 0; i < 40; i++) {
        press(fixture, SDL_SCANCODE_APOSTROPHE);
    }
    assert_int_equal(fixture->game->grain, SPEC_SPRITES_MAX);
    frames_until_tick(fixture, tick_of(fixture) + 3);
    assert_reference_bits(fixture);
}

/* Far more than fits into a frame: the coroutines leave the rest for the next one, and frames that
 * are drawn meanwhile, pauses and other models find a state that is whole. */
static void a_long_step_is_spread_over_frames(void **state)
{
    Fixture *fixture = *state;
    Error error = {""};
    assert_true(game_set_sprites(fixture->game, play_is_quick() ? 40000 : 300000, &error));
    assert_true(game_set_backend(fixture->game, backend_find("coroutines"), 1, &error));
    uint32_t pending_frames = 0;
    for (uint32_t i = 0; tick_of(fixture) < 3; i++) {
        assert_in_range(i, 0, 100000);
        frames(fixture, 1);
        pending_frames += fixture->game->stepping;
    }
    assert_in_range(pending_frames, 1, UINT32_MAX);
    while (!fixture->game->stepping) {
        frames(fixture, 1);
    }
    press(fixture, SDL_SCANCODE_1); /* given up in its middle, and begun anew */
    assert_false(fixture->game->stepping &&
                 backend_type_of(fixture->game->backend) == backend_find("coroutines"));
    frames_until_tick(fixture, tick_of(fixture) + 1);
    press(fixture, SDL_SCANCODE_P);
    assert_reference_bits(fixture);
}

/* ---- Time -------------------------------------------------------------------------------------
 */

static void a_pause_stops_the_ticks(void **state)
{
    Fixture *fixture = *state;
    frames_until_tick(fixture, 2);
    press(fixture, SDL_SCANCODE_P);
    assert_true(fixture->loop->paused);
    uint32_t tick = tick_of(fixture);
    uint32_t drawn = fixture->loop->frames;
    frames(fixture, 10);
    assert_int_equal(tick_of(fixture), tick);
    assert_in_range(fixture->loop->frames - drawn, 0, 3); /* nothing new to draw */
    for (uint32_t i = 1; i <= 5; i++) {
        press(fixture, SDL_SCANCODE_O);
        assert_int_equal(tick_of(fixture), tick + i);
    }
    press(fixture, SDL_SCANCODE_P);
    frames_until_tick(fixture, tick + 8);
    assert_reference_bits(fixture);
}

static void one_tick_pauses(void **state)
{
    Fixture *fixture = *state;
    press(fixture, SDL_SCANCODE_O);
    assert_true(fixture->loop->paused);
}

static void the_menu_holds_the_game(void **state)
{
    Fixture *fixture = *state;
    frames_until_tick(fixture, 2);
    press(fixture, SDL_SCANCODE_ESCAPE);
    uint32_t tick = tick_of(fixture);
    frames(fixture, 3);
    assert_int_equal(tick_of(fixture), tick);
    press(fixture, SDL_SCANCODE_RETURN);
    frames_until_tick(fixture, tick + 2);
    press(fixture, SDL_SCANCODE_ESCAPE);
    tap(SDL_SCANCODE_ESCAPE);
    assert_false(loop_frame(fixture->loop));
}

static void slower_and_faster(void **state)
{
    Fixture *fixture = *state;
    press(fixture, SDL_SCANCODE_PERIOD);
    assert_int_equal(fixture->loop->pace.speed, 2 * PACE_SPEED_UNIT);
    for (int i = 0; i < 20; i++) {
        press(fixture, SDL_SCANCODE_COMMA);
    }
    assert_int_equal(fixture->loop->pace.speed, PACE_SPEED_MIN);
}

/* ---- Worlds -----------------------------------------------------------------------------------
 */

static void restart_begins_anew(void **state)
{
    Fixture *fixture = *state;
    uint64_t start = world_hash(fixture->game->world);
    frames_until_tick(fixture, 3);
    press(fixture, SDL_SCANCODE_P);
    press(fixture, SDL_SCANCODE_R);
    assert_int_equal(tick_of(fixture), 0);
    assert_true(world_hash(fixture->game->world) == start);
}

static void the_population_changes(void **state)
{
    Fixture *fixture = *state;
    uint32_t sprites = game_sprite_count(fixture->game);
    press(fixture, SDL_SCANCODE_EQUALS);
    assert_int_equal(game_sprite_count(fixture->game), 2 * sprites);
    for (int i = 0; i < 12; i++) {
        press(fixture, SDL_SCANCODE_MINUS);
    }
    assert_int_equal(game_sprite_count(fixture->game), 1);
    press(fixture, SDL_SCANCODE_EQUALS);
    assert_int_equal(game_sprite_count(fixture->game), 2);
    frames_until_tick(fixture, 3);
    assert_reference_bits(fixture);
}

static void a_reload_takes_the_file_as_it_is_now(void **state)
{
    Fixture *fixture = *state;
    frames_until_tick(fixture, 2);
    char *map = maps_replace(maps_good, "A test", "Another");
    write_map(fixture, map);
    free(map);
    press(fixture, SDL_SCANCODE_F5);
    assert_string_equal(fixture->game->level->spec.title, "Another");
    frames_until_tick(fixture, 2);
}

static void a_bad_file_leaves_the_old_level(void **state)
{
    Fixture *fixture = *state;
    frames_until_tick(fixture, 2);
    write_map(fixture, "<map>\n  <nonsense");
    uint32_t tick = tick_of(fixture);
    fixture->log.shown = LOG_ERROR; /* the warning is looked for in the log, not on stderr */
    press(fixture, SDL_SCANCODE_F5);
    assert_string_equal(fixture->game->level->spec.title, "A test");
    assert_true(tick_of(fixture) >= tick);
    assert_non_null(strstr(log_recent(&fixture->log, 0), "night.tmx:2:"));
    assert_non_null(strstr(fixture->loop->toast.text, "night.tmx:2:"));
    frames_until_tick(fixture, tick + 2);
    assert_reference_bits(fixture);
}

static void a_held_key_carries_the_lantern(void **state)
{
    Fixture *fixture = *state;
    float x = world_scene(fixture->game->world)->lantern_x;
    push_key(SDL_SCANCODE_RIGHT, true);
    push_key(SDL_SCANCODE_SPACE, true);
    frames_until_tick(fixture, 10);
    assert_true(world_scene(fixture->game->world)->lantern_x > x);
    assert_true(world_scene(fixture->game->world)->glow > 0.0f);
    push_key(SDL_SCANCODE_RIGHT, false);
    push_key(SDL_SCANCODE_SPACE, false);
    frames(fixture, 1);
}

/* ---- The picture ------------------------------------------------------------------------------
 */

static void all_that_can_be_shown_is_shown(void **state)
{
    Fixture *fixture = *state;
    for (uint32_t i = 0; i < backend_type_count(); i++) {
        press(fixture, SDL_SCANCODE_1 + i);
        press(fixture, SDL_SCANCODE_C);
        for (int level = 0; level < OVERLAY_LEVEL_COUNT; level++) {
            press(fixture, SDL_SCANCODE_F3);
            press(fixture, SDL_SCANCODE_F1);
            press(fixture, SDL_SCANCODE_F2);
            frames_until_tick(fixture, tick_of(fixture) + 1);
        }
    }
    press(fixture, SDL_SCANCODE_F9);
    assert_int_equal(frame_stats_count(fixture->loop->meter.window), 0);
}

static void the_window_changes_its_size(void **state)
{
    Fixture *fixture = *state;
    static const int sizes[][2] = {{800, 600}, {321, 200}, {1920, 1080}, {400, 1000}};
    for (uint32_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        SDL_Window *window = SDL_GetWindowFromID(1);
        if (window) {
            SDL_SetWindowSize(window, sizes[i][0], sizes[i][1]);
        }
        frames(fixture, 3);
    }
    press(fixture, SDL_SCANCODE_F11);
    press(fixture, SDL_SCANCODE_F11);
    press(fixture, SDL_SCANCODE_V);
    assert_false(fixture->loop->unlimited);
    frames(fixture, 5);
}

static void f10_saves_pictures_and_overwrites_none(void **state)
{
    Fixture *fixture = *state;
    char before[FILES_PATH_SIZE];
    assert_non_null(getcwd(before, sizeof before));
    assert_int_equal(chdir(fixture->folder.path), 0);
    for (int i = 0; i < 3; i++) {
        press(fixture, SDL_SCANCODE_F10);
        assert_non_null(strstr(fixture->loop->toast.text, "saved"));
    }
    uint32_t pictures = 0;
    DIR *folder = opendir(".");
    for (const struct dirent *entry; (entry = readdir(folder));) {
        pictures += strstr(entry->d_name, ".png") != NULL;
    }
    closedir(folder);
    assert_int_equal(chdir(before), 0);
    assert_int_equal(pictures, 3);
}

/* ---- The end ----------------------------------------------------------------------------------
 */

static void the_system_may_ask_to_end(void **state)
{
    Fixture *fixture = *state;
    SDL_Event event = {.type = SDL_QUIT};
    SDL_PushEvent(&event);
    assert_false(loop_frame(fixture->loop));
}

static void a_run_ends_by_its_limits(void **state)
{
    Fixture *fixture = *state;
    Error error = {""};
    close_game(fixture);
    open_game(fixture, &(LoopConfig){.frames = 7, .unlimited = true});
    assert_true(loop_run(fixture->loop, &error));
    assert_int_equal(fixture->loop->frames, 7);
    close_game(fixture);
    open_game(fixture, &(LoopConfig){.ticks = 4, .unlimited = true});
    assert_true(loop_run(fixture->loop, &error));
    assert_in_range(tick_of(fixture), 4, 4 + PACE_TICKS_A_FRAME_MAX);
    close_game(fixture);
    open_game(fixture, &(LoopConfig){.duration_s = 0.05});
    assert_true(loop_run(fixture->loop, &error));
}

static void a_picture_is_written_or_missed_aloud(void **state)
{
    Fixture *fixture = *state;
    Error error = {""};
    char path[FILES_PATH_SIZE];
    files_path(&fixture->folder, "shot.png", path);
    LoopConfig config = {
        .frames = 5, .screenshot_frame = 3, .screenshot_path = path, .unlimited = true};
    close_game(fixture);
    open_game(fixture, &config);
    assert_true(loop_run(fixture->loop, &error));
    assert_int_equal(access(path, R_OK), 0);
    close_game(fixture);
    config.screenshot_frame = 9;
    open_game(fixture, &config);
    assert_false(loop_run(fixture->loop, &error));
    assert_non_null(strstr(error.text, "5 frames"));
    close_game(fixture);
    config.screenshot_frame = 1;
    config.screenshot_path = "/nowhere/at/all.png";
    open_game(fixture, &config);
    assert_false(loop_run(fixture->loop, &error));
    assert_non_null(strstr(error.text, "/nowhere/at/all.png"));
}

/* All the keys there are, in any order, held and let go, but Escape, which ends, and more sprites,
 * which would double without end. */
static void a_monkey_at_the_keys(void **state)
{
    Fixture *fixture = *state;
    char before[FILES_PATH_SIZE];
    assert_non_null(getcwd(before, sizeof before));
    assert_int_equal(chdir(fixture->folder.path), 0);
    uint32_t count = play_is_quick() ? 300 : 2000;
    for (uint32_t i = 0; i < count; i++) {
        uint64_t number = random_u64(SEED, 0, i, RANDOM_TEST);
        const KeyBinding *binding = input_binding((uint32_t)(number % input_binding_count()));
        SDL_Scancode key = binding->keys[number >> 32 & 1];
        bool is_rare = binding->action == ACTION_SCREENSHOT && i % 16 != 0;
        if (binding->action != ACTION_MENU && binding->action != ACTION_SPRITES_MORE && !is_rare) {
            push_key(key, number >> 40 & 1);
        }
        if (fixture->loop->paused && i % 4 != 0) {
            push_key(SDL_SCANCODE_P, true); /* resting frames sleep: not too many of them */
        }
        frames(fixture, 1);
    }
    assert_int_equal(chdir(before), 0);
}

static void nothing_is_left_behind(void **state)
{
    Fixture *fixture = *state;
    close_game(fixture);
    uint32_t threads = count_threads();
    for (uint32_t i = 0; i < backend_type_count(); i++) {
        open_game(fixture, &(LoopConfig){.unlimited = true});
        press(fixture, SDL_SCANCODE_1 + i);
        frames_until_tick(fixture, 2);
        close_game(fixture);
    }
    assert_int_equal(count_threads(), threads);
}

#define IN_A_GAME(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_A_GAME(it_ticks_at_sixty_hertz),
        IN_A_GAME(another_model_in_every_frame),
        IN_A_GAME(every_row_of_the_table_has_its_key),
        IN_A_GAME(lanes_and_grain_keep_the_bits),
        IN_A_GAME(a_long_step_is_spread_over_frames),
        IN_A_GAME(a_pause_stops_the_ticks),
        IN_A_GAME(one_tick_pauses),
        IN_A_GAME(the_menu_holds_the_game),
        IN_A_GAME(slower_and_faster),
        IN_A_GAME(restart_begins_anew),
        IN_A_GAME(the_population_changes),
        IN_A_GAME(a_reload_takes_the_file_as_it_is_now),
        IN_A_GAME(a_bad_file_leaves_the_old_level),
        IN_A_GAME(a_held_key_carries_the_lantern),
        IN_A_GAME(all_that_can_be_shown_is_shown),
        IN_A_GAME(the_window_changes_its_size),
        IN_A_GAME(f10_saves_pictures_and_overwrites_none),
        IN_A_GAME(the_system_may_ask_to_end),
        IN_A_GAME(a_run_ends_by_its_limits),
        IN_A_GAME(a_picture_is_written_or_missed_aloud),
        IN_A_GAME(a_monkey_at_the_keys),
        IN_A_GAME(nothing_is_left_behind),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
