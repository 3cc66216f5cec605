/* What one firefly sees, a mate after the other: the definition, for vectors of one. For
 * kernel_look.h; kernel_pairs.h does the same with many. */
#pragma once

#include "sim/kernel.h"
#include "sim/vector.h"

/* What the firefly is to itself. */
typedef struct Own {
    float at_x, at_y; /* pixels */
    int16_t x, y;     /* as in GridMate, and all that follows */
    VInt vx, vy;
    VInt cosine, sine;
} Own;

V_INLINE Own own_of(const Grid *grid, uint32_t place)
{
    float x = grid->x[place];
    float y = grid->y[place];
    GridMate self = grid_mate(grid, x, y, grid->vx[place], grid->vy[place], grid->flash[place]);
    return (Own){x, y, self.x, self.y, self.vx, self.vy, self.cosine, self.sine};
}

typedef struct Limits {
    uint32_t within, beside; /* squared: the radius, half of it */
} Limits;

V_INLINE Limits limits_of(const Grid *grid)
{
    uint32_t within = grid_radius_squared(grid);
    return (Limits){within, within / 4};
}

/* Offsets in units; nonsense if the mate is GRID_AFAR_RADII away. */
typedef struct Distance {
    int32_t x, y;
    uint32_t squared;
} Distance;

V_INLINE Distance distance_to(const GridMates *mates, uint32_t place, const Own *own)
{
    int32_t x = (int16_t)(MATE_READ(mates->x, place) - own->x);
    int32_t y = (int16_t)(MATE_READ(mates->y, place) - own->y);
    return (Distance){x, y,
                      ((uint32_t)(x * x) >> GRID_SQUARED_SHIFT) +
                          ((uint32_t)(y * y) >> GRID_SQUARED_SHIFT)};
}

V_INLINE void add_mate(const GridMates *mates, const Limits *limits, uint32_t place, const Own *own,
                       Totals *totals)
{
    Distance to = distance_to(mates, place, own);
    if (to.squared >= limits->within) {
        return;
    }
    int32_t vx = MATE_READ(mates->vx, place);
    int32_t vy = MATE_READ(mates->vy, place);
    int32_t cosine = MATE_READ(mates->cosine, place);
    int32_t sine = MATE_READ(mates->sine, place);
    int32_t nearness = to.squared < limits->beside ? (int32_t)(limits->beside - to.squared) : 0;
    totals->count++;
    totals->x += (uint32_t)to.x;
    totals->y += (uint32_t)to.y;
    totals->vx += (uint32_t)vx;
    totals->vy += (uint32_t)vy;
    totals->away_x -= (uint32_t)(nearness * to.x);
    totals->away_y -= (uint32_t)(nearness * to.y);
    totals->cosine += (uint32_t)cosine;
    totals->sine += (uint32_t)sine;
}

V_INLINE void add_view(const Grid *grid, const Limits *limits, const Own *own, const View *view,
                       Totals *totals)
{
    const GridMates mates = grid->mates;
    for (uint32_t row = 0; row < VIEW_ROWS; row++) {
        for (uint32_t place = view->rows[row].begin; place < view->rows[row].end; place++) {
            add_mate(&mates, limits, place, own, totals);
        }
    }
}

static void add_afar(const Grid *grid, const Limits *limits, const Own *own, Range stretch,
                     Totals *totals)
{
    const GridMates mates = grid->mates;
    for (uint32_t place = stretch.begin; place < stretch.end; place++) {
        if (is_around(grid, place, own->at_x, own->at_y)) {
            add_mate(&mates, limits, place, own, totals);
        }
    }
}

V_INLINE Totals totals_from(const Totals *totals)
{
    return *totals;
}

V_INLINE VUint count_view(const Grid *grid, const Limits *limits, const Own *own, const View *view)
{
    const GridMates mates = grid->mates;
    const uint32_t within = limits->within;
    uint32_t count = 0;
    for (uint32_t row = 0; row < VIEW_ROWS; row++) {
        for (uint32_t place = view->rows[row].begin; place < view->rows[row].end; place++) {
            count += distance_to(&mates, place, own).squared < within;
        }
    }
    return count;
}
