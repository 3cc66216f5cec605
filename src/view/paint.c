#include "view/paint.h"

#include <stdarg.h>
#include <stdio.h>

enum { UNITS_HIGH = 360, SCALE_MAX = 8, HALO_RINGS = 7 };

int paint_scale_for(int window_height)
{
    int scale = (window_height + UNITS_HIGH / 2) / UNITS_HIGH;
    return SDL_clamp(scale, 1, SCALE_MAX);
}

Paint paint_fitted(const Paint *paint, int width, int height)
{
    Paint fitted = *paint;
    int pixels_wide = paint->width * paint->scale;
    int pixels_high = paint->height * paint->scale;
    while (fitted.scale > 1 &&
           (width * fitted.scale > pixels_wide || height * fitted.scale > pixels_high)) {
        fitted.scale--;
    }
    fitted.width = pixels_wide / fitted.scale;
    fitted.height = pixels_high / fitted.scale;
    return fitted;
}

void paint_rect(const Paint *paint, int x, int y, int width, int height, SDL_Color color)
{
    SDL_Rect at = {x * paint->scale, y * paint->scale, width * paint->scale, height * paint->scale};
    canvas_fill(paint->canvas, &at, color, color.a == 255 ? CANVAS_COPY : CANVAS_BLEND);
}

void paint_edge(const Paint *paint, int x, int y, int width, int height, SDL_Color color)
{
    paint_rect(paint, x, y, width, 1, color);
    paint_rect(paint, x, y + height - 1, width, 1, color);
    paint_rect(paint, x, y + 1, 1, height - 2, color);
    paint_rect(paint, x + width - 1, y + 1, 1, height - 2, color);
}

void paint_panel(const Paint *paint, int x, int y, int width, int height)
{
    paint_glass(paint, x, y, width, height, PALETTE_EDGE, 255);
}

void paint_glass(const Paint *paint, int x, int y, int width, int height, SDL_Color edge,
                 uint8_t alpha)
{
    SDL_Color glass = PALETTE_PANEL;
    glass.a = (uint8_t)(glass.a * alpha / 255);
    edge.a = (uint8_t)(edge.a * alpha / 255);
    paint_rect(paint, x, y, width, height, glass);
    paint_edge(paint, x, y, width, height, edge);
}

void paint_halo(const Paint *paint, int x, int y, int width, int height, SDL_Color color)
{
    SDL_Color ring = color;
    for (int i = 1; i <= HALO_RINGS; i++) {
        int left = HALO_RINGS + 1 - i;
        ring.a = (uint8_t)(color.a * left * left / (HALO_RINGS * HALO_RINGS));
        paint_edge(paint, x - i, y - i, width + 2 * i, height + 2 * i, ring);
    }
    ring.a = color.a / 3;
    paint_rect(paint, x, y, width, height, ring);
}

/* UTF-8's second and later bytes: they have no letter of their own. */
static bool continues(char byte)
{
    return ((uint8_t)byte & 0xc0) == 0x80;
}

int paint_text_width(const char *text)
{
    int letters = 0;
    for (; *text; text++) {
        letters += !continues(*text);
    }
    return letters * TEXT_CELL_WIDTH;
}

static void letters(const Paint *paint, int x, int y, int zoom, Ink ink, uint8_t alpha,
                    const char *text)
{
    int scale = paint->scale * zoom;
    SDL_FRect at = {(float)(x * paint->scale), (float)(y * paint->scale),
                    (float)((TEXT_CELL_WIDTH + 1) * scale),
                    (float)((TEXT_CELL_HEIGHT + 1) * scale)};
    canvas_use(paint->canvas, paint->text->sheet, CANVAS_BLEND);
    for (; *text; text++) {
        if (continues(*text)) {
            continue;
        }
        if (*text != ' ') {
            SDL_Rect letter = text_letter(paint->text, *text, ink);
            canvas_quad(paint->canvas, &letter, &at, (SDL_Color){255, 255, 255, alpha});
        }
        at.x += (float)(TEXT_CELL_WIDTH * scale);
    }
}

void paint_text(const Paint *paint, int x, int y, Ink ink, const char *text)
{
    letters(paint, x, y, 1, ink, 255, text);
}

void paint_format(const Paint *paint, int x, int y, Ink ink, const char *format, ...)
{
    char text[256];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    letters(paint, x, y, 1, ink, 255, text);
}

void paint_text_right(const Paint *paint, int x, int y, Ink ink, const char *text)
{
    letters(paint, x - paint_text_width(text), y, 1, ink, 255, text);
}

void paint_text_centered(const Paint *paint, int x, int y, int zoom, Ink ink, uint8_t alpha,
                         const char *text)
{
    letters(paint, x - paint_text_width(text) * zoom / 2, y, zoom, ink, alpha, text);
}

static void draw_icon(const Paint *paint, int x, int y, int zoom, uint16_t frame, uint8_t alpha)
{
    const SDL_Rect *source = &paint->atlas->table.frames[frame];
    SDL_FRect at = {(float)(x * paint->scale), (float)(y * paint->scale),
                    (float)(source->w * zoom * paint->scale),
                    (float)(source->h * zoom * paint->scale)};
    canvas_use(paint->canvas, paint->atlas->texture, CANVAS_BLEND);
    canvas_quad(paint->canvas, source, &at, (SDL_Color){255, 255, 255, alpha});
}

void paint_icon(const Paint *paint, int x, int y, uint16_t frame, uint8_t alpha)
{
    draw_icon(paint, x, y, 1, frame, alpha);
}

void paint_icon_centered(const Paint *paint, int x, int y, int zoom, uint16_t frame, uint8_t alpha)
{
    const SDL_Rect *source = &paint->atlas->table.frames[frame];
    draw_icon(paint, x - source->w * zoom / 2, y - source->h * zoom / 2, zoom, frame, alpha);
}
