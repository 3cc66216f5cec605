/* Whether two sets of figures differ, and by how much, by their ranks alone: for comparisons of
 * times, which are never normally distributed. Main thread only; nothing is kept.
 *
 * The test is that of Mann and Whitney ("On a test of whether one of two random variables is
 * stochastically larger than the other", 1947), two-sided: exact for small samples without ties,
 * else normal with the corrections for ties and continuity. The ratio is the median of all ratios
 * between the two (Hodges and Lehmann, 1963), with the confidence interval that belongs to the test
 * (Moses; Hollander and Wolfe, "Nonparametric Statistical Methods", 4.2 and 4.3): it leaves 1 out
 * where the test finds a difference. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum {
    RANK_TEST_EXACT_MAX = 25, /* figures a side up to which the test is exact */
    RANK_TEST_COUNT_MAX = 1024,
};

/* How likely figures like these are where both sides are the same: 0 to 1. Both counts are 1 to
 * RANK_TEST_COUNT_MAX. NAN: no memory. */
double rank_test_p(const double *a, uint32_t a_count, const double *b, uint32_t b_count);

typedef struct RankRatio {
    double ratio; /* of b to a: 2 means that b's figures are twice a's */
    double low;   /* the confidence interval, its ends included */
    double high;
} RankRatio;

/* With that confidence (0.95). All figures are over 0. False: no memory. */
bool rank_ratio(RankRatio *result, const double *a, uint32_t a_count, const double *b,
                uint32_t b_count, double confidence);

/* The middle one, or the mean of the middle two. 1 to RANK_TEST_COUNT_MAX figures. */
double rank_median(const double *figures, uint32_t count);
