/* The frame statistics against known answers: reckoned by another program from the same frames, in
 * whole numbers, so that they are exact. */
#include "base/frame_stats.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#define MS 1000000u

static FrameStats *stats_of(uint32_t capacity)
{
    FrameStats *stats = frame_stats_create(capacity);
    assert_non_null(stats);
    return stats;
}

/* Frames between 5 and 35 ms, as a generator gives them that any language can write down. */
static void add_noise(FrameStats *stats, uint32_t count)
{
    uint64_t noise = 12345;
    for (uint32_t i = 0; i < count; i++) {
        noise = (noise * 1103515245u + 12345u) % ((uint64_t)1 << 31);
        frame_stats_add(stats, 5 * MS + noise % (30 * MS));
    }
}

/* A figure in ms against the answer in ns; answer 0: n/a is wanted. */
static void assert_ms(double figure_ms, uint64_t answer_ns)
{
    if (answer_ns == 0) {
        assert_true(isnan(figure_ms));
        return;
    }
    assert_true(fabs(figure_ms * MS - (double)answer_ns) < 0.01);
}

typedef struct Answer {
    uint32_t count;
    uint64_t sum_ns;
    uint64_t min_ns;
    uint64_t max_ns;
    uint64_t p50_ns;
    uint64_t p95_ns;
    uint64_t p99_ns;
    uint32_t over; /* 16.7 ms */
} Answer;

static void assert_answer(FrameStats *stats, const Answer *answer)
{
    FrameSummary summary = frame_stats_summary(stats);
    assert_int_equal(summary.count, answer->count);
    assert_int_equal(frame_stats_count(stats), answer->count);
    assert_true(fabs(summary.mean_ms * MS * answer->count - (double)answer->sum_ns) < 100);
    assert_ms(summary.min_ms, answer->min_ns);
    assert_ms(summary.max_ms, answer->max_ns);
    assert_ms(summary.p50_ms, answer->p50_ns);
    assert_ms(summary.p95_ms, answer->p95_ns);
    assert_ms(summary.p99_ms, answer->p99_ns);
    assert_int_equal(frame_stats_over(stats, 16700000), answer->over);
}

static const Answer answers[] = {
    {20, 383526678, 6550459, 34335178, 16188310, 0, 0, 10},
    {21, 415380240, 6550459, 34335178, 19471793, 0, 0, 11},
    {200, 3970490540, 5066554, 34935372, 19471793, 34074891, 0, 118},
    {219, 4385731269, 5066554, 34935372, 20165712, 34108590, 0, 131},
    {1000, 19857709660, 5009097, 34960647, 19629199, 33876769, 34781211, 589},
    {1001, 19892344978, 5009097, 34960647, 19642262, 33892726, 34781211, 590},
    {5000, 100285721548, 5009097, 34998422, 20114890, 33573523, 34744026, 3065},
};

static void test_known_answers(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof answers / sizeof answers[0]; i++) {
        FrameStats *stats = stats_of(8192);
        add_noise(stats, answers[i].count);
        assert_answer(stats, &answers[i]);
        frame_stats_destroy(stats);
    }
}

static void test_other_percentiles(void **state)
{
    (void)state;
    FrameStats *stats = stats_of(5000);
    add_noise(stats, 5000);
    assert_ms(frame_stats_percentile_ms(stats, 25), 12543819);
    assert_ms(frame_stats_percentile_ms(stats, 90), 32230897);
    assert_ms(frame_stats_percentile_ms(stats, 99.5), 34875401);
    assert_ms(frame_stats_percentile_ms(stats, 99.8), 34952031);
    assert_ms(frame_stats_percentile_ms(stats, 99.9), 0);
    frame_stats_destroy(stats);
}

/* The window slides: only the newest 1,000 of the 5,000 count. */
static void test_sliding_window(void **state)
{
    (void)state;
    const Answer newest = {1000, 20188423516, 5076600, 34973928, 20423386, 33456542, 34591235, 635};
    FrameStats *stats = stats_of(1000);
    add_noise(stats, 5000);
    assert_answer(stats, &newest);
    frame_stats_destroy(stats);
}

/* Frames of 1, 2, ..., n ms, the longest first: the percentile's rank is its value in ms. */
static void assert_rank(uint32_t count, double percent, uint32_t rank)
{
    FrameStats *stats = stats_of(count);
    for (uint32_t i = 0; i < count; i++) {
        frame_stats_add(stats, (uint64_t)(count - i) * MS);
    }
    assert_ms(frame_stats_percentile_ms(stats, percent), (uint64_t)rank * MS);
    frame_stats_destroy(stats);
}

/* The smallest recorded frame that at least p percent do not exceed: ranks are rounded up, never
 * interpolated, and a whole number stays what it is. */
static void test_nearest_rank(void **state)
{
    (void)state;
    assert_rank(20, 50, 10);
    assert_rank(21, 50, 11);
    assert_rank(22, 50, 11);
    assert_rank(200, 95, 190);
    assert_rank(201, 95, 191);
    assert_rank(220, 95, 209);
    assert_rank(1000, 99, 990);
    assert_rank(1001, 99, 991);
    assert_rank(1100, 99, 1089);
    assert_rank(1101, 99, 1090);
    assert_rank(10000, 99.9, 9990);
    assert_rank(14, 25, 4);
    assert_rank(11, 1, 1);
    assert_rank(100000, 99.99, 99990);
}

static void test_needed(void **state)
{
    (void)state;
    assert_int_equal(frame_stats_needed(50), 20);
    assert_int_equal(frame_stats_needed(90), 100);
    assert_int_equal(frame_stats_needed(95), 200);
    assert_int_equal(frame_stats_needed(99), 1000);
    assert_int_equal(frame_stats_needed(99.5), 2000);
    assert_int_equal(frame_stats_needed(99.9), 10000);
    assert_int_equal(frame_stats_needed(99.99), 100000);
    assert_int_equal(frame_stats_needed(25), 14);
    assert_int_equal(frame_stats_needed(1), 11);
}

/* Frame by frame up to 1,100: each figure appears exactly when it has ten frames beyond it. */
static void test_figures_appear_in_time(void **state)
{
    (void)state;
    FrameStats *stats = stats_of(2000);
    for (uint32_t count = 1; count <= 1100; count++) {
        frame_stats_add(stats, count * MS);
        FrameSummary summary = frame_stats_summary(stats);
        assert_int_equal(isnan(summary.p50_ms), count < 20);
        assert_int_equal(isnan(summary.p95_ms), count < 200);
        assert_int_equal(isnan(summary.p99_ms), count < 1000);
    }
    frame_stats_destroy(stats);
}

/* A window too small for a percentile never gives it, however many frames went through. */
static void test_small_window_never_has_enough(void **state)
{
    (void)state;
    FrameStats *stats = stats_of(199);
    add_noise(stats, 5000);
    FrameSummary summary = frame_stats_summary(stats);
    assert_true(!isnan(summary.p50_ms));
    assert_true(isnan(summary.p95_ms));
    assert_true(isnan(summary.p99_ms));
    frame_stats_destroy(stats);
}

static void assert_empty(FrameStats *stats)
{
    FrameSummary summary = frame_stats_summary(stats);
    assert_int_equal(summary.count, 0);
    assert_int_equal(frame_stats_count(stats), 0);
    assert_true(summary.mean_ms == 0.0 && summary.min_ms == 0.0 && summary.max_ms == 0.0);
    assert_true(isnan(summary.p50_ms) && isnan(summary.p95_ms) && isnan(summary.p99_ms));
    assert_int_equal(frame_stats_over(stats, 0), 0);
}

static void test_no_frame_and_one(void **state)
{
    (void)state;
    FrameStats *stats = stats_of(1);
    assert_empty(stats);
    for (uint32_t i = 1; i <= 3; i++) {
        frame_stats_add(stats, i * MS);
        FrameSummary summary = frame_stats_summary(stats);
        assert_int_equal(summary.count, 1);
        assert_ms(summary.mean_ms, i * MS);
        assert_ms(summary.min_ms, i * MS);
        assert_ms(summary.max_ms, i * MS);
        assert_true(isnan(summary.p50_ms));
        assert_true(frame_stats_recent_ns(stats, 0) == i * MS);
    }
    frame_stats_destroy(stats);
}

static void test_reset(void **state)
{
    (void)state;
    FrameStats *stats = stats_of(300);
    add_noise(stats, 500);
    frame_stats_reset(stats);
    assert_empty(stats);
    add_noise(stats, answers[2].count);
    assert_answer(stats, &answers[2]);
    frame_stats_destroy(stats);
}

static void test_recent(void **state)
{
    (void)state;
    FrameStats *stats = stats_of(7);
    for (uint32_t i = 0; i < 30; i++) {
        frame_stats_add(stats, i);
        assert_int_equal(frame_stats_count(stats), i < 7 ? i + 1 : 7);
        for (uint32_t age = 0; age < frame_stats_count(stats); age++) {
            assert_true(frame_stats_recent_ns(stats, age) == i - age);
        }
    }
    frame_stats_destroy(stats);
}

/* A frame that took just the budget kept to it. */
static void test_over_budget(void **state)
{
    (void)state;
    FrameStats *stats = stats_of(4);
    for (uint32_t i = 1; i <= 6; i++) { /* 3, 4, 5 and 6 ms are left */
        frame_stats_add(stats, i * MS);
    }
    assert_int_equal(frame_stats_over(stats, 0), 4);
    assert_int_equal(frame_stats_over(stats, 3 * MS), 3);
    assert_int_equal(frame_stats_over(stats, 3 * MS - 1), 4);
    assert_int_equal(frame_stats_over(stats, 5 * MS), 1);
    assert_int_equal(frame_stats_over(stats, 6 * MS), 0);
    assert_int_equal(frame_stats_over(stats, UINT64_MAX), 0);
    frame_stats_destroy(stats);
}

/* Frames of minutes are summed without running over. */
static void test_long_frames(void **state)
{
    (void)state;
    const uint64_t hour_ns = 3600u * 1000u * (uint64_t)MS;
    FrameStats *stats = stats_of(1000);
    for (uint32_t i = 0; i < 1000; i++) {
        frame_stats_add(stats, hour_ns);
    }
    FrameSummary summary = frame_stats_summary(stats);
    assert_ms(summary.mean_ms, hour_ns);
    assert_ms(summary.p99_ms, hour_ns);
    assert_ms(summary.max_ms, hour_ns);
    frame_stats_destroy(stats);
}

static void test_destroy_takes_null(void **state)
{
    (void)state;
    frame_stats_destroy(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known_answers),
        cmocka_unit_test(test_other_percentiles),
        cmocka_unit_test(test_sliding_window),
        cmocka_unit_test(test_nearest_rank),
        cmocka_unit_test(test_needed),
        cmocka_unit_test(test_figures_appear_in_time),
        cmocka_unit_test(test_small_window_never_has_enough),
        cmocka_unit_test(test_no_frame_and_one),
        cmocka_unit_test(test_reset),
        cmocka_unit_test(test_recent),
        cmocka_unit_test(test_over_budget),
        cmocka_unit_test(test_long_frames),
        cmocka_unit_test(test_destroy_takes_null),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
