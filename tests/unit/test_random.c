/* Random numbers are a pure function, and look like noise: level, without pattern between
 * neighbouring ids, ticks, purposes and seeds. */
#include "base/random.h"
#include "base/sort.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { DRAWS = 100000, PURPOSES = RANDOM_TEST + 1 };

/* The first are splitmix64's own, widely published ones; the others were reckoned by another
 * program. A change here changes every state hash. */
static void test_known_answers(void **state)
{
    (void)state;
    const uint64_t step = 0x9e3779b97f4a7c15u;
    assert_true(random_mix(1234567 + step) == 6457827717110365317u);
    assert_true(random_mix(1234567 + 2 * step) == 3203168211198807973u);
    assert_true(random_mix(1234567 + 3 * step) == 9817491932198370423u);

    assert_true(random_u64(0, 0, 0, RANDOM_SPAWN_X) == 0xa706dd2f4d197e6fu);
    assert_true(random_u64(1, 2, 3, (RandomPurpose)6) == 0xe5bb404d056287b7u);
    assert_true(random_u64(UINT64_MAX, UINT32_MAX, UINT32_MAX, (RandomPurpose)5) ==
                0xe6be28e5d073ca27u);
    assert_true(random_u64(0x1234567890abcdefu, 99999, 600, (RandomPurpose)4) ==
                0xe1feefa8ebdbd977u);
    assert_true(random_unit(0, 0, 0, RANDOM_SPAWN_X) == 0.6524484753608704f);
}

static void test_the_same_in_any_order(void **state)
{
    (void)state;
    static uint64_t forwards[1000];
    for (uint32_t id = 0; id < 1000; id++) {
        forwards[id] = random_u64(7, id, 3, RANDOM_TEST);
    }
    for (uint32_t id = 1000; id-- > 0;) {
        assert_true(random_u64(7, id, 3, RANDOM_TEST) == forwards[id]);
    }
}

static void test_unit_and_signed_stay_in_range(void **state)
{
    (void)state;
    for (uint32_t id = 0; id < DRAWS; id++) {
        float unit = random_unit(11, id, 0, RANDOM_TEST);
        float both = random_signed(11, id, 0, RANDOM_TEST);
        assert_true(unit >= 0.0f && unit < 1.0f);
        assert_true(both >= -1.0f && both < 1.0f);
        assert_true(unit * 0x1p24f == (float)(uint32_t)(unit * 0x1p24f));
        assert_true(both == unit * 2.0f - 1.0f);
    }
}

/* Of one uniform number the mean is 1/2 and the variance 1/12; of a sum of DRAWS the mean strays by
 * 0.0009 (one sigma), the variance by 0.00024. Five sigma are allowed. */
static void assert_level(const float *draws)
{
    double sum = 0;
    double squares = 0;
    for (uint32_t i = 0; i < DRAWS; i++) {
        sum += (double)draws[i];
        squares += (double)draws[i] * (double)draws[i];
    }
    double mean = sum / DRAWS;
    double variance = squares / DRAWS - mean * mean;
    assert_true(mean > 0.5 - 0.0046 && mean < 0.5 + 0.0046);
    assert_true(variance > 1.0 / 12 - 0.0012 && variance < 1.0 / 12 + 0.0012);
}

static void test_mean_and_variance(void **state)
{
    (void)state;
    static float draws[DRAWS];
    for (uint32_t purpose = 0; purpose < PURPOSES; purpose++) {
        for (uint32_t i = 0; i < DRAWS; i++) {
            draws[i] = random_unit(purpose * 31, i, 5, (RandomPurpose)purpose);
        }
        assert_level(draws);
        for (uint32_t i = 0; i < DRAWS; i++) {
            draws[i] = random_unit(purpose * 31, 5, i, (RandomPurpose)purpose);
        }
        assert_level(draws);
        for (uint32_t i = 0; i < DRAWS; i++) {
            draws[i] = random_unit(i, 5, 5, (RandomPurpose)purpose);
        }
        assert_level(draws);
    }
}

/* Chi square over 256 boxes, 255 degrees of freedom: its mean is 255, its deviation 22.6. */
static void test_boxes_fill_evenly(void **state)
{
    (void)state;
    static uint32_t boxes[256];
    for (uint32_t id = 0; id < DRAWS; id++) {
        boxes[(uint32_t)(random_unit(3, id, 0, RANDOM_TEST) * 256.0f)]++;
    }
    double expected = DRAWS / 256.0;
    double chi_square = 0;
    for (uint32_t i = 0; i < 256; i++) {
        chi_square += (boxes[i] - expected) * (boxes[i] - expected) / expected;
    }
    assert_true(chi_square > 255 - 5 * 22.6 && chi_square < 255 + 5 * 22.6);
}

/* A fair bit is set DRAWS / 2 times, give or take 158 (one sigma). */
static void test_each_bit_is_balanced(void **state)
{
    (void)state;
    uint32_t set[64] = {0};
    for (uint32_t id = 0; id < DRAWS; id++) {
        uint64_t bits = random_u64(42, id, id / 7, RANDOM_TEST);
        for (uint32_t bit = 0; bit < 64; bit++) {
            set[bit] += (uint32_t)(bits >> bit) & 1u;
        }
    }
    for (uint32_t bit = 0; bit < 64; bit++) {
        assert_in_range(set[bit], DRAWS / 2 - 800, DRAWS / 2 + 800);
    }
}

/* Between numbers whose arguments are neighbours half of the bits differ; over 20,000 pairs the
 * mean number strays from 32 by 0.028 (one sigma). */
static void assert_unlike(uint64_t difference_bits, uint32_t pairs)
{
    double mean = (double)difference_bits / pairs;
    assert_true(mean > 31.85 && mean < 32.15);
}

static void test_neighbours_are_unlike(void **state)
{
    (void)state;
    enum { PAIRS = 20000 };
    uint64_t by_id = 0;
    uint64_t by_tick = 0;
    uint64_t by_seed = 0;
    uint64_t by_purpose = 0;
    for (uint32_t i = 0; i < PAIRS; i++) {
        uint64_t here = random_u64(i, i, i, RANDOM_LOOK);
        by_id += (uint64_t)__builtin_popcountll(here ^ random_u64(i, i + 1, i, RANDOM_LOOK));
        by_tick += (uint64_t)__builtin_popcountll(here ^ random_u64(i, i, i + 1, RANDOM_LOOK));
        by_seed += (uint64_t)__builtin_popcountll(here ^ random_u64(i + 1, i, i, RANDOM_LOOK));
        by_purpose += (uint64_t)__builtin_popcountll(here ^ random_u64(i, i, i, RANDOM_WANDER));
    }
    assert_unlike(by_id, PAIRS);
    assert_unlike(by_tick, PAIRS);
    assert_unlike(by_seed, PAIRS);
    assert_unlike(by_purpose, PAIRS);
}

/* Of 64-bit numbers this few are all different, whatever of their arguments differs: a swapped id
 * and tick, too. */
static void test_none_comes_twice(void **state)
{
    (void)state;
    enum { SIDE = 50, SEEDS = 4, ALL = SIDE * SIDE * SEEDS * PURPOSES };
    static uint64_t drawn[ALL];
    uint32_t count = 0;
    for (uint32_t i = 0; i < SIDE * SIDE; i++) {
        for (uint32_t j = 0; j < SEEDS * PURPOSES; j++) {
            drawn[count++] =
                random_u64(j / PURPOSES, i / SIDE, i % SIDE, (RandomPurpose)(j % PURPOSES));
        }
    }
    assert_int_equal(count, ALL);
    sort_u64(drawn, ALL);
    for (uint32_t i = 1; i < ALL; i++) {
        assert_true(drawn[i] != drawn[i - 1]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known_answers),
        cmocka_unit_test(test_the_same_in_any_order),
        cmocka_unit_test(test_unit_and_signed_stay_in_range),
        cmocka_unit_test(test_mean_and_variance),
        cmocka_unit_test(test_boxes_fill_evenly),
        cmocka_unit_test(test_each_bit_is_balanced),
        cmocka_unit_test(test_neighbours_are_unlike),
        cmocka_unit_test(test_none_comes_twice),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
