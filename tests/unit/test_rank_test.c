/* The rank test against the answers of another program, SciPy 1.10.1 (`mannwhitneyu`), and its
 * ratios against the same program's sorted ratios and the published critical values of U. */
#include "base/rank_test.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { SIDE_MAX = 80 };

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static void assert_close(double figure, double answer)
{
    if (!(fabs(figure - answer) <= 1e-9 * fmax(1e-3, fabs(answer)))) {
        fail_msg("%.17g, and the answer is %.17g", figure, answer);
    }
}

/* Figures that any language can write down: from `base` on, below base + spread. */
static void fill(double *side, uint32_t count, uint64_t noise, uint32_t base, uint32_t spread)
{
    for (uint32_t i = 0; i < count; i++) {
        noise = (noise * 1103515245u + 12345u) % ((uint64_t)1 << 31);
        side[i] = (double)(base + (noise >> 8) % spread);
    }
}

static void small_samples_are_exact(void **state)
{
    (void)state;
    const double low[] = {1, 2, 3, 4, 5};
    const double high[] = {6, 7, 8, 9, 10};
    assert_close(rank_test_p(low, COUNT(low), high, COUNT(high)), 0.007936507936507936);
    assert_close(rank_test_p(high, COUNT(high), low, COUNT(low)), 0.007936507936507936);
    const double five[] = {19, 22, 16, 29, 24};
    const double four[] = {20, 11, 17, 12};
    assert_close(rank_test_p(five, COUNT(five), four, COUNT(four)), 0.1111111111111111);
    const double alone[] = {3.5};
    const double others[] = {1.25, 2, 8, 9};
    assert_close(rank_test_p(alone, COUNT(alone), others, COUNT(others)), 1);

    double a[SIDE_MAX];
    double b[SIDE_MAX];
    fill(a, 10, 1, 500, 1000);
    fill(b, 10, 2, 560, 1000);
    assert_close(rank_test_p(a, 10, b, 10), 0.5787416917447878);
    fill(a, 20, 3, 500, 1000000);
    fill(b, 25, 4, 700, 1000000);
    assert_close(rank_test_p(a, 20, b, 25), 0.05297095158206356);
    fill(a, 12, 7, 500, 1000);
    fill(b, 12, 8, 500, 1000);
    assert_close(rank_test_p(a, 12, b, 12), 0.21892080190639893);
}

static void ties_and_large_samples_are_normal(void **state)
{
    (void)state;
    const double a[] = {1, 2, 2, 3, 4, 5, 5, 6, 7, 8};
    const double b[] = {3, 4, 4, 5, 6, 7, 8, 9, 9, 10};
    assert_close(rank_test_p(a, COUNT(a), b, COUNT(b)), 0.0741223925979605);
    const double equal[] = {5, 5, 5, 5};
    assert_close(rank_test_p(equal, 4, equal, 3), 1);

    double many[SIDE_MAX];
    double more[SIDE_MAX];
    fill(many, 60, 5, 500, 100);
    fill(more, 80, 6, 520, 100);
    assert_close(rank_test_p(many, 60, more, 80), 2.310430067250469e-05);
}

static void a_ratio_has_the_interval_of_the_test(void **state)
{
    (void)state;
    double a[SIDE_MAX];
    double b[SIDE_MAX];
    fill(a, 10, 1, 500, 1000);
    fill(b, 10, 2, 560, 1000);
    RankRatio ratio;
    assert_true(rank_ratio(&ratio, a, 10, b, 10, 0.95));
    assert_close(ratio.ratio, 1.1189458975181856);
    assert_close(ratio.low, 0.8023049645390071); /* the 24th of 100: U of 23 is critical */
    assert_close(ratio.high, 1.484375);
}

/* Whatever the shift, the interval leaves 1 out exactly where the test finds a difference. */
static void the_interval_agrees_with_the_test(void **state)
{
    (void)state;
    uint32_t found = 0;
    for (uint32_t shift = 0; shift < 60; shift++) {
        double a[SIDE_MAX];
        double b[SIDE_MAX];
        fill(a, 10, 11 + shift, 100000, 40000);
        fill(b, 10, 77 + shift, 100000 + shift * 500, 40000);
        RankRatio ratio;
        assert_true(rank_ratio(&ratio, a, 10, b, 10, 0.95));
        bool differs = rank_test_p(a, 10, b, 10) < 0.05;
        assert_int_equal(differs, ratio.low > 1 || ratio.high < 1);
        assert_true(ratio.low <= ratio.ratio && ratio.ratio <= ratio.high);
        found += differs;
    }
    assert_in_range(found, 10, 50);
}

static void samples_too_small_for_any_interval_have_the_widest(void **state)
{
    (void)state;
    const double a[] = {1, 2};
    const double b[] = {3, 8};
    RankRatio ratio;
    assert_true(rank_ratio(&ratio, a, 2, b, 2, 0.95));
    assert_close(ratio.low, 1.5);
    assert_close(ratio.high, 8);
    assert_close(ratio.ratio, 3.5);
}

static void the_median_is_the_middle(void **state)
{
    (void)state;
    const double figures[] = {9, 1, 4, 2};
    assert_close(rank_median(figures, 4), 3);
    assert_close(rank_median(figures, 3), 4);
    assert_close(rank_median(figures, 1), 9);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(small_samples_are_exact),
        cmocka_unit_test(ties_and_large_samples_are_normal),
        cmocka_unit_test(a_ratio_has_the_interval_of_the_test),
        cmocka_unit_test(the_interval_agrees_with_the_test),
        cmocka_unit_test(samples_too_small_for_any_interval_have_the_widest),
        cmocka_unit_test(the_median_is_the_middle),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
