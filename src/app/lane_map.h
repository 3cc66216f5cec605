/* Which lane moved which sprite, read from what the lanes recorded: for colouring sprites by lane.
 */
#pragma once

#include "backend/backend.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct LaneMap {
    uint8_t *lane_of; /* [count]; LANE_MAP_UNKNOWN: the record does not reach that far */
    uint32_t count;
} LaneMap;

enum { LANE_MAP_UNKNOWN = 255 };

/* Fits it to a world. False: no memory, and then `lane_of` is NULL. */
bool lane_map_resize(LaneMap *map, uint32_t sprite_count);

void lane_map_release(LaneMap *map);

/* After a step was finished, and before the next begins. */
void lane_map_fill(LaneMap *map, const Backend *backend);
