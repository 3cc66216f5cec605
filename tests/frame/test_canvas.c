/* The canvas without a world: the CPU path's pixels are the same for every backend, lane count and
 * instruction set, hidden sprites left out or not; and near those of SDL's renderer. */
#include "base/random.h"
#include "sim/kernel.h"
#include "support/models.h"
#include "view/canvas.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum {
    WIDTH = 331,
    HEIGHT = 203,
    SIDE = 32,
    FRAMES = 12, /* more than are made without looking which are used */
    MANY = 30000,
    GRAINS = 500,
};

static const SDL_Color WHITE = {255, 255, 255, 255};

typedef struct Fixture {
    Log log;
    uint32_t sheet[SIDE * SIDE * FRAMES];
    SDL_Rect frames[FRAMES];
    CanvasSprite items[MANY];
    uint32_t reference[WIDTH * HEIGHT];
    uint32_t got[WIDTH * HEIGHT];
} Fixture;

/* Discs with soft edges; the last frame has no opaque pixel. */
static void paint_sheet(Fixture *fixture)
{
    for (int i = 0; i < SIDE * SIDE * FRAMES; i++) {
        int frame = i / (SIDE * SIDE);
        int x = i % SIDE - SIDE / 2;
        int y = i / SIDE % SIDE - SIDE / 2;
        int inside = (SIDE / 2) * (SIDE / 2) - (x * x + y * y);
        uint32_t alpha = (uint32_t)SDL_clamp(inside * 4, 0, frame == FRAMES - 1 ? 120 : 255);
        uint32_t color = (uint32_t)random_mix((uint64_t)i / 16 + 1) & 0xffffffu;
        fixture->sheet[i] = alpha << 24 | color;
    }
    for (int i = 0; i < FRAMES; i++) {
        fixture->frames[i] = (SDL_Rect){0, i * SIDE, SIDE, SIDE};
    }
}

static int set_up(void **state)
{
    Fixture *fixture = calloc(1, sizeof *fixture);
    assert_non_null(fixture);
    log_init(&fixture->log, LOG_ERROR);
    paint_sheet(fixture);
    for (uint32_t i = 0; i < MANY; i++) {
        uint64_t bits = random_mix(i + 77);
        /* Beyond the edges too. */
        fixture->items[i] =
            (CanvasSprite){(int16_t)((int)(bits % (WIDTH + 80)) - 40),
                           (int16_t)((int)(bits >> 16) % (HEIGHT + 80) - 40),
                           (uint16_t)((bits >> 40) % FRAMES), (uint8_t)(bits >> 56), 0};
    }
    *state = fixture;
    return 0;
}

static int tear_down(void **state)
{
    free(*state);
    return 0;
}

static Canvas *open_canvas(Fixture *fixture, const char *driver, const char *isa)
{
    Error error = {""};
    CanvasConfig config = {.width = WIDTH, .height = HEIGHT, .isa = isa};
    Canvas *canvas = canvas_open(canvas_find(driver), &config, &fixture->log, &error);
    if (!canvas) {
        fail_msg("%s: %s", driver, error.text);
    }
    return canvas;
}

static CanvasPicture *sheet_of(Fixture *fixture, Canvas *canvas)
{
    Error error = {""};
    CanvasPicture *sheet =
        canvas_picture(canvas, fixture->sheet, SIDE, SIDE * FRAMES, false, &error);
    assert_non_null(sheet);
    return sheet;
}

/* Scaled, tinted, cut off, lighter and darker, over the edges; onto a target and from it. */
static void draw_quads(Fixture *fixture, Canvas *canvas, CanvasPicture *sheet, bool all)
{
    Error error = {""};
    CanvasPicture *target = canvas_target(canvas, 64, 48, false, false, &error);
    assert_non_null(target);
    canvas_draw_to(canvas, target);
    canvas_fill(canvas, &(SDL_Rect){3, 4, 20, 90}, (SDL_Color){200, 30, 90, 120}, CANVAS_BLEND);
    canvas_use(canvas, sheet, CANVAS_BLEND);
    canvas_quad(canvas, &fixture->frames[2], &(SDL_FRect){20, 8, SIDE, SIDE}, WHITE);
    canvas_draw_to(canvas, NULL);
    for (int i = 0; i < 60; i++) {
        uint64_t bits = random_mix((uint64_t)i + 5);
        float x = (float)(bits % WIDTH) - 20.0f;
        float y = (float)((bits >> 10) % HEIGHT) - 20.0f;
        float size = all && i % 3 == 0 ? 45.3f : (float)SIDE * (float)(1 + i % 3);
        SDL_Color color = i % 4 == 0 ? WHITE : (SDL_Color){255, 180, 90, (uint8_t)(bits >> 40)};
        canvas_use(canvas, sheet, i % 2 == 0 ? CANVAS_BLEND : CANVAS_ADD);
        canvas_quad(canvas, &fixture->frames[i % FRAMES], &(SDL_FRect){x, y, size, size}, color);
    }
    canvas_clip(canvas, &(SDL_Rect){40, 50, 150, 77});
    canvas_fill(canvas, NULL, (SDL_Color){40, 60, 90, 60}, CANVAS_LIGHT);
    if (all) { /* SDL keeps straight pixels in targets, which is not the same */
        canvas_use(canvas, target, CANVAS_BLEND);
        canvas_quad(canvas, &(SDL_Rect){0, 0, 64, 48}, &(SDL_FRect){100, 80, 64, 48}, WHITE);
    }
    canvas_clip(canvas, NULL);
    canvas_fill(canvas, &(SDL_Rect){10, 190, 300, 5}, (SDL_Color){1, 2, 3, 255}, CANVAS_COPY);
}

static CanvasSprites sprites_of(const Fixture *fixture, CanvasPicture *sheet, uint32_t count)
{
    return (CanvasSprites){.picture = sheet,
                           .frames = fixture->frames,
                           .frame_count = FRAMES,
                           .items = fixture->items,
                           .count = count,
                           .zoom = 1,
                           .blend = CANVAS_BLEND,
                           .color = WHITE};
}

static void draw_all(Fixture *fixture, Canvas *canvas, CanvasPicture *sheet)
{
    CanvasSprites few = sprites_of(fixture, sheet, GRAINS);
    CanvasSprites many = sprites_of(fixture, sheet, MANY);
    canvas_clear(canvas, (SDL_Color){10, 20, 30, 255});
    canvas_sprites(canvas, &many);
    draw_quads(fixture, canvas, sheet, true);
    few.blend = CANVAS_ADD;
    few.zoom = 2;
    few.color = (SDL_Color){255, 255, 255, 90};
    canvas_sprites(canvas, &few);
    few.blend = CANVAS_BLEND;
    few.zoom = 1;
    SDL_Color colors[256];
    for (int i = 0; i < 256; i++) {
        colors[i] = (SDL_Color){(uint8_t)i, (uint8_t)(255 - i), 128, 200};
    }
    few.colors = colors;
    canvas_sprites(canvas, &few);
    canvas_flush(canvas);
}

static void read_pixels(Canvas *canvas, uint32_t *pixels)
{
    Error error = {""};
    assert_true(canvas_read(canvas, pixels, &error));
}

static void test_same_pixels_on_all_lanes(void **state)
{
    Fixture *fixture = *state;
    Canvas *canvas = open_canvas(fixture, "cpu", "scalar");
    draw_all(fixture, canvas, sheet_of(fixture, canvas));
    read_pixels(canvas, fixture->reference);
    canvas_close(canvas);
    for (uint32_t k = 0; k < kernel_count(); k++) {
        canvas = open_canvas(fixture, "cpu", kernel_at(k)->name);
        CanvasPicture *sheet = sheet_of(fixture, canvas);
        for (uint32_t i = 0; i < backend_type_count(); i++) {
            for (uint32_t lanes = 1; lanes <= 3; lanes++) {
                Backend *backend = models_open_type(backend_type(i), lanes);
                canvas_set_backend(canvas, backend);
                draw_all(fixture, canvas, sheet);
                read_pixels(canvas, fixture->got);
                canvas_set_backend(canvas, NULL);
                backend_close(backend);
                if (memcmp(fixture->got, fixture->reference, sizeof fixture->got) != 0) {
                    fail_msg("%s, %u lanes of %s: other pixels", kernel_at(k)->name, lanes,
                             backend_type(i)->name);
                }
            }
        }
        canvas_close(canvas);
    }
}

/* In pieces too small to look for what is hidden they are drawn one over the other. */
static void test_hidden_sprites_are_not_missed(void **state)
{
    Fixture *fixture = *state;
    Canvas *canvas = open_canvas(fixture, "cpu", NULL);
    CanvasPicture *sheet = sheet_of(fixture, canvas);
    for (int gap = 0; gap < 2; gap++) {
        CanvasSprites sprites = sprites_of(fixture, sheet, MANY);
        for (uint32_t i = 0; gap == 1 && i < MANY; i++) {
            fixture->items[i].y = (int16_t)(fixture->items[i].y / 2); /* a part stays bare */
        }
        canvas_clear(canvas, (SDL_Color){10, 20, 30, 255});
        canvas_sprites(canvas, &sprites);
        read_pixels(canvas, fixture->got);
        canvas_clear(canvas, (SDL_Color){10, 20, 30, 255});
        for (uint32_t begin = 0; begin < MANY; begin += 100) {
            CanvasSprites piece = sprites;
            piece.items += begin;
            piece.count = 100;
            canvas_sprites(canvas, &piece);
        }
        read_pixels(canvas, fixture->reference);
        assert_memory_equal(fixture->got, fixture->reference, sizeof fixture->got);
    }
    canvas_close(canvas);
}

static int distance(uint32_t a, uint32_t b)
{
    int most = 0;
    for (int shift = 0; shift < 24; shift += 8) {
        int apart = abs((int)(a >> shift & 255) - (int)(b >> shift & 255));
        most = SDL_max(most, apart);
    }
    return most;
}

static void test_near_to_sdl(void **state)
{
    Fixture *fixture = *state;
    uint32_t *pixels[2] = {fixture->reference, fixture->got};
    const char *drivers[2] = {"sdl", "cpu"};
    for (int i = 0; i < 2; i++) {
        Canvas *canvas = open_canvas(fixture, drivers[i], NULL);
        CanvasPicture *sheet = sheet_of(fixture, canvas);
        CanvasSprites few = sprites_of(fixture, sheet, 60);
        canvas_clear(canvas, (SDL_Color){10, 20, 30, 255});
        canvas_sprites(canvas, &few);
        draw_quads(fixture, canvas, sheet, false);
        read_pixels(canvas, pixels[i]);
        canvas_close(canvas);
    }
    uint32_t far = 0;
    for (int i = 0; i < WIDTH * HEIGHT; i++) {
        far += distance(pixels[0][i], pixels[1][i]) > 10; /* SDL rounds each layer down */
    }
    assert_in_range(far, 0, WIDTH * HEIGHT / 200);
}

static void test_change_keeps_pictures(void **state)
{
    Fixture *fixture = *state;
    Error error = {""};
    Canvas *canvas = open_canvas(fixture, "cpu", NULL);
    CanvasPicture *sheet = sheet_of(fixture, canvas);
    draw_all(fixture, canvas, sheet);
    read_pixels(canvas, fixture->reference);
    uint32_t generation = canvas_generation(canvas);
    assert_true(canvas_change(canvas, canvas_find("sdl"), &error));
    assert_string_equal(canvas_type_name(canvas_type_of(canvas)), "sdl");
    draw_all(fixture, canvas, sheet);
    assert_true(canvas_change(canvas, canvas_find("cpu"), &error));
    assert_int_not_equal(canvas_generation(canvas), generation);
    draw_all(fixture, canvas, sheet);
    read_pixels(canvas, fixture->got);
    assert_memory_equal(fixture->got, fixture->reference, sizeof fixture->got);
    canvas_close(canvas);
    canvas_close(NULL);
}

static void test_table(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < canvas_type_count(); i++) {
        const CanvasType *type = canvas_type(i);
        assert_ptr_equal(canvas_find(canvas_type_name(type)), type);
        assert_true(strlen(canvas_type_summary(type)) > 0);
    }
    assert_null(canvas_find("no such driver"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_same_pixels_on_all_lanes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_hidden_sprites_are_not_missed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_near_to_sdl, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_change_keeps_pictures, set_up, tear_down),
        cmocka_unit_test(test_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
