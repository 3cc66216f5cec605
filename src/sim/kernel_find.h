/* In which cell of the grid each firefly of the front is, and how it flashes. For kernel_body.h. */
#pragma once

#include "sim/kernel.h"
#include "sim/vector.h"

enum {
    BEATS_A_SUM = 1 << 16, /* whose sums fit 32 bits */
};

V_INLINE uint32_t find_one(const Grid *grid, const SpriteFront *front, uint32_t slot,
                           GridBeat *beat)
{
    uint32_t flash = front->flash[slot];
    if (sprite_state(flash) != SPRITE_FLYING) {
        return grid_cell_count(grid);
    }
    int32_t phase = grid->phases[sprite_phase(flash) >> GRID_PHASE_SHIFT];
    beat->cosine += grid_cosine(phase);
    beat->sine += grid_sine(phase);
    beat->flying++;
    return grid_row(grid, front->y[slot]) * grid->columns + grid_column(grid, front->x[slot]);
}

#ifdef V_WORDS
typedef struct Beats {
    VUint cosine, sine, flying;
} Beats;

V_INLINE VUint find_many(const Grid *grid, const SpriteFront *front, uint32_t slot, Beats *beats)
{
    const VUint resting = v_set_u(grid_cell_count(grid));
    const VFloat last_column = v_set((float)(grid->columns - 1));
    const VFloat last_row = v_set((float)(grid->rows - 1));
    VUint flash = v_load_u(front->flash + slot);
    VMask flies = v_less(v_from_int((VInt)(flash & 0xff)), v_set(0.5f));
    VInt beat = v_look_up(grid->phases, flash >> (SPRITE_PHASE_SHIFT + GRID_PHASE_SHIFT));
    beat = (VInt)v_where_u(flies, (VUint)beat, v_set_u(0));
    beats->cosine += (VUint)((VInt)((VUint)beat << 16) >> 16);
    beats->sine += (VUint)(beat >> 16);
    beats->flying += v_where_u(flies, v_set_u(1), v_set_u(0));
    VFloat column = v_load(front->x + slot) * grid->columns_a_pixel;
    VFloat row = v_load(front->y + slot) * grid->rows_a_pixel;
    column = v_where(v_less(column, last_column), column, last_column);
    row = v_where(v_less(row, last_row), row, last_row);
    VUint cell = (VUint)v_truncate(row) * grid->columns + (VUint)v_truncate(column);
    return v_where_u(flies, cell, resting);
}

static void add_beats(GridBeat *beat, const Beats *beats)
{
    int32_t cosines[V_LANES], sines[V_LANES];
    uint32_t flying[V_LANES];
    memcpy(cosines, &beats->cosine, sizeof cosines);
    memcpy(sines, &beats->sine, sizeof sines);
    memcpy(flying, &beats->flying, sizeof flying);
    for (uint32_t i = 0; i < V_LANES; i++) {
        beat->cosine += cosines[i];
        beat->sine += sines[i];
        beat->flying += flying[i];
    }
}

/* As many as fill vectors. */
static uint32_t find_in_vectors(const Grid *grid, const SpriteFront *front, Range slots,
                                uint32_t *restrict cells, GridBeat *beat)
{
    const uint32_t whole = range_count(slots) / V_LANES * V_LANES;
    for (uint32_t i = 0; i < whole;) {
        Beats beats = {0};
        for (uint32_t end = min_u32(whole, i + BEATS_A_SUM); i < end; i += V_LANES) {
            VUint found = find_many(grid, front, slots.begin + i, &beats);
            v_store_u(cells + i, found, V_LANES);
        }
        add_beats(beat, &beats);
    }
    return whole;
}
#endif

static GridBeat find(const Grid *grid, const SpriteFront *front, Range slots,
                     uint32_t *restrict cells)
{
    GridBeat beat = {0};
    uint32_t i = 0;
#ifdef V_WORDS
    i = find_in_vectors(grid, front, slots, cells, &beat);
#endif
    for (; i < range_count(slots); i++) {
        cells[i] = find_one(grid, front, slots.begin + i, &beat);
    }
    return beat;
}
