/* Bouncing sprites as nothing but arrays: the work of a loop that costs a fraction of a nanosecond
 * an index, for contestants that know no world. Front to back, as the game's own step. */
#pragma once

#include "base/range.h"

#include <stdint.h>

typedef struct BounceBuffer {
    float *x, *y, *vx, *vy;
} BounceBuffer;

typedef struct Bounce {
    uint32_t count;
    BounceBuffer front;
    BounceBuffer back;
    float *block; /* what all eight arrays lie in */
} Bounce;

/* NULL: no memory. The first state depends on the count alone. */
Bounce *bounce_create(uint32_t count);
void bounce_destroy(Bounce *bounce); /* takes NULL */

/* Moves the sprites of the range from front to back. Any thread; ranges must not overlap. */
void bounce_move(const Bounce *bounce, Range range);

/* When all have moved: back becomes front. */
void bounce_swap(Bounce *bounce);

uint64_t bounce_hash(const Bounce *bounce); /* of the front */
