/* How bright fireflies may be where they crowd: alone as they are, in a crowd no brighter together
 * than there is room for, and the same wherever the camera stands. */
#include "view/glare.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

enum { BRIGHTEST = CAST_FLASH_LEVELS - 1, SPREAD = 4 * GLARE_CELL };

static int set_up(void **state)
{
    Glare *glare = malloc(sizeof *glare);
    glare_init(glare);
    *state = glare;
    return 0;
}

static int tear_down(void **state)
{
    free(*state);
    return 0;
}

/* So many on a square of the map that has its corner there, evenly. */
static void gather(Glare *glare, const Camera *camera, uint32_t a_side, int map_x, int map_y)
{
    glare_begin(glare, camera);
    for (uint32_t i = 0; i < a_side * a_side; i++) {
        int x = map_x + (int)(i % a_side * SPREAD / a_side);
        int y = map_y + (int)(i / a_side * SPREAD / a_side);
        glare_add(glare, x * camera->zoom - camera->left, y * camera->zoom - camera->top,
                  BRIGHTEST);
    }
    glare_settle(glare);
}

/* What one in the middle of that square may show, all shades together. */
static uint32_t middle(const Glare *glare, const Camera *camera, int map_x, int map_y)
{
    uint32_t sum = 0;
    int x = (map_x + SPREAD / 2) * camera->zoom - camera->left;
    int y = (map_y + SPREAD / 2) * camera->zoom - camera->top;
    for (uint32_t shade = 0; shade < GLARE_SHADES; shade++) {
        sum += glare_level(glare, x, y, BRIGHTEST, shade);
    }
    return sum;
}

static void few_are_as_bright_as_they_are(void **state)
{
    Glare *glare = *state;
    Camera camera = {.zoom = 2, .view_width = 640, .view_height = 360};
    gather(glare, &camera, 3, 100, 100);
    assert_false(glare->is_bright);
    for (uint32_t level = 0; level <= BRIGHTEST; level++) {
        assert_int_equal(glare_level(glare, 250, 250, level, 0), level);
    }
}

static void the_more_there_are_the_darker_is_each(void **state)
{
    Glare *glare = *state;
    Camera camera = {.zoom = 2, .view_width = 640, .view_height = 360};
    uint32_t before = BRIGHTEST * GLARE_SHADES;
    for (uint32_t a_side = 10; a_side <= 160; a_side *= 2) {
        gather(glare, &camera, a_side, 100, 100);
        uint32_t now = middle(glare, &camera, 100, 100);
        assert_true(glare->is_bright);
        assert_in_range(now, 0, before - 1);
        before = now;
    }
    assert_int_equal(before, 0);
    assert_int_equal(glare_level(glare, 1000, 600, BRIGHTEST, 0), BRIGHTEST); /* far from there */
}

static void nobody_becomes_brighter(void **state)
{
    const Glare *glare = *state;
    for (uint32_t step = 0; step < GLARE_STEPS; step++) {
        for (uint32_t shade = 0; shade < GLARE_SHADES; shade++) {
            for (uint32_t level = 0; level <= BRIGHTEST; level++) {
                const uint8_t *now = glare->dimmed[step][shade];
                assert_in_range(now[level], 0, step == 0 ? level : glare->dimmed[0][0][level]);
                assert_true(level == 0 || now[level] >= now[level - 1]);
                assert_true(step == 0 || now[level] <= glare->dimmed[step - 1][shade][level]);
            }
        }
    }
}

/* The cells lie on the map: whatever the camera shows of it, and however large. */
static void the_camera_changes_nothing(void **state)
{
    Glare *glare = *state;
    Camera camera = {.zoom = 1, .view_width = 1440, .view_height = 360};
    gather(glare, &camera, 16, 200, 96);
    uint32_t expected = middle(glare, &camera, 200, 96);
    for (int zoom = 1; zoom <= 6; zoom++) {
        for (int shift = -40; shift <= 200; shift += 7) {
            camera.zoom = zoom;
            camera.left = shift * zoom;
            camera.top = shift * zoom / 4;
            gather(glare, &camera, 16, 200, 96);
            assert_int_equal(middle(glare, &camera, 200, 96), expected);
        }
    }
}

/* Sprites have their middle in the view and its margin, but for whoever asks wrongly. */
static void what_is_out_of_sight_is_no_fault(void **state)
{
    Glare *glare = *state;
    Camera camera = {.zoom = 6, .view_width = 1440, .view_height = 360, .left = -7, .top = 5};
    static const int places[] = {-32768, -200, -144, 0, 8640, 8783, 9000, 32767};
    glare_begin(glare, &camera);
    for (uint32_t i = 0; i < sizeof places / sizeof *places; i++) {
        glare_add(glare, places[i], places[i], BRIGHTEST);
    }
    glare_settle(glare);
    for (uint32_t i = 0; i < sizeof places / sizeof *places; i++) {
        assert_in_range(glare_level(glare, places[i], places[i], BRIGHTEST, 7), 0, BRIGHTEST);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(few_are_as_bright_as_they_are, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_more_there_are_the_darker_is_each, set_up, tear_down),
        cmocka_unit_test_setup_teardown(nobody_becomes_brighter, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_camera_changes_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_out_of_sight_is_no_fault, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
