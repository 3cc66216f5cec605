#include "support/session.h"

#include "support/maps.h"
#include "support/play.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { SEED = 11, LANES = 3, GRAIN = 16 };

void session_write_map(Session *session, const char *map)
{
    files_write(&session->folder, "night.tmx", map, strlen(map), session->map);
}

void session_open(Session *session, const char *map, const LoopConfig *config)
{
    Error error = {""};
    GameConfig game = {.level_path = map,
                       .backend = backend_type(0),
                       .lanes = LANES,
                       .grain = GRAIN,
                       .seed = SEED};
    StageConfig stage = {
        .assets = "none", .width = SESSION_WIDTH, .height = SESSION_HEIGHT, .window = true};
    session->game = game_create(&game, &session->log, &error);
    assert_non_null(session->game);
    session->stage = stage_open(&stage, &session->log, &error);
    assert_non_null(session->stage);
    session->loop = loop_create(session->game, session->stage, config, &session->log, &error);
    assert_non_null(session->loop);
    SDL_FlushEvents(SDL_FIRSTEVENT, SDL_LASTEVENT); /* of the window's birth */
}

void session_close(Session *session)
{
    loop_destroy(session->loop);
    stage_close(session->stage);
    game_destroy(session->game);
    session->loop = NULL;
    session->stage = NULL;
    session->game = NULL;
}

int session_set_up(void **state)
{
    Session *session = calloc(1, sizeof *session);
    SDL_setenv("SDL_VIDEODRIVER", "dummy", 1);
    log_init(&session->log, LOG_ERROR);
    session->folder = files_folder_create();
    session_write_map(session, maps_good);
    session_open(session, session->map, &(LoopConfig){.unlimited = true});
    *state = session;
    return 0;
}

int session_tear_down(void **state)
{
    Session *session = *state;
    session_close(session);
    files_folder_destroy(&session->folder);
    free(session);
    return 0;
}

void session_push_key(SDL_Scancode key, bool down)
{
    SDL_Event event = {.type = down ? SDL_KEYDOWN : SDL_KEYUP};
    event.key.state = down ? SDL_PRESSED : SDL_RELEASED;
    event.key.keysym.scancode = key;
    assert_int_equal(SDL_PushEvent(&event), 1);
}

void session_tap(SDL_Scancode key)
{
    session_push_key(key, true);
    session_push_key(key, false);
}

void session_frames(Session *session, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        assert_true(loop_frame(session->loop));
    }
}

void session_press(Session *session, SDL_Scancode key)
{
    /* SDL marks the end of a look at its queue with an event, which ends the next look early. */
    bool is_resting = session->loop->paused || session->loop->menu;
    session_tap(key);
    session_frames(session, is_resting ? 2 : 1);
}

uint32_t session_tick(const Session *session)
{
    return world_scene(session->game->world)->tick;
}

void session_frames_until_tick(Session *session, uint32_t tick)
{
    for (uint32_t i = 0; session_tick(session) < tick; i++) {
        assert_in_range(i, 0, 1000000);
        session_frames(session, 1);
    }
}

const char *session_backend(const Session *session)
{
    return backend_type_of(session->game->backend)->name;
}

void session_assert_reference_bits(Session *session)
{
    Game *game = session->game;
    World *world = play_create_world(&game->level->spec, game->seed, game->sprites);
    Backend *reference = models_open_type(backend_type(0), 1);
    while (world_scene(world)->tick < session_tick(session)) {
        play_step(world, reference, PLAY_DARK, PLAY_ONE_SLICE);
    }
    assert_true(world_hash(game->world) == world_hash(world));
    backend_close(reference);
    world_destroy(world);
}
