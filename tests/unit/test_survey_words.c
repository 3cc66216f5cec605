/* What a report concludes from figures that are known: who wins on which stretch of the ladder. */
#include "app/survey_words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const char *const labels[] = {"sequential", "jobs", "threads"};
enum { MODELS = sizeof labels / sizeof labels[0] };

static const uint32_t populations[] = {100, 1000, 10000, 100000};
enum { RUNGS = sizeof populations / sizeof populations[0] };

/* Each model's time on each rung, in that of one loop; known to a hundredth. */
typedef double Times[RUNGS][MODELS];

static Verdict verdict_of(double ratio)
{
    return (Verdict){
        .median_ms = ratio,
        .ratio = {.ratio = ratio, .low = ratio * 0.99, .high = ratio * 1.01},
        .differs = ratio < 0.98 || ratio > 1.02,
    };
}

static Survey *survey_of(Times times)
{
    static Survey survey;
    survey = (Survey){.scan = {.rung_count = RUNGS}};
    Scan *scan = &survey.scan;
    for (uint32_t i = 0; i < MODELS; i++) {
        Contender *row = &scan->contenders.rows[scan->contenders.count++];
        memcpy(row->label, labels[i], strlen(labels[i]) + 1);
    }
    for (uint32_t i = 0; i < RUNGS; i++) {
        ScanRung *rung = &scan->rungs[i];
        rung->sprites = populations[i];
        for (uint32_t k = 0; k < MODELS; k++) {
            rung->verdicts[k] = verdict_of(times[i][k]);
            rung->fastest = times[i][k] < times[i][rung->fastest] ? k : rung->fastest;
        }
    }
    return &survey;
}

static void assert_concludes(const Survey *survey, const char *expected)
{
    char words[SURVEY_WORDS_SIZE];
    survey_conclusion(survey, words);
    assert_string_equal(words, expected);
}

static void the_border_is_the_crossing_that_was_found(void **state)
{
    (void)state;
    Survey *survey = survey_of((Times){{1, 1.5, 9}, {1, 1.2, 3}, {1, 0.6, 1.2}, {1, 0.5, 0.6}});
    survey->scan.crossings[0] = (ScanCrossing){
        .contender = 2, .wins_above = true, .low = 9000, .high = 9900, .sprites = 9400};
    survey->scan.crossings[1] = (ScanCrossing){
        .contender = 1, .wins_above = true, .low = 2300, .high = 2400, .sprites = 2345};
    survey->scan.crossing_count = 2;
    assert_concludes(survey, "On this machine one loop wins up to about 2,345 fireflies, and jobs "
                             "above. At 100,000, jobs is 2.00 times as fast as one loop.");
}

static void every_stretch_is_told(void **state)
{
    (void)state;
    const Survey *survey =
        survey_of((Times){{1, 1.5, 9}, {1, 0.8, 3}, {1, 0.6, 0.7}, {1, 0.6, 0.5}});
    assert_concludes(survey,
                     "On this machine one loop wins up to about 320 fireflies, jobs from "
                     "there to about 32,000, and threads above. At 100,000, threads is 2.00 "
                     "times as fast as one loop.");
}

/* A hair's breadth makes no stretch of its own, and who ties with the winner is named. */
static void what_is_as_good_is_no_other_winner(void **state)
{
    (void)state;
    const Survey *survey =
        survey_of((Times){{1, 0.8, 9}, {1, 0.600, 0.597}, {1, 0.5, 0.6}, {1, 0.500, 0.504}});
    assert_concludes(survey, "On this machine jobs wins from 100 to 100,000 fireflies. At 100,000, "
                             "jobs is 2.00 times as fast as one loop, and no different from it: "
                             "threads.");
}

static void nobody_may_win(void **state)
{
    (void)state;
    Survey *survey = survey_of((Times){{1, 1.5, 9}, {1, 1.2, 3}, {1, 0.99, 1.2}, {1, 1.01, 1.05}});
    assert_concludes(survey,
                     "On this machine nothing beats one loop, from 100 to 100,000 fireflies.");
    survey->scan.rung_count = 0;
    assert_concludes(survey, "Too little was measured to say which model wins.");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_border_is_the_crossing_that_was_found),
        cmocka_unit_test(every_stretch_is_told),
        cmocka_unit_test(what_is_as_good_is_no_other_winner),
        cmocka_unit_test(nobody_may_win),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
