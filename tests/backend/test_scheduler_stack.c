/* The stacks under the tasks: spread over the caches, usable to their ends, and whoever goes beyond
 * is named. */
#include "backend/scheduler.h"
#include "backend/stack_slab.h"
#include "support/sanitizers.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { SMALL = SCHEDULER_STACK_MIN, LARGE = SCHEDULER_STACK_SIZE, LINE = STACK_SLAB_LINE };

static StackSlab slab_of(uint32_t count, size_t stack_size)
{
    StackSlab slab;
    Error error = {""};
    if (!stack_slab_open(&slab, count, stack_size, &error)) {
        fail_msg("%s", error.text);
    }
    return slab;
}

/* ---- Colours ---- */

/* A first cache has 64 sets of lines, a second 1024: both are used alike by the tops. */
static void assert_spread(size_t stack_size, uint32_t stacks, uint32_t sets, uint32_t most)
{
    static uint32_t used[1024];
    memset(used, 0, sizeof used);
    StackSlab slab = slab_of(stacks, stack_size);
    for (uint32_t i = 0; i < stacks; i++) {
        uintptr_t top = (uintptr_t)stack_slab_top(&slab, i);
        assert_int_equal(top % LINE, 0);
        used[top / LINE % sets]++;
    }
    for (uint32_t i = 0; i < sets; i++) {
        assert_in_range(used[i], 1, most);
    }
    stack_slab_close(&slab);
}

static void test_tops_are_spread_over_the_caches(void **state)
{
    (void)state;
    assert_spread(SMALL, 64, 64, 1);
    assert_spread(SMALL, 1024, 1024, 1);
    assert_spread(LARGE, 64, 64, 1);
    assert_spread(LARGE, 1024, 1024, 1);
    assert_spread(4 * SMALL, 1024, 1024, 2);
}

/* Nobody's part is another's. */
static void test_stacks_do_not_meet(void **state)
{
    (void)state;
    static const size_t sizes[] = {SMALL, SMALL + 100, 3 * SMALL, 4 * SMALL, LARGE, LARGE + 1};
    for (uint32_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        StackSlab slab = slab_of(300, sizes[i]);
        for (uint32_t k = 0; k < 300; k++) {
            char *low = stack_slab_low(&slab, k);
            char *top = stack_slab_top(&slab, k);
            assert_true((size_t)(top - low) + 64 * LINE > sizes[i] && top > low);
            assert_int_equal((uintptr_t)low % 16, 0);
            assert_true(k == 0 || low >= stack_slab_top(&slab, k - 1));
            low[0] = top[-1] = 1; /* and can be written to */
        }
        stack_slab_close(&slab);
    }
}

static void test_no_address_space(void **state)
{
    (void)state;
    Error error = {""};
    assert_null(scheduler_create(SCHEDULER_TASKS_MAX, (size_t)1 << 40, &error));
    assert_non_null(strstr(error.text, "no address space for 2097152 stacks of "));
}

/* ---- Overflow: in another process, which ends by it ---- */

typedef struct Digger {
    size_t depth;      /* bytes of stack to use, about */
    bool stands_there; /* yields from down there, else comes up before; else touches all */
    bool faults;       /* once it is up again: for another, whose stack it spoilt */
    uint32_t dug;
} Digger;

enum { SPADE = 128 };

static size_t dig(Scheduler *scheduler, const Digger *digger, size_t depth)
{
    volatile unsigned char earth[SPADE];
    for (uint32_t i = 0; i < SPADE; i++) {
        earth[i] = (unsigned char)depth;
    }
    if (depth > SPADE) {
        dig(scheduler, digger, depth - SPADE);
    }
    return earth[depth % SPADE];
}

/* Stands below the end of its stack without having touched what is between. */
static __attribute__((noinline)) size_t leap(Scheduler *scheduler, const Digger *digger)
{
    volatile unsigned char air[6000];
    air[0] = (unsigned char)digger->depth;
    __asm__ volatile("" : : "r"(air) : "memory"); /* all of it is wanted, for all one knows */
    scheduler_yield(scheduler);
    return air[0];
}

static void dig_once(Scheduler *scheduler, void *argument)
{
    Digger *digger = argument;
    scheduler_yield(scheduler);
    if (digger->stands_there) {
        leap(scheduler, digger);
    } else {
        dig(scheduler, digger, digger->depth);
    }
    digger->dug++;
    scheduler_yield(scheduler);
}

/* A handler may know its scheduler only from here. */
static Scheduler *faulting;

static void tell_fault(int number, siginfo_t *information, void *context)
{
    (void)number;
    (void)context;
    char text[200] = "somewhere else";
    scheduler_describe_fault(faulting, information->si_addr, text, sizeof text);
    ssize_t written = write(STDERR_FILENO, text, strlen(text));
    (void)written;
    raise(SIGKILL); /* valgrind, which likes nothing here, has an exit status of its own */
}

static void catch_faults(void)
{
    static char stack[64 * 1024];
    stack_t other = {.ss_sp = stack, .ss_size = sizeof stack};
    struct sigaction action = {.sa_flags = SA_SIGINFO | SA_ONSTACK};
    action.sa_sigaction = tell_fault;
    sigaltstack(&other, NULL);
    sigaction(SIGSEGV, &action, NULL);
}

static void run_diggers(size_t stack_size, Digger *digger)
{
    Digger modest = {.depth = SPADE};
    faulting = scheduler_create(3, stack_size, NULL);
    scheduler_spawn(faulting, dig_once, &modest);
    scheduler_spawn_named(faulting, "digger", dig_once, digger);
    scheduler_spawn(faulting, dig_once, &modest);
    scheduler_run(faulting, SCHEDULER_FOREVER);
    scheduler_destroy(faulting);
}

enum { CROWD_OF_DIGGERS = 1000 };

static void end_at_once(Scheduler *scheduler, void *argument)
{
    (void)scheduler;
    (void)argument;
}

static void dig_and_yield_on(Scheduler *scheduler, void *argument)
{
    Digger *digger = argument;
    scheduler_yield(scheduler);
    dig(scheduler, digger, digger->depth);
    if (digger->faults) {
        raise(SIGSEGV);
    }
    while (scheduler_yield(scheduler)) {
    }
}

/* It digs in the second round, and has to be found in 64 more, of which it never is the last. */
static void run_crowd_behind(TaskFunction *first, Digger *digger, size_t stack_size)
{
    enum { ROUNDS = 2 + 64 };
    Digger modest = {.depth = SPADE};
    faulting = scheduler_create(CROWD_OF_DIGGERS, stack_size, NULL);
    scheduler_spawn(faulting, first, digger);
    scheduler_spawn_named(faulting, "digger", dig_and_yield_on, digger);
    while (!scheduler_is_full(faulting)) {
        scheduler_spawn(faulting, dig_and_yield_on, &modest);
    }
    for (uint32_t i = 0; i < ROUNDS; i++) {
        scheduler_turns(faulting, scheduler_live_count(faulting));
    }
}

/* What the digger spoils is nobody's any more. */
static void run_in_a_crowd(size_t stack_size, Digger *digger)
{
    run_crowd_behind(end_at_once, digger, stack_size);
}

static void dig_too(Scheduler *scheduler, void *argument)
{
    Digger self = {.depth = ((Digger *)argument)->depth};
    dig_and_yield_on(scheduler, &self);
}

/* What the digger spoils is another's who has overflowed too. */
static void run_behind_another(size_t stack_size, Digger *digger)
{
    run_crowd_behind(dig_too, digger, stack_size);
}

typedef void RunDiggers(size_t stack_size, Digger *digger);

/* What the other process says on stderr as it ends; its status. */
static int run_apart(RunDiggers *run, size_t stack_size, Digger *digger, char *text, size_t size)
{
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0) {
        dup2(ends[1], STDERR_FILENO);
        signal(SIGABRT, SIG_DFL);
        catch_faults();
        run(stack_size, digger);
        _exit(0);
    }
    close(ends[1]);
    size_t used = 0;
    for (ssize_t got = 1; got > 0 && used < size - 1; used += (size_t)got) {
        got = read(ends[0], text + used, size - 1 - used);
        assert_true(got >= 0);
    }
    text[used] = '\0';
    close(ends[0]);
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    return status;
}

static void assert_named(const char *text, size_t from, size_t to)
{
    size_t stack_size = 0;
    assert_int_equal(
        sscanf(text, "scheduler: task 1 \"digger\" overflowed its stack of %zu bytes", &stack_size),
        1);
    assert_in_range(stack_size, from, to);
}

/* Another process ends by that signal, after a sentence that names the digger and a stack of [from,
 * to] bytes. */
static void assert_ends_named(RunDiggers *run, size_t stack_size, Digger *digger, int number,
                              size_t from, size_t to)
{
    char text[300];
    int status = run_apart(run, stack_size, digger, text, sizeof text);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == number);
    assert_named(text, from, to);
}

static void test_a_small_stack_that_overflows(void **state)
{
    (void)state;
    if (TEST_SANITIZED) {
        skip(); /* whose frames are larger */
    }
    Digger digger = {.depth = SMALL + 512};
    assert_ends_named(run_diggers, SMALL, &digger, SIGABRT, SMALL / 2, SMALL);
}

static void test_a_frame_that_leaps_over_the_mark(void **state)
{
    (void)state;
#ifdef COROUTINE_UCONTEXT
    skip(); /* which does not say where a stack stands */
#endif
    if (TEST_SANITIZED) {
        skip();
    }
    Digger digger = {.stands_there = true};
    assert_ends_named(run_diggers, SMALL, &digger, SIGABRT, SMALL / 2, SMALL);
}

/* It is up again when it yields, and never waits. */
static void test_an_overflow_in_a_crowd(void **state)
{
    (void)state;
    if (TEST_SANITIZED) {
        skip(); /* whose frames are larger */
    }
    Digger digger = {.depth = SMALL + 512};
    assert_ends_named(run_in_a_crowd, SMALL, &digger, SIGABRT, SMALL / 2, SMALL);
}

static void test_a_fault_after_an_overflow(void **state)
{
    (void)state;
    if (TEST_SANITIZED) {
        skip(); /* they catch the signal */
    }
    Digger digger = {.depth = SMALL + 512, .faults = true};
    assert_ends_named(run_in_a_crowd, SMALL, &digger, SIGKILL, SMALL / 2, SMALL);
    if (COROUTINE_TRANSFERS) { /* else the other one is named before */
        assert_ends_named(run_behind_another, SMALL, &digger, SIGKILL, SMALL / 2, SMALL);
    }
}

/* The stack below is there and could be written to: it is the page between that has to stop it. */
static void test_a_large_stack_that_overflows(void **state)
{
    (void)state;
    if (TEST_SANITIZED) {
        skip(); /* they catch the signal */
    }
    Digger digger = {.depth = LARGE + 2048};
    assert_ends_named(run_diggers, LARGE, &digger, SIGKILL, LARGE - 64 * LINE - 2048, LARGE + 8192);
}

static void test_stacks_are_good_to_their_ends(void **state)
{
    (void)state;
    if (TEST_SANITIZED) {
        skip();
    }
    static const size_t sizes[] = {SMALL, 2 * SMALL, LARGE};
    for (uint32_t i = 0; i < 3; i++) {
        Digger digger = {.depth = sizes[i] / 4};
        run_diggers(sizes[i], &digger);
        assert_int_equal(digger.dug, 1);
    }
}

static void test_other_faults_are_not_blamed_on_a_task(void **state)
{
    (void)state;
    uint32_t here = 0;
    Digger digger = {.depth = SPADE};
    static const size_t sizes[] = {SMALL, LARGE};
    for (uint32_t i = 0; i < 2; i++) {
        Scheduler *scheduler = scheduler_create(2, sizes[i], NULL);
        assert_non_null(scheduler);
        scheduler_spawn(scheduler, dig_once, &digger);
        scheduler_turn(scheduler);
        char text[8] = "before";
        assert_false(scheduler_describe_fault(scheduler, NULL, text, sizeof text));
        assert_false(scheduler_describe_fault(scheduler, &here, text, sizeof text));
        assert_false(scheduler_describe_fault(scheduler, scheduler, text, sizeof text));
        assert_string_equal(text, "before");
        scheduler_destroy(scheduler);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tops_are_spread_over_the_caches),
        cmocka_unit_test(test_stacks_do_not_meet),
        cmocka_unit_test(test_no_address_space),
        cmocka_unit_test(test_a_small_stack_that_overflows),
        cmocka_unit_test(test_a_frame_that_leaps_over_the_mark),
        cmocka_unit_test(test_an_overflow_in_a_crowd),
        cmocka_unit_test(test_a_fault_after_an_overflow),
        cmocka_unit_test(test_a_large_stack_that_overflows),
        cmocka_unit_test(test_stacks_are_good_to_their_ends),
        cmocka_unit_test(test_other_faults_are_not_blamed_on_a_task),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
