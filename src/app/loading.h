/* A level on its way into the game: its map and its pictures, as futures of the game's backend; and
 * what the window shows where that takes long. For play, for the loop, and for the game itself.
 * Main thread only. */
#pragma once

#include "base/clock.h"
#include "level/level.h"
#include "view/pictures.h"
#include "view/stage.h"

/* A level that is loaded within this time is simply there: nothing flashes by. */
#define LOADING_PATIENCE_NS (100ull * NS_PER_MS)

typedef struct Loading Loading;

typedef enum LoadingEnd {
    LOADING_DONE,
    LOADING_LEFT,   /* Esc */
    LOADING_CLOSED, /* the window was closed, or the system asks to end */
} LoadingEnd;

/* NULL, with a sentence: no memory. The backend outlives the loading, and is neither stepped nor
 * swapped meanwhile. */
Loading *loading_begin(const char *path, Backend *backend, bool with_pictures, Error *error);

/* Goes on until all is done (true), or the deadline passes. A model of one thread does the work
 * here, a piece after the other, and may be late by one. */
bool loading_poll(Loading *loading, uint64_t deadline_ns);

/* How much of it is done, 0 to 1; never falls. */
float loading_part(const Loading *loading);

/* Polls, behind a curtain when the patience is over, until all is done or somebody has enough.
 * `world`: what is seen behind it, NULL: nothing. `name`: what the level is called until its map
 * has said its title. */
LoadingEnd loading_show(Loading *loading, Stage *stage, const World *world, const char *name);

/* When all is done: the level, or NULL with the sentence that level_load has for it; and its
 * pictures, NULL where there are none. Each once; the caller's from then on. */
Level *loading_take_level(Loading *loading, Error *error);
Pictures *loading_take_pictures(Loading *loading);

/* Takes NULL. What is not done is given up: bounded by the largest layer or picture. */
void loading_end(Loading *loading);
