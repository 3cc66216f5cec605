/* Sleeping and waking: no wake-up is lost, and every lane comes to its end.
 *
 * A caller and two workers. The caller begins STEPS steps of two phases, waits for the end of each,
 * submits two futures, then closes. A phase has one to three slices that need one another: each
 * waits until all of them run, and so do the futures. So it takes as many lanes, and if one that is
 * needed sleeps on, nobody gets any further: spin calls that an invalid end state. How slices are
 * dealt and claimed is spans.pml's affair; here they are a number. Without a fault no run is
 * endless, whatever the lanes' speeds.
 *
 * Memory: every access of the protocol is sequentially consistent, so each takes effect at once. A
 * variant delays one of them past the loads that follow it, as a store buffer does.
 *
 * must end: every run
 * must fail: NO_COMPARE    the kernel puts a lane to sleep without comparing the epoch
 * must fail: LATE_READ     a lane reads the epoch after it has looked for work
 * must fail: EARLY_EPOCH   the epoch changes before there is something to do
 * must fail: LATE_EPOCH    the epoch changes after the waker has counted sleepers
 * must fail: WEAK_EPOCH    the change of the epoch waits in a store buffer
 * must fail: WEAK_COUNT    the count of a sleeper waits in a store buffer
 * must fail: SILENT_END    the end of a step does not change the epoch
 * must fail: SILENT_QUEUE  a queued future does not change the epoch
 * must fail: SILENT_STOP   closing does not change the epoch */

#ifdef MUST_END /* a search that takes several times as long */
#define STEPS 1
#else
#define STEPS 2
#endif
#define WORKERS 2
#define CALLER 0 /* the process's number; the workers are 1 to WORKERS */
#define PHASE_OVER 2

byte epoch, sleepers, caller_sleeps;
bool stop;
bool in_kernel[WORKERS + 1]; /* asleep there */
byte phase = PHASE_OVER;
byte left, unfinished; /* slices of the phase, or futures: not claimed, not ended */
byte needed, together; /* how many of them need one another, how many of those run */

/* ---- Store buffers, where a variant has one -------------------------------------------------- */

#ifdef WEAK_EPOCH
byte epoch_late[WORKERS + 1]; /* stored by a lane and not yet in memory; 0: nothing is */
#define EPOCH (epoch_late[_pid] != 0 -> epoch_late[_pid] : epoch)
#define HAVE_DRAINED epoch_late[_pid] == 0
#elif defined(WEAK_COUNT)
bool count_late[WORKERS + 1]; /* a worker that memory does not count yet */
#define EPOCH epoch
#define HAVE_DRAINED !count_late[_pid]
#else
#define EPOCH epoch
#define HAVE_DRAINED true
#endif

/* ---- jobs_wait.c ----------------------------------------------------------------------------- */

/*@ src/backend/jobs_wait.c jobs_change_epoch */
/*= atomic_fetch_add(&jobs->epoch, 1); */
inline change_epoch()
{
#ifdef WEAK_EPOCH
    HAVE_DRAINED;
    epoch_late[_pid] = epoch + 1
#else
    atomic { HAVE_DRAINED -> epoch++ }
#endif
}

/* The kernel wakes whom it likes of the workers that sleep. */
inline futex_wake_workers(count)
{
    atomic {
        to_wake = count;
        do
        :: to_wake > 0 && in_kernel[1] -> in_kernel[1] = false; to_wake--
        :: to_wake > 0 && in_kernel[2] -> in_kernel[2] = false; to_wake--
        :: to_wake == 0 || (!in_kernel[1] && !in_kernel[2]) -> break
        od;
        to_wake = 0
    }
}

/*@ src/backend/jobs_wait.c jobs_have_awake */
/*= uint32_t asleep = atomic_load(&jobs->sleepers); */
/*= if (wanted + asleep > jobs->threads && asleep > 0) */
/*= futex_wake(&jobs->epoch, wanted + asleep - jobs->threads, WAKE_WORKER); */
inline have_awake(wanted)
{
    asleep = sleepers;
    if
    :: wanted + asleep > WORKERS && asleep > 0 ->
        futex_wake_workers(wanted + asleep - WORKERS)
    :: else
    fi;
    asleep = 0
}

/*@ src/backend/jobs_wait.c jobs_wake_worker */
/*= if (atomic_load(&jobs->sleepers) > 0) */
/*= futex_wake(&jobs->epoch, 1, WAKE_WORKER); */
inline wake_worker()
{
    if
    :: sleepers > 0 -> futex_wake_workers(1)
    :: else
    fi
}

/*@ src/backend/jobs_wait.c jobs_wake_caller */
/*= if (atomic_load(&jobs->caller_sleeps) > 0) */
/*= futex_wake(&jobs->epoch, 1, WAKE_CALLER); */
inline wake_caller()
{
    if
    :: caller_sleeps > 0 -> in_kernel[CALLER] = false
    :: else
    fi
}

/*@ src/backend/jobs_wait.c jobs_park */
/*= atomic_fetch_add(sleepers, 1); */
/*= futex_wait(&self->jobs->epoch, seen, bits, deadline_ns); */
/*= atomic_fetch_sub(sleepers, 1); */
inline park(counter)
{
#ifdef WEAK_COUNT
    count_late[_pid] = true;
#else
    atomic { HAVE_DRAINED -> counter++ }
#endif
    atomic {
        if
#ifndef NO_COMPARE
        :: EPOCH != seen
#endif
        :: else -> in_kernel[_pid] = true
        fi
    }
    !in_kernel[_pid];
    atomic { HAVE_DRAINED -> counter-- }
}

/* ---- Something to do ------------------------------------------------------------------------- */

/*@ src/backend/jobs_work.c jobs_lay_out */
/*= atomic_store(&jobs->phase, phase); */
/*= deal_spans(dealer, phase, first, slices); */
/*= jobs_change_epoch(jobs); */
/*= jobs_have_awake(jobs, wanted); */
/*= jobs_wake_caller(jobs); */
inline lay_out_phase(next)
{
#ifdef EARLY_EPOCH
    change_epoch();
#endif
    atomic {
        if
        :: needed = 1
        :: needed = 2
        :: needed = 3
        fi;
        wanted = needed - 1;
        together = 0;
        phase = next;
        unfinished = needed;
        left = needed
    }
#if !defined(EARLY_EPOCH) && !defined(LATE_EPOCH)
    change_epoch();
#endif
    have_awake(wanted);
    wanted = 0;
    wake_caller();
#ifdef LATE_EPOCH
    change_epoch()
#endif
}

/*@ src/backend/jobs_work.c end_step */
/*= atomic_store(&jobs->phase, PHASE_OVER); */
/*= jobs_change_epoch(jobs); */
/*= jobs_wake_caller(jobs); */
inline end_step()
{
    phase = PHASE_OVER;
#ifndef SILENT_END
    change_epoch();
#endif
    wake_caller()
}

/* A future is queued: work for one worker. */
/*@ src/backend/jobs.c jobs_announce */
/*= jobs_change_epoch(jobs); */
/*= jobs_wake_worker(jobs); */
inline announce()
{
    atomic { unfinished++; left++ }
#ifndef SILENT_QUEUE
    change_epoch();
#endif
    wake_worker()
}

/* Runs what is left, if it is. Whoever ends a phase's last slice lays out the next phase. */
inline work()
{
    atomic {
        worked = (left > 0);
        if
        :: worked -> left--; together++
        :: else
        fi
    }
    if
    :: worked ->
        together == needed;
        atomic { unfinished--; next = (unfinished == 0 && phase != PHASE_OVER -> phase + 1 : 0) }
        if
        :: next == 0
        :: next == PHASE_OVER -> end_step()
        :: else -> lay_out_phase(next)
        fi;
        next = 0
    :: else
    fi
}

/* Looks once more at what it watches, for no longer than it likes, then sleeps. */
inline spin_and_park(counter)
{
    if
    :: EPOCH != seen || left > 0
    :: true -> park(counter)
    fi
}

/*@ src/backend/jobs.c run_with_others */
/*= uint32_t seen = atomic_load(&jobs->epoch); */
/*= if (jobs_step_is_over(jobs)) */
/*= if (!jobs_work(self, deadline_ns) && !jobs_run_stolen_fork(self, true) && */
/*= !jobs_spin(jobs, seen, NULL)) */
/*= jobs_park_caller(self, seen, deadline_ns); */
/*@ src/backend/jobs_cores.c jobs_park_caller */
/*= jobs_park(self, seen, &self->jobs->caller_sleeps, WAKE_CALLER, deadline_ns); */
inline run_with_others()
{
    do
    :: true ->
        seen = EPOCH;
        if
        :: phase == PHASE_OVER -> break
        :: else
        fi;
        work();
#ifdef LATE_READ
        seen = EPOCH;
#endif
        if
        :: worked
        :: else -> spin_and_park(caller_sleeps)
        fi
    od
}

/*@ src/backend/jobs.c jobs_close */
/*= atomic_store(&jobs->stop, true); */
/*= atomic_fetch_add(&jobs->epoch, 1); */
/*= futex_wake(&jobs->epoch, UINT32_MAX, WAKE_WORKER); */
active proctype caller()
{
    byte seen, asleep, to_wake, wanted, next, step;
    bool worked;
    do
    :: step < STEPS -> lay_out_phase(0); run_with_others(); step++
    :: else -> break
    od;
    atomic { needed = WORKERS; together = 0 }
    announce();
    announce();
    unfinished == 0;
    stop = true;
#ifndef SILENT_STOP
    change_epoch();
#endif
    futex_wake_workers(WORKERS)
}

/*@ src/backend/jobs.c worker */
/*= while (!atomic_load(&jobs->stop)) */
/*= uint32_t seen = atomic_load(&jobs->epoch); */
/*= if (find_work(self) || atomic_load(&jobs->stop)) */
/*= if (!jobs_spin(jobs, seen, NULL)) */
/*= jobs_park(self, seen, &jobs->sleepers, WAKE_WORKER, FUTEX_FOREVER); */
active [WORKERS] proctype worker()
{
    byte seen, asleep, to_wake, wanted, next;
    bool worked;
    do
    :: stop -> break
    :: else ->
        seen = EPOCH;
        work();
#ifdef LATE_READ
        seen = EPOCH;
#endif
        if
        :: worked || stop
        :: else -> spin_and_park(sleepers)
        fi
    od
}

#ifdef WEAK_EPOCH
active proctype memory()
{
end:
    do
    :: atomic { epoch_late[0] != 0 -> epoch = epoch_late[0]; epoch_late[0] = 0 }
    :: atomic { epoch_late[1] != 0 -> epoch = epoch_late[1]; epoch_late[1] = 0 }
    :: atomic { epoch_late[2] != 0 -> epoch = epoch_late[2]; epoch_late[2] = 0 }
    od
}
#elif defined(WEAK_COUNT)
active proctype memory()
{
end:
    do
    :: atomic { count_late[0] -> caller_sleeps++; count_late[0] = false }
    :: atomic { count_late[1] -> sleepers++; count_late[1] = false }
    :: atomic { count_late[2] -> sleepers++; count_late[2] = false }
    od
}
#endif
