/* Puts the flock of the front into the grid's order, and makes what others are to see of each. For
 * kernel_body.h. */
#pragma once

#include "sim/kernel_look.h"

V_INLINE void show_mate(const Grid *grid, uint32_t place, GridMate mate)
{
    const GridMates *mates = &grid->mates;
    MATE_WRITE(mates->x, place, mate.x);
    MATE_WRITE(mates->y, place, mate.y);
    MATE_WRITE(mates->vx, place, mate.vx);
    MATE_WRITE(mates->vy, place, mate.vy);
    MATE_WRITE(mates->cosine, place, mate.cosine);
    MATE_WRITE(mates->sine, place, mate.sine);
}

V_INLINE void show_one(const Grid *grid, const SpriteFront *front, uint32_t place)
{
    uint32_t slot = grid->order[place];
    grid->x[place] = front->x[slot];
    grid->y[place] = front->y[slot];
    grid->vx[place] = front->vx[slot];
    grid->vy[place] = front->vy[slot];
    grid->tag[place] = front->tag[slot];
    grid->flash[place] = front->flash[slot];
    show_mate(grid, place,
              grid_mate(grid, front->x[slot], front->y[slot], front->vx[slot], front->vy[slot],
                        front->flash[slot]));
}

#ifdef V_WORDS
V_INLINE VFloat put_in_order(float *to, const float *from, VUint slots)
{
    VFloat numbers = (VFloat)v_look_up(from, slots);
    v_store(to, numbers, V_LANES);
    return numbers;
}

V_INLINE VUint put_in_order_u(uint32_t *to, const uint32_t *from, VUint slots)
{
    VUint numbers = (VUint)v_look_up(from, slots);
    v_store_u(to, numbers, V_LANES);
    return numbers;
}

V_INLINE void show_place_of_many(const Grid *grid, const SpriteFront *front, uint32_t place)
{
    VUint slots = v_load_u(grid->order + place);
    VFloat x = put_in_order(grid->x + place, front->x, slots);
    VFloat y = put_in_order(grid->y + place, front->y, slots);
    v_store_words(grid->mates.x + place, v_truncate(x * grid->units_a_pixel));
    v_store_words(grid->mates.y + place, v_truncate(y * grid->units_a_pixel));
}

V_INLINE void show_many(const Grid *grid, const SpriteFront *front, uint32_t place)
{
    const GridMates *mates = &grid->mates;
    VUint slots = v_load_u(grid->order + place);
    SPRITES_FETCH(front, grid->order[place] + GRID_AHEAD, 0); /* it is nearly in order */
    show_place_of_many(grid, front, place);
    VFloat vx = put_in_order(grid->vx + place, front->vx, slots);
    VFloat vy = put_in_order(grid->vy + place, front->vy, slots);
    put_in_order_u(grid->tag + place, front->tag, slots);
    VUint flash = put_in_order_u(grid->flash + place, front->flash, slots);
    v_store_words(mates->vx + place, v_truncate(vx * grid->velocity_units));
    v_store_words(mates->vy + place, v_truncate(vy * grid->velocity_units));
    VInt beat = v_look_up(grid->phases, flash >> (SPRITE_PHASE_SHIFT + GRID_PHASE_SHIFT));
    v_store_words(mates->cosine + place, beat);
    v_store_words(mates->sine + place, beat >> 16);
}
#endif

static void show(const Grid *grid, const SpriteFront *front, Range places)
{
    uint32_t place = places.begin;
#ifdef V_WORDS
    for (; places.end - place >= V_LANES; place += V_LANES) {
        show_many(grid, front, place);
    }
#endif
    for (; place < places.end; place++) {
        show_one(grid, front, place);
    }
}

static void show_places(const Grid *grid, const SpriteFront *front, Range places)
{
    uint32_t place = places.begin;
#ifdef V_WORDS
    for (; places.end - place >= V_LANES; place += V_LANES) {
        show_place_of_many(grid, front, place);
    }
#endif
    for (; place < places.end; place++) {
        show_one(grid, front, place);
    }
}
