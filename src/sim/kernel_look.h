/* A look around: what V_LANES fireflies see of their mates. For kernel_flock.h. */
#pragma once

#include "sim/kernel.h"
#include "sim/vector.h"

enum {
    /* At most: in a thin flock lanes would lie far apart, and no mate must be afar from any. So
     * many notices_of can read. */
    GROUP_COLUMNS = GRID_PAD,
    VIEW_ROWS = 3,
    VIEW_COUNT_MAX = 65535, /* which words can count */
};

/* Fireflies that lie next to each other in the grid's order, and in one row of it. */
typedef struct Group {
    uint32_t first; /* in the grid's order */
    uint32_t count; /* 1 to V_LANES; the other lanes hold whoever follows, and are not stored */
    uint32_t row;
    uint32_t left, right; /* columns of the first and of the last */
    uint32_t notices;     /* of all their cells, together */
} Group;

_Static_assert((int)GROUP_COLUMNS < (int)(GRID_AFAR_RADII - 1) * (int)GRID_SPAN,
               "what a group looks at is not afar");

/* Of up to GROUP_COLUMNS cells. Without a loop, whose end would often be foreseen wrongly. */
V_INLINE uint32_t notices_of(const uint8_t *cells, uint32_t count)
{
    static const uint64_t ahead[4] = {UINT64_MAX, UINT64_MAX};
    uint64_t notices[2];
    uint64_t mask[2];
    memcpy(notices, cells, sizeof notices);
    memcpy(mask, (const uint8_t *)ahead + sizeof mask - count, sizeof mask);
    uint64_t all = (notices[0] & mask[0]) | (notices[1] & mask[1]);
    all |= all >> 32;
    all |= all >> 16;
    return (uint32_t)(all | all >> 8) & 0xff;
}

V_INLINE Group group_from(const Grid *grid, uint32_t first, uint32_t end)
{
    Group group = {.first = first,
                   .row = grid_row(grid, grid->y[first]),
                   .left = grid_column(grid, grid->x[first])};
    const size_t row = (size_t)group.row * grid->columns;
    uint32_t last_column = min_u32(group.left + GROUP_COLUMNS, grid->columns) - 1;
    uint32_t left = min_u32(end, grid->starts[row + last_column + 1]) - first;
    group.count = V_LANES;
    if (__builtin_expect(left < V_LANES, false)) { /* a minimum would make the next group wait */
        group.count = left;
    }
    group.right = grid_column(grid, grid->x[first + group.count - 1]);
    group.notices = notices_of(grid->notices + row + group.left, group.right - group.left + 1);
    return group;
}

/* What is seen, the firefly itself among it: whole numbers modulo 2^32, the same in whatever order
 * they are added. FlockSums, side by side. */
typedef struct Totals {
    VUint count, x, y, vx, vy, away_x, away_y, cosine, sine;
} Totals;

/* What others see of a mate. In a kernel whose mates change while others look (kernel_racy.c) it is
 * read and written as relaxed atomics: wrong, but defined. */
#ifdef KERNEL_RACY
#define MATE_READ(words, place)        __atomic_load_n(&(words)[place], __ATOMIC_RELAXED)
#define MATE_WRITE(words, place, word) __atomic_store_n(&(words)[place], word, __ATOMIC_RELAXED)
#else
#define MATE_READ(words, place)        ((words)[place])
#define MATE_WRITE(words, place, word) ((words)[place] = (word))
#endif

/* Which lanes, at (x, y) pixels, have it closer than any that the words could take for another. */
V_INLINE VMask is_around(const Grid *grid, uint32_t place, VFloat x, VFloat y)
{
    x = v_set(grid->x[place]) - x;
    y = v_set(grid->y[place]) - y;
    return v_less(x * x + y * y, v_set(4.0f * grid->radius * grid->radius));
}

/* The stretches of the grid's order in which those that a group may see lie: one a row, empty where
 * the map ends. */
typedef struct View {
    Range rows[VIEW_ROWS];
} View;

V_INLINE View view_of(const Grid *grid, const Group *group)
{
    uint32_t left = group->left > GRID_SPAN ? group->left - GRID_SPAN : 0;
    uint32_t right = min_u32(group->right + GRID_SPAN, grid->columns - 1);
    const uint32_t *row = grid->starts + (size_t)group->row * grid->columns;
    View view = {{{0}, {row[left], row[right + 1]}, {0}}};
    if (group->row > 0) {
        const uint32_t *above = row - grid->columns;
        view.rows[0] = (Range){above[left], above[right + 1]};
    }
    if (group->row + 1 < grid->rows) {
        const uint32_t *below = row + grid->columns;
        view.rows[2] = (Range){below[left], below[right + 1]};
    }
    return view;
}

/* Words would be wrong about some of those in it, which are too far off, or could not count them.
 */
V_INLINE bool is_beyond_words(const Grid *grid, const View *view)
{
    uint32_t count =
        range_count(view->rows[0]) + range_count(view->rows[1]) + range_count(view->rows[2]);
    return grid->is_coarse || count > VIEW_COUNT_MAX;
}

#ifdef V_WORDS
#include "sim/kernel_pairs.h"
#else
#include "sim/kernel_one.h"
#endif

/* FlockSums, side by side; and what makes means of them: one over the count, or 1 for none. */
typedef struct Sums {
    VFloat count, x, y, vx, vy, away_x, away_y, cosine, sine;
    VFloat share;
} Sums;

/* It has seen itself, at no distance. */
V_INLINE Sums sums_from(const Totals *totals, const Own *own)
{
    VFloat count = v_from_int((VInt)totals->count - 1);
    return (Sums){.count = count,
                  .share = 1.0f / v_max(count, v_set(1.0f)),
                  .x = v_from_int((VInt)totals->x),
                  .y = v_from_int((VInt)totals->y),
                  .vx = v_from_int((VInt)(totals->vx - (VUint)own->vx)),
                  .vy = v_from_int((VInt)(totals->vy - (VUint)own->vy)),
                  .away_x = v_from_int((VInt)totals->away_x),
                  .away_y = v_from_int((VInt)totals->away_y),
                  .cosine = v_from_int((VInt)(totals->cosine - (VUint)own->cosine)),
                  .sine = v_from_int((VInt)(totals->sine - (VUint)own->sine))};
}

/* What is beyond words; and everyone, where there is no grid. */
static __attribute__((noinline)) void add_view_afar(const Grid *grid, const Group *group,
                                                    const View *view, bool brute, Totals *totals)
{
    const Limits limits = limits_of(grid);
    const Own own = own_of(grid, group->first);
    if (brute) {
        add_afar(grid, &limits, &own, (Range){0, grid_flying(grid)}, totals);
        return;
    }
    for (uint32_t row = 0; row < VIEW_ROWS; row++) {
        add_afar(grid, &limits, &own, view->rows[row], totals);
    }
}

V_INLINE Totals totals_of(const Grid *grid, const Limits *limits, const Group *group, bool brute,
                          const Own *own)
{
    Totals totals = {0};
    View view = view_of(grid, group);
    if (brute || is_beyond_words(grid, &view)) {
        Totals afar = {0};
        add_view_afar(grid, group, &view, brute, &afar);
        return totals_from(&afar);
    }
    add_view(grid, limits, own, &view, &totals);
    return totals_from(&totals);
}

V_INLINE Sums sums_of(const Grid *grid, const Limits *limits, const Group *group, bool brute,
                      const Own *own)
{
    Totals totals = totals_of(grid, limits, group, brute, own);
    return sums_from(&totals, own);
}

/* Itself among them. */
V_INLINE VUint count_of(const Grid *grid, const Limits *limits, const Group *group, const Own *own)
{
    View view = view_of(grid, group);
    if (is_beyond_words(grid, &view)) {
        return totals_of(grid, limits, group, false, own).count;
    }
    return count_view(grid, limits, own, &view);
}

static void count_near(const Grid *grid, Range places, uint32_t *counts)
{
    const Limits limits = limits_of(grid);
    for (uint32_t place = places.begin; place < places.end;) {
        Group group = group_from(grid, place, places.end);
        Own own = own_of(grid, place);
        VUint count = count_of(grid, &limits, &group, &own) - 1;
        v_store_u(counts + (place - places.begin), count, group.count);
        place += group.count;
    }
}

static void look_around(const Grid *grid, bool brute, Range places, FlockSums *seen)
{
    const Limits limits = limits_of(grid);
    for (uint32_t place = places.begin; place < places.end;) {
        Group group = group_from(grid, place, places.end);
        Own own = own_of(grid, place);
        Sums sums = sums_of(grid, &limits, &group, brute, &own);
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
