/* Does it pay to wake somebody? At 60 ticks a second the workers sleep between two of them, and a
 * small level is moved faster than a worker wakes. What a step will cost is predicted from the last
 * ones, what waking costs is measured whenever it is done.
 *
 * With W the work of a step, L the time until a woken worker runs its first slice, S what waking it
 * costs the waker, and X what they take longer than that (the data is in one core's cache; two
 * cores share a memory, or are two threads of one), two lanes end after S + (W + L) / 2 + X where
 * one ends after W: the second lane pays from W = L + 2 S + 2 X on. W is what one lane takes alone,
 * since X is measured against it.
 *
 * A worker who is awake costs neither L nor S, only an X of its own. Where steps follow one another
 * at once, as in a measurement without a window, whoever was woken stays awake; so in a row of such
 * steps somebody is woken for those to come, though that does not pay for the next one alone. */
#include "backend/jobs_state.h"

enum {
    FIRST_LATENCY_NS = 20 * NS_PER_US, /* before anything was measured */
    FIRST_WAKING_NS = 3 * NS_PER_US,
    LATENCY_MIN_NS = 4 * NS_PER_US,
    FORGETTING = 256, /* what is not measured fades by one so-many-th a frame */
    FADING_NS = 16 * NS_PER_MS,
    EXCESS_STRIDE_NS = NS_PER_US / 2,
    TRIAL_STEPS = 8, /* with a worker woken, before it is judged by the last half of them */
    CHEAP = 50,      /* waking takes a fiftieth of the step */
    DOUBTFUL = 4,    /* times the crossover */
    DOUBTFUL_BESIDE_NS = 100 * NS_PER_US,
    ROW_STEPS = 16, /* that follow closely; a frame has less */
    ROW_SPIN_NS = 250 * NS_PER_US,
    STAKE = 32, /* times what it takes to have somebody awake: in vain, that is 3% of a row */
    STAKE_MAX_NS = NS_PER_S,
};

static uint64_t first_stake_ns(const JobsPlan *plan)
{
    return STAKE * (plan->latency_ns + plan->waking_ns);
}

void jobs_plan_open(JobsPlan *plan)
{
    *plan = (JobsPlan){.latency_ns = FIRST_LATENCY_NS, .waking_ns = FIRST_WAKING_NS};
    plan->stake_ns = first_stake_ns(plan);
}

/* The first steps with a worker whose caches know nothing of them tell little. */
static bool is_on_trial(const JobsPlan *plan)
{
    return plan->shared_in_a_row > 0 && plan->shared_in_a_row < TRIAL_STEPS;
}

/* The work that is worth sharing with workers who are awake: with n lanes a step ends after W / n +
 * X, and a quarter more is asked for, as below. */
static uint64_t beside_crossover_ns(const Jobs *jobs)
{
    uint64_t excess_ns = is_on_trial(&jobs->plan) ? 0 : jobs->plan.excess_ns[false];
    uint64_t even_ns = excess_ns + excess_ns / jobs->threads;
    uint64_t least_ns = even_ns * 5 / 4;
    return least_ns > JOBS_HAND_OVER_NS ? least_ns : JOBS_HAND_OVER_NS;
}

/* Do steps follow closely, one after the other, as no frame's do? Lanes that share a core would
 * only take it from each other. */
static bool is_row(const Jobs *jobs)
{
    return jobs->roomy && jobs->plan.close_steps >= ROW_STEPS;
}

/* Have they done so for so long that somebody may be woken for those to come? */
static bool is_staked(const Jobs *jobs)
{
    return is_row(jobs) && jobs->plan.alone_ns > jobs->plan.stake_ns;
}

/* The work from which a sleeping worker is worth being woken; a quarter more than the break-even,
 * since the gain just above it is small, and the loss when it fails is not. A worker that comes too
 * late costs no more than its waking, so a step that is far longer than that is always published:
 * latencies that were bad for a while (another program had the core) are not held against it.
 * In a row of steps, whoever is woken stays awake for the next ones. */
static uint64_t crossover_ns(const Jobs *jobs)
{
    const JobsPlan *plan = &jobs->plan;
    if (is_staked(jobs)) {
        return beside_crossover_ns(jobs);
    }
    uint64_t excess_ns = is_on_trial(plan) ? 0 : plan->excess_ns[true];
    uint64_t even_ns = (plan->latency_ns + 2 * (plan->waking_ns + excess_ns)) * 5 / 4;
    uint64_t cheap_ns = CHEAP * plan->waking_ns;
    return even_ns < cheap_ns ? even_ns : cheap_ns;
}

/* Below that it matters what one lane takes. */
static uint64_t doubtful_ns(const Jobs *jobs, bool awake)
{
    uint64_t times_ns = DOUBTFUL * (awake ? beside_crossover_ns(jobs) : crossover_ns(jobs));
    return awake && times_ns < DOUBTFUL_BESIDE_NS ? DOUBTFUL_BESIDE_NS : times_ns;
}

uint32_t jobs_plan_workers(const Jobs *jobs, uint32_t phase)
{
    uint64_t work_ns = jobs_forecast_ns(jobs, phase);
    if (work_ns == JOBS_UNKNOWN_NS) {
        return jobs->threads;
    }
    uint32_t asleep = atomic_load_explicit(&jobs->sleepers, memory_order_relaxed);
    uint32_t awake = jobs->threads - min_u32(asleep, jobs->threads);
    uint64_t least_ns = crossover_ns(jobs);
    if (work_ns < beside_crossover_ns(jobs) ||
        (work_ns < doubtful_ns(jobs, awake > 0) && !jobs_forecast_is_sure(jobs, phase))) {
        return 0;
    }
    uint64_t useful = work_ns / JOBS_HAND_OVER_NS;
    uint64_t worth_waking = work_ns < least_ns ? 0 : work_ns / least_ns;
    uint64_t workers = worth_waking > awake ? worth_waking : (useful < awake ? useful : awake);
    return workers < jobs->threads ? (uint32_t)workers : jobs->threads;
}

uint64_t jobs_plan_spin_ns(const Jobs *jobs)
{
    return is_row(jobs) ? ROW_SPIN_NS : JOBS_SPIN_NS;
}

bool jobs_plan_is_wide(const Jobs *jobs, uint32_t phase, uint32_t slices)
{
    return slices > 1 && jobs_forecast_phase_ns(jobs, phase) > JOBS_HAND_OVER_NS;
}

uint64_t jobs_plan_patience_ns(const Jobs *jobs)
{
    return 2 * jobs_forecast_ns(jobs, jobs->place.phase) + crossover_ns(jobs);
}

bool jobs_plan_is_late(Jobs *jobs)
{
    const Phase *work = &jobs->backend->phases[jobs->place.phase];
    uint64_t done = (uint64_t)jobs->place.slice * work->grain;
    if (done > 0) {
        uint64_t took_ns = jobs->backend->lanes[0].phase_ns[jobs->place.phase];
        jobs->late_ns = took_ns * (work->count - done) / done;
    }
    return jobs_plan_workers(jobs, jobs->place.phase) > 0;
}

/* ---- Learning ------------------------------------------------------------------------------- */

/* One bad figure (the system gave the core to somebody else) must not count for much. */
static void learn_latency(JobsPlan *plan, uint64_t latency_ns)
{
    uint64_t most_ns = 4 * plan->latency_ns;
    plan->latency_ns = jobs_smooth(plan->latency_ns, latency_ns < most_ns ? latency_ns : most_ns);
    if (plan->latency_ns < LATENCY_MIN_NS) {
        plan->latency_ns = LATENCY_MIN_NS;
    }
}

/* Who shares nothing learns nothing about sharing: what was known fades, so that it is tried
 * again. */
static void forget_sharing(JobsPlan *plan, uint64_t now_ns)
{
    if (now_ns - plan->faded_ns < FADING_NS) {
        return;
    }
    plan->faded_ns = now_ns;
    if (plan->latency_ns > LATENCY_MIN_NS) {
        plan->latency_ns -= plan->latency_ns / FORGETTING;
    }
    for (uint32_t i = 0; i < 2; i++) {
        plan->excess_ns[i] -= plan->excess_ns[i] / FORGETTING;
    }
    if (plan->stake_ns > first_stake_ns(plan)) {
        plan->stake_ns -= plan->stake_ns / FORGETTING;
    }
}

/* Of a step that was shared from the first slice on, of which it was in doubt whether that pays.
 * The trial tells at once what it was good for: the best of the steps by which it is judged. From
 * then on towards the middle of what is measured, by strides: some steps are taken off their core,
 * and take ten times as long. */
static void learn_excess(Jobs *jobs, uint64_t took_ns)
{
    JobsPlan *plan = &jobs->plan;
    uint64_t work_ns = jobs_forecast_ns(jobs, 0);
    bool whole = jobs->place.phase == 0 && jobs->place.slice == 0;
    if (!whole || work_ns >= doubtful_ns(jobs, jobs->woken == 0) ||
        !jobs_forecast_is_sure(jobs, 0) || ++plan->shared_in_a_row <= TRIAL_STEPS / 2) {
        plan->trial_ns = work_ns; /* that much, and it is not tried again for seconds */
        return;
    }
    uint32_t lanes = 1 + jobs->woken + jobs->beside;
    uint64_t explained_ns = jobs_measured_ns(jobs, false) + jobs->woken * plan->waking_ns +
                            (work_ns + jobs->woken * plan->latency_ns) / lanes;
    uint64_t beyond_ns = took_ns > explained_ns ? took_ns - explained_ns : 0;
    uint64_t *excess_ns = &plan->excess_ns[jobs->woken > 0];
    if (plan->shared_in_a_row <= TRIAL_STEPS) {
        plan->trial_ns = beyond_ns < plan->trial_ns ? beyond_ns : plan->trial_ns;
        if (plan->shared_in_a_row == TRIAL_STEPS && plan->trial_ns > *excess_ns) {
            *excess_ns = plan->trial_ns;
        }
        return;
    }
    uint64_t stride_ns = *excess_ns / JOBS_SMOOTHING + EXCESS_STRIDE_NS;
    if (beyond_ns > *excess_ns) {
        *excess_ns += stride_ns;
    } else {
        *excess_ns -= stride_ns < *excess_ns ? stride_ns : *excess_ns;
    }
}

/* Do steps follow so closely that somebody may be woken for those to come? Whoever was woken in
 * vain, since he slept again at the next one, is woken ever more seldom. */
static void learn_row(Jobs *jobs, uint64_t gap_ns)
{
    JobsPlan *plan = &jobs->plan;
    if (jobs->shared && jobs->woken == 0) {
        plan->stake_ns = first_stake_ns(plan);
    } else if (jobs->woken > 0 && is_staked(jobs)) {
        uint64_t next_ns = 4 * plan->stake_ns;
        plan->stake_ns = next_ns < STAKE_MAX_NS ? next_ns : STAKE_MAX_NS;
    }
    bool close = gap_ns < JOBS_CLOSE_NS;
    plan->close_steps = close ? plan->close_steps + (plan->close_steps < ROW_STEPS) : 0;
    uint64_t busy_ns = jobs->backend->lanes[0].record.busy_ns;
    plan->alone_ns = close && !jobs->shared ? plan->alone_ns + busy_ns : 0;
}

static void learn_waking(Jobs *jobs)
{
    JobsPlan *plan = &jobs->plan;
    if (jobs->woken > 0) {
        uint64_t most_ns = 4 * plan->waking_ns;
        uint64_t each_ns = jobs->waking_ns / jobs->woken;
        plan->waking_ns = jobs_smooth(plan->waking_ns, each_ns < most_ns ? each_ns : most_ns);
    }
    uint32_t came = 0;
    for (uint32_t i = 1; i <= jobs->threads; i++) {
        if (jobs->lanes[i].latency_ns > 0) {
            learn_latency(plan, jobs->lanes[i].latency_ns);
            jobs->lanes[i].latency_ns = 0;
            came++;
        }
    }
    if (came < jobs->woken) { /* somebody was woken who came when all was done */
        learn_latency(plan, 2 * (jobs->ended_ns - jobs->backend->begin_ns));
    }
}

void jobs_plan_learn(Jobs *jobs, uint64_t took_ns, uint64_t gap_ns)
{
    const Backend *backend = jobs->backend;
    JobsPlan *plan = &jobs->plan;
    if (jobs->shared) {
        learn_excess(jobs, took_ns);
    }
    jobs->forks = false;
    for (uint32_t i = 0; i < backend->lanes_used; i++) {
        jobs->forks = jobs->forks || backend->lanes[i].forked;
    }
    jobs_forecast_learn(jobs);
    learn_row(jobs, gap_ns);
    jobs->calm_ns = 0;
    if (jobs->shared) {
        learn_waking(jobs);
        return;
    }
    plan->shared_in_a_row = 0;
    forget_sharing(plan, jobs->ended_ns);
    bool close = plan->close_steps > 0;
    uint64_t worth_ns = close ? beside_crossover_ns(jobs) : crossover_ns(jobs);
    if (backend->lanes[0].record.busy_ns < worth_ns / JOBS_CALM_PART) {
        jobs->calm_ns = worth_ns / JOBS_CALM_PART;
    }
}
