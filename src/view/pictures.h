/* The pictures of a level's tilesets, decoded as futures of a backend beside whatever the main
 * thread shows meanwhile, or here and now. For the tiles, and for whoever loads a level. Main
 * thread only. */
#pragma once

#include "backend/backend.h"
#include "base/error.h"
#include "level/level.h"

#include <SDL.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct Picture {
    SDL_Surface *surface; /* ARGB8888; NULL: it cannot be shown, and `fault` says why */
    Error fault;
} Picture;

typedef struct Pictures Pictures;

/* Begins to decode them; the level must live until they are, or are ended. NULL: no memory. */
Pictures *pictures_begin(const Level *level, Backend *backend, Error *error);

/* Decodes them before it returns. NULL: no memory. */
Pictures *pictures_load(const Level *level, Error *error);

/* Waits for one picture, or until the deadline. True: all are decoded, or cannot be. A model of one
 * thread decodes it here, past the deadline if need be. */
bool pictures_step(Pictures *pictures, uint64_t deadline_ns);

uint32_t pictures_done(const Pictures *pictures);
uint32_t pictures_total(const Pictures *pictures);

/* That of a tileset, when all are decoded. The pictures own it. */
const Picture *pictures_of(const Pictures *pictures, uint32_t tileset);

/* Takes NULL. What is not decoded is given up: bounded by the largest picture. */
void pictures_end(Pictures *pictures);
