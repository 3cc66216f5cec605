/* What the flying motions share: one sprite in the hand, forces on it, and how it ends its tick.
 * For the motion_*.c files. */
#pragma once

#include "sim/motion.h"

typedef struct Flight {
    uint32_t sprite;
    float x, y;   /* pixels */
    float vx, vy; /* pixels a tick */
    float cruise; /* pixels a tick */
} Flight;

/* Takes a sprite of the front into the hand. */
Flight flight_take(const MotionView *view, uint32_t sprite);

/* Turns it by a random angle of at most `most` radians. */
void flight_stray(const MotionView *view, Flight *flight, float most);

/* Towards a ring around the lantern while it glows and reaches the sprite. */
void flight_heed_lantern(const MotionView *view, Flight *flight);

/* Away from owls that are near. */
void flight_flee_owls(const MotionView *view, Flight *flight);

/* Keeps the speed between `least` and `most`. */
void flight_limit_speed(Flight *flight, float least, float most);

/* Moves it, stops it at walls, writes it to the slice, and tells whom it touches. */
void flight_end(const MotionView *view, SpriteSlice *slice, Flight *flight, EventList *events);

/* A sprite that does not fly: copied as it is, but its flash goes on. */
void flight_rest(const MotionView *view, SpriteSlice *slice, uint32_t sprite);
