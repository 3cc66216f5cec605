#include "app/budget.h"

#include "level/number.h"

#include <math.h>
#include <string.h>

static bool parse_name(Budget *budget)
{
    if (strcmp(budget->name, "mean") == 0) {
        budget->kind = BUDGET_MEAN;
        return true;
    }
    if (strcmp(budget->name, "max") == 0) {
        budget->kind = BUDGET_MAX;
        return true;
    }
    budget->kind = BUDGET_PERCENTILE;
    /* Past 99.99 the frames needed would outgrow every run. */
    return budget->name[0] == 'p' && number_parse(budget->name + 1, &budget->percent) &&
           budget->percent > 0 && budget->percent <= 99.99;
}

bool budget_parse(const char *text, Budget *budget, Error *error)
{
    *budget = (Budget){0};
    const char *colon = strchr(text, ':');
    size_t length = colon ? (size_t)(colon - text) : 0;
    if (length == 0 || length >= sizeof budget->name) {
        return error_set(error, "expected P:MS, such as p99:16.7 or mean:5");
    }
    memcpy(budget->name, text, length);
    if (!parse_name(budget)) {
        return error_set(error,
                         "'%s' is none of mean, max, p50, p95, p99 or another pNN up to "
                         "p99.99",
                         budget->name);
    }
    if (!number_parse(colon + 1, &budget->limit_ms) || !(budget->limit_ms > 0) ||
        budget->limit_ms > 1e6) {
        return error_set(error, "expected milliseconds over 0, up to 1000000, after '%s:'",
                         budget->name);
    }
    return true;
}

uint32_t budget_frames_needed(const Budget *budget)
{
    return budget->kind == BUDGET_PERCENTILE ? frame_stats_needed(budget->percent) : 1;
}

static double measured_ms(const Budget *budget, FrameStats *stats)
{
    switch (budget->kind) {
    case BUDGET_MEAN: return frame_stats_summary(stats).mean_ms;
    case BUDGET_MAX: return frame_stats_summary(stats).max_ms;
    case BUDGET_PERCENTILE: break;
    }
    return frame_stats_percentile_ms(stats, budget->percent);
}

bool budget_judge(const Budget *budget, FrameStats *stats, Error *error)
{
    uint32_t needed = budget_frames_needed(budget);
    if (frame_stats_count(stats) < needed) {
        return error_set(
            error, "budget %s:%g cannot be judged: %s takes %u frames, and %u were measured",
            budget->name, budget->limit_ms, budget->name, needed, frame_stats_count(stats));
    }
    double ms = measured_ms(budget, stats);
    if (!(ms > budget->limit_ms)) {
        return true;
    }
    return error_set(error, "budget %s:%g is exceeded by %.3f ms: %s is %.3f ms", budget->name,
                     budget->limit_ms, ms - budget->limit_ms, budget->name, ms);
}
