/* Waiting for something to do, and waking those who wait. Why no wake-up is lost stands in
 * jobs_state.h. */
#include "backend/fork.h"
#include "backend/futex.h"
#include "backend/jobs_state.h"
#include "backend/thread.h"
#include "base/clock.h"

enum {
    SPINS_A_LOOK = 64, /* pauses between two looks at the clock */
};

void jobs_change_epoch(Jobs *jobs)
{
    atomic_fetch_add(&jobs->epoch, 1);
}

void jobs_have_awake(Jobs *jobs, uint32_t wanted)
{
    uint32_t asleep = atomic_load(&jobs->sleepers); /* pairs with jobs_park */
    if (wanted + asleep > jobs->threads && asleep > 0) {
        atomic_store_explicit(&jobs->woken_ns, clock_now_ns(), memory_order_relaxed);
        futex_wake(&jobs->epoch, wanted + asleep - jobs->threads, WAKE_WORKER);
    }
}

void jobs_wake_worker(Jobs *jobs)
{
    if (atomic_load(&jobs->sleepers) > 0) { /* pairs with jobs_park */
        futex_wake(&jobs->epoch, 1, WAKE_WORKER);
    }
}

void jobs_wake_caller(Jobs *jobs)
{
    if (atomic_load(&jobs->caller_sleeps) > 0) { /* pairs with jobs_park */
        futex_wake(&jobs->epoch, 1, WAKE_CALLER);
    }
}

static bool has_changed(Jobs *jobs, uint32_t seen, const Fork *joined)
{
    return atomic_load(&jobs->epoch) != seen || (joined && fork_is_over(joined));
}

bool jobs_spin(Jobs *jobs, uint32_t seen, const Fork *joined)
{
    uint64_t spin_ns = atomic_load_explicit(&jobs->spin_ns, memory_order_relaxed);
    uint64_t end_ns = clock_now_ns() + spin_ns;
    do {
        for (int i = 0; i < SPINS_A_LOOK; i++) {
            if (has_changed(jobs, seen, joined)) {
                return true;
            }
            thread_relax();
        }
        if (jobs_any_fork(jobs) || (!joined && jobs_any_slice(jobs))) {
            return true;
        }
    } while (clock_now_ns() < end_ns);
    return false;
}

void jobs_park(JobsLane *self, uint32_t seen, atomic_uint *sleepers, uint32_t bits,
               uint64_t deadline_ns)
{
    self->slept = true;
    atomic_fetch_add(&self->parks, 1);
#ifdef JOBS_WEAKENED /* for hammer_park, which must notice: read after the look for work */
    seen = atomic_load_explicit(&self->jobs->epoch, memory_order_relaxed);
#endif
    atomic_fetch_add(sleepers, 1); /* pairs with the loads of those who wake */
    /* A fork that was shared before this lane was counted changed no epoch: see fork_offer. */
    if (!jobs_any_fork(self->jobs)) {
        futex_wait(&self->jobs->epoch, seen, bits, deadline_ns);
    }
    atomic_fetch_sub(sleepers, 1);
}
