/* The sprite batch: quads of one texture and one blend mode are collected and handed to SDL
 * together. For everything in the view that draws pictures. Main thread only; allocates when it is
 * created and never again. */
#pragma once

#include <SDL.h>
#include <stdbool.h>

typedef struct Batch Batch;

/* `software`: the renderer is SDL's own, which copies untinted, unscaled quads fastest one by one;
 * any other gets triangles. NULL: out of memory. */
Batch *batch_create(SDL_Renderer *renderer, bool software);
void batch_destroy(Batch *batch); /* takes NULL; what was not flushed is lost */

/* What the following quads are drawn with. Flushes where it differs from before. */
void batch_use(Batch *batch, SDL_Texture *texture, SDL_BlendMode mode);

/* `place` is in pixels of the target. White, opaque `color` leaves the picture as it is, and is the
 * fast way. Quads are drawn in order. */
void batch_quad(Batch *batch, const SDL_Rect *source, const SDL_FRect *place, SDL_Color color);

/* Hands over what was collected: before drawing anything without the batch, and at the end. */
void batch_flush(Batch *batch);
