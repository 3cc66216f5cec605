/* A level on its way: read and unpacked as futures of a backend, beside whatever the main thread
 * shows meanwhile. The level, and the sentence where there is none, are those of level_load,
 * whatever the backend, and whatever ends first. The thread that opened the backend. */
#pragma once

#include "backend/backend.h"
#include "level/level.h"

typedef struct LevelLoading LevelLoading;

/* NULL, with a sentence: no memory. */
LevelLoading *level_loading_begin(const char *path, Backend *backend, Error *error);

/* Waits for one piece of the work, the reading or a layer, or until the deadline. True: all is
 * done. A model of one thread does the piece here, past the deadline if need be. */
bool level_loading_step(LevelLoading *loading, uint64_t deadline_ns);

/* Pieces of work that are done, and that are known of. */
uint32_t level_loading_done(const LevelLoading *loading);
uint32_t level_loading_total(const LevelLoading *loading);

/* The level without its cells, as soon as they are all that is missing; NULL: not yet, or it is a
 * bad one. It lives as long as the loading, or as the level that is taken. */
const Level *level_loading_outline(const LevelLoading *loading);

/* The level, to be destroyed by the caller; NULL, with the sentence. When level_loading_step has
 * said that all is done, once. */
Level *level_loading_take(LevelLoading *loading, Error *error);

/* Takes NULL. What is not done is given up: bounded by the largest piece. */
void level_loading_end(LevelLoading *loading);
