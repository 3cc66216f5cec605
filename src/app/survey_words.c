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

static const char *label(const SurveyTable *table, uint32_t index)
{
    return index == 0 ? "one loop" : table->contenders.rows[index].label;
}

/* ---- Crossovers ----------------------------------------------------------------------------- */

/* The first crossing above which this one wins; NULL: there is none. */
static const ScanCrossing *rise_of(const Scan *scan, uint32_t contender)
{
    for (uint32_t i = 0; i < scan->crossing_count; i++) {
        if (scan->crossings[i].contender == contender && scan->crossings[i].wins_above) {
            return &scan->crossings[i];
        }
    }
    return NULL;
}

/* Who wins at the top of the ladder, decisively; 0: nobody against one loop. */
static uint32_t winner_at_top(const Scan *scan)
{
    const ScanRung *top = &scan->rungs[scan->rung_count - 1];
    return scan_outcome(&top->verdicts[top->fastest]) > 0 ? top->fastest : 0;
}

void survey_conclusion(const Survey *survey, char words[SURVEY_WORDS_SIZE])
{
    const Scan *scan = &survey->scan;
    words[0] = '\0';
    if (scan->rung_count == 0) {
        say(words, "Too little was measured to say which model wins.");
        return;
    }
    char number[16];
    uint32_t winner = winner_at_top(scan);
    uint32_t most = scan->rungs[scan->rung_count - 1].sprites;
    const char *name = scan->contenders.rows[winner].label;
    const ScanCrossing *rise = rise_of(scan, winner);
    if (winner == 0) {
        say(words, "On this machine nothing beats one loop at %s fireflies.",
            scan_number(most, number));
    } else if (rise) {
        say(words, "On this machine %s wins from about %s fireflies on; below that one loop does.",
            name, scan_number(rise->sprites, number));
    } else {
        say(words, "On this machine %s wins with %s fireflies", name, scan_number(most, number));
        bool everywhere = scan_outcome(&scan->rungs[0].verdicts[winner]) > 0;
        say(words, everywhere ? ", and with as few as %s." : "; with %s there is no difference.",
            scan_number(scan->rungs[0].sprites, number));
    }
    if (winner != 0) {
        const ScanRung *top = &scan->rungs[scan->rung_count - 1];
        say(words, " At %s it is %.2f times as fast.", scan_number(most, number),
            1 / top->verdicts[winner].ratio.ratio);
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
            number, label(table, even), survey->quantiles_ms[even][99],
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
            label(table, best));
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
