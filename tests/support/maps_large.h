/* Maps of many cells, for tests of the loading. Faults in here fail the running test; main thread
 * only. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum { MAPS_LARGE_LAYERS = 6 };

typedef struct LargeMap {
    uint32_t columns;
    uint32_t rows;
    bool bad_last_cell[MAPS_LARGE_LAYERS]; /* of a tile that is in no tileset */
    bool bad_first_cell[MAPS_LARGE_LAYERS];
    const char *last_words; /* before </map>; NULL: a lantern */
} LargeMap;

/* The text of a map whose layers are saved in all of Tiled's ways in turn, with cells by chance but
 * always the same ones. Tiles are those of maps_good. The caller frees. */
char *maps_large(const LargeMap *map);
