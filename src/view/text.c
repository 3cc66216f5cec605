#include "view/text.h"

#include "view/image.h"

#include <stdio.h>

enum {
    FONT_COLUMNS = 16,
    FONT_ROWS = 6,
    FONT_WIDTH = FONT_COLUMNS * TEXT_CELL_WIDTH,
    FONT_HEIGHT = FONT_ROWS * TEXT_CELL_HEIGHT,
    /* A letter's place in the sheet: its cell and the shadow's row and column. */
    PLACE_WIDTH = TEXT_CELL_WIDTH + 1,
    PLACE_HEIGHT = TEXT_CELL_HEIGHT + 1,
    INK_HEIGHT = FONT_ROWS * PLACE_HEIGHT,
    FIRST_LETTER = 32,
    LAST_LETTER = 127,
};

#define SHADOW_ARGB 0xd0040810u

/* What stands for the letters where their picture is missing. */
static SDL_Surface *boxes(void)
{
    SDL_Surface *font =
        SDL_CreateRGBSurfaceWithFormat(0, FONT_WIDTH, FONT_HEIGHT, 32, SDL_PIXELFORMAT_ARGB8888);
    for (int i = 1; font && i < FONT_COLUMNS * FONT_ROWS; i++) {
        SDL_Rect box = {i % FONT_COLUMNS * TEXT_CELL_WIDTH, i / FONT_COLUMNS * TEXT_CELL_HEIGHT + 2,
                        TEXT_CELL_WIDTH - 1, TEXT_CELL_HEIGHT - 4};
        SDL_FillRect(font, &box, 0xffffffff);
    }
    return font;
}

bool text_open(Text *text, Canvas *canvas, const char *folder, Log *log, Error *error)
{
    char path[1024];
    Error fault = {0};
    snprintf(path, sizeof path, "%s/font.png", folder);
    *text = (Text){.canvas = canvas, .font = image_load(path, &fault)};
    if (text->font && (text->font->w < FONT_WIDTH || text->font->h < FONT_HEIGHT)) {
        error_set(&fault, "%s: %d x %d pixels, and %d x %d were expected", path, text->font->w,
                  text->font->h, FONT_WIDTH, FONT_HEIGHT);
        SDL_FreeSurface(text->font);
        text->font = NULL;
    }
    if (!text->font) {
        log_write(log, LOG_WARNING, "%s; boxes stand for the letters", fault.text);
        text->font = boxes();
    }
    return text->font || error_set(error, "no memory for the font");
}

void text_close(Text *text)
{
    canvas_drop(text->canvas, text->sheet);
    SDL_FreeSurface(text->font);
    *text = (Text){0};
}

static void bake_letter(const SDL_Surface *font, SDL_Surface *sheet, int letter, Ink ink)
{
    int column = letter % FONT_COLUMNS;
    int row = letter / FONT_COLUMNS;
    int left = column * PLACE_WIDTH;
    int top = (int)ink * INK_HEIGHT + row * PLACE_HEIGHT;
    SDL_Color color = palette_ink(ink);
    uint32_t argb = 0xff000000u | (uint32_t)color.r << 16 | (uint32_t)color.g << 8 | color.b;
    for (int i = 0; i < TEXT_CELL_WIDTH * TEXT_CELL_HEIGHT; i++) {
        int x = i % TEXT_CELL_WIDTH;
        int y = i / TEXT_CELL_WIDTH;
        uint32_t mask =
            *image_pixel(font, column * TEXT_CELL_WIDTH + x, row * TEXT_CELL_HEIGHT + y);
        if (mask >> 24 < 128) {
            continue;
        }
        *image_pixel(sheet, left + x, top + y) = argb;
        uint32_t *shadow = image_pixel(sheet, left + x + 1, top + y + 1);
        if (*shadow == 0) {
            *shadow = SHADOW_ARGB;
        }
    }
}

/* Every letter in every ink at scale 1. A pixel's ink may come after its neighbour's shadow, and
 * then simply replaces it. */
static SDL_Surface *bake(const SDL_Surface *font)
{
    SDL_Surface *sheet = SDL_CreateRGBSurfaceWithFormat(
        0, FONT_COLUMNS * PLACE_WIDTH, INK_COUNT * INK_HEIGHT, 32, SDL_PIXELFORMAT_ARGB8888);
    for (int letter = 0; sheet && letter < FONT_COLUMNS * FONT_ROWS; letter++) {
        for (Ink ink = 0; ink < INK_COUNT; ink++) {
            bake_letter(font, sheet, letter, ink);
        }
    }
    return sheet;
}

bool text_set_scale(Text *text, int scale, Error *error)
{
    if (text->sheet && text->scale == scale) {
        return true;
    }
    CanvasPicture *texture = NULL;
    SDL_Surface *small = bake(text->font);
    SDL_Surface *large = small
                             ? SDL_CreateRGBSurfaceWithFormat(0, small->w * scale, small->h * scale,
                                                              32, SDL_PIXELFORMAT_ARGB8888)
                             : NULL;
    if (large) {
        SDL_SetSurfaceBlendMode(small, SDL_BLENDMODE_NONE);
        SDL_BlitScaled(small, NULL, large, NULL);
        texture = canvas_picture_of(text->canvas, large, error);
    }
    SDL_FreeSurface(small);
    SDL_FreeSurface(large);
    if (!texture) {
        return large ? error_prefix(error, "no picture of the letters")
                     : error_set(error, "no memory for the letters");
    }
    canvas_drop(text->canvas, text->sheet);
    text->sheet = texture;
    text->scale = scale;
    return true;
}

SDL_Rect text_letter(const Text *text, char letter, Ink ink)
{
    int index = (letter >= FIRST_LETTER && letter < LAST_LETTER ? letter : '?') - FIRST_LETTER;
    return (SDL_Rect){
        index % FONT_COLUMNS * PLACE_WIDTH * text->scale,
        ((int)ink * INK_HEIGHT + index / FONT_COLUMNS * PLACE_HEIGHT) * text->scale,
        PLACE_WIDTH * text->scale,
        PLACE_HEIGHT * text->scale,
    };
}
