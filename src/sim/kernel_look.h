/* A look around: what V_LANES fireflies see of their mates. Sums of whole numbers, exact whatever
 * the order, in floats that are emptied into integers before they could round. For kernel_flock.h.
 */
#pragma once

#include "sim/kernel.h"
#include "sim/vector.h"

enum {
    GROUP_COLUMNS = 12 * GRID_SPAN, /* at most: in a thin flock lanes would lie far apart */
};

/* Fireflies that lie next to each other in the grid's order, and in one row of it. */
typedef struct Group {
    uint32_t first; /* in the grid's order */
    uint32_t count; /* 1 to V_LANES; the other lanes hold whoever follows, and are not stored */
    uint32_t row;
    uint32_t left, right; /* columns of the first and of the last */
    uint32_t notices;     /* of all their cells, together */
} Group;

V_INLINE Group group_from(const Grid *grid, uint32_t first, uint32_t end)
{
    Group group = {.first = first,
                   .row = grid_row(grid, grid->y[first]),
                   .left = grid_column(grid, grid->x[first])};
    const size_t row = (size_t)group.row * grid->columns;
    uint32_t last_column = min_u32(group.left + GROUP_COLUMNS, grid->columns) - 1;
    end = min_u32(end, grid->starts[row + last_column + 1]);
    group.count = min_u32(V_LANES, end - first);
    group.right = grid_column(grid, grid->x[first + group.count - 1]);
    for (uint32_t column = group.left; column <= group.right; column++) {
        group.notices |= grid->notices[row + column];
    }
    return group;
}

/* What V_LANES fireflies are to themselves, in the units in which they see their mates. */
typedef struct Mates {
    VFloat x, y;
    VFloat vx, vy;
    VFloat cosine, sine;
} Mates;

/* As the grid made them of where they are. */
V_INLINE VFloat whole_units(const float *from, float units)
{
    return v_from_int(v_truncate(v_load(from) * units));
}

V_INLINE VFloat mates_x(const Grid *grid, const Group *group)
{
    return whole_units(grid->x + group->first, grid->units_a_pixel);
}

V_INLINE VFloat mates_y(const Grid *grid, const Group *group)
{
    return whole_units(grid->y + group->first, grid->units_a_pixel);
}

V_INLINE Mates mates_of(const Grid *grid, const Group *group)
{
    VUint phase = v_load_u(grid->flash + group->first) >> (SPRITE_PHASE_SHIFT + GRID_PHASE_SHIFT);
    return (Mates){mates_x(grid, group),
                   mates_y(grid, group),
                   whole_units(grid->vx + group->first, grid->velocity_units),
                   whole_units(grid->vy + group->first, grid->velocity_units),
                   v_from_int(v_look_up(grid->cosines, phase)),
                   v_from_int(v_look_up(grid->sines, phase))};
}

/* FlockSums, side by side; and what makes means of them: one over the count, or 1 for none. */
typedef struct Sums {
    VFloat count, x, y, vx, vy, away_x, away_y, cosine, sine;
    VFloat share;
} Sums;

/* Sums of up to GRID_MATES_A_SUM, then they must be emptied. */
typedef struct Part {
    VFloat away_x, away_y; /* each term under 2^17: (h^2 - d^2) * d, for d up to h = 64 */
    VUint place, velocity; /* GridPairs */
    VUint beat;            /* a GridTriple */
} Part;

/* What they are emptied into. */
typedef struct Totals {
    Part part;
    VUint count, x, y, vx, vy, away_x, away_y, cosine, sine;
} Totals;

/* What is seen of a mate. In a kernel whose mates change while others look (kernel_racy.c) it is
 * read and written as relaxed atomics: wrong, but defined. */
#ifdef KERNEL_RACY
#define MATE_READ(type, mate, field)                                                               \
    __extension__({                                                                                \
        type read_;                                                                                \
        __atomic_load(&(mate)->field, &read_, __ATOMIC_RELAXED);                                   \
        read_;                                                                                     \
    })
#else
#define MATE_READ(type, mate, field) ((mate)->field)
#endif

V_INLINE void add_mates(const Grid *grid, const Mates *own, const GridMate *mate, uint32_t count,
                        Totals *totals)
{
    const float half = 0.5f * grid->units_a_radius;
    const VFloat nearest = v_set(half * half);
    const VFloat within = v_set(-3.0f * half * half); /* what is left of it at the radius */
    const VFloat zero = v_set(0.0f);
    Part part = totals->part;
    for (const GridMate *end = mate + count; mate < end; mate++) {
        VFloat x = v_set(MATE_READ(float, mate, x)) - own->x;
        VFloat y = v_set(MATE_READ(float, mate, y)) - own->y;
        VFloat nearness = v_take_product(v_take_product(nearest, x, x), y, y);
        VMask near = v_less(within, nearness);
        if (V_LANES == 1 && !v_any(near)) {
            continue;
        }
        part.place = v_add_where_u(near, part.place, v_set_u(MATE_READ(GridPair, mate, place)));
        part.velocity =
            v_add_where_u(near, part.velocity, v_set_u(MATE_READ(GridPair, mate, velocity)));
        part.beat = v_add_where_u(near, part.beat, v_set_u(MATE_READ(GridTriple, mate, beat)));
        nearness = v_max(nearness, zero);
        part.away_x = v_take_product(part.away_x, nearness, x);
        part.away_y = v_take_product(part.away_y, nearness, y);
    }
    totals->part = part;
}

/* Adds the lowest of a word's sums, of so many bits, to a total, and gives those above it. */
V_INLINE VUint add_lowest(VUint word, uint32_t bits, VUint *total)
{
    VUint lowest = (VUint)((VInt)(word << (32 - bits)) >> (32 - bits));
    *total += lowest;
    return (VUint)((VInt)(word - lowest) >> bits);
}

V_INLINE void empty(const Mates *own, Totals *totals)
{
    const Part *part = &totals->part;
    totals->away_x += (VUint)v_truncate(part->away_x);
    totals->away_y += (VUint)v_truncate(part->away_y);
    VUint count = add_lowest(add_lowest(part->beat, 13, &totals->cosine), 13, &totals->sine) & 63;
    totals->count += count;
    VUint place = (VUint)v_truncate(own->x) + ((VUint)v_truncate(own->y) << 16);
    totals->y += add_lowest(part->place - count * place, 16, &totals->x);
    totals->vy += add_lowest(part->velocity, 16, &totals->vx);
    totals->part = (Part){0};
}

/* It has seen itself, at no distance. */
V_INLINE Sums sums_from(const Totals *totals, const Mates *own)
{
    VFloat count = v_from_int((VInt)totals->count) - 1.0f;
    return (Sums){.count = count,
                  .share = 1.0f / v_max(count, v_set(1.0f)),
                  .x = v_from_int((VInt)totals->x),
                  .y = v_from_int((VInt)totals->y),
                  .vx = v_from_int((VInt)totals->vx) - own->vx,
                  .vy = v_from_int((VInt)totals->vy) - own->vy,
                  .away_x = v_from_int((VInt)totals->away_x),
                  .away_y = v_from_int((VInt)totals->away_y),
                  .cosine = v_from_int((VInt)totals->cosine) - own->cosine,
                  .sine = v_from_int((VInt)totals->sine) - own->sine};
}

/* The stretches of the grid's order in which those that a group may see lie: one a row. */
typedef struct View {
    const uint32_t *left, *after; /* in `starts`; a row further is `columns` further */
    uint32_t rows;
} View;

V_INLINE View view_of(const Grid *grid, const Group *group)
{
    uint32_t left = group->left > GRID_SPAN ? group->left - GRID_SPAN : 0;
    uint32_t right = min_u32(group->right + GRID_SPAN, grid->columns - 1);
    uint32_t first = group->row > 0 ? group->row - 1 : 0;
    uint32_t last = min_u32(group->row + 1, grid->rows - 1);
    const uint32_t *row = grid->starts + (size_t)first * grid->columns;
    return (View){.left = row + left, .after = row + right + 1, .rows = last - first + 1};
}

/* Adds a stretch, emptying the sums in time. `added` of them are in since the last time. */
V_INLINE uint32_t add_stretch(const Grid *grid, const Mates *own, Range stretch, uint32_t added,
                              Totals *totals)
{
    while (!range_is_empty(stretch)) {
        uint32_t count = min_u32(range_count(stretch), GRID_MATES_A_SUM - added);
        add_mates(grid, own, grid->mates + stretch.begin, count, totals);
        stretch.begin += count;
        added += count;
        if (added == GRID_MATES_A_SUM) {
            empty(own, totals);
            added = 0;
        }
    }
    return added;
}

V_INLINE Sums sums_of(const Grid *grid, const Group *group, bool brute, const Mates *own)
{
    Totals totals = {0};
    uint32_t added = 0;
    View view = view_of(grid, group);
    if (brute) {
        add_stretch(grid, own, (Range){0, grid_flying(grid)}, 0, &totals);
        view.rows = 0;
    }
    for (uint32_t row = 0; row < view.rows; row++) {
        size_t at = (size_t)row * grid->columns;
        added = add_stretch(grid, own, (Range){view.left[at], view.after[at]}, added, &totals);
    }
    empty(own, &totals);
    return sums_from(&totals, own);
}

static void count_near(const Grid *grid, Range places, uint32_t *counts)
{
    const VFloat within = v_set(grid->units_a_radius * grid->units_a_radius);
    for (uint32_t place = places.begin; place < places.end;) {
        Group group = group_from(grid, place, places.end);
        View view = view_of(grid, &group);
        VFloat own_x = mates_x(grid, &group);
        VFloat own_y = mates_y(grid, &group);
        VUint seen = v_set_u(UINT32_MAX); /* it sees itself */
        for (uint32_t row = 0; row < view.rows; row++) {
            const GridMate *mate = grid->mates + view.left[(size_t)row * grid->columns];
            const GridMate *end = grid->mates + view.after[(size_t)row * grid->columns];
            VUint here = v_set_u(0); /* in a register, as the sum of all rows would not be */
            for (; mate < end; mate++) {
                VFloat x = v_set(mate->x) - own_x;
                VFloat y = v_set(mate->y) - own_y;
                here = v_count_where(v_less(v_add_product(x * x, y, y), within), here);
            }
            seen += here;
        }
        v_store_u(counts + (place - places.begin), seen, group.count);
        place += group.count;
    }
}

static void look_around(const Grid *grid, bool brute, Range places, FlockSums *seen)
{
    for (uint32_t place = places.begin; place < places.end;) {
        Group group = group_from(grid, place, places.end);
        Mates own = mates_of(grid, &group);
        Sums sums = sums_of(grid, &group, brute, &own);
        for (uint32_t i = 0; i < group.count; i++, place++, seen++) {
            float lanes[sizeof sums / sizeof(float)];
            memcpy(lanes, &sums, sizeof sums);
            const float *lane = lanes + i;
            *seen = (FlockSums){lane[0],           lane[1 * V_LANES], lane[2 * V_LANES],
                                lane[3 * V_LANES], lane[4 * V_LANES], lane[5 * V_LANES],
                                lane[6 * V_LANES], lane[7 * V_LANES], lane[8 * V_LANES]};
        }
    }
}
