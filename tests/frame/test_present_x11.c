/* What an X11 window shows of what the processor has drawn, as its server says: after frames that
 * take turns, in another size, and after somebody else has drawn in it. */
#include "support/display.h"
#include "support/models.h"
#include "view/canvas.h"
#include "view/present_x11.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#ifdef HAS_X11

#include <SDL_syswm.h>
#include <X11/Xlib.h>
#include <X11/Xutil.h>

enum { WIDTH = 320, HEIGHT = 200, PIXELS_MAX = 640 * 480, TRIES = 200 };

typedef struct Shown {
    SDL_Window *window;
    Display *display; /* the test's own look at it */
    Log log;
} Shown;

static int open_shown(void **state)
{
    static Shown shown;
    Error error = {""};
    SDL_setenv("SDL_VIDEODRIVER", "x11", 1);
    SDL_setenv("LIBGL_ALWAYS_SOFTWARE", "1", 1);
    SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "0");
    if (!display_open(&error)) {
        print_message("skipped: %s\n", error.text);
        *state = NULL;
        return 0;
    }
    uint32_t flags = models_are_quick() ? 0 : canvas_type_window_flags(canvas_find("gl"));
    shown.window = SDL_CreateWindow("test", 0, 0, WIDTH, HEIGHT, flags | SDL_WINDOW_SHOWN);
    assert_non_null(shown.window);
    shown.display = XOpenDisplay(NULL);
    assert_non_null(shown.display);
    log_init(&shown.log, LOG_ERROR);
    *state = &shown;
    return 0;
}

static int close_shown(void **state)
{
    Shown *shown = *state;
    if (shown) {
        XCloseDisplay(shown->display);
        SDL_DestroyWindow(shown->window);
    }
    display_close();
    return 0;
}

static Shown *the_shown(void **state)
{
    if (!*state) {
        skip();
    }
    return *state;
}

static Canvas *open_canvas(Shown *shown, const char *name)
{
    Error error = {""};
    CanvasConfig config = {.window = shown->window};
    Canvas *canvas = canvas_open(canvas_find(name), &config, &shown->log, &error);
    assert_non_null(canvas);
    return canvas;
}

/* SDL makes another window of it where a renderer wants that. */
static Window id_of(const Shown *shown)
{
    SDL_SysWMinfo info;
    SDL_VERSION(&info.version);
    assert_true(SDL_GetWindowWMInfo(shown->window, &info));
    return info.info.x11.window;
}

static void assert_window_has(const Shown *shown, const uint32_t *pixels, int width, int height)
{
    XImage *image = XGetImage(shown->display, id_of(shown), 0, 0, (unsigned int)width,
                              (unsigned int)height, AllPlanes, ZPixmap);
    assert_non_null(image);
    for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
            uint32_t found = (uint32_t)XGetPixel(image, x, y) & 0xffffff;
            assert_int_equal(found, pixels[y * width + x] & 0xffffff);
        }
    }
    XDestroyImage(image);
}

static void draw(Canvas *canvas, uint8_t seed)
{
    int width = canvas_width(canvas);
    int height = canvas_height(canvas);
    canvas_clear(canvas, (SDL_Color){seed, 40, 80, 255});
    for (int i = 0; i < 10; i++) {
        SDL_Rect place = {i * width / 10, height - 10 - i * height / 12, width / 10, 10 + seed % 7};
        canvas_fill(canvas, &place, (SDL_Color){200, (uint8_t)(seed * 3), (uint8_t)(i * 25), 255},
                    CANVAS_COPY);
    }
}

/* Twice the same: when the second is handed over, the server has copied the first. */
static void draw_and_look(const Shown *shown, Canvas *canvas, uint8_t seed)
{
    static uint32_t pixels[PIXELS_MAX];
    Error error = {""};
    assert_in_range(canvas_width(canvas) * canvas_height(canvas), 1, PIXELS_MAX);
    for (int i = 0; i < 2; i++) {
        SDL_PumpEvents();
        draw(canvas, seed);
        assert_true(canvas_read(canvas, pixels, &error));
        canvas_present(canvas);
    }
    assert_window_has(shown, pixels, canvas_width(canvas), canvas_height(canvas));
}

static void frames_that_take_turns_are_shown(void **state)
{
    static uint32_t pixels[WIDTH * HEIGHT];
    static uint32_t later[WIDTH * HEIGHT];
    Shown *shown = the_shown(state);
    Error error = {""};
    Canvas *canvas = open_canvas(shown, "cpu");
    assert_non_null(strstr(canvas_name(canvas), ", x11"));
    for (uint8_t seed = 1; seed < 20; seed++) {
        draw_and_look(shown, canvas, seed);
    }
    draw(canvas, 99);
    assert_true(canvas_read(canvas, pixels, &error));
    canvas_present(canvas);
    assert_true(canvas_read(canvas, later, &error)); /* nothing else was begun */
    assert_memory_equal(pixels, later, sizeof pixels);
    canvas_close(canvas);
}

static void a_window_of_another_size_is_filled(void **state)
{
    static const int sizes[][2] = {{640, 480}, {321, 203}, {640, 180}, {WIDTH, HEIGHT}};
    Shown *shown = the_shown(state);
    Error error = {""};
    Canvas *canvas = open_canvas(shown, "cpu");
    for (uint32_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        draw(canvas, 7);
        SDL_SetWindowSize(shown->window, sizes[i][0], sizes[i][1]);
        canvas_present(canvas); /* of a size that it has no more: it is left out */
        assert_true(canvas_measure(canvas, &error));
        assert_int_equal(canvas_width(canvas), sizes[i][0]);
        assert_int_equal(canvas_height(canvas), sizes[i][1]);
        draw_and_look(shown, canvas, (uint8_t)(i + 1));
    }
    canvas_close(canvas);
}

/* Sanitizers would find Mesa's leaks, and not ours. */
static void others_draw_in_the_window_and_go(void **state)
{
    Shown *shown = the_shown(state);
    const char *other = models_are_quick() ? "sdl" : "gl";
    Error error = {""};
    Canvas *canvas = open_canvas(shown, "cpu");
    for (uint8_t i = 0; i < 3; i++) {
        draw_and_look(shown, canvas, (uint8_t)(i + 1));
        if (!canvas_change(canvas, canvas_find(other), &error)) {
            print_message("%s does not draw here: %s\n", other, error.text);
        }
        draw_and_look(shown, canvas, (uint8_t)(i + 100));
        assert_true(canvas_change(canvas, canvas_find("cpu"), &error));
        assert_non_null(strstr(canvas_name(canvas), ", x11"));
    }
    draw_and_look(shown, canvas, 50);
    canvas_close(canvas);
}

static void a_window_that_is_hidden_comes_back(void **state)
{
    Shown *shown = the_shown(state);
    Canvas *canvas = open_canvas(shown, "cpu");
    SDL_HideWindow(shown->window);
    for (uint8_t seed = 0; seed < 3; seed++) {
        draw(canvas, seed);
        canvas_present(canvas);
    }
    SDL_ShowWindow(shown->window);
    draw_and_look(shown, canvas, 30);
    canvas_close(canvas);
}

/* Xlib would end the program. */
static void a_window_that_is_gone_is_said(void **state)
{
    the_shown(state);
    SDL_Window *window = SDL_CreateWindow("gone", 0, 0, WIDTH, HEIGHT, SDL_WINDOW_SHOWN);
    assert_non_null(window);
    PresentX11 *present = present_x11_open(window);
    assert_non_null(present);
    assert_true(present_x11_fit(present, WIDTH, HEIGHT));
    assert_true(present_x11_show(present));
    SDL_DestroyWindow(window);
    bool shows = true;
    for (int i = 0; i < TRIES && shows; i++) { /* another connection's requests: not at once */
        shows = present_x11_show(present);
    }
    assert_false(shows);
    assert_false(present_x11_fit(present, WIDTH, HEIGHT));
    present_x11_close(present);
}

#else

static int open_shown(void **state)
{
    (void)state;
    return 0;
}

static int close_shown(void **state)
{
    (void)state;
    return 0;
}

static void built_without_x11(void **state)
{
    (void)state;
    assert_null(present_x11_open(NULL));
}

#endif

int main(void)
{
    const struct CMUnitTest tests[] = {
#ifdef HAS_X11
        cmocka_unit_test(frames_that_take_turns_are_shown),
        cmocka_unit_test(a_window_of_another_size_is_filled),
        cmocka_unit_test(others_draw_in_the_window_and_go),
        cmocka_unit_test(a_window_that_is_hidden_comes_back),
        cmocka_unit_test(a_window_that_is_gone_is_said),
#else
        cmocka_unit_test(built_without_x11),
#endif
    };
    return cmocka_run_group_tests(tests, open_shown, close_shown);
}
