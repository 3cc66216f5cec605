#include "bench/backends_bounce.h"

#include "base/random.h"

#include <stdlib.h>
#include <string.h>

#define WIDTH   1280.0f
#define HEIGHT  720.0f
#define GRAVITY 0.5f
#define DAMPING 0.85f

enum { ARRAYS = 8, ALIGNMENT = 64 };

/* As fast as plain C gets on the processor at hand, which is when the overhead of whoever cuts the
 * loop into chunks shows most. */
#if defined(__x86_64__) && defined(__has_attribute)
#if __has_attribute(target_clones)
#define FOR_EACH_PROCESSOR __attribute__((target_clones("avx512f", "avx2", "default")))
#endif
#endif
#ifndef FOR_EACH_PROCESSOR
#define FOR_EACH_PROCESSOR
#endif

static void place(Bounce *bounce)
{
    BounceBuffer *front = &bounce->front;
    for (uint32_t i = 0; i < bounce->count; i++) {
        front->x[i] = WIDTH * random_unit(1, i, 0, 0);
        front->y[i] = HEIGHT * random_unit(1, i, 1, 0);
        front->vx[i] = 10.0f * random_unit(1, i, 2, 0) - 5.0f;
        front->vy[i] = 10.0f * random_unit(1, i, 3, 0) - 5.0f;
    }
}

Bounce *bounce_create(uint32_t count)
{
    size_t stride = ((size_t)count * sizeof(float) + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    Bounce *bounce = calloc(1, sizeof *bounce);
    float *block = aligned_alloc(ALIGNMENT, ARRAYS * stride);
    if (!bounce || !block) {
        free(bounce);
        free(block);
        return NULL;
    }
    memset(block, 0, ARRAYS * stride); /* every page is there before the first tick */
    float *arrays[ARRAYS];
    for (size_t i = 0; i < ARRAYS; i++) {
        arrays[i] = block + i * (stride / sizeof(float));
    }
    *bounce = (Bounce){.count = count,
                       .front = {arrays[0], arrays[1], arrays[2], arrays[3]},
                       .back = {arrays[4], arrays[5], arrays[6], arrays[7]},
                       .block = block};
    place(bounce);
    return bounce;
}

void bounce_destroy(Bounce *bounce)
{
    if (!bounce) {
        return;
    }
    free(bounce->block);
    free(bounce);
}

/* Restrict parameters, and few selects in the place of branches: what compilers turn into vectors.
 * What was clamped has met an edge. */
FOR_EACH_PROCESSOR
static void move_along(uint32_t count, float length, float gravity, float rebound,
                       const float *restrict at, const float *restrict speed,
                       float *restrict next_at, float *restrict next_speed)
{
    for (uint32_t i = 0; i < count; i++) {
        float moved = at[i] + speed[i];
        float fallen = speed[i] + gravity;
        float low = moved > 0.0f ? moved : 0.0f;
        float clamped = low < length ? low : length;
        next_at[i] = clamped;
        next_speed[i] = fallen * (clamped == moved ? 1.0f : rebound);
    }
}

void bounce_move(const Bounce *bounce, Range range)
{
    const BounceBuffer *front = &bounce->front;
    const BounceBuffer *back = &bounce->back;
    uint32_t first = range.begin;
    uint32_t count = range_count(range);
    move_along(count, WIDTH, 0.0f, -1.0f, front->x + first, front->vx + first, back->x + first,
               back->vx + first);
    move_along(count, HEIGHT, GRAVITY, -DAMPING, front->y + first, front->vy + first,
               back->y + first, back->vy + first);
}

void bounce_swap(Bounce *bounce)
{
    BounceBuffer front = bounce->front;
    bounce->front = bounce->back;
    bounce->back = front;
}

uint64_t bounce_hash(const Bounce *bounce)
{
    uint64_t hash = 0;
    for (uint32_t i = 0; i < bounce->count; i++) {
        float values[2] = {bounce->front.x[i], bounce->front.y[i]};
        uint64_t bits;
        memcpy(&bits, values, sizeof bits);
        hash = random_mix(hash ^ bits);
    }
    return hash;
}
