/* A game in a window that nobody sees, under SDL's dummy driver, told frame by frame with keys that
 * nobody pressed. Faults in here fail the running test; main thread only. */
#pragma once

#include "app/loop_state.h"
#include "support/files.h"

#include <SDL.h>
#include <stdbool.h>
#include <stdint.h>

enum { SESSION_WIDTH = 320, SESSION_HEIGHT = 180 }; /* of the window */

typedef struct Session {
    Log log;
    TestFolder folder;
    char
        map[FILES_PATH_SIZE]; /* night.tmx in the folder: maps_good, and what a test writes there */
    Game *game;               /* on the reference, as the map says */
    Stage *stage;
    Loop *loop; /* with nothing that holds its frames back */
} Session;

/* For cmocka: a session as the test's state. */
int session_set_up(void **state);
int session_tear_down(void **state);

#define IN_A_SESSION(test) cmocka_unit_test_setup_teardown(test, session_set_up, session_tear_down)

void session_write_map(Session *session, const char *map);

/* A game on that map, after session_close; set_up has opened one on session->map. */
void session_open(Session *session, const char *map, const LoopConfig *config);
void session_close(Session *session);

void session_push_key(SDL_Scancode key, bool down);
void session_tap(SDL_Scancode key);

/* So many frames, after none of which the game wants to end. */
void session_frames(Session *session, uint32_t count);

/* A key, and the frame that acts by it, or two where a game that rests has just looked for keys. */
void session_press(Session *session, SDL_Scancode key);

uint32_t session_tick(const Session *session);
void session_frames_until_tick(Session *session, uint32_t tick);
const char *session_backend(const Session *session);

/* The state is the one that the reference reaches by the same ticks, without a key held. */
void session_assert_reference_bits(Session *session);
