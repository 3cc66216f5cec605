/* Offering a fork, waiting for one that was stolen: a fork that is offered finds a lane although
 * all others sleep or fall asleep, a join returns after the fork is over and not before, and no
 * joiner sleeps on.
 *
 * Three lanes. Lane 0 runs a slice, which forks A and then B and joins B, then A. A forks C and
 * joins it. The other lanes look for something to steal, or sleep. A lane that waits in a join
 * steals too. A fork may need another lane: then whoever forked it goes on when it has begun
 * elsewhere. If no lane comes, nobody gets any further: spin calls that an invalid end state.
 * Without a fault no run is endless, whatever the lanes' speeds.
 *
 * A deque is what it shares, at most one fork here, taken in one go: deque.pml proves that this may
 * be said. Memory: every access is sequentially consistent, so each takes effect at once. A variant
 * delays one of them past the loads that follow it, as a store buffer does.
 *
 * must end: every run
 * must fail: NO_RECHECK   a lane goes to sleep without a look for forks after it is counted
 * must fail: WEAK_SHARE   what is shared waits in a store buffer
 * must fail: PLAIN_DONE   a thief stores the end, and does not look whether it is awaited
 * must fail: SPLIT_DONE   a thief looks first, then stores the end
 * must fail: QUIET_DONE   a thief wakes, but does not change the epoch
 * must fail: PLAIN_AWAIT  a joiner stores that it waits without comparing
 * must fail: UNTOLD_WAIT  a joiner sleeps without a word
 * must fail: LATE_READ    a joiner reads the epoch after it said that it waits */

#define LANES 3
#define FORKS 3
#define NOTHING 0 /* no fork; A, B and C count from 1 */
#define A 1
#define B 2
#define C 3

/* Futex bits; in_kernel[lane] is one of them, or none. */
#define WAKE_WORKER 1
#define WAKE_JOINER 4
#define WAKE_CALLER 2 /* who sleeps so is not in this model; it looks for forks as a worker does */

mtype = { waits, awaited, done };
mtype state[FORKS + 1] = waits;
bool begun[FORKS + 1];
byte runs[FORKS + 1];

byte shared[LANES]; /* by each lane */
byte epoch, sleepers, joiners;
byte in_kernel[LANES];
bool over;

#ifdef WEAK_SHARE
byte shared_late[LANES]; /* stored by its lane, and not yet in memory */
#define DRAIN(lane)                                                                                \
    if                                                                                             \
    :: shared_late[lane] != NOTHING -> shared[lane] = shared_late[lane];                           \
        shared_late[lane] = NOTHING                                                                \
    :: else                                                                                        \
    fi
#else
#define DRAIN(lane) skip
#endif

#define ANY_FORK (shared[0] != NOTHING || shared[1] != NOTHING || shared[2] != NOTHING)

/* ---- Sleep and wake: see park.pml ------------------------------------------------------------ */

inline change_epoch()
{
    atomic { DRAIN(_pid); epoch++ }
}

#define MAY_WAKE(lane, bits) (in_kernel[lane] & (bits)) != 0

inline futex_wake(count, bits)
{
    atomic {
        to_wake = count;
        do
        :: to_wake > 0 && MAY_WAKE(0, bits) -> in_kernel[0] = 0; to_wake--
        :: to_wake > 0 && MAY_WAKE(1, bits) -> in_kernel[1] = 0; to_wake--
        :: to_wake > 0 && MAY_WAKE(2, bits) -> in_kernel[2] = 0; to_wake--
        :: to_wake == 0 || !(MAY_WAKE(0, bits) || MAY_WAKE(1, bits) || MAY_WAKE(2, bits)) -> break
        od;
        to_wake = 0
    }
}

/*@ src/backend/jobs_wait.c jobs_park */
/*= atomic_fetch_add(sleepers, 1); */
/*= if (!jobs_any_fork(self->jobs)) */
/*= futex_wait(&self->jobs->epoch, seen, bits, deadline_ns); */
/*= atomic_fetch_sub(sleepers, 1); */
inline park(counter, bits)
{
    atomic { DRAIN(_pid); counter++ }
#ifndef NO_RECHECK
    if
    :: ANY_FORK
    :: else ->
#endif
        atomic {
            if
            :: epoch == seen -> in_kernel[_pid] = bits
            :: else
            fi
        }
        in_kernel[_pid] == 0
#ifndef NO_RECHECK
    fi
#endif
    ;
    counter--
}

/* ---- Offering -------------------------------------------------------------------------------- */

/*@ src/backend/deque.h deque_share */
/*= atomic_store(&deque->shared, deque_pack(deque->split, stolen)); */
/*@ src/backend/deque.h deque_has_shared */
/*= uint64_t word = atomic_load(&deque->shared); */
/*@ src/backend/jobs_fork.c fork_offer */
/*= deque_share(&lane->deque); */
/*= uint32_t asleep = atomic_load(&jobs->sleepers) + atomic_load(&jobs->joiners); */
/*= if (waking && asleep > 0) */
/*= jobs_change_epoch(jobs); */
/*= futex_wake(&jobs->epoch, 1, WAKE_WORKER | WAKE_JOINER | WAKE_CALLER); */
inline offer(fork)
{
#ifdef WEAK_SHARE
    shared_late[_pid] = fork;
#else
    shared[_pid] = fork;
#endif
    asleep = sleepers;
    asleep = asleep + joiners;
    if
    :: asleep > 0 -> asleep = 0; change_epoch(); futex_wake(1, WAKE_WORKER | WAKE_JOINER | WAKE_CALLER)
    :: else
    fi
}

inline fork_off(fork)
{
    if
    :: shared[_pid] == NOTHING ->
        if
        :: needs_lane = true
        :: needs_lane = false
        fi;
        offer(fork);
        !needs_lane || begun[fork];
        needs_lane = false
    :: else -> unshared = fork
    fi
}

/* ---- The thief ------------------------------------------------------------------------------- */

/*@ src/backend/jobs_fork.c run_stolen */
/*= bool good = fork->run(lane, fork); */
/*= if (atomic_exchange(&fork->state, state) == FORK_AWAITED) */
/*= jobs_change_epoch(jobs); */
/*= futex_wake(&jobs->epoch, UINT32_MAX, WAKE_JOINER); */
inline end_stolen(fork)
{
    atomic {
        DRAIN(_pid);
        is_awaited = (state[fork] == awaited);
#ifndef SPLIT_DONE
        state[fork] = done
#endif
    }
#ifdef SPLIT_DONE
    state[fork] = done;
#endif
#ifndef PLAIN_DONE
    if
    :: is_awaited ->
        is_awaited = false;
#ifndef QUIET_DONE
        change_epoch();
#endif
        futex_wake(LANES, WAKE_JOINER)
    :: else
    fi
#else
    is_awaited = false
#endif
}

inline run_leaf(fork)
{
    atomic { runs[fork]++; begun[fork] = true }
}

/*@ src/backend/jobs_fork.c jobs_run_stolen_fork */
/*= Fork *fork = deque_steal(&victim->deque); */
/*= if (fork) */
/*= run_stolen(self->lane, fork, idle); */
inline steal_from(victim)
{
    atomic {
        if
        :: stolen == NOTHING -> stolen = shared[victim]; shared[victim] = NOTHING
        :: else
        fi
    }
}

inline steal()
{
    steal_from((_pid + 1) % LANES);
    steal_from((_pid + 2) % LANES)
}

/* ---- The joiner ------------------------------------------------------------------------------ */

/*@ src/backend/jobs_fork.c park_in_join */
/*= uint32_t waits = FORK_WAITS; */
/*= if (atomic_compare_exchange_strong(&fork->state, &waits, FORK_AWAITED) || */
/*= waits == FORK_AWAITED) */
/*= jobs_park(self, seen, &self->jobs->joiners, WAKE_JOINER, BACKEND_NO_DEADLINE); */
inline park_in_join(fork)
{
    atomic {
        DRAIN(_pid);
#ifndef UNTOLD_WAIT
        if
#ifdef PLAIN_AWAIT
        :: true -> state[fork] = awaited
#else
        :: state[fork] == waits -> state[fork] = awaited
        :: else
#endif
        fi;
#endif
        is_waiting = (state[fork] != done)
    }
#ifdef LATE_READ
    seen = epoch;
#endif
    if
    :: is_waiting -> is_waiting = false; park(joiners, WAKE_JOINER)
    :: else
    fi
}

/* What a joiner steals is B or C, as the lane that forked A is the one that may wait for it. */
/*@ src/backend/jobs_fork.c fork_join_stolen */
/*= uint32_t seen = atomic_load(&jobs->epoch); */
/*= if (fork_is_over(fork)) */
/*= if (!jobs_run_stolen_fork(self, false) && !jobs_spin(jobs, seen, fork)) */
/*= park_in_join(self, fork, seen); */
/*= deque_drop(&lane->deque); */
inline join_stolen(fork)
{
    do
    :: true ->
        seen = epoch;
        if
        :: state[fork] == done -> break
        :: else
        fi;
        steal();
        if
        :: stolen != NOTHING -> run_leaf(stolen); end_stolen(stolen); stolen = NOTHING
        :: stolen == NOTHING && (epoch != seen || state[fork] == done || ANY_FORK)
        :: stolen == NOTHING -> park_in_join(fork)
        fi
    od;
    seen = 0
}

/* Taken back if it is not stolen. */
inline take_back(fork)
{
    atomic {
        DRAIN(_pid);
        taken = true;
        if
        :: unshared == fork -> unshared = NOTHING
        :: shared[_pid] == fork -> shared[_pid] = NOTHING
        :: else -> taken = false
        fi
    }
}

inline join_leaf(fork)
{
    take_back(fork);
    if
    :: taken -> taken = false; run_leaf(fork)
    :: else -> join_stolen(fork)
    fi;
    assert(runs[fork] == 1)
}

inline run_A()
{
    run_leaf(A);
    fork_off(C);
    join_leaf(C)
}

/* ---- The lanes ------------------------------------------------------------------------------- */

active proctype forker()
{
    byte seen, unshared, stolen, asleep, to_wake;
    bool needs_lane, taken, is_awaited, is_waiting;
    fork_off(A);
#ifndef MUST_END /* a search that takes several times as long does without B */
    fork_off(B);
    join_leaf(B);
#endif
    take_back(A);
    if
    :: taken -> taken = false; run_A()
    :: else -> join_stolen(A)
    fi;
    assert(runs[A] == 1 && runs[C] == 1);
    over = true;
    change_epoch();
    futex_wake(LANES, WAKE_WORKER)
}

active [LANES - 1] proctype idle()
{
    byte seen, unshared, stolen, asleep, to_wake;
    bool needs_lane, taken, is_awaited, is_waiting;
    do
    :: over -> break
    :: else ->
        seen = epoch;
        steal();
        if
        :: stolen == A -> stolen = NOTHING; run_A(); end_stolen(A)
        :: stolen == B || stolen == C -> run_leaf(stolen); end_stolen(stolen); stolen = NOTHING
        :: stolen == NOTHING && (over || epoch != seen || ANY_FORK)
        :: stolen == NOTHING && !over -> park(sleepers, WAKE_WORKER)
        fi;
        seen = 0
    od
}

#ifdef WEAK_SHARE
active proctype memory()
{
end:
    do
    :: atomic { shared_late[0] != NOTHING -> DRAIN(0) }
    :: atomic { shared_late[1] != NOTHING -> DRAIN(1) }
    :: atomic { shared_late[2] != NOTHING -> DRAIN(2) }
    od
}
#endif
