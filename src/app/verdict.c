#include "app/verdict.h"

#include <assert.h>
#include <math.h>

_Static_assert((int)CONTEST_ROUNDS_MAX <= (int)RANK_TEST_COUNT_MAX, "all rounds are ranked");

bool verdict_compare(Verdict *verdict, const double *base, uint32_t base_count,
                     const double *figures, uint32_t count)
{
    verdict->median_ms = rank_median(figures, count);
    verdict->chance = rank_test_p(base, base_count, figures, count);
    verdict->differs = verdict->chance < VERDICT_CHANCE;
    return !isnan(verdict->chance) &&
           rank_ratio(&verdict->ratio, base, base_count, figures, count, VERDICT_CONFIDENCE);
}

bool verdict_reach(Verdict *verdict, const Contest *contest, uint32_t index)
{
    assert(contest->rounds_done >= 1);
    double base[CONTEST_ROUNDS_MAX];
    double figures[CONTEST_ROUNDS_MAX];
    contest_figures(contest, 0, base);
    contest_figures(contest, index, figures);
    FrameStats *stats = run_stats(&contest->contestants[index].run);
    if (!stats) {
        return false;
    }
    verdict->ticks = frame_stats_summary(stats);
    frame_stats_destroy(stats);
    double cpu_ms[CONTEST_ROUNDS_MAX];
    for (uint32_t i = 0; i < contest->rounds_done; i++) {
        cpu_ms[i] = contest->contestants[index].turns[i].cpu_ms;
    }
    verdict->cpu_ms = rank_median(cpu_ms, contest->rounds_done);
    return verdict_compare(verdict, base, contest->rounds_done, figures, contest->rounds_done);
}
