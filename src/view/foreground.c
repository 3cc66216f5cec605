#include "view/foreground.h"

#include "view/palette.h"

enum {
    PLANTS = 34,
    PLANT_STRIDE = 42, /* map pixels from one to the next */
    PLANT_REACH = 96,  /* as wide as the widest */
    REEDS_EVERY = 5,
    TWIGS = 2,
    TWIG_BEYOND = 34, /* the side of the view, map pixels */
    TWIG_ABOVE = 12,
    STRIPS = 5,       /* a plant is drawn in, for it to bend */
    SINK_MIDDLE = 36, /* map pixels: how much lower they stand in the middle of the view */
    ROOM = 70, /* the bearer is never nearer to the lower edge without the grass making room */
    BEND_MOST = 10,
    TWIG_GIVE = 9,
    VIGNETTE_WIDTH = 64,
    VIGNETTE_HEIGHT = 36,
    VIGNETTE_ALPHA = 130,
};

static const double PARALLAX = 1.4;
static const float BEND_A_WIND = 13.0f; /* pixels at the tip for each pixel a tick of the wind */

enum { SALT_PLANT = 71 };

/* ---- The dark around ------------------------------------------------------------------------- */

static void paint_vignette(uint32_t *pixels)
{
    for (int y = 0; y < VIGNETTE_HEIGHT; y++) {
        for (int x = 0; x < VIGNETTE_WIDTH; x++) {
            float across = ((float)x + 0.5f) / VIGNETTE_WIDTH * 2.0f - 1.0f;
            float down = ((float)y + 0.5f) / VIGNETTE_HEIGHT * 2.0f - 1.0f;
            float away = fminf(fmaxf((hypotf(across, down) - 0.62f) / 0.75f, 0.0f), 1.0f);
            uint32_t alpha = (uint32_t)(away * away * VIGNETTE_ALPHA);
            pixels[y * VIGNETTE_WIDTH + x] = alpha << 24 | 0x02060eu;
        }
    }
}

void foreground_open(Foreground *foreground, Canvas *canvas, bool software)
{
    uint32_t pixels[VIGNETTE_WIDTH * VIGNETTE_HEIGHT];
    *foreground = (Foreground){0};
    if (software) {
        return;
    }
    paint_vignette(pixels);
    Error fault = {""};
    foreground->vignette =
        canvas_picture(canvas, pixels, VIGNETTE_WIDTH, VIGNETTE_HEIGHT, true, &fault);
}

void foreground_close(Foreground *foreground, Canvas *canvas)
{
    canvas_drop(canvas, foreground->vignette);
    *foreground = (Foreground){0};
}

static void draw_vignette(const Foreground *foreground, const Brush *brush)
{
    if (!foreground->vignette) {
        return;
    }
    const SDL_Rect whole = {0, 0, VIGNETTE_WIDTH, VIGNETTE_HEIGHT};
    const Camera *camera = brush->camera;
    SDL_FRect view = {0.0f, 0.0f, (float)(camera->view_width * camera->zoom),
                      (float)(camera->view_height * camera->zoom)};
    canvas_use(brush->canvas, foreground->vignette, CANVAS_BLEND);
    canvas_quad(brush->canvas, &whole, &view, PALETTE_WHITE);
}

/* ---- Shapes ---------------------------------------------------------------------------------- */

/* A plant whose foot is at (x, y) of the scene and whose tip is `bend` scene pixels aside. */
static void draw_bent(const Brush *brush, const SDL_Rect *frame, int x, int y, float bend)
{
    int zoom = brush->camera->zoom;
    for (int strip = 0; strip < STRIPS; strip++) {
        int from = frame->h * strip / STRIPS;
        int until = frame->h * (strip + 1) / STRIPS;
        float height = 1.0f - (float)strip / (STRIPS - 1);
        SDL_Rect source = {frame->x, frame->y + from, frame->w, until - from};
        SDL_FRect at = {(float)(x + (int)(bend * height * height)),
                        (float)(y - (frame->h - from) * zoom), (float)(frame->w * zoom),
                        (float)((until - from) * zoom)};
        canvas_quad(brush->canvas, &source, &at, PALETTE_WHITE);
    }
}

static float bend_of(const Weather *weather, uint32_t index)
{
    float time = (float)fmod(weather->tick, 3600.0 * 60.0);
    float sway = sinf(time * 0.031f + (float)index * 1.3f);
    float gust = 0.7f + 0.3f * sinf(time * 0.017f + (float)index * 0.4f);
    float bend = weather->wind_x * BEND_A_WIND * gust + sway * 1.6f;
    return fminf(fmaxf(bend, -BEND_MOST), BEND_MOST);
}

/* 1 in the middle of the view, 0 at its sides. */
static float middle_of(const Camera *camera, float view_x)
{
    float across = fabsf(view_x / (float)camera->view_width * 2.0f - 1.0f);
    return fminf(fmaxf(1.0f - across * across, 0.0f), 1.0f);
}

static void draw_plants(const Weather *weather, float lantern_y, const Brush *brush)
{
    const Camera *camera = brush->camera;
    int zoom = camera->zoom;
    double left = (double)camera->left / zoom * PARALLAX;
    float from_edge = (float)(camera->view_height) + (float)camera->top / (float)zoom - lantern_y;
    float room = fminf(fmaxf(ROOM - from_edge, 0.0f), ROOM);
    for (uint32_t i = 0; i < PLANTS; i++) {
        bool is_reeds = i % REEDS_EVERY == REEDS_EVERY - 1;
        uint16_t frame = is_reeds ? brush->cast->fore_reeds[i / REEDS_EVERY % CAST_FORE_REEDS]
                                  : brush->cast->fore_grass[i % CAST_FORE_GRASS];
        double along = (double)(i * PLANT_STRIDE) + 20.0 * (double)brush_chance(i, SALT_PLANT);
        float x = brush_wrap(along - left, PLANTS * PLANT_STRIDE) - PLANT_REACH;
        if (x > (float)camera->view_width) {
            continue;
        }
        float middle = middle_of(camera, x + PLANT_REACH / 2.0f);
        float sink = SINK_MIDDLE * middle * (is_reeds ? 2.0f : 1.0f) + room;
        int y = camera->view_height * zoom + (int)(sink * (float)zoom);
        draw_bent(brush, &brush->atlas->table.frames[frame], (int)(x * (float)zoom), y,
                  bend_of(weather, i) * (float)zoom);
    }
}

/* In both upper corners; the right one is a mirror's. They give a little as the view moves on. */
static void draw_twigs(const Weather *weather, const Brush *brush)
{
    const Camera *camera = brush->camera;
    int zoom = camera->zoom;
    for (uint32_t i = 0; i < TWIGS; i++) {
        uint16_t number = brush->cast->fore_branch[i % CAST_FORE_BRANCHES];
        bool is_right = i % 2 == 1;
        SDL_Rect source =
            is_right ? atlas_mirrored(brush->atlas, number) : brush->atlas->table.frames[number];
        float along = sinf((float)camera->left / (float)zoom * 0.011f + (float)i * 2.0f);
        float sway = bend_of(weather, i) * 0.5f + TWIG_GIVE * along;
        float x =
            is_right ? (float)(camera->view_width - source.w + TWIG_BEYOND) : (float)-TWIG_BEYOND;
        float y = TWIG_GIVE * 0.4f * along - TWIG_ABOVE;
        SDL_FRect at = {floorf((x + sway) * (float)zoom), floorf(y * (float)zoom),
                        (float)(source.w * zoom), (float)(source.h * zoom)};
        canvas_quad(brush->canvas, &source, &at, PALETTE_WHITE);
    }
}

void foreground_draw(const Foreground *foreground, const Weather *weather, float lantern_y,
                     const Brush *brush)
{
    draw_vignette(foreground, brush);
    brush_use(brush, CANVAS_BLEND);
    draw_twigs(weather, brush);
    draw_plants(weather, lantern_y, brush);
}
