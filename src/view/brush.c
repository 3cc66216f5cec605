#include "view/brush.h"

#include "base/random.h"
#include "view/palette.h"

void brush_use(const Brush *brush, CanvasBlend blend)
{
    canvas_use(brush->canvas, brush->atlas->texture, blend);
}

void brush_tinted(const Brush *brush, uint16_t frame, int x, int y, SDL_Color color)
{
    const SDL_Rect *source = &brush->atlas->table.frames[frame];
    int width = source->w * brush->camera->zoom;
    int height = source->h * brush->camera->zoom;
    SDL_FRect at = {(float)(x - width / 2), (float)(y - height / 2), (float)width, (float)height};
    canvas_quad(brush->canvas, source, &at, color);
}

void brush_frame(const Brush *brush, uint16_t frame, int x, int y)
{
    brush_tinted(brush, frame, x, y, PALETTE_WHITE);
}

SDL_Color brush_strength(float strength)
{
    return (SDL_Color){255, 255, 255, (uint8_t)(fminf(fmaxf(strength, 0.0f), 1.0f) * 255.0f)};
}

float brush_chance(uint32_t index, uint32_t salt)
{
    return (float)(random_mix(((uint64_t)salt << 32 | index) + 1) >> 40) * 0x1p-24f;
}

float brush_wrap(double value, float period)
{
    double rest = fmod(value, (double)period);
    return (float)(rest < 0.0 ? rest + (double)period : rest);
}
