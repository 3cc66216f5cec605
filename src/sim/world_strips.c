#include "sim/world_strips.h"

#include "sim/flight_tell.h"
#include "sim/world_state.h"

static float not_below_0(float value)
{
    return value > 0.0f ? value : 0.0f;
}

WorldStrips world_strips(const World *world, float left, float top, float right, float bottom)
{
    const Grid *grid = &world->grid;
    Range flock = grid->sprites;
    if (world->previous_is_front || range_count(flock) == 0 || !(right > 0.0f) ||
        !(bottom > 0.0f)) {
        return (WorldStrips){0};
    }
    float margin = world->reach + JAR_REACH;
    uint32_t first_row = grid_row(grid, not_below_0(top - margin));
    return (WorldStrips){
        .count = grid_row(grid, bottom + margin) - first_row + 2,
        .first_row = first_row,
        .first_column = grid_column(grid, not_below_0(left - margin)),
        .last_column = grid_column(grid, right + margin),
    };
}

Range world_strip(const World *world, const WorldStrips *strips, uint32_t index)
{
    const Grid *grid = &world->grid;
    uint32_t first = grid->sprites.begin;
    if (index + 1 == strips->count) {
        return (Range){first + grid_flying(grid), grid->sprites.end};
    }
    const uint32_t *row = grid->starts + (size_t)(strips->first_row + index) * grid->columns;
    return (Range){first + row[strips->first_column], first + row[strips->last_column + 1]};
}
