/* What V_LANES fireflies see, two mates at a time: a lane is two words of 16 bits, one for each of
 * the mates. The same sums as kernel_one.h's. For kernel_look.h. */
#pragma once

#include "sim/kernel.h"
#include "sim/vector.h"

enum {
    MATES_A_COUNT = 1 << 16, /* what two words can count */
};

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

/* The first one or two of a stretch, so that an even number is left. Without a branch: it would
 * often be foreseen wrongly. */
V_INLINE VUint first_words(Range stretch)
{
    return v_set_u(range_count(stretch) % 2 ? 0x0000ffff : 0xffffffff);
}

V_INLINE uint32_t after_first(Range stretch)
{
    return stretch.begin + 2 - range_count(stretch) % 2;
}

/* Of 1 to MATES_A_COUNT mates. */
V_INLINE void add_piece(const Grid *grid, const Limits *limits, const Own *own, Range piece,
                        Totals *turned)
{
    const VUint first = first_words(piece);
    VUint count = v_set_u(0);
    add_pair(grid, limits, piece.begin, own, &first, &count, turned);
    for (uint32_t place = after_first(piece); place < piece.end; place += 2) {
        add_pair(grid, limits, place, own, NULL, &count, turned);
    }
    turned->count += count_of_words(count);
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

V_INLINE void add_stretch(const Grid *grid, const Limits *limits, const Own *own, Range stretch,
                          Totals *turned)
{
    while (!range_is_empty(stretch)) {
        uint32_t count = min_u32(range_count(stretch), MATES_A_COUNT);
        add_piece(grid, limits, own, (Range){stretch.begin, stretch.begin + count}, turned);
        stretch.begin += count;
    }
}

V_INLINE Totals totals_from(const Totals *turned)
{
    return (Totals){turned->count,   -turned->x,      -turned->y,      -turned->vx,  -turned->vy,
                    -turned->away_x, -turned->away_y, -turned->cosine, -turned->sine};
}

V_INLINE VUint count_piece(const Grid *grid, const Limits *limits, const Own *own, Range piece)
{
    const GridMates *mates = &grid->mates;
    VUint squared = distance_to(mates, piece.begin, own).squared;
    VUint near = v_less_words(squared, limits->within) & first_words(piece);
    VUint count = v_sub_words(v_set_u(0), near);
    for (uint32_t place = after_first(piece); place < piece.end; place += 2) {
        squared = distance_to(mates, place, own).squared;
        count = v_sub_words(count, v_less_words(squared, limits->within));
    }
    return count_of_words(count);
}

V_INLINE VUint count_stretch(const Grid *grid, const Limits *limits, const Own *own, Range stretch)
{
    VUint count = v_set_u(0);
    while (!range_is_empty(stretch)) {
        uint32_t most = min_u32(range_count(stretch), MATES_A_COUNT);
        Range piece = {stretch.begin, stretch.begin + most};
        count += count_piece(grid, limits, own, piece);
        stretch.begin += most;
    }
    return count;
}
