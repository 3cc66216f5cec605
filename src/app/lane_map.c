#include "app/lane_map.h"

#include "sim/step.h"

#include <stdlib.h>
#include <string.h>

bool lane_map_resize(LaneMap *map, uint32_t sprite_count)
{
    lane_map_release(map);
    map->lane_of = malloc(sprite_count > 0 ? sprite_count : 1);
    if (!map->lane_of) {
        return false;
    }
    map->count = sprite_count;
    memset(map->lane_of, LANE_MAP_UNKNOWN, map->count);
    return true;
}

void lane_map_release(LaneMap *map)
{
    free(map->lane_of);
    *map = (LaneMap){0};
}

/* The phase whose slices are ranges of sprites. */
static uint32_t find_move_phase(void)
{
    uint32_t phase = 0;
    while (phase < step_phase_count() && strcmp(step_phase_name(phase), "move") != 0) {
        phase++;
    }
    return phase;
}

static void fill_runs(LaneMap *map, const Lane *lane, uint32_t phase)
{
    for (uint32_t i = 0; i < lane->record.run_count; i++) {
        const LaneRun *run = &lane->record.runs[i];
        if (run->phase == phase) {
            Range range = range_intersect(run->indices, (Range){0, map->count});
            memset(map->lane_of + range.begin, (int)lane->index, range_count(range));
        }
    }
}

void lane_map_fill(LaneMap *map, const Backend *backend)
{
    if (!map->lane_of) {
        return;
    }
    /* With one lane there is nothing to look up, and its record may be cut short. */
    bool single = backend_lane_count(backend) == 1;
    memset(map->lane_of, single ? 0 : LANE_MAP_UNKNOWN, map->count);
    uint32_t phase = find_move_phase();
    for (uint32_t i = 0; i < backend_lane_count(backend); i++) {
        fill_runs(map, backend_lane(backend, i), phase);
    }
}
