#include "app/verdict.h"

#include <assert.h>
#include <math.h>

_Static_assert((int)MATCH_ROUNDS_MAX <= (int)RANK_TEST_COUNT_MAX, "all rounds are ranked");

bool verdict_compare(Verdict *verdict, const double *base, uint32_t base_count,
                     const double *figures, uint32_t count)
{
    verdict->median_ms = rank_median(figures, count);
    verdict->chance = rank_test_p(base, base_count, figures, count);
    verdict->differs = verdict->chance < VERDICT_CHANCE;
    return !isnan(verdict->chance) &&
           rank_ratio(&verdict->ratio, base, base_count, figures, count, VERDICT_CONFIDENCE);
}

bool verdict_reach(Verdict *verdict, const Match *match, uint32_t index)
{
    assert(match->rounds_done >= 1);
    double base[MATCH_ROUNDS_MAX];
    double figures[MATCH_ROUNDS_MAX];
    match_figures(match, 0, base);
    match_figures(match, index, figures);
    FrameStats *stats = run_stats(&match->contestants[index].run);
    if (!stats) {
        return false;
    }
    verdict->ticks = frame_stats_summary(stats);
    frame_stats_destroy(stats);
    double cpu_ms[MATCH_ROUNDS_MAX];
    for (uint32_t i = 0; i < match->rounds_done; i++) {
        cpu_ms[i] = match->contestants[index].turns[i].cpu_ms;
    }
    verdict->cpu_ms = rank_median(cpu_ms, match->rounds_done);
    return verdict_compare(verdict, base, match->rounds_done, figures, match->rounds_done);
}
