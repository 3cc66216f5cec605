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
/* A field of those in these slots; returns its words too. */
V_INLINE VUint put_in_order(void *to, const void *from, VUint slots)
{
    VUint words = (VUint)v_look_up(from, slots);
    memcpy(to, &words, sizeof words);
    return words;
}

V_INLINE void show_many(const Grid *grid, const SpriteFront *front, uint32_t place,
                        bool places_alone)
{
    const GridMates *mates = &grid->mates;
    VUint slots = v_load_u(grid->order + place);
    VFloat x = (VFloat)put_in_order(grid->x + place, front->x, slots);
    VFloat y = (VFloat)put_in_order(grid->y + place, front->y, slots);
    v_store_words(mates->x + place, v_truncate(x * grid->units_a_pixel));
    v_store_words(mates->y + place, v_truncate(y * grid->units_a_pixel));
    if (places_alone) {
        return;
    }
    SPRITES_FETCH(front, grid->order[place] + GRID_AHEAD, 0); /* it is nearly in order */
    VFloat vx = (VFloat)put_in_order(grid->vx + place, front->vx, slots);
    VFloat vy = (VFloat)put_in_order(grid->vy + place, front->vy, slots);
    put_in_order(grid->tag + place, front->tag, slots);
    VUint flash = put_in_order(grid->flash + place, front->flash, slots);
    v_store_words(mates->vx + place, v_truncate(vx * grid->velocity_units));
    v_store_words(mates->vy + place, v_truncate(vy * grid->velocity_units));
    VInt beat = v_look_up(grid->phases, flash >> (SPRITE_PHASE_SHIFT + GRID_PHASE_SHIFT));
    v_store_words(mates->cosine + place, beat);
    v_store_words(mates->sine + place, beat >> 16);
}
#endif

/* `places_alone`, which is known where this is inlined: the rest may be left out. */
V_INLINE void show_those(const Grid *grid, const SpriteFront *front, Range places,
                         bool places_alone)
{
    uint32_t place = places.begin;
#ifdef V_WORDS
    for (; places.end - place >= V_LANES; place += V_LANES) {
        show_many(grid, front, place, places_alone);
    }
#else
    (void)places_alone;
#endif
    for (; place < places.end; place++) {
        show_one(grid, front, place);
    }
}

static void show(const Grid *grid, const SpriteFront *front, Range places)
{
    show_those(grid, front, places, false);
}

static void show_places(const Grid *grid, const SpriteFront *front, Range places)
{
    show_those(grid, front, places, true);
}
