/* What holds for runs of any length: the histogram of a million frames, and stutters, against
 * answers that a few lines of Python (sorted, statistics.median) gave for the same frames. */
#include "base/clock.h"
#include "base/frame_histogram.h"
#include "base/frame_stats.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

enum { MILLION = 1000000 };

/* Frames as a generator gives them that any language can write down: the first between 5 and 35 ms,
 * the second from a microsecond to two seconds. */
static uint64_t next_even(uint64_t *noise)
{
    *noise = (*noise * 1103515245u + 12345u) % ((uint64_t)1 << 31);
    return 5 * NS_PER_MS + *noise % (30 * NS_PER_MS);
}

static uint64_t next_wide(uint64_t *noise)
{
    *noise = (*noise * 1103515245u + 12345u) % ((uint64_t)1 << 31);
    return (1000 + *noise % 1000) << ((*noise >> 16) % 21);
}

typedef struct Answer {
    double percent;
    uint64_t ns;
} Answer;

static void assert_answer(const FrameHistogram *histogram, const Answer *answer)
{
    double off_ms =
        frame_histogram_percentile_ms(histogram, answer->percent) - (double)answer->ns / NS_PER_MS;
    assert_true(fabs(off_ms) <= FRAME_HISTOGRAM_ERROR * (double)answer->ns / NS_PER_MS);
}

static void a_million_even_frames(void **state)
{
    (void)state;
    static const Answer ANSWERS[] = {
        {50, 19893050}, {95, 33490760}, {99, 34694038}, {99.9, 34969386}};
    FrameHistogram *histogram = calloc(1, sizeof *histogram);
    uint64_t noise = 12345;
    for (uint32_t i = 0; i < MILLION; i++) {
        frame_histogram_add(histogram, next_even(&noise));
    }
    assert_true(histogram->count == MILLION);
    assert_true(histogram->min_ns == 5000011 && histogram->max_ns == 34999999);
    assert_true(fabs(frame_histogram_mean_ms(histogram) - 19.938959146848) < 1e-9);
    for (size_t i = 0; i < sizeof ANSWERS / sizeof ANSWERS[0]; i++) {
        assert_answer(histogram, &ANSWERS[i]);
    }
    free(histogram);
}

static void a_million_frames_of_all_lengths(void **state)
{
    (void)state;
    static const Answer ANSWERS[] = {
        {1, 1210}, {50, 1540096}, {95, 1017118720}, {99, 1872756736}, {99.9, 2075131904}};
    FrameHistogram *histogram = calloc(1, sizeof *histogram);
    uint64_t noise = 99;
    for (uint32_t i = 0; i < MILLION; i++) {
        frame_histogram_add(histogram, next_wide(&noise));
    }
    assert_true(histogram->sum_ns == 149033437735651.0);
    assert_true(histogram->min_ns == 1000 && histogram->max_ns == 2096103424);
    for (size_t i = 0; i < sizeof ANSWERS / sizeof ANSWERS[0]; i++) {
        assert_answer(histogram, &ANSWERS[i]);
    }
    free(histogram);
}

/* Any one time, alone: at every power of two, and beside it, the figure keeps the promised error.
 */
static void every_length_is_within_the_error(void **state)
{
    (void)state;
    FrameHistogram *histogram = calloc(1, sizeof *histogram);
    for (uint32_t bit = 0; bit < FRAME_HISTOGRAM_TOP_BITS; bit++) {
        for (int64_t beside = -1; beside <= 1; beside++) {
            uint64_t ns = (uint64_t)((int64_t)((uint64_t)1 << bit) + beside);
            frame_histogram_reset(histogram);
            frame_histogram_add(histogram, 0);
            for (uint32_t i = 0; i < 40; i++) {
                frame_histogram_add(histogram, ns);
            }
            frame_histogram_add(histogram, UINT64_MAX / 2);
            assert_answer(histogram, &(Answer){50, ns});
        }
    }
    free(histogram);
}

static void too_few_frames_give_no_figure(void **state)
{
    (void)state;
    FrameHistogram *histogram = calloc(1, sizeof *histogram);
    assert_true(isnan(frame_histogram_percentile_ms(histogram, 50)));
    assert_true(frame_histogram_mean_ms(histogram) == 0.0);
    for (uint32_t count = 1; count <= 1100; count++) {
        frame_histogram_add(histogram, count);
        assert_int_equal(isnan(frame_histogram_percentile_ms(histogram, 50)), count < 20);
        assert_int_equal(isnan(frame_histogram_percentile_ms(histogram, 99)), count < 1000);
    }
    free(histogram);
}

/* Frames of hours are counted in the last bucket, and the most is still exact. */
static void frames_beyond_all_buckets(void **state)
{
    (void)state;
    FrameHistogram *histogram = calloc(1, sizeof *histogram);
    for (uint32_t i = 0; i < 40; i++) {
        frame_histogram_add(histogram, (uint64_t)1 << 50);
    }
    assert_true(frame_histogram_percentile_ms(histogram, 50) == (double)((uint64_t)1 << 50) / 1e6);
    free(histogram);
}

/* ---- Stutters ------------------------------------------------------------------------------- */

static uint32_t stutters_among(uint32_t count, uint32_t capacity, uint64_t seed,
                               uint64_t (*next)(uint64_t *noise))
{
    FrameStats *stats = frame_stats_create(capacity);
    assert_non_null(stats);
    for (uint32_t i = 0; i < count; i++) {
        frame_stats_add(stats, next(&seed));
    }
    uint32_t stutters = frame_stats_stutters(stats);
    assert_int_equal(frame_stats_summary(stats).stutters, stutters);
    frame_stats_destroy(stats);
    return stutters;
}

static void known_stutters(void **state)
{
    (void)state;
    assert_int_equal(stutters_among(5000, 8192, 12345, next_even), 108);
    assert_int_equal(stutters_among(1000, 8192, 12345, next_even), 38);
    assert_int_equal(stutters_among(3000, 8192, 99, next_wide), 1262);
    assert_int_equal(stutters_among(5000, 1000, 12345, next_even), 18); /* those in the window */
    assert_int_equal(stutters_among(5000, 18, 12345, next_even), 0);    /* no 19 to compare with */
}

/* One long frame among even ones: judged when nine have followed it, kept until it slides out, and
 * remembered after that. Just twice the median is none. */
static void one_stutter(void **state)
{
    (void)state;
    FrameStats *stats = frame_stats_create(100);
    for (uint32_t i = 0; i < 200; i++) {
        frame_stats_add(stats, i == 30 ? 20 * NS_PER_MS + 1 : (i == 60 ? 20 : 10) * NS_PER_MS);
        assert_int_equal(frame_stats_stutters(stats), i >= 39 && i < 130);
        assert_int_equal(frame_stats_stutters_ever(stats), i >= 39);
    }
    frame_stats_reset(stats);
    assert_int_equal(frame_stats_stutters_ever(stats), 0);
    frame_stats_destroy(stats);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_million_even_frames),
        cmocka_unit_test(a_million_frames_of_all_lengths),
        cmocka_unit_test(every_length_is_within_the_error),
        cmocka_unit_test(too_few_frames_give_no_figure),
        cmocka_unit_test(frames_beyond_all_buckets),
        cmocka_unit_test(known_stutters),
        cmocka_unit_test(one_stutter),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
