#include "bench/backends_own.h"

#include "backend/coroutine.h"
#include "backend/scheduler.h"
#include "backend/stack_slab.h"
#include "base/clock.h"

#include <stdlib.h>

enum { GUARDED_STACK_SIZE = 16 * 1024 };

/* ---- The scheduler -------------------------------------------------------------------------- */

#define RUN_NS (200ull * NS_PER_US)

static void task(Scheduler *scheduler, void *argument)
{
    PeerCrowd *crowd = argument;
    PEER_COROUTINE_BODY(crowd, scheduler_yield(scheduler));
}

static void task_once(Scheduler *scheduler, void *argument)
{
    (void)scheduler;
    PeerCrowd *crowd = argument;
    PEER_ONCE_BODY(crowd);
}

static bool open_scheduler(PeerCrowd *crowd, size_t stack_size)
{
    Error error = {""};
    crowd->library = scheduler_create(crowd->count, stack_size, &error);
    return crowd->library != NULL;
}

static bool pool_open(PeerCrowd *crowd)
{
    return open_scheduler(crowd, PEER_STACK_SIZE);
}

static bool pool_open_guarded(PeerCrowd *crowd)
{
    return open_scheduler(crowd, GUARDED_STACK_SIZE);
}

static void scheduler_end(PeerCrowd *crowd)
{
    scheduler_destroy(crowd->library);
    crowd->library = NULL;
}

static bool create_tasks(PeerCrowd *crowd, size_t stack_size)
{
    if (!open_scheduler(crowd, stack_size)) {
        return false;
    }
    for (uint32_t i = 0; i < crowd->count; i++) {
        scheduler_spawn(crowd->library, task, crowd);
    }
    return true;
}

static bool scheduler_begin(PeerCrowd *crowd)
{
    return create_tasks(crowd, PEER_STACK_SIZE);
}

static bool scheduler_begin_guarded(PeerCrowd *crowd)
{
    return create_tasks(crowd, GUARDED_STACK_SIZE);
}

/* With deadlines, as in a game: the scheduler looks at the clock on its way. */
static uint64_t run_tasks(PeerCrowd *crowd, uint32_t times)
{
    uint64_t wanted = (uint64_t)times * crowd->count;
    uint64_t turns = 0;
    while (turns < wanted) {
        turns += scheduler_run(crowd->library, clock_now_ns() + RUN_NS);
    }
    return turns;
}

static void live_once(PeerCrowd *crowd)
{
    for (uint32_t i = 0; i < crowd->count; i++) {
        scheduler_spawn(crowd->library, task_once, crowd);
    }
    scheduler_run(crowd->library, SCHEDULER_FOREVER);
}

/* ---- The bare primitive --------------------------------------------------------------------- */

/* A coroutine lies at the top of its own stack, as the scheduler has it. Nothing is fetched ahead:
 * what the scheduler gains by that shows in the difference. */
static Coroutine *bare_at(const StackSlab *slab, uint32_t index)
{
    return (Coroutine *)(void *)(stack_slab_top(slab, index) - STACK_SLAB_LINE);
}

static void bare(Coroutine *self, void *argument)
{
    PeerCrowd *crowd = argument;
    PEER_COROUTINE_BODY(crowd, coroutine_yield(self));
}

static bool open_slab(PeerCrowd *crowd)
{
    Error error = {""};
    StackSlab *slab = calloc(1, sizeof *slab);
    if (!slab || !stack_slab_open(slab, crowd->count, PEER_STACK_SIZE, &error)) {
        free(slab);
        return false;
    }
    crowd->library = slab;
    return true;
}

static void close_slab(PeerCrowd *crowd)
{
    stack_slab_close(crowd->library);
    free(crowd->library);
    crowd->library = NULL;
}

static bool bare_begin(PeerCrowd *crowd)
{
    if (!open_slab(crowd)) {
        return false;
    }
    const StackSlab *slab = crowd->library;
    for (uint32_t i = 0; i < crowd->count; i++) {
        char *low = stack_slab_low(slab, i);
        Coroutine *coroutine = bare_at(slab, i);
        coroutine_create(coroutine, bare, crowd, low, (size_t)((char *)coroutine - low));
    }
    return true;
}

static uint64_t bare_turn(PeerCrowd *crowd, uint32_t times)
{
    const StackSlab *slab = crowd->library;
    for (uint32_t time = 0; time < times; time++) {
        for (uint32_t i = 0; i < crowd->count; i++) {
            coroutine_resume(bare_at(slab, i));
        }
    }
    return (uint64_t)times * crowd->count;
}

static void bare_end(PeerCrowd *crowd)
{
    const StackSlab *slab = crowd->library;
    for (uint32_t i = 0; i < crowd->count; i++) {
        coroutine_destroy(bare_at(slab, i));
    }
    close_slab(crowd);
}

/* ---- The machine ---------------------------------------------------------------------------- */

/* Where a task's line is, or near it. */
static uint64_t *line_at(const StackSlab *slab, uint32_t index)
{
    return (uint64_t *)(void *)(stack_slab_top(slab, index) - sizeof(Task) - STACK_SLAB_LINE);
}

/* As the scheduler's turns: a line each, fetched as far ahead. */
static void touch_lines(const StackSlab *slab, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        if (i + FETCH_AHEAD < count) {
            __builtin_prefetch(line_at(slab, i + FETCH_AHEAD));
        }
        volatile uint64_t *line = line_at(slab, i);
        *line = *line + 1;
    }
}

static uint64_t lines_turn(PeerCrowd *crowd, uint32_t times)
{
    const StackSlab *slab = crowd->library;
    for (uint32_t time = 0; time < times && !crowd->ends; time++) {
        touch_lines(slab, crowd->count);
    }
    for (uint32_t i = 0; i < crowd->count && crowd->ends; i++) {
        crowd->turns += *line_at(slab, i);
    }
    return (uint64_t)times * crowd->count;
}

/* ---- The table ------------------------------------------------------------------------------ */

const PeerCoroutines own_coroutines[OWN_COUNT] = {
    [OWN_SCHEDULER] = {.name = "our scheduler",
                       .stack = "4 KiB, slab",
                       .most = UINT32_MAX,
                       .create = scheduler_begin,
                       .turn = run_tasks,
                       .destroy = scheduler_end,
                       .pool_open = pool_open,
                       .live_once = live_once,
                       .pool_close = scheduler_end},
    [OWN_SCHEDULER_GUARDED] = {.name = "our scheduler, guarded",
                               .stack = "16 KiB, guard",
                               .most = 100000,
                               .create = scheduler_begin_guarded,
                               .turn = run_tasks,
                               .destroy = scheduler_end,
                               .pool_open = pool_open_guarded,
                               .live_once = live_once,
                               .pool_close = scheduler_end},
    [OWN_BARE] = {.name = "our coroutines, bare",
                  .stack = "4 KiB, slab",
                  .most = UINT32_MAX,
                  .create = bare_begin,
                  .turn = bare_turn,
                  .destroy = bare_end},
    [OWN_LINES] = {.name = "a line each, nothing else",
                   .stack = "4 KiB, slab",
                   .most = UINT32_MAX,
                   .create = open_slab,
                   .turn = lines_turn,
                   .destroy = close_slab},
};
