#include "view/image.h"

#include "base/file.h"
#include "base/output.h"

#include <SDL_image.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    SIGNATURE_SIZE = 8,
    CHUNK_FRAME_SIZE = 12, /* length, type and checksum */
    HEADER_SIZE = 13,
};

/* Deflate never shrinks its input by more than this factor. */
#define DEFLATE_RATIO_MAX 1032u

/* The PNG specification, 5.2 (https://www.w3.org/TR/png-3/#5PNG-file-signature). */
static const uint8_t SIGNATURE[SIGNATURE_SIZE] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

typedef struct Header {
    uint32_t width;
    uint32_t height;
    uint32_t depth; /* bits a channel, or a palette index */
    uint32_t color_type;
    uint32_t interlace;
} Header;

typedef struct Chunk {
    const uint8_t *start; /* of its length field */
    uint32_t length;      /* of its data alone */
    char type[5];
} Chunk;

typedef struct Progress {
    Header header;
    uint64_t data_bytes; /* of all IDAT chunks */
    bool has_header;
    bool has_palette;
    bool data_is_over; /* another chunk came after the first IDATs */
    bool ended;
} Progress;

static uint32_t read_u32(const uint8_t *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

static bool chunk_is(const Chunk *chunk, const char *type)
{
    return strcmp(chunk->type, type) == 0;
}

/* Channels of a pixel by the colour type; 0: there is no such type. */
static uint32_t channels_of(uint32_t color_type)
{
    static const uint8_t CHANNELS[] = {1, 0, 3, 1, 2, 0, 4};
    return color_type < sizeof CHANNELS ? CHANNELS[color_type] : 0;
}

static bool depth_fits(uint32_t color_type, uint32_t depth)
{
    if (depth == 8) {
        return true;
    }
    if (depth == 16) {
        return color_type != 3;
    }
    return (color_type == 0 || color_type == 3) && (depth == 1 || depth == 2 || depth == 4);
}

static bool check_header(const Chunk *chunk, Header *header, Error *error)
{
    if (!chunk_is(chunk, "IHDR") || chunk->length != HEADER_SIZE) {
        return error_set(error,
                         "the first chunk is \"%s\" of %u bytes, and an IHDR of %d was "
                         "expected",
                         chunk->type, chunk->length, HEADER_SIZE);
    }
    const uint8_t *data = chunk->start + 8;
    *header = (Header){read_u32(data), read_u32(data + 4), data[8], data[9], data[12]};
    if (header->width == 0 || header->height == 0 || header->width > IMAGE_SIDE_MAX ||
        header->height > IMAGE_SIDE_MAX) {
        return error_set(error, "the picture is %u x %u pixels, and 1 to %d a side were expected",
                         header->width, header->height, IMAGE_SIDE_MAX);
    }
    if (channels_of(header->color_type) == 0 || !depth_fits(header->color_type, header->depth)) {
        return error_set(error, "there is no colour type %u with %u bits", header->color_type,
                         header->depth);
    }
    if (data[10] != 0 || data[11] != 0 || header->interlace > 1) {
        return error_set(error, "unknown compression %u, filter %u or interlace %u", data[10],
                         data[11], header->interlace);
    }
    return true;
}

/* Bytes that the pixel data must unpack to, at least (interlaced pictures need a little more). */
static uint64_t unpacked_bytes(const Header *header)
{
    uint64_t pixel_bits = (uint64_t)channels_of(header->color_type) * header->depth;
    return header->height * (1 + (header->width * pixel_bits + 7) / 8);
}

static bool check_order(const Chunk *chunk, Progress *progress, Error *error)
{
    if (chunk_is(chunk, "IHDR")) {
        return error_set(error, "a second IHDR chunk");
    }
    if (chunk_is(chunk, "PLTE")) {
        if (chunk->length == 0 || chunk->length > 768 || chunk->length % 3 != 0) {
            return error_set(error, "a palette of %u bytes", chunk->length);
        }
        progress->has_palette = true;
    }
    if (chunk_is(chunk, "IDAT")) {
        if (progress->data_is_over) {
            return error_set(error, "its IDAT chunks are not together");
        }
        progress->data_bytes += chunk->length;
    } else {
        progress->data_is_over = progress->data_bytes > 0;
    }
    progress->ended = chunk_is(chunk, "IEND");
    return true;
}

static bool check_whole(const Progress *progress, Error *error)
{
    if (!progress->ended) {
        return error_set(error, "it is cut off: no IEND chunk at its end");
    }
    if (progress->header.color_type == 3 && !progress->has_palette) {
        return error_set(error, "its palette is missing");
    }
    uint64_t needed = unpacked_bytes(&progress->header);
    if (progress->data_bytes * DEFLATE_RATIO_MAX < needed) {
        return error_set(error, "its %llu bytes of pixel data cannot hold %u x %u pixels",
                         (unsigned long long)progress->data_bytes, progress->header.width,
                         progress->header.height);
    }
    return true;
}

/* Reads the chunk at `at`, whose length is a claim until it is measured against what is left. */
static bool next_chunk(const uint8_t *at, size_t left, Chunk *chunk, Error *error)
{
    if (left < CHUNK_FRAME_SIZE) {
        return error_set(error, "it is cut off: no IEND chunk at its end");
    }
    *chunk = (Chunk){.start = at, .length = read_u32(at)};
    memcpy(chunk->type, at + 4, 4);
    for (int i = 0; i < 4; i++) {
        if (!SDL_isalpha(chunk->type[i])) {
            return error_set(error, "a chunk without a name: the file is damaged");
        }
    }
    if (chunk->length > left - CHUNK_FRAME_SIZE) {
        return error_set(error, "chunk %s claims %u bytes where %zu are left", chunk->type,
                         chunk->length, left - CHUNK_FRAME_SIZE);
    }
    if (SDL_crc32(0, at + 4, chunk->length + 4u) != read_u32(at + 8 + chunk->length)) {
        return error_set(error, "chunk %s does not match its checksum: the file is damaged",
                         chunk->type);
    }
    return true;
}

static bool makes_the_picture(const Chunk *chunk)
{
    return chunk_is(chunk, "IHDR") || chunk_is(chunk, "PLTE") || chunk_is(chunk, "tRNS") ||
           chunk_is(chunk, "IDAT") || chunk_is(chunk, "IEND");
}

bool image_check(uint8_t *bytes, size_t *size, Error *error)
{
    if (*size < SIGNATURE_SIZE || memcmp(bytes, SIGNATURE, SIGNATURE_SIZE) != 0) {
        return error_set(error, "not a PNG picture");
    }
    Progress progress = {0};
    size_t at = SIGNATURE_SIZE;
    size_t kept = SIGNATURE_SIZE;
    while (!progress.ended) {
        Chunk chunk = {.length = 0};
        if (!next_chunk(bytes + at, *size - at, &chunk, error)) {
            return false;
        }
        bool fine = progress.has_header ? check_order(&chunk, &progress, error)
                                        : check_header(&chunk, &progress.header, error);
        if (!fine) {
            return false;
        }
        progress.has_header = true;
        size_t whole = (size_t)chunk.length + CHUNK_FRAME_SIZE;
        if (makes_the_picture(&chunk)) {
            memmove(bytes + kept, bytes + at, whole);
            kept += whole;
        }
        at += whole;
    }
    *size = kept;
    return check_whole(&progress, error);
}

static uint8_t *read_file(const char *path, size_t *size, Error *error)
{
    return (uint8_t *)file_read(path, IMAGE_FILE_BYTES_MAX, size, error);
}

static SDL_Surface *decode(const uint8_t *bytes, size_t size, Error *error)
{
    SDL_RWops *source = SDL_RWFromConstMem(bytes, (int)size);
    SDL_Surface *raw = source ? IMG_LoadPNG_RW(source) : NULL;
    SDL_Surface *picture = raw ? SDL_ConvertSurfaceFormat(raw, SDL_PIXELFORMAT_ARGB8888, 0) : NULL;
    if (!picture) {
        error_set(error, "%s", SDL_GetError());
    }
    SDL_FreeSurface(raw);
    if (source) {
        SDL_RWclose(source);
    }
    return picture;
}

/* It opens a library at its first use, and two threads must not do that at the same time. Where it
 * does not find it, decoding says so. */
void image_prepare(void)
{
    IMG_Init(IMG_INIT_PNG);
}

SDL_Surface *image_load(const char *path, Error *error)
{
    size_t size;
    SDL_Surface *picture = NULL;
    uint8_t *bytes = read_file(path, &size, error);
    if (bytes && image_check(bytes, &size, error)) {
        picture = decode(bytes, size, error);
    }
    free(bytes);
    if (!picture) {
        error_prefix(error, "%s", path);
    }
    return picture;
}

static size_t SDLCALL write_file(SDL_RWops *target, const void *bytes, size_t size, size_t count)
{
    return fwrite(bytes, size, count, target->hidden.unknown.data1);
}

/* It writes one byte after another, and never looks back. */
static Sint64 SDLCALL tell_file(SDL_RWops *target, Sint64 offset, int whence)
{
    return offset == 0 && whence == RW_SEEK_CUR ? ftell(target->hidden.unknown.data1) : -1;
}

static int SDLCALL close_file(SDL_RWops *target)
{
    SDL_FreeRW(target);
    return 0;
}

/* Into a file of ours, because SDL2_image does not notice a full disk, and the file does. */
static bool encode(SDL_Surface *picture, FILE *file, const char *path, Error *error)
{
    SDL_RWops *target = SDL_AllocRW();
    if (!target) {
        return error_set(error, "cannot write %s: no memory", path);
    }
    target->write = write_file;
    target->seek = tell_file;
    target->close = close_file;
    target->hidden.unknown.data1 = file;
    return IMG_SavePNG_RW(picture, target, true) == 0 || ferror(file) ||
           error_set(error, "cannot write %s: %s", path, SDL_GetError());
}

bool image_save(SDL_Surface *picture, const char *path, Error *error)
{
    Output output;
    if (!output_open(&output, path, error)) {
        return false;
    }
    if (encode(picture, output.file, path, error)) {
        return output_commit(&output, error);
    }
    output_abandon(&output);
    return false;
}
