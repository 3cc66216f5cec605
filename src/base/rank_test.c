#include "base/rank_test.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct Ranked {
    double value;
    bool is_first; /* of side a */
} Ranked;

/* What the ranks of both sides come to. */
typedef struct Ranks {
    double a_statistic; /* U of side a: pairs in which a is larger, and half of the equal ones */
    double tie_sum;     /* t^3 - t, over all groups of t equal figures */
} Ranks;

static int compare_ranked(const void *left, const void *right)
{
    double a = ((const Ranked *)left)->value;
    double b = ((const Ranked *)right)->value;
    return (a > b) - (a < b);
}

static int compare_doubles(const void *left, const void *right)
{
    double a = *(const double *)left;
    double b = *(const double *)right;
    return (a > b) - (a < b);
}

/* ---- The test ------------------------------------------------------------------------------- */

static Ranks add_ranks(const Ranked *all, uint32_t count, uint32_t a_count)
{
    double rank_sum = 0;
    double tie_sum = 0;
    for (uint32_t i = 0; i < count;) {
        uint32_t end = i;
        uint32_t of_a = 0;
        while (end < count && !(all[end].value > all[i].value)) {
            of_a += all[end++].is_first;
        }
        double equal = end - i;
        rank_sum +=
            of_a * (i + 1 + (equal - 1) / 2); /* equal ones share the middle of their ranks */
        tie_sum += equal * equal * equal - equal;
        i = end;
    }
    return (Ranks){rank_sum - a_count * (a_count + 1.0) / 2, tie_sum};
}

static bool rank(Ranks *ranks, const double *a, uint32_t a_count, const double *b, uint32_t b_count)
{
    uint32_t count = a_count + b_count;
    Ranked *all = malloc(count * sizeof *all);
    if (!all) {
        return false;
    }
    for (uint32_t i = 0; i < count; i++) {
        all[i] = (Ranked){i < a_count ? a[i] : b[i - a_count], i < a_count};
    }
    qsort(all, count, sizeof *all, compare_ranked);
    *ranks = add_ranks(all, count, a_count);
    free(all);
    return true;
}

enum { EXACT_SIZE = RANK_TEST_EXACT_MAX * RANK_TEST_EXACT_MAX + 1 };

/* In how many orders of both sides each U from 0 to m * n comes up: the coefficients of the
 * Gaussian binomial, (1 - x^(n+1)) ... (1 - x^(n+m)) / (1 - x) ... (1 - x^m). Whole numbers below
 * 2^53, so exact. Returns their sum. */
static double count_orders(double counts[EXACT_SIZE], uint32_t m, uint32_t n)
{
    uint32_t most = m * n;
    memset(counts, 0, EXACT_SIZE * sizeof *counts);
    counts[0] = 1;
    for (uint32_t i = 1; i <= m; i++) {
        for (uint32_t u = most; u >= n + i; u--) {
            counts[u] -= counts[u - n - i];
        }
        for (uint32_t u = i; u <= most; u++) {
            counts[u] += counts[u - i];
        }
    }
    double sum = 0;
    for (uint32_t u = 0; u <= most; u++) {
        sum += counts[u];
    }
    return sum;
}

static bool is_small(uint32_t a_count, uint32_t b_count)
{
    return a_count <= RANK_TEST_EXACT_MAX && b_count <= RANK_TEST_EXACT_MAX;
}

static double exact_p(double smaller, uint32_t a_count, uint32_t b_count)
{
    double counts[EXACT_SIZE];
    double all = count_orders(counts, a_count, b_count);
    double below = 0;
    for (uint32_t u = 0; u <= (uint32_t)smaller; u++) {
        below += counts[u];
    }
    return fmin(1, 2 * below / all);
}

static double normal_p(double smaller, double tie_sum, double m, double n)
{
    double count = m + n;
    double variance = m * n / 12 * (count + 1 - tie_sum / (count * (count - 1)));
    if (variance <= 0) {
        return 1; /* all of them are equal */
    }
    double z = (smaller + 0.5 - m * n / 2) / sqrt(variance);
    return fmin(1, erfc(-z / sqrt(2)));
}

double rank_test_p(const double *a, uint32_t a_count, const double *b, uint32_t b_count)
{
    assert(a_count >= 1 && a_count <= RANK_TEST_COUNT_MAX);
    assert(b_count >= 1 && b_count <= RANK_TEST_COUNT_MAX);
    Ranks ranks;
    if (!rank(&ranks, a, a_count, b, b_count)) {
        return NAN;
    }
    double pairs = (double)a_count * b_count;
    double smaller = fmin(ranks.a_statistic, pairs - ranks.a_statistic);
    if (is_small(a_count, b_count) && ranks.tie_sum <= 0) {
        return exact_p(smaller, a_count, b_count);
    }
    return normal_p(smaller, ranks.tie_sum, a_count, b_count);
}

/* ---- The ratio ------------------------------------------------------------------------------ */

/* The two-sided quantile of the normal distribution, by bisection: it is wanted once a table. */
static double normal_quantile(double confidence)
{
    double low = 0;
    double high = 10;
    for (uint32_t i = 0; i < 60; i++) {
        double middle = (low + high) / 2;
        if (erfc(middle / sqrt(2)) > 1 - confidence) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return low;
}

/* How many of the sorted ratios lie outside of the interval, on each side. */
static uint32_t outside(uint32_t m, uint32_t n, double confidence)
{
    double part = (1 - confidence) / 2;
    if (is_small(m, n)) {
        double counts[EXACT_SIZE];
        double all = count_orders(counts, m, n);
        double below = 0;
        uint32_t u = 0;
        while (u < m * n / 2 && below + counts[u] <= part * all) {
            below += counts[u++];
        }
        return u > 0 ? u - 1 : 0;
    }
    double deviation = sqrt((double)m * n * (m + n + 1.0) / 12);
    double edge = (double)m * n / 2 - normal_quantile(confidence) * deviation;
    return edge > 1 ? (uint32_t)edge : 0;
}

bool rank_ratio(RankRatio *result, const double *a, uint32_t a_count, const double *b,
                uint32_t b_count, double confidence)
{
    assert(a_count >= 1 && a_count <= RANK_TEST_COUNT_MAX);
    assert(b_count >= 1 && b_count <= RANK_TEST_COUNT_MAX);
    uint32_t count = a_count * b_count;
    double *ratios = malloc(count * sizeof *ratios);
    if (!ratios) {
        return false;
    }
    for (uint32_t i = 0; i < count; i++) {
        ratios[i] = b[i % b_count] / a[i / b_count];
    }
    qsort(ratios, count, sizeof *ratios, compare_doubles);
    uint32_t left_out = outside(a_count, b_count, confidence);
    *result = (RankRatio){
        .ratio = (ratios[(count - 1) / 2] + ratios[count / 2]) / 2,
        .low = ratios[left_out],
        .high = ratios[count - 1 - left_out],
    };
    free(ratios);
    return true;
}

double rank_median(const double *figures, uint32_t count)
{
    assert(count >= 1 && count <= RANK_TEST_COUNT_MAX);
    double sorted[RANK_TEST_COUNT_MAX];
    memcpy(sorted, figures, count * sizeof *sorted);
    qsort(sorted, count, sizeof *sorted, compare_doubles);
    return (sorted[(count - 1) / 2] + sorted[count / 2]) / 2;
}
