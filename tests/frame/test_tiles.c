/* The ground that is kept from frame to frame against the one that is drawn anew, by every driver
 * that opens here: the same pixels, wherever the view goes, whatever the animations show, and after
 * the canvas has forgotten all. */
#include "support/easel.h"
#include "support/levels.h"
#include "view/tiles.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { WIDTH = 300, HEIGHT = 180, PIXELS = WIDTH * HEIGHT, ZOOM = 2 };
enum { COLUMNS = 80, CELLS = COLUMNS * 45 /* of the map */ };

static const SDL_Color NIGHT = {12, 18, 40, 255};

typedef struct Fixture {
    Log log;
    Level *level;
    Pictures *pictures;
    Canvas *canvas;
    CanvasPicture *scene; /* opaque, as the game's is: SDL draws by other rules where alpha is */
    Tiles *tiles;
    Camera camera;
    uint32_t kept[PIXELS];
    uint32_t anew[PIXELS];
} Fixture;

static void set_zoom(Fixture *fixture, int zoom)
{
    fixture->camera.zoom = zoom;
    fixture->camera.view_width = WIDTH / zoom;
    fixture->camera.view_height = HEIGHT / zoom;
}

static int set_up(void **state)
{
    Error error = {""};
    Fixture *fixture = calloc(1, sizeof *fixture);
    log_init(&fixture->log, LOG_ERROR);
    fixture->level = levels_load("reeds"); /* much of it is water, which is animated */
    fixture->pictures = pictures_load(fixture->level, &error);
    assert_non_null(fixture->pictures);
    *state = fixture;
    return 0;
}

static int tear_down(void **state)
{
    Fixture *fixture = *state;
    pictures_end(fixture->pictures);
    level_destroy(fixture->level);
    free(fixture);
    return 0;
}

static bool open_canvas(Fixture *fixture, const EaselDriver *driver)
{
    Error error = {""};
    fixture->canvas = easel_opens(driver) ? easel_open(driver, WIDTH, HEIGHT, &error) : NULL;
    if (!fixture->canvas) {
        return false;
    }
    fixture->tiles =
        tiles_create(fixture->canvas, fixture->level, fixture->pictures, &fixture->log, &error);
    /* SDL's software renderer is never asked to scale by the game, and does it by its own rules. */
    set_zoom(fixture, driver->rounds_down ? 1 : ZOOM);
    fixture->scene = canvas_target(fixture->canvas, WIDTH, HEIGHT, false, true, &error);
    assert_true(fixture->tiles && fixture->scene);
    return true;
}

static void close_canvas(Fixture *fixture)
{
    tiles_destroy(fixture->tiles);
    easel_close(fixture->canvas);
}

static void draw(Fixture *fixture, bool is_kept, uint32_t *pixels)
{
    Error error = {""};
    if (is_kept) {
        tiles_prepare(fixture->tiles, fixture->canvas, &fixture->camera, NIGHT);
    }
    canvas_draw_to(fixture->canvas, fixture->scene);
    canvas_clear(fixture->canvas, NIGHT);
    tiles_draw(fixture->tiles, fixture->canvas, &fixture->camera, false);
    tiles_draw(fixture->tiles, fixture->canvas, &fixture->camera, true);
    canvas_draw_to(fixture->canvas, NULL);
    canvas_use(fixture->canvas, fixture->scene, CANVAS_COPY);
    canvas_quad(fixture->canvas, &(SDL_Rect){0, 0, WIDTH, HEIGHT},
                &(SDL_FRect){0.0f, 0.0f, WIDTH, HEIGHT}, (SDL_Color){255, 255, 255, 255});
    assert_true(canvas_read(fixture->canvas, pixels, &error));
}

static void assert_same(Fixture *fixture)
{
    draw(fixture, true, fixture->kept);
    draw(fixture, false, fixture->anew);
    assert_memory_equal(fixture->kept, fixture->anew, sizeof fixture->kept);
}

/* Small steps, steps into new chunks, jumps, and beyond all four edges of the map. */
static void test_view(void **state)
{
    Fixture *fixture = *state;
    static const int WAY[][2] = {{0, 0},     {3, 1},     {259, 5},     {300, 300},
                                 {40, 299},  {900, 700}, {2300, 1250}, {-70, -35},
                                 {-300, 40}, {1111, -9}, {1112, 1300}};
    for (const EaselDriver *driver = easel_drivers; driver->name; driver++) {
        if (!open_canvas(fixture, driver)) {
            continue;
        }
        for (size_t i = 0; i < sizeof WAY / sizeof *WAY; i++) {
            fixture->camera.left = WAY[i][0];
            fixture->camera.top = WAY[i][1];
            tiles_set_time(fixture->tiles, (double)i * 7.0);
            assert_same(fixture);
        }
        close_canvas(fixture);
    }
}

static void look_at_water(Fixture *fixture)
{
    int cell = tiles_cell(fixture->tiles);
    int at = 0;
    while (!tiles_is_water(fixture->tiles, (float)(at % COLUMNS * cell),
                           (float)(at / COLUMNS * cell))) {
        at++;
        assert_in_range(at, 0, CELLS - 1);
    }
    fixture->camera.left = at % COLUMNS * cell * fixture->camera.zoom - WIDTH / 2;
    fixture->camera.top = at / COLUMNS * cell * fixture->camera.zoom - HEIGHT / 2;
}

/* The view stays: what is seen changes because an animation goes on, and not otherwise. */
static void test_animation(void **state)
{
    enum { FRAMES = 60 };
    Fixture *fixture = *state;
    for (const EaselDriver *driver = easel_drivers; driver->name; driver++) {
        if (!open_canvas(fixture, driver)) {
            continue;
        }
        static uint32_t before[PIXELS];
        uint32_t changes = 0;
        look_at_water(fixture);
        for (int i = 0; i < FRAMES; i++) {
            memcpy(before, fixture->kept, sizeof before);
            tiles_set_time(fixture->tiles, i * 2.0);
            assert_same(fixture);
            changes += i > 0 && memcmp(before, fixture->kept, sizeof before) != 0;
        }
        assert_in_range(changes, 1, FRAMES / 2);
        close_canvas(fixture);
    }
}

/* Another zoom, another size, another driver's turn: nothing of what was kept is left. */
static void test_forgotten(void **state)
{
    Error error = {""};
    Fixture *fixture = *state;
    for (const EaselDriver *driver = easel_drivers; driver->name; driver++) {
        if (!open_canvas(fixture, driver)) {
            continue;
        }
        assert_same(fixture);
        set_zoom(fixture, ZOOM + 1);
        assert_same(fixture);
        set_zoom(fixture, 1);
        assert_same(fixture);
        assert_true(canvas_change(fixture->canvas, canvas_type_of(fixture->canvas), &error));
        assert_same(fixture);
        close_canvas(fixture);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_view, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_animation, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_forgotten, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
