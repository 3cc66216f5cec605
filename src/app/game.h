/* A running game: a level, its world, and the backend that moves it, with all that may be changed
 * while it runs. The loop and the headless runs share it. Its fields are for reading; they are
 * changed through the functions below. Main thread only.
 *
 * Whatever fails leaves what there was, and says why. Whatever replaces the world or the backend
 * first gives up the step that runs, so that the change falls on a tick's boundary. */
#pragma once

#include "backend/backend.h"
#include "backend/burden.h"
#include "base/log.h"
#include "level/level.h"
#include "sim/kernel.h"
#include "sim/step.h"
#include "sim/world.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct GameConfig {
    const char *level_path;
    const BackendType *backend;
    uint32_t lanes;   /* asked for: a model of one thread has one whatever is asked */
    uint32_t grain;   /* sprites a slice */
    uint32_t sprites; /* 0: as the level says */
    uint64_t seed;
    const Kernel *kernel; /* NULL: the fastest one here */
    bool brute;           /* as world_set_brute */
    Burden burden;        /* its load, its amounts, its faults and its time-out */
} GameConfig;

typedef struct Game {
    Level *level; /* NULL after game_open: none as yet */
    World *world; /* the same */
    Backend *backend;
    Log *log;
    char level_path[LEVEL_PATH_SIZE];
    char level_name[SPEC_NAME_SIZE]; /* "reeds" */
    uint32_t lanes;
    uint32_t grain;
    uint32_t sprites;
    uint64_t seed;
    const Kernel *kernel;
    bool brute;
    uint32_t generation; /* counts the worlds: another one means another level, or a new start */
    StepInput input;     /* of the step that was begun last */
    bool stepping;       /* a step was begun, and is neither done, failed nor given up */
    bool failing;        /* the last step failed */
    uint64_t lost;       /* of an unsafe model, in the last tick: updates lost, */
    uint32_t differing;  /* and sprites that moved otherwise than they should have */
    bool tainted;        /* an unsafe model has moved this world: its results do not count */
    Burden burden;       /* what the slices that move sprites bear */
} Game;

/* With a backend, and no level as yet: for who loads it beside something else. NULL, with a
 * sentence: there is no memory. A backend that cannot open says so in the log and is replaced by
 * the first of the table. */
Game *game_open(const GameConfig *config, Log *log, Error *error);

/* With its level. NULL, with a sentence: the level is bad too. */
Game *game_create(const GameConfig *config, Log *log, Error *error);
void game_destroy(Game *game); /* takes NULL */

/* Fireflies and other members of swarms; owls are not counted. */
uint32_t game_sprite_count(const Game *game);

/* The level that it was opened with, or the same one read again, from its start. The game's from
 * now on; on failure it is destroyed. */
bool game_take_level(Game *game, Level *level, Error *error);

/* The same for another level, with a population of its own (0: as it says). */
bool game_change_level(Game *game, Level *level, uint32_t sprites, Error *error);

/* From the start, with the same seed. */
bool game_restart(Game *game, Error *error);

/* Another population (to SPEC_SPRITES_MAX; 0: as the level says), from the start. */
bool game_set_sprites(Game *game, uint32_t sprites, Error *error);

void game_set_grain(Game *game, uint32_t grain);

/* Another model, or other lanes. False, with the reason: it cannot open, and the first model of the
 * table goes on in its place. The state is kept. */
bool game_set_backend(Game *game, const BackendType *type, uint32_t lanes, Error *error);

/* How the world computes: what it comes to stays the same. The step that runs is given up. */
void game_set_kernel(Game *game, const Kernel *kernel);
void game_set_brute(Game *game, bool brute);

/* What slices compute or wait for beside their work: the state stays the same. Where the pipe of
 * LOAD_PIPE cannot be had the log says so, and slices wait without it. */
void game_set_load(Game *game, LoadKind load);

void game_begin(Game *game, const StepInput *input);

/* As step_finish, and swaps when it is done. A failure is told in the log, once for a row of them;
 * the world keeps its last good state, and game_begin may try again. */
BackendStatus game_finish(Game *game, uint64_t deadline_ns, Error *error);

/* Without a deadline. Where faults are injected, the tick is tried again until it is done, up to
 * GAME_ATTEMPTS times. */
enum { GAME_ATTEMPTS = 1000 };
BackendStatus game_finish_whole(Game *game, Error *error);
