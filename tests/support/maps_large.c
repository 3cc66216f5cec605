#include "support/maps_large.h"

#include "base/random.h"
#include "support/maps.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <zlib.h>

#include <cmocka.h>

enum { TILES = 8, BAD_TILE = 77 };

static const char lantern[] =
    "<objectgroup><object id=\"1\" class=\"lantern\" x=\"8\" y=\"8\"><point/></object>"
    "</objectgroup>\n";

static uint32_t cell_at(const LargeMap *map, uint32_t layer, uint32_t index)
{
    bool is_last = index + 1 == map->columns * map->rows;
    if ((is_last && map->bad_last_cell[layer]) || (index == 0 && map->bad_first_cell[layer])) {
        return BAD_TILE;
    }
    uint64_t dice = random_mix((uint64_t)layer << 32 | index);
    uint32_t flips = dice % 16 == 0 ? 0xa0000000u : 0;
    uint32_t tile = (uint32_t)(dice >> 32) % (TILES + 1);
    return tile == 0 ? 0 : tile | flips;
}

static void write_csv(FILE *file, const LargeMap *map, uint32_t layer)
{
    uint32_t count = map->columns * map->rows;
    fprintf(file, "<data encoding=\"csv\">\n");
    for (uint32_t i = 0; i < count; i++) {
        const char *end = i + 1 == count ? "\n" : (i + 1) % map->columns == 0 ? ",\n" : ",";
        fprintf(file, "%u%s", cell_at(map, layer, i), end);
    }
}

static void write_elements(FILE *file, const LargeMap *map, uint32_t layer)
{
    fprintf(file, "<data>");
    for (uint32_t i = 0; i < map->columns * map->rows; i++) {
        uint32_t cell = cell_at(map, layer, i);
        if (cell == 0) {
            fprintf(file, "<tile/>");
        } else {
            fprintf(file, "<tile gid=\"%u\"/>", cell);
        }
    }
}

static void write_base64(FILE *file, const unsigned char *bytes, size_t count)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < count; i += 3) {
        size_t left = count - i;
        uint32_t group = (uint32_t)bytes[i] << 16 | (uint32_t)(left > 1 ? bytes[i + 1] : 0) << 8 |
                         (uint32_t)(left > 2 ? bytes[i + 2] : 0);
        fputc(digits[group >> 18], file);
        fputc(digits[group >> 12 & 63], file);
        fputc(left > 1 ? digits[group >> 6 & 63] : '=', file);
        fputc(left > 2 ? digits[group & 63] : '=', file);
    }
}

static void write_packed(FILE *file, const LargeMap *map, uint32_t layer, bool compressed)
{
    uint32_t count = map->columns * map->rows;
    uLong packed_count = compressBound(4uL * count);
    unsigned char *plain = malloc(4u * (size_t)count);
    unsigned char *packed = malloc(packed_count);
    assert_non_null(plain);
    assert_non_null(packed);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t cell = cell_at(map, layer, i);
        for (uint32_t byte = 0; byte < 4; byte++) {
            plain[4 * (size_t)i + byte] = (unsigned char)(cell >> 8 * byte);
        }
    }
    fprintf(file, "<data encoding=\"base64\"%s>", compressed ? " compression=\"zlib\"" : "");
    if (compressed) {
        assert_int_equal(compress(packed, &packed_count, plain, 4uL * count), Z_OK);
        write_base64(file, packed, packed_count);
    } else {
        write_base64(file, plain, 4 * (size_t)count);
    }
    free(plain);
    free(packed);
}

static void write_layer(FILE *file, const LargeMap *map, uint32_t layer)
{
    fprintf(file, "<layer name=\"layer %u\" width=\"%u\" height=\"%u\">", layer, map->columns,
            map->rows);
    switch (layer % 4) {
    case 0: write_csv(file, map, layer); break;
    case 1: write_packed(file, map, layer, true); break;
    case 2: write_elements(file, map, layer); break;
    default: write_packed(file, map, layer, false); break;
    }
    fprintf(file, "</data></layer>\n");
}

char *maps_large(const LargeMap *map)
{
    char *text = NULL;
    size_t length = 0;
    FILE *file = open_memstream(&text, &length);
    assert_non_null(file);
    fprintf(file,
            "<map orientation=\"orthogonal\" width=\"%u\" height=\"%u\" tilewidth=\"16\" "
            "tileheight=\"16\">\n%s\n",
            map->columns, map->rows, maps_good_tileset);
    for (uint32_t layer = 0; layer < MAPS_LARGE_LAYERS; layer++) {
        write_layer(file, map, layer);
    }
    fprintf(file, "%s</map>\n", map->last_words ? map->last_words : lantern);
    assert_int_equal(fclose(file), 0);
    return text;
}
