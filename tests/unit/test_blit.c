/* The rectangles of pixels: exact where they must be, near the formula everywhere, and the same
 * bits from every instruction set. */
#include "base/random.h"
#include "view/blit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { WIDTH = 61, HEIGHT = 7, STRIDE = 80, PIXELS = STRIDE * HEIGHT, ROWS = 64 };

/* Premultiplied: no channel above alpha. */
static uint32_t any_pixel(uint64_t *seed)
{
    uint64_t bits = random_mix(++*seed);
    uint32_t alpha = (uint32_t)(bits & 3) == 0 ? 255 : (uint32_t)(bits >> 8 & 255);
    alpha = (bits & 12) == 0 ? 0 : alpha;
    uint32_t pixel = alpha << 24;
    for (uint32_t shift = 0; shift < 24; shift += 8) {
        pixel |= (uint32_t)((bits >> (16 + shift) & 255) % (alpha + 1)) << shift;
    }
    return pixel;
}

static void fill_any(uint32_t *pixels, uint32_t count, uint64_t seed)
{
    for (uint32_t i = 0; i < count; i++) {
        pixels[i] = any_pixel(&seed);
    }
}

typedef struct Functions {
    BlitFunction *all[3];
} Functions;

static Functions functions_of(const Blit *blit)
{
    return (Functions){{blit->blend, blit->add, blit->light}};
}

static void test_every_set_gives_the_same_bits(void **state)
{
    (void)state;
    static uint32_t from[PIXELS];
    static uint32_t expected[PIXELS];
    static uint32_t got[PIXELS];
    Functions reference = functions_of(blit_for(kernel_at(0)));
    for (uint32_t k = 1; k < kernel_count(); k++) {
        Functions tried = functions_of(blit_for(kernel_at(k)));
        for (uint32_t width = 1; width <= WIDTH; width++) {
            for (int f = 0; f < 3; f++) {
                fill_any(from, PIXELS, width);
                fill_any(expected, PIXELS, 1000 + width);
                memcpy(got, expected, sizeof got);
                reference.all[f](expected, STRIDE, from, STRIDE, width, HEIGHT);
                tried.all[f](got, STRIDE, from, STRIDE, width, HEIGHT);
                if (memcmp(got, expected, sizeof got) != 0) {
                    fail_msg("%s differs in function %d, width %u", kernel_at(k)->name, f, width);
                }
            }
            uint32_t factors = 0x80ff4001u * width;
            blit_for(kernel_at(0))->tint(expected, from, width, factors);
            blit_for(kernel_at(k))->tint(got, from, width, factors);
            assert_memory_equal(got, expected, sizeof got);
            blit_for(kernel_at(0))->tint_straight(expected, from, width, factors);
            blit_for(kernel_at(k))->tint_straight(got, from, width, factors);
            assert_memory_equal(got, expected, sizeof got);
        }
    }
}

/* All of the rectangle, and nothing around it. */
static void test_fills(void **state)
{
    (void)state;
    for (uint32_t k = 0; k < kernel_count(); k++) {
        for (uint32_t width = 1; width <= WIDTH; width++) {
            uint32_t pixels[PIXELS] = {0};
            blit_for(kernel_at(k))
                ->fill(pixels + STRIDE + 1, STRIDE, 0x80402010u, width, HEIGHT - 2);
            for (uint32_t i = 0; i < PIXELS; i++) {
                uint32_t x = i % STRIDE;
                uint32_t y = i / STRIDE;
                bool inside = x >= 1 && x <= width && y >= 1 && y < HEIGHT - 1;
                assert_int_equal(pixels[i], inside ? 0x80402010u : 0);
            }
        }
    }
}

static uint32_t channel(uint32_t pixel, uint32_t shift)
{
    return pixel >> shift & 255;
}

/* Within one of the exact value; opaque ones replace, transparent ones leave as it was. */
static void test_values(void **state)
{
    (void)state;
    const Blit *blit = blit_for(kernel_best());
    for (uint32_t under = 0; under < 256; under++) {
        for (uint32_t alpha = 0; alpha < 256; alpha++) {
            uint32_t over = alpha << 24 | alpha << 16 | (alpha / 2) << 8;
            uint32_t pixel = 0xff000000u | under << 16 | under << 8 | under;
            blit->blend(&pixel, 1, &over, 1, 1, 1);
            float kept = (255.0f - (float)alpha) / 255.0f * (float)under;
            assert_float_equal(channel(pixel, 16), (float)alpha + kept, 0.51f);
            assert_float_equal(channel(pixel, 8), (float)(alpha / 2) + kept, 0.51f);
            assert_float_equal(channel(pixel, 0), kept, 0.51f);
            assert_int_equal(channel(pixel, 24), 255);

            uint32_t lit = 0xff000000u | under;
            uint32_t light = alpha; /* blue, no alpha of its own: (1 + alpha / 255) times */
            blit->light(&lit, 1, &light, 1, 1, 1);
            float bright = (float)under * (255.0f + (float)alpha) / 255.0f;
            assert_float_equal(channel(lit, 0), bright > 255.0f ? 255.0f : bright, 1.01f);

            uint32_t sum = 0x12000000u | under;
            uint32_t more = 0xff000000u | alpha;
            blit->add(&sum, 1, &more, 1, 1, 1);
            assert_int_equal(sum, 0x12000000u | (under + alpha > 255 ? 255 : under + alpha));
        }
    }
}

/* Rounded once. */
static void test_tints_of_straight_pixels(void **state)
{
    (void)state;
    const Blit *blit = blit_for(kernel_best());
    for (uint32_t alpha = 0; alpha < 256; alpha++) {
        for (uint32_t color = 0; color < 256; color++) {
            uint32_t pixel = alpha << 24 | color << 16 | color << 8 | (255 - color);
            blit->tint_straight(&pixel, &pixel, 1, 0x80c0407fu);
            float part = (float)alpha / 255.0f;
            assert_float_equal(channel(pixel, 24), part * 128.0f, 0.52f);
            assert_float_equal(channel(pixel, 16), part * (float)color * 192.0f / 255.0f, 0.52f);
            assert_float_equal(channel(pixel, 8), part * (float)color * 64.0f / 255.0f, 0.52f);
            assert_float_equal(channel(pixel, 0), part * (float)(255 - color) * 127.0f / 255.0f,
                               0.52f);
        }
    }
}

static void test_cover(void **state)
{
    (void)state;
    for (uint32_t k = 0; k < kernel_count(); k++) {
        const Blit *blit = blit_for(kernel_at(k));
        uint64_t covered[ROWS] = {0};
        uint64_t seen[2] = {7, 5};
        uint64_t opaque[2] = {2, 1};
        assert_true(blit->cover(covered + 3, seen, opaque, 2, 62));
        assert_true(covered[3] == UINT64_C(1) << 63);
        assert_true(covered[4] == UINT64_C(1) << 62);
        assert_true(blit->cover(covered + 3, seen, opaque, 2, 62)); /* the edges still show */
        memset(covered, 255, sizeof covered);
        assert_false(blit->cover(covered, seen, opaque, 2, -1));
        covered[1] = ~UINT64_C(2);
        assert_true(blit->cover(covered, seen, opaque, 2, -1));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_set_gives_the_same_bits),
        cmocka_unit_test(test_fills),
        cmocka_unit_test(test_values),
        cmocka_unit_test(test_tints_of_straight_pixels),
        cmocka_unit_test(test_cover),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
