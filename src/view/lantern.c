#include "view/lantern.h"

enum { MOTHS = 3, MOTH_BEAT_TICKS = 4 };

static const float SHUT = 0.02f;       /* a glow that is seen no more */
static const float MOTHS_COME = 0.35f; /* the glow at which they do */
static const float BREATH = 0.035f;    /* of its size */

static float time_of(const Lantern *lantern)
{
    return (float)fmod(lantern->tick, 3600.0);
}

/* The flame is never still: a slow breath, and quick small waves that do not meet. */
static float flicker(const Lantern *lantern)
{
    float time = time_of(lantern);
    return 0.93f + 0.035f * sinf(time * 0.045f) + 0.025f * sinf(time * 0.31f) +
           0.012f * sinf(time * 0.83f);
}

/* A frame around the flame. Where scaling is cheap it breathes, too. */
static void draw_round(const Lantern *lantern, const Brush *brush, uint16_t number, SDL_Color color)
{
    const SDL_Rect *frame = &brush->atlas->table.frames[number];
    float breath = brush->software ? 1.0f : 1.0f + BREATH * sinf(time_of(lantern) * 0.045f);
    float side = (float)(frame->w * brush->camera->zoom) * breath;
    SDL_FRect at = {(float)brush_x(brush, lantern->x) - side * 0.5f,
                    (float)brush_y(brush, lantern->y) - side * 0.5f, side, side};
    if (brush->software) {
        at.x = floorf(at.x);
        at.y = floorf(at.y);
    }
    canvas_quad(brush->canvas, frame, &at, color);
}

void lantern_draw_pool(const Lantern *lantern, const Brush *brush)
{
    float bright = flicker(lantern);
    brush_use(brush, CANVAS_ADD);
    draw_round(lantern, brush, brush->cast->light_dim,
               brush_strength(bright * (0.55f + 0.25f * lantern->glow)));
    if (lantern->glow > SHUT) {
        draw_round(lantern, brush, brush->cast->light, brush_strength(bright * lantern->glow));
    }
}

void lantern_draw_lit(const Lantern *lantern, const Brush *brush)
{
    float strength = flicker(lantern) * (0.12f + 0.88f * lantern->glow);
    uint8_t part = (uint8_t)(fminf(fmaxf(strength, 0.0f), 1.0f) * 255.0f);
    /* The frame has no alpha: with this mode the ground becomes itself times (1 + the frame), and
     * how strong that is is the color's to say. */
    brush_use(brush, CANVAS_LIGHT);
    draw_round(lantern, brush, brush->software ? brush->cast->lit_near : brush->cast->lit,
               (SDL_Color){part, part, part, 255});
}

void lantern_draw_moths(const Lantern *lantern, const Brush *brush)
{
    float come = (lantern->glow - MOTHS_COME) / (1.0f - MOTHS_COME);
    if (come <= 0.0f) {
        return;
    }
    float time = time_of(lantern);
    brush_use(brush, CANVAS_BLEND);
    for (int i = 0; i < MOTHS; i++) {
        float turn = time * (i == 1 ? -0.034f : 0.037f) + (float)i * 2.09f;
        float reach = (60.0f - 28.0f * come) + 7.0f * sinf(time * 0.053f + (float)i * 1.9f);
        float x = lantern->x + cosf(turn) * reach + 3.0f * sinf(time * 0.21f + (float)i);
        float y = lantern->y + sinf(turn) * reach * 0.6f + 2.0f * sinf(time * 0.27f + (float)i);
        int beat = (int)(lantern->tick / MOTH_BEAT_TICKS + i) % CAST_WING_BEATS;
        brush_tinted(brush, brush->cast->moth[beat], brush_x(brush, x), brush_y(brush, y),
                     brush_strength(come * 1.6f));
    }
}
