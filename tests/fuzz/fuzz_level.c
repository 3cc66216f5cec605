/* Feeds the map reader whatever libFuzzer thinks of: it must load or give one line with a place. */
#include "level/level.h"

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
    Error error = {""};
    Level *level = level_parse("fuzz/map.tmx", (const char *)bytes, count, &error);
    if (!level && (strncmp(error.text, "fuzz/map.tmx:", 13) != 0 || strchr(error.text, '\n'))) {
        abort();
    }
    if (level) {
        uint32_t cells = level->spec.tile_columns * level->spec.tile_rows;
        for (uint32_t i = 0; i < level->layer_count * cells; i++) {
            uint32_t cell = level->layers[i / cells].cells[i % cells] & LEVEL_TILE_MASK;
            uint32_t local;
            if (cell > 0 && !level_tileset_of(level, cell - 1, &local)) {
                abort();
            }
        }
    }
    level_destroy(level);
    return 0;
}
