/* One owner and two thieves at a deque: every fork is run exactly once and none is lost, a thief
 * never gets an entry that has been overwritten, the owner gets back to an empty deque.
 *
 * The owner forks FORKS times in all and joins the newest first, in every order that a tree of
 * calls can bring about. A joiner that finds its fork stolen may fork and join others until the
 * thief is done: that is what the forks that it steals meanwhile do to its own deque.
 *
 * Memory: what the owner writes waits in a buffer until `memory` takes it over, each word by itself
 * and in any order between two words (weaker than x86-64, which keeps the order). An operation that
 * releases first has all earlier writes taken over; one that is sequentially consistent, or swaps,
 * has its own taken over too. Loads acquire, so they stand in the order of the program.
 *
 * must fail: WEAK_SWAP     the swap is a load, a comparison and a store
 * must fail: WEAK_PUBLISH  sharing does not release: the word may be seen before the entry
 * must fail: EARLY_READ    a thief's swap does not acquire: the entry may be read before it
 * must fail: EARLY_DROP    the owner drops an entry before its thief has run it */

#ifndef FORKS
#define FORKS 5
#endif
#ifndef CAPACITY
#define CAPACITY 4
#endif

#define NOTHING 0 /* in a slot, where no fork has ever been; forks count from 1 */

mtype = { unborn, waits, runs, done, joined };
mtype fork_is[FORKS + 1] = unborn;

/* The two halves of `shared`. */
#define PACK(split, stolen) ((split) * 16 + (stolen))
#define SPLIT_OF(word) ((word) / 16)
#define STOLEN_OF(word) ((word) % 16)

byte shared;                             /* in memory: what thieves see */
chan shared_late = [CAPACITY] of {byte}; /* the owner's stores of it that are not there yet */
byte shared_newest;                      /* the last of those, which the owner reads */
byte slots[CAPACITY];
byte slots_late[CAPACITY]; /* NOTHING: no store is under way */
bool over;

#define TAKE_OVER(i)                                                                               \
    atomic { slots_late[i] != NOTHING -> slots[i] = slots_late[i]; slots_late[i] = NOTHING }

active proctype memory()
{
end:
    do
    :: shared_late?shared
    :: TAKE_OVER(0)
    :: TAKE_OVER(1)
    :: TAKE_OVER(2)
    :: TAKE_OVER(3)
    od
}

inline release_all()
{
    do
    :: nempty(shared_late) -> shared_late?shared
    :: empty(shared_late) -> break
    od;
    for (i : 0 .. CAPACITY - 1) {
        if
        :: slots_late[i] != NOTHING -> slots[i] = slots_late[i]; slots_late[i] = NOTHING
        :: else
        fi
    }
    i = 0
}

inline owner_loads_shared()
{
    atomic {
        if
        :: nempty(shared_late) -> word = shared_newest
        :: empty(shared_late) -> word = shared
        fi
    }
}

/*@ src/backend/deque.h deque_swap */
/*= return atomic_compare_exchange_weak(&deque->shared, word, next); */
#ifdef WEAK_SWAP
inline swap(next)
{
    seen = shared;
    swapped = (seen == word);
    if
    :: swapped -> shared = next
    :: !swapped
    fi;
    word = seen
}
#else
inline swap(next)
{
    d_step {
        swapped = (shared == word);
        if
        :: swapped -> shared = next
        :: !swapped -> word = shared
        fi
    }
}
#endif

/* Runs a fork that nobody else may have. */
inline run_fork(fork, after)
{
    d_step {
        assert(fork != NOTHING);
        assert(fork_is[fork] == waits);
        fork_is[fork] = after
    }
}

/*@ src/backend/deque.h deque_should_share */
/*= return deque->top > deque->split && !deque_has_shared(deque); */
/*@ src/backend/deque.h deque_share */
/*= uint32_t stolen = deque->split; */
/*= deque->split += (deque->top - deque->split + 1) / 2; */
/*= atomic_store(&deque->shared, deque_pack(deque->split, stolen)); */
inline share_if_wanted()
{
    owner_loads_shared();
    d_step {
        if
        :: top > split && STOLEN_OF(word) == SPLIT_OF(word) ->
            stolen = split;
            assert(STOLEN_OF(word) == stolen);
            split = split + (top - split + 1) / 2;
#ifndef WEAK_PUBLISH
            release_all();
#endif
            shared = PACK(split, stolen)
        :: else
        fi;
        stolen = 0;
        word = 0
    }
}

/*@ src/backend/fork.h lane_fork */
/*= bool pushed = deque_push(&lane->deque, fork); */
/*= if (pushed && deque_should_share(&lane->deque)) */
/*@ src/backend/deque.h deque_push */
/*= if (deque->top >= deque->capacity) */
/*= deque->slots[deque->top++] = fork; */
inline push()
{
    d_step {
        forked++;
        fork_is[forked] = waits;
        mine[top] = forked;
        slots_late[top] = forked;
        top++
    }
    share_if_wanted()
}

/*@ src/backend/deque.h deque_take_back */
/*= uint64_t word = atomic_load_explicit(&deque->shared, memory_order_acquire); */
/*= if (stolen == split) */
/*= uint32_t middle = stolen + (split - stolen) / 2; */
/*= if (deque_swap(deque, &word, deque_pack(middle, stolen))) */
/*= deque->split = middle; */
inline take_back()
{
    owner_loads_shared();
    do
    :: STOLEN_OF(word) == SPLIT_OF(word) -> taken = false; break
    :: else ->
        stolen = STOLEN_OF(word);
        middle = stolen + (SPLIT_OF(word) - stolen) / 2;
        d_step { release_all() }
        swap(PACK(middle, stolen));
        if
        :: swapped -> split = middle; taken = true; break
        :: else
        fi
    od;
    atomic { word = 0; stolen = 0; middle = 0; swapped = false; seen = 0 }
}

/*@ src/backend/deque.h deque_drop */
/*= deque->top--; */
/*= deque->split = deque->top; */
/*= atomic_store_explicit(&deque->shared, deque_pack(deque->top, deque->top), */
/* The model does not need the release: no entry can be under way when all have been stolen. */
inline drop()
{
    atomic {
        fork_is[mine[top - 1]] = joined;
        top--;
        mine[top] = 0;
        split = top;
        shared_newest = PACK(top, top);
        shared_late!shared_newest
    }
}

/*@ src/backend/fork.h lane_join */
/*= if (!deque_pop(&lane->deque)) */
/*= return fork_join_stolen(lane, fork); */
/*= if (deque_should_share(&lane->deque)) */
/*= return fork->run(lane, fork); */
/*@ src/backend/deque.h deque_pop */
/*= if (deque->top == deque->split && !deque_take_back(deque)) */
/*= deque->top--; */
inline join()
{
    taken = true;
    if
    :: top == split -> take_back()
    :: else
    fi;
    if
    :: taken ->
        d_step { top--; popped = mine[top]; mine[top] = 0; taken = false }
        share_if_wanted();
        run_fork(popped, joined);
        popped = 0
    :: else ->
        assert(top == split);
        if
#ifdef EARLY_DROP
        :: true -> drop()
#else
        :: fork_is[mine[top - 1]] == done -> drop()
#endif
        :: forked < FORKS && top < CAPACITY -> push() /* and comes back here to join it */
        fi
    fi
}

active proctype owner()
{
    byte top, split, forked, mine[CAPACITY];
    byte word, stolen, middle, popped, seen, i;
    bool swapped, taken;
    do
    :: forked < FORKS && top < CAPACITY -> push()
    :: top > 0 -> join()
    :: top == 0 && forked == FORKS -> break
    od;
    atomic { release_all() }
    assert(split == 0 && shared == PACK(0, 0));
    for (i : 1 .. FORKS) {
        assert(fork_is[i] == joined)
    }
    over = true
}

/*@ src/backend/deque.h deque_steal */
/*= uint64_t word = atomic_load_explicit(&deque->shared, memory_order_acquire); */
/*= if (stolen == split) */
/*= if (deque_swap(deque, &word, deque_pack(split, stolen + 1))) */
/*= return deque->slots[stolen]; */
active [2] proctype thief()
{
    byte word, stolen, fork, seen;
    bool swapped;
    do
    :: over -> break
    :: !over ->
        word = shared;
        do
        :: STOLEN_OF(word) == SPLIT_OF(word) -> break
        :: else ->
            stolen = STOLEN_OF(word);
#ifdef EARLY_READ
            fork = slots[stolen];
#endif
            swap(PACK(SPLIT_OF(word), stolen + 1));
            if
            :: swapped ->
#ifndef EARLY_READ
                fork = slots[stolen];
#endif
                run_fork(fork, runs);
                fork_is[fork] = done;
                break
            :: else
            fi
        od;
        atomic { word = 0; stolen = 0; fork = 0; swapped = false; seen = 0 }
    od
}
