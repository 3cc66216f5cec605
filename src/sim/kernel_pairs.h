/* What V_LANES fireflies see, two mates at a time: a lane is two words of 16 bits, one for each of
 * the mates. The same sums as kernel_one.h's. For kernel_look.h. */
#pragma once

#include "sim/kernel.h"
#include "sim/vector.h"

/* What V_LANES fireflies are to themselves. */
typedef struct Own {
    VFloat at_x, at_y; /* pixels */
    VUint x, y;        /* in both words; as in GridMate, and all that follows */
    VInt vx, vy;
    VInt cosine, sine;
} Own;

V_INLINE Own own_of(const Grid *grid, uint32_t place)
{
    const GridMates *mates = &grid->mates;
    return (Own){v_load(grid->x + place),
                 v_load(grid->y + place),
                 v_load_word_twice(mates->x + place),
                 v_load_word_twice(mates->y + place),
                 v_load_word(mates->vx + place),
                 v_load_word(mates->vy + place),
                 v_load_word(mates->cosine + place),
                 v_load_word(mates->sine + place)};
}

/* The grid's, in words. */
typedef struct Limits {
    VUint within, beside;
} Limits;

V_INLINE Limits limits_of(const Grid *grid)
{
    uint32_t within = grid_radius_squared(grid);
    return (Limits){v_set_u(within * 0x10001), v_set_u(within / 4 * 0x10001)};
}

/* Offsets in units. */
typedef struct Distance {
    VUint x, y, squared;
} Distance;

V_INLINE Distance distance_to(const GridMates *mates, uint32_t place, const Own *own)
{
    VUint x = v_sub_words(v_set_words(mates->x + place), own->x);
    VUint y = v_sub_words(v_set_words(mates->y + place), own->y);
    return (Distance){x, y, v_add_words(v_square_words(x), v_square_words(y))};
}

/* The mates at `place` and behind it, or those words of them that are allowed. Near is -1: so the
 * sums of products come out with their signs turned. */
V_INLINE void add_pair(const Grid *grid, const Limits *limits, uint32_t place, const Own *own,
                       const VUint *allowed, VUint *count, Totals *turned)
{
    const GridMates *mates = &grid->mates;
    Distance to = distance_to(mates, place, own);
    VUint near = v_less_words(to.squared, limits->within);
    VUint nearness = v_rest_words(limits->beside, to.squared);
    if (allowed) {
        near &= *allowed;
        nearness &= *allowed;
    }
    *count = v_sub_words(*count, near);
    turned->x = v_add_word_products(turned->x, near, to.x);
    turned->y = v_add_word_products(turned->y, near, to.y);
    turned->vx = v_add_word_products(turned->vx, near, v_set_words(mates->vx + place));
    turned->vy = v_add_word_products(turned->vy, near, v_set_words(mates->vy + place));
    turned->away_x = v_add_word_products(turned->away_x, nearness, to.x);
    turned->away_y = v_add_word_products(turned->away_y, nearness, to.y);
    turned->cosine = v_add_word_products(turned->cosine, near, v_set_words(mates->cosine + place));
    turned->sine = v_add_word_products(turned->sine, near, v_set_words(mates->sine + place));
}

V_INLINE VUint count_of_words(VUint count)
{
    return (count & 0xffff) + (count >> 16);
}

/* The first one or two of a stretch, so that an even number is left; or nobody. Without a branch:
 * it would often be foreseen wrongly. */
V_INLINE VUint first_words(Range stretch)
{
    static const uint32_t words[3] = {0, 0xffffffff, 0x0000ffff};
    uint32_t count = range_count(stretch);
    return v_set_u(words[(count > 0) + (count & 1)]);
}

/* The pairs behind the first of each stretch of a view, as one loop: its end is foreseen wrongly
 * once, where one loop a stretch would be thrice. */
typedef struct Walk {
    uint32_t left; /* pairs */
    uint32_t place;
    uint32_t ends[VIEW_ROWS - 1], starts[VIEW_ROWS - 1]; /* where a stretch ends, the next starts */
} Walk;

V_INLINE uint32_t pairs_behind(Range stretch)
{
    uint32_t count = range_count(stretch);
    return (count - (count > 0)) / 2;
}

V_INLINE Walk walk_of(const View *view)
{
    const Range *rows = view->rows;
    uint32_t above = pairs_behind(rows[0]);
    uint32_t level = pairs_behind(rows[1]);
    uint32_t below = pairs_behind(rows[2]);
    return (Walk){above + level + below,
                  rows[0].end - 2 * above,
                  {rows[0].end, rows[1].end},
                  {rows[1].end - 2 * level, rows[2].end - 2 * below}};
}

V_INLINE uint32_t walk_on(Walk *walk)
{
    uint32_t place = walk->place;
    place = place == walk->ends[0] ? walk->starts[0] : place;
    place = place == walk->ends[1] ? walk->starts[1] : place;
    walk->place = place + 2;
    walk->left--;
    return place;
}

V_INLINE void add_first(const Grid *grid, const Limits *limits, const Own *own, Range stretch,
                        VUint *count, Totals *turned)
{
    const VUint first = first_words(stretch);
    add_pair(grid, limits, stretch.begin, own, &first, count, turned);
}

V_INLINE void add_view(const Grid *grid, const Limits *limits, const Own *own, const View *view,
                       Totals *turned)
{
    VUint count = v_set_u(0);
    add_first(grid, limits, own, view->rows[0], &count, turned);
    add_first(grid, limits, own, view->rows[1], &count, turned);
    add_first(grid, limits, own, view->rows[2], &count, turned);
    for (Walk walk = walk_of(view); walk.left > 0;) {
        add_pair(grid, limits, walk_on(&walk), own, NULL, &count, turned);
    }
    turned->count = count_of_words(count);
}

static void add_afar(const Grid *grid, const Limits *limits, const Own *own, Range stretch,
                     Totals *turned)
{
    for (uint32_t place = stretch.begin; place < stretch.end; place++) {
        VMask around = is_around(grid, place, own->at_x, own->at_y);
        if (v_any(around)) {
            VUint allowed = v_where_u(around, v_set_u(0x0000ffff), v_set_u(0));
            VUint count = v_set_u(0);
            add_pair(grid, limits, place, own, &allowed, &count, turned);
            turned->count += count_of_words(count);
        }
    }
}

V_INLINE Totals totals_from(const Totals *turned)
{
    return (Totals){turned->count,   -turned->x,      -turned->y,      -turned->vx,  -turned->vy,
                    -turned->away_x, -turned->away_y, -turned->cosine, -turned->sine};
}

V_INLINE VUint near_at(const Grid *grid, const Limits *limits, const Own *own, uint32_t place)
{
    return v_less_words(distance_to(&grid->mates, place, own).squared, limits->within);
}

V_INLINE VUint near_first(const Grid *grid, const Limits *limits, const Own *own, Range stretch)
{
    return near_at(grid, limits, own, stretch.begin) & first_words(stretch);
}

V_INLINE VUint count_view(const Grid *grid, const Limits *limits, const Own *own, const View *view)
{
    VUint turned = v_add_words(v_add_words(near_first(grid, limits, own, view->rows[0]),
                                           near_first(grid, limits, own, view->rows[1])),
                               near_first(grid, limits, own, view->rows[2]));
    for (Walk walk = walk_of(view); walk.left > 0;) {
        turned = v_add_words(turned, near_at(grid, limits, own, walk_on(&walk)));
    }
    return count_of_words(v_sub_words(v_set_u(0), turned));
}
