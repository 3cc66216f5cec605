#include "level/attribute.h"
#include "level/base64.h"
#include "level/number.h"
#include "level/tmx.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

enum { BYTES_PER_CELL = 4 };

/* Window sizes as zlib's inflateInit2 takes them: 15 bits, and 16 more for gzip's wrapping. */
enum { WINDOW_NONE = 0, WINDOW_ZLIB = 15, WINDOW_GZIP = 15 + 16 };

typedef struct Bytes {
    unsigned char *data; /* whoever made them frees */
    size_t count;
} Bytes;

static const char *skip_space(const char *text)
{
    return text + strspn(text, " \t\r\n");
}

static Place place_of(const XmlElement *data, const char *text)
{
    return place_in_text(data->text_place, data->text, (size_t)(text - data->text));
}

static bool read_csv(const XmlElement *data, uint32_t *cells, uint32_t count, Error *error)
{
    const char *text = skip_space(data->text);
    for (uint32_t i = 0; i < count; i++) {
        const char *end = number_scan_u32(text, &cells[i]);
        if (!end) {
            return place_fail(place_of(data, text), error,
                              "cell %u of %u in the CSV is \"%.12s\", expected a number", i + 1,
                              count, text);
        }
        text = skip_space(end);
        if (i + 1 == count) {
            break;
        }
        if (*text != ',') {
            return place_fail(place_of(data, text), error,
                              "no comma after cell %u of the CSV, expected %u cells", i + 1, count);
        }
        text = skip_space(text + 1);
    }
    if (*text != '\0') {
        return place_fail(place_of(data, text), error,
                          "the CSV goes on after its last cell, expected %u cells", count);
    }
    return true;
}

static bool read_elements(const XmlElement *data, uint32_t *cells, uint32_t count, Error *error)
{
    uint32_t found = 0;
    for (const XmlElement *tile = xml_child(data, "tile"); tile; tile = xml_next(tile)) {
        if (found == count) {
            return place_fail(tile->place, error, "one <tile> too many, expected %u", count);
        }
        cells[found] = 0; /* Tiled leaves the number of an empty cell away */
        if (!attribute_optional_u32(tile, "gid", (Limits){0, UINT32_MAX}, &cells[found], error)) {
            return false;
        }
        found++;
    }
    if (found != count) {
        return place_fail(data->place, error, "the layer has %u <tile> elements, expected %u",
                          found, count);
    }
    return true;
}

static bool fail_memory(const XmlElement *data, Error *error)
{
    return place_fail(data->place, error, "out of memory, expected enough for the layer");
}

static bool unpack_base64(const XmlElement *data, Bytes *bytes, Error *error)
{
    bytes->data = malloc(data->text_length / 4 * 3 + 3);
    if (!bytes->data) {
        return fail_memory(data, error);
    }
    size_t fault;
    if (base64_decode(data->text, data->text_length, bytes->data, &bytes->count, &fault)) {
        return true;
    }
    Place place = place_in_text(data->text_place, data->text, fault);
    return place_fail(
        place, error,
        fault == data->text_length
            ? "the base64 ends inside a group of four, expected it whole"
            : "this is not base64, expected A-Z, a-z, 0-9, + and /, and = at its end");
}

/* What zlib found: NULL where the stream held exactly `expected` bytes. */
static const char *inflate_fault(int status, const z_stream *stream, size_t expected)
{
    if (stream->total_out > expected) {
        return "holds more";
    }
    if (status == Z_MEM_ERROR) {
        return "needs more memory than there is";
    }
    if (status != Z_STREAM_END) {
        return status == Z_BUF_ERROR ? "ends too early" : "is damaged";
    }
    if (stream->total_out < expected) {
        return "holds less";
    }
    return stream->avail_in == 0 ? NULL : "has something after its end";
}

/* Asks for one byte more than expected and no further, so that a small text that unpacks to
 * gigabytes is found out at once. */
static bool inflate_exactly(const XmlElement *data, int window_bits, Bytes packed, Bytes *plain,
                            size_t expected, Error *error)
{
    plain->data = malloc(expected + 1);
    if (!plain->data) {
        return fail_memory(data, error);
    }
    z_stream stream = {
        .next_in = packed.data,
        .avail_in = (uInt)packed.count,
        .next_out = plain->data,
        .avail_out = (uInt)(expected + 1),
    };
    if (inflateInit2(&stream, window_bits) != Z_OK) {
        return fail_memory(data, error);
    }
    const char *fault = inflate_fault(inflate(&stream, Z_FINISH), &stream, expected);
    inflateEnd(&stream);
    if (fault) {
        return place_fail(data->text_place, error,
                          "the compressed layer %s, expected %zu bytes (%zu cells)", fault,
                          expected, expected / BYTES_PER_CELL);
    }
    plain->count = expected;
    return true;
}

static bool cells_from_bytes(const XmlElement *data, Bytes plain, uint32_t *cells, uint32_t count,
                             Error *error)
{
    if (plain.count != (size_t)count * BYTES_PER_CELL) {
        return place_fail(data->text_place, error,
                          "the layer's base64 holds %zu bytes, expected %zu (%u cells)",
                          plain.count, (size_t)count * BYTES_PER_CELL, count);
    }
    for (uint32_t i = 0; i < count; i++) {
        const unsigned char *b = plain.data + (size_t)i * BYTES_PER_CELL; /* lowest first */
        cells[i] =
            (uint32_t)b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 | (uint32_t)b[3] << 24;
    }
    return true;
}

static bool read_base64(const XmlElement *data, int window_bits, uint32_t *cells, uint32_t count,
                        Error *error)
{
    Bytes packed = {0};
    Bytes plain = {0};
    size_t expected = (size_t)count * BYTES_PER_CELL;
    bool ok = unpack_base64(data, &packed, error);
    if (window_bits == WINDOW_NONE) {
        ok = ok && cells_from_bytes(data, packed, cells, count, error);
    } else {
        ok = ok && inflate_exactly(data, window_bits, packed, &plain, expected, error) &&
             cells_from_bytes(data, plain, cells, count, error);
    }
    free(packed.data);
    free(plain.data);
    return ok;
}

static bool read_compressed(const XmlElement *data, uint32_t *cells, uint32_t count, Error *error)
{
    const char *compression = xml_attribute(data, "compression");
    if (!compression || compression[0] == '\0') {
        return read_base64(data, WINDOW_NONE, cells, count, error);
    }
    if (strcmp(compression, "zlib") == 0) {
        return read_base64(data, WINDOW_ZLIB, cells, count, error);
    }
    if (strcmp(compression, "gzip") == 0) {
        return read_base64(data, WINDOW_GZIP, cells, count, error);
    }
    return place_fail(data->place, error,
                      "layer compression \"%.20s\" is not read, expected zlib or gzip (in Tiled: "
                      "Map Properties, Tile Layer Format)",
                      compression);
}

bool tmx_read_cells(const XmlElement *data, uint32_t *cells, uint32_t count, Error *error)
{
    assert(count > 0);
    const XmlElement *chunk = xml_child(data, "chunk");
    if (chunk) {
        return place_fail(chunk->place, error,
                          "the layer is one of an infinite map, expected a finite one (in Tiled: "
                          "Map Properties, Infinite off)");
    }
    const char *encoding = xml_attribute(data, "encoding");
    if (!encoding || encoding[0] == '\0') {
        return read_elements(data, cells, count, error);
    }
    if (strcmp(encoding, "csv") == 0) {
        return read_csv(data, cells, count, error);
    }
    if (strcmp(encoding, "base64") == 0) {
        return read_compressed(data, cells, count, error);
    }
    return place_fail(data->place, error,
                      "layer encoding \"%.20s\" is not read, expected csv or base64", encoding);
}

Place tmx_cell_place(const XmlElement *data, uint32_t index)
{
    const char *encoding = xml_attribute(data, "encoding");
    if (encoding && strcmp(encoding, "csv") == 0) {
        const char *text = data->text;
        for (uint32_t i = 0; i < index; i++) {
            text = strchr(text, ',') + 1; /* read_csv has seen them all */
        }
        return place_of(data, skip_space(text));
    }
    const XmlElement *tile = xml_child(data, "tile");
    for (uint32_t i = 0; tile && i < index; i++) {
        tile = xml_next(tile);
    }
    return tile ? tile->place : data->text_place;
}
