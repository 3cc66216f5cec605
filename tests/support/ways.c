#include "support/ways.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { SIDES = 4 };

#define NOWHERE UINT32_MAX

void ways_open(Ways *ways, const WorldSpec *spec)
{
    *ways = (Ways){.columns = spec->tile_columns,
                   .rows = spec->tile_rows,
                   .tile_size = (float)spec->tile_size};
    uint32_t count = ways_tile_count(ways);
    ways->solid = malloc(count);
    ways->queue = calloc(count, sizeof *ways->queue);
    assert_non_null(ways->solid);
    assert_non_null(ways->queue);
    memcpy(ways->solid, spec->solid, count);
}

void ways_close(Ways *ways)
{
    free(ways->solid);
    free(ways->queue);
}

uint32_t ways_tile_count(const Ways *ways)
{
    return ways->columns * ways->rows;
}

static uint32_t index_at(float at, float tile_size, uint32_t count)
{
    uint32_t index = at > 0.0f ? (uint32_t)(at / tile_size) : 0;
    return index < count ? index : count - 1;
}

uint32_t ways_tile_at(const Ways *ways, float x, float y)
{
    return index_at(y, ways->tile_size, ways->rows) * ways->columns +
           index_at(x, ways->tile_size, ways->columns);
}

SpecPoint ways_middle(const Ways *ways, uint32_t tile)
{
    float column = (float)(tile % ways->columns);
    float row = (float)(tile / ways->columns);
    return (SpecPoint){(column + 0.5f) * ways->tile_size, (row + 0.5f) * ways->tile_size};
}

/* The tile left, right, above or below; NOWHERE off the map and where it is solid. */
static uint32_t beside(const Ways *ways, uint32_t tile, uint32_t side)
{
    static const uint32_t across[SIDES] = {UINT32_MAX, 1, 0, 0}; /* one less, going round */
    static const uint32_t down[SIDES] = {0, 0, UINT32_MAX, 1};
    uint32_t column = tile % ways->columns + across[side];
    uint32_t row = tile / ways->columns + down[side];
    if (column >= ways->columns || row >= ways->rows) {
        return NOWHERE;
    }
    uint32_t next = row * ways->columns + column;
    return ways->solid[next] ? NOWHERE : next;
}

void ways_measure(const Ways *ways, uint32_t goal, const uint8_t *shunned, uint16_t *steps)
{
    memset(steps, 0xff, ways_tile_count(ways) * sizeof *steps);
    uint32_t first = 0;
    uint32_t end = 0;
    steps[goal] = 0;
    ways->queue[end++] = goal;
    while (first < end) {
        uint32_t tile = ways->queue[first++];
        for (uint32_t side = 0; side < SIDES; side++) {
            uint32_t next = beside(ways, tile, side);
            bool is_new = next != NOWHERE && steps[next] == WAYS_FAR;
            if (is_new && !(shunned && shunned[next]) && steps[tile] < WAYS_FAR - 1) {
                steps[next] = (uint16_t)(steps[tile] + 1);
                ways->queue[end++] = next;
            }
        }
    }
}

uint32_t ways_next(const Ways *ways, uint32_t tile, const uint16_t *steps)
{
    uint32_t best = tile;
    for (uint32_t side = 0; side < SIDES; side++) {
        uint32_t next = beside(ways, tile, side);
        if (next != NOWHERE && steps[next] < steps[best]) {
            best = next;
        }
    }
    return best;
}
