/* The canvas's drivers side by side: each that opens here draws the same picture, within 2/255 a
 * channel. SDL's software renderer alone rounds downwards, several times a pixel: 4/255, and
 * nothing where much lies over each other. */
#include "support/easel.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { WIDTH = 320, HEIGHT = 180, SIDE = 64, FRAMES = 5, SPRITES = 3000, LIGHTS = 400 };

/* ---- What is drawn --------------------------------------------------------------------------- */

/* A ramp of every channel, alpha too, with an opaque and a transparent quarter. */
static CanvasPicture *make_picture(Canvas *canvas)
{
    static uint32_t pixels[SIDE * SIDE];
    Error error = {""};
    for (uint32_t y = 0; y < SIDE; y++) {
        for (uint32_t x = 0; x < SIDE; x++) {
            uint32_t alpha = x < SIDE / 2 ? 255 : y < SIDE / 4 ? 0 : (x * 7 + y * 3) % 256;
            pixels[y * SIDE + x] = alpha << 24 | (x * 4) << 16 | (y * 4) << 8 | (x ^ y) * 4;
        }
    }
    CanvasPicture *picture = canvas_picture(canvas, pixels, SIDE, SIDE, false, &error);
    assert_non_null(picture);
    return picture;
}

typedef struct Easel {
    Canvas *canvas;
    CanvasPicture *picture;
} Easel;

static void draw_backdrop(const Easel *easel)
{
    Canvas *canvas = easel->canvas;
    canvas_clear(canvas, (SDL_Color){20, 40, 60, 255});
    for (int i = 0; i < 8; i++) {
        SDL_Rect bar = {i * 40, i * 20, 60, 50};
        canvas_fill(canvas, &bar, (SDL_Color){(uint8_t)(255 - i * 30), 128, (uint8_t)(i * 36), 255},
                    CANVAS_COPY);
    }
}

static void draw_fills(const Easel *easel)
{
    const SDL_Color colors[] = {
        {255, 255, 255, 255}, {200, 100, 50, 128}, {90, 160, 255, 77}, {0, 0, 0, 200}};
    draw_backdrop(easel);
    for (int blend = 0; blend < CANVAS_BLENDS; blend++) {
        for (int i = 0; i < 4; i++) {
            SDL_Rect place = {10 + i * 70, 5 + blend * 44, 66, 40};
            SDL_Color color = colors[i];
            color.a = blend == CANVAS_COPY ? 255 : color.a; /* what shows is opaque */
            canvas_fill(easel->canvas, &place, color, (CanvasBlend)blend);
        }
    }
    SDL_Rect outside = {-20, -20, 30, 30};
    canvas_fill(easel->canvas, &outside, colors[1], CANVAS_BLEND);
}

static void draw_quads(const Easel *easel)
{
    const SDL_Color colors[] = {{255, 255, 255, 255}, {200, 100, 255, 160}};
    draw_backdrop(easel);
    for (int blend = 0; blend < CANVAS_BLENDS; blend++) {
        canvas_use(easel->canvas, easel->picture, (CanvasBlend)blend);
        for (int i = 0; i < 6; i++) {
            int zoom = 1 + i % 3;
            int left = blend == CANVAS_COPY ? i * 2 : i * 8; /* what shows is opaque */
            SDL_Rect source = {left, i * 5, 20, 16};
            SDL_FRect place = {(float)(i * 54 - 6), (float)(blend * 46 - 4), (float)(20 * zoom),
                               (float)(16 * zoom)};
            SDL_Color color = colors[i / 3];
            color.a = blend == CANVAS_COPY ? 255 : color.a;
            canvas_quad(easel->canvas, &source, &place, color);
        }
    }
}

static void draw_clipped(const Easel *easel)
{
    SDL_Rect clip = {50, 30, 120, 90};
    SDL_Rect nothing = {-50, -50, 20, 20};
    draw_backdrop(easel);
    canvas_clip(easel->canvas, &clip);
    draw_quads(easel);
    canvas_clip(easel->canvas, &nothing);
    canvas_clear(easel->canvas, (SDL_Color){255, 0, 0, 255});
    canvas_clip(easel->canvas, NULL);
    draw_fills(easel);
    canvas_clip(easel->canvas, &clip);
    canvas_clear(easel->canvas, (SDL_Color){9, 99, 199, 255});
    canvas_clip(easel->canvas, NULL);
}

static void draw_sprites_with(const Easel *easel, uint32_t count, CanvasBlend blend, int zoom,
                              const SDL_Color *colors)
{
    static const SDL_Rect frames[FRAMES] = {
        {0, 0, 16, 16}, {30, 14, 17, 15}, {40, 40, 24, 24}, {10, 20, 5, 9}, {32, 32, 1, 1}};
    static CanvasSprite items[SPRITES];
    uint32_t noise = 12345;
    for (uint32_t i = 0; i < SPRITES; i++) {
        noise = noise * 1664525u + 1013904223u;
        items[i] = (CanvasSprite){(int16_t)((noise >> 8) % (WIDTH + 60) - 30),
                                  (int16_t)((noise >> 20) % (HEIGHT + 60) - 30),
                                  (uint16_t)(noise >> 4) % FRAMES, (uint8_t)(noise >> 24), 0};
    }
    draw_backdrop(easel);
    canvas_sprites(easel->canvas, &(CanvasSprites){.picture = easel->picture,
                                                   .frames = frames,
                                                   .frame_count = FRAMES,
                                                   .items = items,
                                                   .count = count,
                                                   .zoom = zoom,
                                                   .blend = blend,
                                                   .color = {255, 255, 255, 255},
                                                   .colors = colors});
    canvas_flush(easel->canvas);
}

static void draw_sprites(const Easel *easel)
{
    draw_sprites_with(easel, SPRITES / 20, CANVAS_BLEND, 1, NULL);
}

static void draw_glows(const Easel *easel)
{
    draw_sprites_with(easel, SPRITES / 10, CANVAS_ADD, 2, NULL);
}

static void draw_crowd(const Easel *easel)
{
    draw_sprites_with(easel, SPRITES, CANVAS_BLEND, 3, NULL);
}

static void draw_colored_sprites(const Easel *easel)
{
    static SDL_Color colors[256];
    for (uint32_t i = 0; i < 256; i++) {
        colors[i] = (SDL_Color){(uint8_t)i, (uint8_t)(255 - i), (uint8_t)(i * 7), 255};
    }
    draw_sprites_with(easel, SPRITES / 20, CANVAS_BLEND, 1, colors);
}

/* A picture that was drawn is drawn with, whole and stretched. */
static void draw_targets(const Easel *easel)
{
    Canvas *canvas = easel->canvas;
    Error error = {""};
    CanvasPicture *target = canvas_target(canvas, 100, 80, false, false, &error);
    assert_non_null(target);
    draw_backdrop(easel);
    canvas_draw_to(canvas, target);
    canvas_fill(canvas, &(SDL_Rect){10, 10, 40, 40}, (SDL_Color){255, 200, 0, 255}, CANVAS_COPY);
    canvas_use(canvas, easel->picture, CANVAS_COPY);
    canvas_quad(canvas, &(SDL_Rect){0, 0, SIDE, SIDE}, &(SDL_FRect){30, 20, SIDE, SIDE},
                (SDL_Color){255, 255, 255, 255});
    canvas_draw_to(canvas, NULL);
    canvas_use(canvas, target, CANVAS_BLEND);
    canvas_quad(canvas, &(SDL_Rect){0, 0, 100, 80}, &(SDL_FRect){5, 3, 100, 80},
                (SDL_Color){255, 255, 255, 255});
    canvas_quad(canvas, &(SDL_Rect){0, 0, 100, 80}, &(SDL_FRect){110, 10, 200, 160},
                (SDL_Color){255, 255, 255, 255});
    canvas_drop(canvas, target);
}

/* A scene in a window of half its size: points of light, each in another corner of its pixel. */
static void draw_shrunk(const Easel *easel)
{
    Canvas *canvas = easel->canvas;
    Error error = {""};
    CanvasPicture *scene = canvas_target(canvas, 2 * WIDTH, 2 * HEIGHT, true, true, &error);
    assert_non_null(scene);
    canvas_draw_to(canvas, scene);
    canvas_clear(canvas, (SDL_Color){0, 0, 0, 255});
    for (int i = 0; i < LIGHTS; i++) {
        SDL_Rect point = {20 + 7 * (i % 40), 15 + 9 * (i / 40), 1, 1};
        canvas_fill(canvas, &point, (SDL_Color){200, 160, 80, 255}, CANVAS_ADD);
    }
    canvas_draw_to(canvas, NULL);
    canvas_use(canvas, scene, CANVAS_COPY);
    canvas_quad(canvas, &(SDL_Rect){0, 0, 2 * WIDTH, 2 * HEIGHT}, &(SDL_FRect){0, 0, WIDTH, HEIGHT},
                (SDL_Color){255, 255, 255, 255});
    canvas_drop(canvas, scene);
}

/* ---- Comparing ------------------------------------------------------------------------------- */

static uint32_t expected[WIDTH * HEIGHT];
static uint32_t found[WIDTH * HEIGHT];

typedef void Drawing(const Easel *easel);

static void draw_with(const EaselDriver *driver, Drawing *drawing, uint32_t *pixels)
{
    Error error = {""};
    Canvas *canvas = easel_open(driver, WIDTH, HEIGHT, &error);
    if (!canvas) {
        fail_msg("%s", error.text);
    }
    Easel easel = {canvas, make_picture(canvas)};
    drawing(&easel);
    assert_true(canvas_read(canvas, pixels, &error));
    canvas_present(canvas);
    easel_close(canvas);
}

/* The first that opens is what the others are held against. */
static void compare(Drawing *drawing, bool is_deep)
{
    uint32_t drawn = 0;
    for (const EaselDriver *driver = easel_drivers; driver->name; driver++) {
        if ((is_deep && driver->rounds_down) || !easel_opens(driver)) {
            continue;
        }
        draw_with(driver, drawing, drawn == 0 ? expected : found);
        if (drawn > 0) {
            easel_assert_alike(driver, expected, found, WIDTH, HEIGHT);
        }
        drawn++;
    }
    if (drawn < 2) {
        print_message("skipped: one driver alone opens here\n");
        skip();
    }
}

static void test_fills(void **state)
{
    (void)state;
    compare(draw_fills, false);
}

static void test_quads(void **state)
{
    (void)state;
    compare(draw_quads, false);
}

static void test_clip(void **state)
{
    (void)state;
    compare(draw_clipped, false);
}

static void test_sprites(void **state)
{
    (void)state;
    compare(draw_sprites, false);
    compare(draw_glows, false);
    compare(draw_colored_sprites, false);
    compare(draw_crowd, true);
}

static void test_targets(void **state)
{
    (void)state;
    compare(draw_targets, false);
}

/* None is lost between two pixels: each is a quarter of one. */
static void test_light_of_small_things(void **state)
{
    (void)state;
    compare(draw_shrunk, true);
    uint32_t sum = 0;
    for (uint32_t i = 0; i < WIDTH * HEIGHT; i++) {
        sum += expected[i] >> 16 & 255;
    }
    assert_in_range(sum, LIGHTS * 49, LIGHTS * 51);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fills),   cmocka_unit_test(test_quads),
        cmocka_unit_test(test_clip),    cmocka_unit_test(test_sprites),
        cmocka_unit_test(test_targets), cmocka_unit_test(test_light_of_small_things),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
