/* Pictures in and out. Every PNG that the program reads comes through image_load: it checks the
 * file before SDL2_image sees it, because that reader ignores short reads, and 264 bytes of lies
 * about lengths keep it busy for minutes. For the view. */
#pragma once

#include "base/error.h"

#include <SDL.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { IMAGE_SIDE_MAX = 8192 /* pixels */, IMAGE_FILE_BYTES_MAX = 64 * 1024 * 1024 };

/* Makes SDL2_image find its PNG reader. On the main thread, before another one calls image_load. */
void image_prepare(void);

/* Reads a PNG as ARGB8888 with straight alpha; the caller frees the surface. NULL, with a sentence
 * that begins with the path. Any thread, after image_prepare; the main thread needs none. */
SDL_Surface *image_load(const char *path, Error *error);

/* A pixel of a surface of 32 bits; (x, y) must lie within. */
static inline uint32_t *image_pixel(const SDL_Surface *surface, int x, int y)
{
    return (uint32_t *)((uint8_t *)surface->pixels + (ptrdiff_t)y * surface->pitch) + x;
}

/* Checks the structure of a whole PNG in memory: signature, header, every chunk's length and
 * checksum, enough pixel data, the end. On true, `*size` and `bytes` hold only the chunks that make
 * the picture (header, palette, transparency, data, end); on false they are spoilt. */
bool image_check(uint8_t *bytes, size_t *size, Error *error);

/* Writes a PNG beside the path, checks it, and renames it: the path holds a whole picture or what
 * it held before. Main thread only. */
bool image_save(SDL_Surface *picture, const char *path, Error *error);
