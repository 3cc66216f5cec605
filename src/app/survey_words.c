#include "app/survey_words.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static void say(char words[SURVEY_WORDS_SIZE], const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void say(char words[SURVEY_WORDS_SIZE], const char *format, ...)
{
    size_t length = strlen(words);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(words + length, SURVEY_WORDS_SIZE - length, format, arguments);
    va_end(arguments);
}

/* The one with the smallest ratio to the first; 0 where none is decisively faster. */
static uint32_t best_of(const SurveyTable *table)
{
    uint32_t best = 0;
    for (uint32_t i = 1; i < table->contenders.count; i++) {
        bool wins = scan_outcome(&table->verdicts[i]) > 0;
        if (wins && table->verdicts[i].ratio.ratio < table->verdicts[best].ratio.ratio) {
            best = i;
        }
    }
    return best;
}

static const char *label(const Contenders *contenders, uint32_t index)
{
    return index == 0 ? "one loop" : contenders->rows[index].label;
}

/* ---- Crossovers ----------------------------------------------------------------------------- */

/* Rungs next to each other with one winner. */
typedef struct Stretch {
    uint32_t winner; /* 0: nobody beats one loop */
    uint32_t first, last;
} Stretch;

/* It beats one loop there, and nothing says that the fastest is faster than it. */
static bool is_as_good(const ScanRung *rung, uint32_t contender)
{
    const Verdict *verdict = &rung->verdicts[contender];
    return scan_outcome(verdict) > 0 &&
           verdict->ratio.low <= rung->verdicts[rung->fastest].ratio.high;
}

static uint32_t winner_of(const ScanRung *rung)
{
    return is_as_good(rung, rung->fastest) ? rung->fastest : 0;
}

/* From the top down, since larger swarms tell models better apart: who won above wins on as long as
 * it is as good as the fastest. The topmost stretch comes first; returns how many there are. */
static uint32_t find_stretches(const Scan *scan, Stretch stretches[SCAN_RUNGS_MAX])
{
    uint32_t count = 0;
    for (uint32_t i = scan->rung_count; i-- > 0;) {
        const ScanRung *rung = &scan->rungs[i];
        Stretch *above = count > 0 ? &stretches[count - 1] : NULL;
        if (above &&
            (above->winner == 0 ? winner_of(rung) == 0 : is_as_good(rung, above->winner))) {
            above->first = i;
        } else {
            stretches[count++] = (Stretch){.winner = winner_of(rung), .first = i, .last = i};
        }
    }
    return count;
}

/* Where the upper stretch begins to win: a crossing that was searched for, or the middle between
 * two rungs, of which no more is known. */
static uint32_t border(const Scan *scan, const Stretch *lower, const Stretch *upper)
{
    const ScanRung *below = &scan->rungs[lower->last];
    const ScanRung *above = &scan->rungs[upper->first];
    bool rises = lower->winner == 0;
    for (uint32_t i = 0; i < scan->crossing_count; i++) {
        const ScanCrossing *crossing = &scan->crossings[i];
        if (crossing->contender == (rises ? upper->winner : lower->winner) &&
            crossing->wins_above == rises && crossing->sprites <= above->sprites &&
            crossing->high >= below->sprites) {
            return crossing->sprites;
        }
    }
    double middle = sqrt((double)below->sprites * above->sprites);
    double unit = pow(10, floor(log10(middle)) - 1);
    return (uint32_t)(round(middle / unit) * unit); /* two digits: it is a guess */
}

/* "one loop wins up to about 2,100 fireflies, jobs from there to about 9,000, threads above." */
static void say_stretches(const Scan *scan, const Stretch *stretches, uint32_t count,
                          char words[SURVEY_WORDS_SIZE])
{
    char number[16];
    for (uint32_t i = count; i-- > 0;) {
        const char *name = label(&scan->contenders, stretches[i].winner);
        if (i == 0) {
            say(words, ", and %s above.", name);
            break;
        }
        scan_number(border(scan, &stretches[i], &stretches[i - 1]), number);
        if (i == count - 1) {
            say(words, "On this machine %s wins up to about %s fireflies", name, number);
        } else {
            say(words, ", %s from there to about %s", name, number);
        }
    }
}

/* How much the winner at the top gains, and who gains as much. */
static void say_gain(const Scan *scan, uint32_t winner, char words[SURVEY_WORDS_SIZE])
{
    const ScanRung *top = &scan->rungs[scan->rung_count - 1];
    char number[16];
    say(words, " At %s, %s is %.2f times as fast as one loop", scan_number(top->sprites, number),
        label(&scan->contenders, winner), 1 / top->verdicts[winner].ratio.ratio);
    uint32_t equals = 0;
    for (uint32_t i = 1; i < scan->contenders.count; i++) {
        if (i != winner && is_as_good(top, i)) {
            say(words, "%s%s", equals++ == 0 ? ", and no different from it: " : ", ",
                scan->contenders.rows[i].label);
        }
    }
    say(words, ".");
}

void survey_conclusion(const Survey *survey, char words[SURVEY_WORDS_SIZE])
{
    const Scan *scan = &survey->scan;
    words[0] = '\0';
    if (scan->rung_count == 0) {
        say(words, "Too little was measured to say which model wins.");
        return;
    }
    Stretch stretches[SCAN_RUNGS_MAX];
    uint32_t count = find_stretches(scan, stretches);
    uint32_t winner = stretches[0].winner;
    char low[16];
    char high[16];
    scan_number(scan->rungs[0].sprites, low);
    scan_number(scan->rungs[scan->rung_count - 1].sprites, high);
    if (count > 1) {
        say_stretches(scan, stretches, count, words);
    } else if (winner == 0) {
        say(words, "On this machine nothing beats one loop, from %s to %s fireflies.", low, high);
    } else {
        say(words, "On this machine %s wins from %s to %s fireflies.",
            label(&scan->contenders, winner), low, high);
    }
    if (winner != 0) {
        say_gain(scan, winner, words);
    }
}

static bool say_crossovers(const Survey *survey, char words[SURVEY_WORDS_SIZE])
{
    const Scan *scan = &survey->scan;
    for (uint32_t i = 1; scan->rung_count > 0 && i < scan->contenders.count; i++) {
        char sentence[SCAN_SENTENCE_SIZE];
        scan_sentence(scan, i, sentence);
        say(words, "%s%s.", i == 1 ? "" : "<br>", sentence);
    }
    return scan->rung_count > 0;
}

/* ---- The others ----------------------------------------------------------------------------- */

static bool say_ticks(const Survey *survey, char words[SURVEY_WORDS_SIZE])
{
    const SurveyTable *table = &survey->models;
    uint32_t even = 0;
    char number[16];
    for (uint32_t i = 1; i < table->contenders.count; i++) {
        even = survey->quantiles_ms[i][99] < survey->quantiles_ms[even][99] ? i : even;
    }
    scan_number(table->sprites, number);
    if (table->whole && even == 0) {
        say(words,
            "With %s fireflies, 99 of 100 ticks of one loop take no longer than %.2f ms, and "
            "no model is more even.",
            number, survey->quantiles_ms[0][99]);
    } else if (table->whole) {
        say(words,
            "With %s fireflies, 99 of 100 ticks of %s take no longer than %.2f ms; of one "
            "loop, %.2f.",
            number, label(&table->contenders, even), survey->quantiles_ms[even][99],
            survey->quantiles_ms[0][99]);
    }
    return table->whole;
}

static bool say_lanes(const Survey *survey, char words[SURVEY_WORDS_SIZE])
{
    const SurveyTable *table = &survey->lanes;
    char number[16];
    uint32_t best = best_of(table);
    if (table->whole && best == 0) {
        say(words, "With %s fireflies no number of lanes is faster than one loop.",
            scan_number(table->sprites, number));
    } else if (table->whole) {
        say(words,
            "With %s fireflies the job system is at its best with %u lane%s: %.2f times as "
            "fast as one loop.",
            scan_number(table->sprites, number), table->lanes[best],
            table->lanes[best] == 1 ? "" : "s", 1 / table->verdicts[best].ratio.ratio);
    }
    return table->whole;
}

static bool say_grains(const Survey *survey, char words[SURVEY_WORDS_SIZE])
{
    const SurveyTable *table = &survey->grains;
    char number[16];
    uint32_t best = 1;
    for (uint32_t i = 2; i < table->contenders.count; i++) {
        best = table->verdicts[i].median_ms < table->verdicts[best].median_ms ? i : best;
    }
    if (table->whole) {
        say(words,
            "The job system is fastest with about %s sprites a slice; with one a slice a "
            "tick takes %.2f times as long.",
            scan_number(table->grain[best], number),
            table->verdicts[1].median_ms / table->verdicts[best].median_ms);
    }
    return table->whole;
}

static bool say_loads(const Survey *survey, char words[SURVEY_WORDS_SIZE])
{
    for (uint32_t i = 0; i < survey->load_count && survey->loads[i].whole; i++) {
        const SurveyTable *table = &survey->loads[i];
        uint32_t best = best_of(table);
        say(words, "%sUnder load %s %s is fastest", i == 0 ? "" : " ", survey->load_names[i],
            label(&table->contenders, best));
        if (best != 0) {
            say(words, ", %.1f times as fast as one loop", 1 / table->verdicts[best].ratio.ratio);
        }
        say(words, ".");
    }
    return survey->load_count > 0 && survey->loads[0].whole;
}

static bool say_frame(const Survey *survey, char words[SURVEY_WORDS_SIZE])
{
    if (survey->frame_count == 0) {
        return false;
    }
    const SurveyFrame *loop = &survey->frames[0];
    double sum_ms = loop->step_ms + loop->draw_ms + loop->other_ms;
    char number[16];
    say(words,
        "Of one loop's frame with %s fireflies, %.2f ms, the step takes %.0f%% and drawing "
        "%.0f%%.",
        scan_number(survey->frame_sprites, number), sum_ms, 100 * loop->step_ms / sum_ms,
        100 * loop->draw_ms / sum_ms);
    return true;
}

bool survey_words(const Survey *survey, SurveyChart chart, char words[SURVEY_WORDS_SIZE])
{
    static bool (*const say_of[CHART_COUNT])(const Survey *, char *) = {
        say_crossovers, say_ticks, say_lanes, say_grains, say_loads, say_frame,
    };
    words[0] = '\0';
    return say_of[chart](survey, words);
}
