#include "view/curtain.h"

#include "view/palette.h"

enum {
    FIREFLIES = 16,
    STRIDE = 14, /* from one firefly to the next */
    PADDING = 14,
    WIDTH = FIREFLIES * STRIDE + 2 * PADDING,
    HEIGHT = 48,
    ROW = 28, /* the fireflies' middle, below the panel's top */
    LINE = 40,
    BANDS = 32,        /* of the night sky */
    FLICKER_MS = 1200, /* from dark to bright and back */
    BRIGHTEST = CAST_FLASH_LEVELS - 1,
    UNLIT = 2,
};

static const SDL_Color ZENITH = {0x04, 0x07, 0x12, 255};
static const SDL_Color HORIZON = {0x10, 0x24, 0x2e, 255};

static uint8_t between(uint8_t from, uint8_t to, int part, int whole)
{
    return (uint8_t)(from + (to - from) * part / whole);
}

void curtain_draw_night(const Paint *window, const Cast *cast)
{
    for (int i = 0; i < BANDS; i++) {
        int top = window->height * i / BANDS;
        SDL_Color color = {between(ZENITH.r, HORIZON.r, i, BANDS - 1),
                           between(ZENITH.g, HORIZON.g, i, BANDS - 1),
                           between(ZENITH.b, HORIZON.b, i, BANDS - 1), 255};
        /* One more than the band, and than the window: units may not fill it to its last pixel. */
        int height = window->height * (i + 1) / BANDS - top + 1;
        paint_rect(window, 0, top, window->width + 1, height, color);
    }
    const SDL_Rect *logo = &window->atlas->table.frames[cast->logo];
    paint_icon(window, (window->width - logo->w) / 2, window->height / 4 - logo->h / 2, cast->logo,
               255);
}

static void draw_firefly(const Paint *paint, const Cast *cast, int index, int x, int y, int level)
{
    uint16_t frame = cast->firefly[index % CAST_HUES][level];
    const SDL_Rect *at = &paint->atlas->table.frames[frame];
    paint_icon(paint, x - at->w / 2, y - at->h / 2, frame, 255);
}

/* Up and down again, as bright as one that is lit at its brightest. */
static int flicker(uint32_t age_ms)
{
    int phase = (int)(age_ms % FLICKER_MS);
    int rising = phase < FLICKER_MS / 2 ? phase : FLICKER_MS - phase;
    return SDL_max(rising * 2 * BRIGHTEST / FLICKER_MS, UNLIT);
}

void curtain_draw(const Paint *window, const Cast *cast, const Curtain *curtain)
{
    Paint paint = paint_fitted(window, WIDTH, HEIGHT);
    int x = (paint.width - WIDTH) / 2;
    int y = paint.height * 3 / 5 - HEIGHT / 2;
    int inner = WIDTH - 2 * PADDING;
    float part = SDL_clamp(curtain->part, 0.0f, 1.0f);
    int lit = (int)(part * FIREFLIES);
    paint_panel(&paint, x, y, WIDTH, HEIGHT);
    paint_rect(&paint, x + PADDING, y + LINE, inner, 1, PALETTE_TROUGH);
    int grown = (int)(part * (float)inner);
    if (grown > 0) { /* SDL makes a pixel of nothing */
        paint_rect(&paint, x + PADDING, y + LINE, grown, 1, palette_ink(INK_WARM));
    }
    for (int i = 0; i < FIREFLIES; i++) {
        int level = i < lit ? BRIGHTEST : i == lit ? flicker(curtain->age_ms) : UNLIT;
        draw_firefly(&paint, cast, i, x + PADDING + i * STRIDE + STRIDE / 2, y + ROW, level);
    }
    paint_text_centered(&paint, paint.width / 2, y + 7, 1, INK_SOFT, 255, curtain->title);
}
