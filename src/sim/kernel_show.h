/* What others are to see of each firefly, made of what was sorted. For kernel_body.h. */
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

#ifdef V_WORDS
V_INLINE void show_many(const Grid *grid, uint32_t place)
{
    const GridMates *mates = &grid->mates;
    v_store_words(mates->x + place, v_truncate(v_load(grid->x + place) * grid->units_a_pixel));
    v_store_words(mates->y + place, v_truncate(v_load(grid->y + place) * grid->units_a_pixel));
    v_store_words(mates->vx + place, v_truncate(v_load(grid->vx + place) * grid->velocity_units));
    v_store_words(mates->vy + place, v_truncate(v_load(grid->vy + place) * grid->velocity_units));
    VUint phase = v_load_u(grid->flash + place) >> (SPRITE_PHASE_SHIFT + GRID_PHASE_SHIFT);
    VInt beat = v_look_up(grid->phases, phase);
    v_store_words(mates->cosine + place, beat);
    v_store_words(mates->sine + place, beat >> 16);
}
#endif

static void show(const Grid *grid, Range places)
{
    uint32_t place = places.begin;
#ifdef V_WORDS
    for (; places.end - place >= V_LANES; place += V_LANES) {
        show_many(grid, place);
    }
#endif
    for (; place < places.end; place++) {
        show_mate(grid, place,
                  grid_mate(grid, grid->x[place], grid->y[place], grid->vx[place], grid->vy[place],
                            grid->flash[place]));
    }
}
