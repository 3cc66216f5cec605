#include "backend/scheduler.h"

#include "base/clock.h"

#include <assert.h>
#include <stdlib.h>
#include <unistd.h>

/* How many spawns before its own a free place is fetched. */
enum { FETCH_FREE = 16 };

/* One mark is looked at in so many turns: see look_at_marks. */
enum { TURNS_A_MARK = 64 };

_Thread_local Scheduler *scheduler_here;

#if !defined(COROUTINE_UCONTEXT) && !defined(COROUTINE_TOOLS)
static_assert(sizeof(Task) == 2 * STACK_SLAB_LINE, "of the 4,200 bytes that a task may take");
static_assert(sizeof(ReadyTask) == STACK_SLAB_LINE / 2, "a turn touches half a line of the ring");
#endif

/* ---- A stack that overflowed ---------------------------------------------------------------- */

typedef struct Sentence {
    char *text;
    size_t size;
    size_t used;
} Sentence;

/* By hand, since printf is not for signal handlers, and needs more stack than may be left. */
static void say(Sentence *sentence, const char *words)
{
    for (; *words && sentence->used + 1 < sentence->size; words++) {
        sentence->text[sentence->used++] = *words;
    }
    sentence->text[sentence->used] = '\0';
}

static void say_number(Sentence *sentence, size_t number)
{
    char digits[24];
    char *first = digits + sizeof digits - 1;
    *first = '\0';
    do {
        *--first = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    say(sentence, first);
}

static size_t task_stack_size(const Scheduler *scheduler, uint32_t index)
{
    const char *low = stack_slab_low(&scheduler->stacks, index);
    return (size_t)((const char *)scheduler_task(scheduler, index) - low);
}

static void describe_overflow(const Scheduler *scheduler, uint32_t index, char *text, size_t size)
{
    const char *name = scheduler_task(scheduler, index)->name;
    Sentence sentence = {.text = text, .size = size};
    say(&sentence, "scheduler: task ");
    say_number(&sentence, index);
    if (name) {
        say(&sentence, " \"");
        say(&sentence, name);
        say(&sentence, "\"");
    }
    say(&sentence, " overflowed its stack of ");
    say_number(&sentence, task_stack_size(scheduler, index));
    say(&sentence, " bytes");
}

/* The last task whose mark is spoilt: an overflow spoils what lies before it, the names of others
 * too, so that of this one all is whole. */
static bool find_overflow(const Scheduler *scheduler, uint32_t *index)
{
    for (uint32_t i = scheduler->used; i > 0; i--) {
        if (*scheduler_mark(scheduler, scheduler_task(scheduler, i - 1)) != SCHEDULER_MARK) {
            *index = i - 1;
            return true;
        }
    }
    return false;
}

bool scheduler_describe_fault(const Scheduler *scheduler, const void *address, char *text,
                              size_t size)
{
    uint32_t index = 0;
    bool found = stack_slab_find_guard(&scheduler->stacks, address, &index) ||
                 find_overflow(scheduler, &index);
    if (size == 0 || !found || index >= scheduler->used ||
        !scheduler_task(scheduler, index)->live) {
        return false;
    }
    describe_overflow(scheduler, index, text, size);
    return true;
}

/* What lies below that stack is another task's, and is spoilt: there is no going on. Where it was
 * seen late, this task may itself be one of the spoilt. */
void scheduler_die_of_overflow(const Scheduler *scheduler, const Task *task)
{
    uint32_t index = 0;
    if (!find_overflow(scheduler, &index)) { /* it leapt over its mark */
        index = task->index;
    }
    char text[256];
    describe_overflow(scheduler, index, text, sizeof text - 1);
    size_t length = strlen(text);
    text[length] = '\n';
    ssize_t written = write(STDERR_FILENO, text, length + 1);
    (void)written; /* nobody is left to be told */
    abort();
}

/* ---- Life ----------------------------------------------------------------------------------- */

static uint32_t power_of_two_from(uint32_t count)
{
    uint32_t power = 1;
    while (power < count) {
        power *= 2;
    }
    return power;
}

/* Doubles the part of the ring that is in use: it is no longer than there have been tasks, so that
 * a few in a large scheduler do not walk through all its memory. Of the two places that one becomes
 * either may be the right one. */
static void widen_ring(Scheduler *scheduler)
{
    uint32_t length = scheduler->ready_mask + 1;
    memcpy(scheduler->ready + length, scheduler->ready, length * sizeof *scheduler->ready);
    scheduler->ready_mask = 2 * length - 1;
}

Scheduler *scheduler_create(uint32_t tasks, size_t stack_size, Error *error)
{
    assert(tasks >= 1 && tasks <= SCHEDULER_TASKS_MAX);
    assert(stack_size >= SCHEDULER_STACK_MIN);
    Scheduler *scheduler = calloc(1, sizeof *scheduler);
    if (!scheduler) {
        error_set(error, "no memory for %u tasks", tasks);
        return NULL;
    }
    size_t fat = sizeof(Task) - 2 * STACK_SLAB_LINE; /* of tools, or of ucontext */
    if (!stack_slab_open(&scheduler->stacks, tasks, stack_size + fat, error)) {
        free(scheduler);
        return NULL;
    }
    scheduler->mark_offset = (ptrdiff_t)(sizeof(Task) - sizeof(uint64_t));
    if (scheduler->stacks.guard == 0) {
        scheduler->mark_offset -= (ptrdiff_t)scheduler->stacks.stride;
    }
    uint32_t ring = power_of_two_from(tasks);
    scheduler->capacity = tasks;
    scheduler->ready = aligned_alloc(alignof(ReadyTask), ring * sizeof *scheduler->ready);
    scheduler->free = calloc(tasks, sizeof *scheduler->free);
    scheduler->timers = calloc(tasks, sizeof *scheduler->timers);
    scheduler->places = calloc(tasks, sizeof *scheduler->places);
    scheduler->files = calloc(tasks, sizeof *scheduler->files);
    scheduler->readers = calloc(tasks, sizeof *scheduler->readers);
    if (!scheduler->ready || !scheduler->free || !scheduler->timers || !scheduler->places ||
        !scheduler->files || !scheduler->readers) {
        error_set(error, "no memory for %u tasks", tasks);
        scheduler_destroy(scheduler);
        return NULL;
    }
    return scheduler;
}

void scheduler_destroy(Scheduler *scheduler)
{
    if (!scheduler) {
        return;
    }
    scheduler_cancel_all(scheduler);
    while (scheduler_turn(scheduler)) {
    }
    assert(scheduler->live == 0);
    stack_slab_close(&scheduler->stacks);
    free(scheduler->ready);
    free(scheduler->free);
    free(scheduler->timers);
    free(scheduler->places);
    free(scheduler->files);
    free(scheduler->readers);
    free(scheduler);
}

bool scheduler_is_full(const Scheduler *scheduler)
{
    return scheduler->live == scheduler->capacity;
}

uint32_t scheduler_live_count(const Scheduler *scheduler)
{
    return scheduler->live;
}

static void run_task(Coroutine *self, void *argument)
{
    Task *task = scheduler_task_of(self);
    task->function(task->scheduler, argument);
    task->after_turn = TASK_ENDED;
}

static Task *first_use(Scheduler *scheduler)
{
    uint32_t index = scheduler->used++;
    if (scheduler->ready_mask < index) {
        widen_ring(scheduler);
    }
    stack_slab_guard(&scheduler->stacks, index);
    Task *task = scheduler_task(scheduler, index);
    *scheduler_mark(scheduler, task) = SCHEDULER_MARK;
    task->scheduler = scheduler;
    task->index = index;
    scheduler->places[index] = NOT_A_TIMER;
    return task;
}

/* A place for a task: the one that was left last, or one that nobody has had. */
static Task *take_place(Scheduler *scheduler)
{
    if (scheduler->free_count == 0) {
        return first_use(scheduler);
    }
    uint32_t last = --scheduler->free_count;
    if (last >= FETCH_FREE) {
        const Task *coming = scheduler_task(scheduler, scheduler->free[last - FETCH_FREE]);
        __builtin_prefetch(coming);
        __builtin_prefetch(&coming->coroutine);
    }
    return scheduler_task(scheduler, scheduler->free[last]);
}

TaskId scheduler_spawn_named(Scheduler *scheduler, const char *name, TaskFunction *function,
                             void *argument)
{
    assert(!scheduler_is_full(scheduler));
    Task *task = take_place(scheduler);
    scheduler->live++;
    task->function = function;
    task->name = name;
    task->generation++;
    task->live = true;
    task->joined = false;
    task->after_turn = TASK_READY;
    task->cancelled = scheduler->cancelled;
    scheduler->cancelled_count += task->cancelled;
    coroutine_create(&task->coroutine, run_task, argument,
                     stack_slab_low(&scheduler->stacks, task->index),
                     task_stack_size(scheduler, task->index));
    scheduler_make_ready(scheduler, task);
    return (TaskId){.index = task->index, .generation = task->generation};
}

TaskId scheduler_spawn(Scheduler *scheduler, TaskFunction *function, void *argument)
{
    return scheduler_spawn_named(scheduler, NULL, function, argument);
}

bool scheduler_is_live(const Scheduler *scheduler, TaskId task)
{
    assert(task.index < scheduler->capacity);
    const Task *found = scheduler_task(scheduler, task.index);
    return task.index < scheduler->used && found->live && found->generation == task.generation;
}

static void retire(Scheduler *scheduler, Task *task)
{
    coroutine_destroy(&task->coroutine);
    if (task->joined) { /* its list is in a line that a turn does not touch */
        scheduler_signal(scheduler, &task->ended);
    }
    task->live = false;
    scheduler->cancelled_count -= task->cancelled;
    scheduler->free[scheduler->free_count++] = task->index;
    if (--scheduler->live == 0) {
        scheduler->cancelled = false;
    }
}

/* ---- Turns ---------------------------------------------------------------------------------- */

static uint64_t look_at_clock(Scheduler *scheduler)
{
    uint64_t now_ns = clock_now_ns();
    clock_batch_note(&scheduler->batch, scheduler->turns, now_ns - scheduler->looked_ns);
    scheduler->turns = 0;
    scheduler->looked_ns = now_ns;
    while (scheduler->timer_count > 0 && scheduler->timers[0].wake_ns <= now_ns) {
        Task *task = scheduler_task(scheduler, scheduler->timers[0].task);
        task->timed_out = true;
        scheduler_wake(scheduler, task);
    }
    if (scheduler->file_count > 0) {
        scheduler_poll_files(scheduler, 0);
    }
    return now_ns;
}

/* Who yields in a crowd does not look at its own mark, which would be a line more in each turn. So
 * after a batch some are looked at, the next ones of a round through all. */
static void look_at_marks(Scheduler *scheduler, uint32_t turns)
{
    for (uint32_t done = 0; done < turns; done += TURNS_A_MARK) {
        uint32_t next = scheduler->marks_seen < scheduler->used ? scheduler->marks_seen : 0;
        scheduler_check_mark(scheduler, scheduler_task(scheduler, next));
        scheduler->marks_seen = next + 1;
    }
}

static inline bool is_anyone_ready(const Scheduler *scheduler)
{
    return scheduler_ready_count(scheduler) > 0;
}

/* Enters the next task; the turns of those to which it yields are over too when this returns.
 * Somebody must be ready. Inlined, as a yield is: see coroutine.h. */
static SWITCH_INLINE void take_turn(Scheduler *scheduler)
{
    if (scheduler_is_crowded(scheduler)) {
        scheduler_fetch_ahead(scheduler);
    }
    coroutine_enter_at(&scheduler_take_next(scheduler)->place);
    Task *task = scheduler->running; /* who came back, not who was entered */
    scheduler_check_mark(scheduler, task);
#ifndef COROUTINE_UCONTEXT
    scheduler_check_depth(scheduler, task, task->coroutine.own.stack_pointer);
#endif
    if (task->after_turn == TASK_READY) {
        scheduler_make_ready(scheduler, task);
    } else if (task->after_turn == TASK_ENDED) {
        retire(scheduler, task);
    }
}

/* At most so many; returns how many. */
static uint32_t take_turns(Scheduler *scheduler, uint32_t most)
{
    Scheduler *around = scheduler_here;
    Coroutine *resumer = coroutine_thread.running;
    CoroutineContext caller;
    if (resumer) { /* a coroutine that has a scheduler of its own */
        caller = coroutine_thread.caller;
    }
    scheduler_here = scheduler;
    coroutine_thread.running = &scheduler->any;
    uint32_t first = scheduler->ready_first;
    scheduler->stop_at = first + most;
    while (is_anyone_ready(scheduler) && scheduler->ready_first != scheduler->stop_at) {
        take_turn(scheduler);
    }
    if (resumer) {
        coroutine_thread.caller = caller;
    }
    coroutine_thread.running = resumer;
    scheduler_here = around;
    scheduler->running = NULL;
    uint32_t done = scheduler->ready_first - first;
    look_at_marks(scheduler, done);
    scheduler->turns += done;
    return done;
}

uint32_t scheduler_turns(Scheduler *scheduler, uint32_t most)
{
    assert(!scheduler->running && "a task does not run the others");
    if ((scheduler->timer_count > 0 || scheduler->file_count > 0) &&
        (!is_anyone_ready(scheduler) || scheduler->turns >= clock_batch_next(&scheduler->batch))) {
        look_at_clock(scheduler);
    }
    return take_turns(scheduler, most);
}

bool scheduler_turn(Scheduler *scheduler)
{
    return scheduler_turns(scheduler, 1) > 0;
}

uint64_t scheduler_run(Scheduler *scheduler, uint64_t deadline_ns)
{
    assert(!scheduler->running && "a task does not run the others");
    uint64_t turns = 0;
    scheduler->batch.size = 0; /* these tasks may have longer turns than those of the last run */
    for (uint64_t now_ns = look_at_clock(scheduler);
         is_anyone_ready(scheduler) && (turns == 0 || now_ns < deadline_ns);
         now_ns = look_at_clock(scheduler)) {
        turns += take_turns(scheduler, clock_batch_next(&scheduler->batch));
    }
    return turns;
}
