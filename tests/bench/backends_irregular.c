/* Slices whose costs differ a hundredfold: one in twenty is heavy, anywhere or all at the end,
 * where a split into halves goes most wrong.
 *
 * The ideal is what the machine could do: the time of one loop over the same slices, in the same
 * round, divided by what two threads of plain arithmetic do in the time of one (at most 2),
 * measured before and after. */
#include "bench/backends_contest.h"

#include <stdio.h>

enum { TICKS = 2, ROUNDS = 11 };

#define IDEAL_LIMIT 1.15

static void run(Session *session, TrialWork work, const char *what)
{
    const TrialPlan plan = {.work = work, .ticks = TICKS};
    char text[REPORT_NAME_SIZE];
    Contest contest = {0};
    uint32_t jobs = contest_add_model(&contest, &plan, "jobs", CONTEST_LANES);
    uint32_t loop = contest_add_model(&contest, &plan, "sequential", 1);
    contest_add_peers(&contest, &plan, session);
    contest_run(&contest, ROUNDS);
    snprintf(text, sizeof text, "%d slices, one in 20 costs a hundredfold: %s",
             TRIAL_IRREGULAR_SLICES, what);
    contest_print(&contest, text, jobs, "us a tick", 1.0);

    double scaling = contest.machine_scaling;
    double lanes = scaling < CONTEST_LANES ? scaling : CONTEST_LANES;
    double ratio = contest_ratio(&contest, jobs, loop).median * lanes;
    printf("two threads of plain arithmetic do %.2f times what one does; jobs takes %.3f of the "
           "ideal time\n",
           scaling, ratio);
    snprintf(text, sizeof text, "time of irregular slices over the ideal, %s", what);
    contest_bar_at_most(&contest, &session->report, text, ratio, IDEAL_LIMIT);
    contest_close(&contest);
}

void section_irregular(Session *session)
{
    run(session, TRIAL_SCATTERED, "heavy ones anywhere");
    run(session, TRIAL_HEAVY_END, "heavy ones last");
}
