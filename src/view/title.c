#include "view/title.h"

#include "view/palette.h"

enum {
    BANDS = 48,
    BAND_ALPHA = 0xc8, /* at the very top and bottom */
    BREATH_MS = 2600,  /* from faint to bright and back */
    FAINTEST = 0x70,
    BESIDE = 16, /* the fireflies, from the words */
    DRIFT_MS = 3400,
    DRIFT = 3,
    SUBTITLE_ABOVE = 26, /* the invitation */
};

#define SUBTITLE "A night meadow full of fireflies that all move at once"
#define INVITE   "press Space"

void title_draw_dusk(const Paint *window, float night)
{
    SDL_Color color = PALETTE_SHADE;
    for (int i = 0; i < BANDS; i++) {
        int top = window->height * i / BANDS;
        int height = window->height * (i + 1) / BANDS - top + (i == BANDS - 1);
        int off = SDL_abs(2 * i - (BANDS - 1)); /* from the middle: 1 to BANDS - 1 */
        float end = (float)(off * off) / (float)(BANDS * BANDS) * BAND_ALPHA;
        color.a = (uint8_t)(end + (255.0f - end) * SDL_clamp(night, 0.0f, 1.0f));
        paint_rect(window, 0, top, window->width + 1, height, color);
    }
}

/* Up and down between 0 and 1, softly at both ends. */
static float breath(uint32_t age_ms, uint32_t period_ms)
{
    float part = (float)(age_ms % period_ms) / (float)period_ms;
    float rising = part < 0.5f ? 2.0f * part : 2.0f - 2.0f * part;
    return rising * rising * (3.0f - 2.0f * rising);
}

static void draw_invite(const Paint *paint, const Cast *cast, int y, uint32_t age_ms)
{
    int middle = paint->width / 2;
    float bright = breath(age_ms, BREATH_MS);
    int half = paint_text_width(INVITE); /* twice as large: half of it */
    int level = 2 + (int)(bright * (float)(CAST_FLASH_LEVELS - 3) + 0.5f);
    int drift = (int)((breath(age_ms, DRIFT_MS) - 0.5f) * 2.0f * DRIFT);
    uint8_t alpha = (uint8_t)(FAINTEST + bright * (float)(255 - FAINTEST));
    paint_text_centered(paint, middle, y, 2, INK_WARM, alpha, INVITE);
    paint_icon_centered(paint, middle - half - BESIDE, y + TEXT_CELL_HEIGHT + drift, 1,
                        cast->firefly[0][level], 255);
    paint_icon_centered(paint, middle + half + BESIDE, y + TEXT_CELL_HEIGHT - drift, 1,
                        cast->firefly[2][level], 255);
}

void title_draw(const Paint *window, const Cast *cast, const Title *title)
{
    title_draw_dusk(window, title->night);
    const SDL_Rect *logo = &window->atlas->table.frames[cast->logo];
    Paint paint = paint_fitted(window, paint_text_width(SUBTITLE) + 8, 3 * logo->h);
    int zoom = SDL_min(paint.width * 4 / 5 / logo->w, paint.height * 2 / 5 / logo->h);
    zoom = SDL_max(zoom, 1);
    int y = paint.height * 3 / 10;
    paint_icon_centered(&paint, paint.width / 2, y, zoom, cast->logo, 255);
    y = paint.height * 4 / 5; /* the middle is the lantern's */
    paint_text_centered(&paint, paint.width / 2, y - SUBTITLE_ABOVE, 1, INK_SOFT, 255, SUBTITLE);
    draw_invite(&paint, cast, y, title->age_ms);
    paint_text_centered(&paint, paint.width / 2, paint.height - TEXT_CELL_HEIGHT - 6, 1, INK_FAINT,
                        255, "T: guided tour    Esc: quit    F11: full screen");
}
