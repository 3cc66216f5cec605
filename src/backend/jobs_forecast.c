/* What will a step cost? Of each phase's work it is remembered what an index of it took, in the
 * last steps that one lane did alone: what two lanes take in sum tells less, since they may be in
 * each other's way. */
#include "backend/jobs_state.h"

enum {
    OTHER_LOAD = 2,  /* times as long an index: not what it was measured with */
    SURE_STEPS = 64, /* shared, before that is believed */
};

#define PS_PER_NS 1000u

/* The kind of step that has this work as that phase; JOBS_FORECAST_KINDS: none that is remembered.
 */
static uint32_t kind_of(const JobsForecast *forecast, uint32_t phase, PhaseFunction *run)
{
    uint32_t kind = 0;
    while (kind < JOBS_FORECAST_KINDS && forecast->phases[phase][kind].run != run) {
        kind++;
    }
    return kind;
}

uint64_t jobs_forecast_phase_ns(const Jobs *jobs, uint32_t phase)
{
    const JobsForecast *forecast = &jobs->forecast;
    const Phase *work = &jobs->backend->phases[phase];
    uint32_t kind = kind_of(forecast, phase, work->run);
    if (kind == JOBS_FORECAST_KINDS) {
        return work->count > 0 ? JOBS_UNKNOWN_NS : 0;
    }
    uint64_t work_ns = forecast->phases[phase][kind].index_ps * work->count / PS_PER_NS;
    bool is_late = phase == jobs->place.phase && jobs->late_ns > work_ns;
    return is_late ? jobs->late_ns : work_ns;
}

uint64_t jobs_forecast_ns(const Jobs *jobs, uint32_t phase)
{
    const Backend *backend = jobs->backend;
    uint64_t sum_ns = 0;
    for (; phase < backend->phase_count; phase++) {
        if (!jobs_is_shareable(jobs, phase)) {
            continue;
        }
        uint64_t phase_ns = jobs_forecast_phase_ns(jobs, phase);
        if (phase_ns == JOBS_UNKNOWN_NS) {
            return JOBS_UNKNOWN_NS;
        }
        sum_ns += phase_ns;
    }
    return sum_ns;
}

bool jobs_forecast_is_sure(const Jobs *jobs, uint32_t phase)
{
    const Backend *backend = jobs->backend;
    for (; phase < backend->phase_count; phase++) {
        uint32_t kind = kind_of(&jobs->forecast, phase, backend->phases[phase].run);
        if (jobs_is_shareable(jobs, phase) && kind < JOBS_FORECAST_KINDS &&
            !jobs->forecast.phases[phase][kind].alone) {
            return false;
        }
    }
    return true;
}

/* ---- Learning ------------------------------------------------------------------------------- */

/* What all lanes together took. */
static uint64_t phase_ns(const Jobs *jobs, uint32_t phase)
{
    const Backend *backend = jobs->backend;
    uint64_t sum_ns = 0;
    for (uint32_t i = 0; i < backend->lanes_used; i++) {
        sum_ns += backend->lanes[i].phase_ns[phase];
    }
    return sum_ns;
}

uint64_t jobs_measured_ns(const Jobs *jobs, bool shareable)
{
    uint64_t sum_ns = 0;
    for (uint32_t phase = 0; phase < jobs->backend->phase_count; phase++) {
        sum_ns += jobs_is_shareable(jobs, phase) == shareable ? phase_ns(jobs, phase) : 0;
    }
    return sum_ns;
}

static void learn_phase(Jobs *jobs, uint32_t phase)
{
    JobsForecast *forecast = &jobs->forecast;
    const Phase *work = &jobs->backend->phases[phase];
    uint64_t index_ps = phase_ns(jobs, phase) * PS_PER_NS / work->count;
    uint32_t kind = kind_of(forecast, phase, work->run);
    if (kind == JOBS_FORECAST_KINDS) {
        kind = forecast->next_kind[phase]++ % JOBS_FORECAST_KINDS;
    } else if (forecast->phases[phase][kind].alone == !jobs->shared) {
        index_ps = jobs_smooth(forecast->phases[phase][kind].index_ps, index_ps);
    }
    forecast->phases[phase][kind].run = work->run;
    forecast->phases[phase][kind].index_ps = index_ps;
    forecast->phases[phase][kind].alone = !jobs->shared;
}

/* Has the step taken about what is known of it, from one lane that had the machine for itself? Then
 * what several took tells no more of it. If not, it may be another load, or they were in each
 * other's way: to ask one lane alone at once would be to ask it in every other step. */
static bool is_as_known(const Jobs *jobs)
{
    uint64_t known_ns = jobs_forecast_ns(jobs, 0);
    uint64_t sum_ns = jobs_measured_ns(jobs, true);
    bool alike = sum_ns < OTHER_LOAD * known_ns && known_ns < OTHER_LOAD * sum_ns;
    return known_ns != JOBS_UNKNOWN_NS && jobs_forecast_is_sure(jobs, 0) &&
           (alike || jobs->forecast.since_alone < SURE_STEPS);
}

void jobs_forecast_learn(Jobs *jobs)
{
    bool as_known = jobs->shared && is_as_known(jobs);
    for (uint32_t phase = 0; phase < jobs->backend->phase_count && !as_known; phase++) {
        if (jobs_is_shareable(jobs, phase)) {
            learn_phase(jobs, phase);
        }
    }
    jobs->forecast.since_alone = jobs->shared ? jobs->forecast.since_alone + 1 : 0;
}
