#include "view/atlas.h"

#include "base/file.h"
#include "view/image.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CHECKER_SIDE = 16, CHECKER_SQUARE = 4, PATH_SIZE = 1024, TEXT_BYTES_MAX = 256 * 1024 };

#define CHECKER_MAGENTA 0xffff00ffu
#define CHECKER_BLACK   0xff000000u

static uint32_t find_name(const AtlasTable *table, const char *name)
{
    for (uint32_t i = 1; i < table->count; i++) {
        if (strcmp(table->names[i], name) == 0) {
            return i;
        }
    }
    return ATLAS_MISSING;
}

static bool parse_number(char **rest, int *number)
{
    char *end;
    long value = strtol(*rest, &end, 10);
    if (end == *rest || value < 0 || value > IMAGE_SIDE_MAX) {
        return false;
    }
    *number = (int)value;
    *rest = end;
    return true;
}

/* What is wrong with the line, or NULL: then the frame is in the table, or the line says nothing.
 */
static const char *parse_line(AtlasTable *table, char *line, int width, int height)
{
    line[strcspn(line, "#\r")] = '\0';
    line += strspn(line, " \t");
    if (*line == '\0') {
        return NULL;
    }
    size_t length = strcspn(line, " \t");
    char *rest = line + length;
    SDL_Rect at;
    if (!parse_number(&rest, &at.x) || !parse_number(&rest, &at.y) || !parse_number(&rest, &at.w) ||
        !parse_number(&rest, &at.h) || rest[strspn(rest, " \t")] != '\0') {
        return "not a frame, and `name x y w h` was expected";
    }
    line[length] = '\0';
    if (length >= ATLAS_NAME_SIZE) {
        return "the name is too long, and at most 31 letters were expected";
    }
    if (at.w == 0 || at.h == 0 || at.x + at.w > width || at.y + at.h > height) {
        return "the frame leaves the picture, or is empty";
    }
    if (find_name(table, line) != ATLAS_MISSING) {
        return "the name was there before, and each frame is expected once";
    }
    if (table->count == ATLAS_FRAMES_MAX) {
        return "too many frames, and at most 511 were expected";
    }
    memcpy(table->names[table->count], line, length + 1);
    table->frames[table->count++] = at;
    return NULL;
}

uint32_t atlas_parse(AtlasTable *table, const char *text, const char *path, int width, int height,
                     Log *log)
{
    uint32_t faults = 0;
    uint32_t number = 0;
    while (*text != '\0') {
        char line[256];
        size_t length = strcspn(text, "\n");
        snprintf(line, sizeof line, "%.*s", (int)SDL_min(length, sizeof line - 1), text);
        text += length + (text[length] == '\n');
        number++;
        const char *fault = parse_line(table, line, width, height);
        if (fault) {
            log_write(log, LOG_WARNING, "%s:%u: %s", path, number, fault);
            faults++;
        }
    }
    return faults;
}

static void draw_checker(SDL_Surface *sheet, const SDL_Rect *at)
{
    for (int y = 0; y < at->h; y++) {
        for (int x = 0; x < at->w; x++) {
            bool odd = (x / CHECKER_SQUARE + y / CHECKER_SQUARE) % 2 != 0;
            *image_pixel(sheet, at->x + x, at->y + y) = odd ? CHECKER_MAGENTA : CHECKER_BLACK;
        }
    }
}

static void mirror_left_half(SDL_Surface *sheet)
{
    for (int y = 0; y < sheet->h; y++) {
        for (int x = 0; x < sheet->w / 2; x++) {
            *image_pixel(sheet, sheet->w - 1 - x, y) = *image_pixel(sheet, x, y);
        }
    }
}

/* The picture, below it the checker, and to the right of both their mirror image: one texture, so
 * that what looks left is as cheap as what looks right. */
static SDL_Surface *compose(SDL_Surface *picture, AtlasTable *table)
{
    int width = SDL_max(picture ? picture->w : 0, CHECKER_SIDE);
    int height = picture ? picture->h : 0;
    SDL_Surface *sheet = SDL_CreateRGBSurfaceWithFormat(0, width * 2, height + CHECKER_SIDE, 32,
                                                        SDL_PIXELFORMAT_ARGB8888);
    if (!sheet) {
        return NULL;
    }
    if (picture) {
        SDL_SetSurfaceBlendMode(picture, SDL_BLENDMODE_NONE);
        SDL_BlitSurface(picture, NULL, sheet, NULL);
    }
    table->frames[ATLAS_MISSING] = (SDL_Rect){0, height, CHECKER_SIDE, CHECKER_SIDE};
    draw_checker(sheet, &table->frames[ATLAS_MISSING]);
    mirror_left_half(sheet);
    return sheet;
}

static SDL_Surface *cut_icon(const AtlasTable *table, SDL_Surface *picture)
{
    uint32_t frame = find_name(table, "icon");
    if (!picture || frame == ATLAS_MISSING) {
        return NULL;
    }
    SDL_Rect at = table->frames[frame];
    SDL_Surface *icon = SDL_CreateRGBSurfaceWithFormat(0, at.w, at.h, 32, SDL_PIXELFORMAT_ARGB8888);
    if (icon) {
        SDL_BlitSurface(picture, &at, icon, NULL);
    }
    return icon;
}

bool atlas_open(Atlas *atlas, Canvas *canvas, const char *folder, Log *log, Error *error)
{
    char path[PATH_SIZE];
    Error fault = {0};
    *atlas = (Atlas){.table.count = 1};
    snprintf(path, sizeof path, "%s/atlas.png", folder);
    SDL_Surface *picture = image_load(path, &fault);
    if (!picture) {
        log_write(log, LOG_WARNING, "%s; checkers stand for the sprites", fault.text);
    }
    snprintf(path, sizeof path, "%s/atlas.txt", folder);
    size_t size;
    char *text = picture ? file_read(path, TEXT_BYTES_MAX, &size, &fault) : NULL;
    if (text) {
        atlas_parse(&atlas->table, text, path, picture->w, picture->h, log);
    } else if (picture) {
        log_write(log, LOG_WARNING, "%s: %s; checkers stand for the sprites", path, fault.text);
    }
    free(text);
    SDL_Surface *sheet = compose(picture, &atlas->table);
    atlas->icon = cut_icon(&atlas->table, picture);
    SDL_FreeSurface(picture);
    if (sheet) {
        atlas->mirror = sheet->w;
        atlas->texture = canvas_picture_of(canvas, sheet, error);
    }
    SDL_FreeSurface(sheet);
    return atlas->texture || (sheet && error_prefix(error, "no picture of the sprites")) ||
           error_set(error, "no memory for the sprites");
}

void atlas_close(Atlas *atlas, Canvas *canvas)
{
    canvas_drop(canvas, atlas->texture);
    SDL_FreeSurface(atlas->icon);
    *atlas = (Atlas){0};
}

uint16_t atlas_find(const Atlas *atlas, const char *name, Log *log)
{
    uint32_t frame = find_name(&atlas->table, name);
    if (frame == ATLAS_MISSING && atlas->table.count > 1) {
        log_write(log, LOG_WARNING, "no frame \"%s\" in the atlas: a checker stands for it", name);
    }
    return (uint16_t)frame;
}

uint16_t atlas_find_numbered(const Atlas *atlas, const char *prefix, uint32_t number, Log *log)
{
    char name[ATLAS_NAME_SIZE];
    snprintf(name, sizeof name, "%s%u", prefix, number);
    return atlas_find(atlas, name, log);
}
