/* The primitive in numbers: many coroutines, many switches, several threads. */
#include "support/fiber.h"
#include "support/models.h"
#include "support/sanitizers.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

/* A thread sanitizer holds a context for each, and few of them. */
static uint32_t many(void)
{
    return TEST_SANITIZED ? 900 : 10000;
}

typedef struct Walker {
    uint32_t number;
    uint64_t steps;
} Walker;

/* Uneven lives: the n-th walks n mod 13 turns. */
static void walk(Coroutine *self, void *argument)
{
    Walker *walker = argument;
    for (uint32_t i = 0; i < walker->number % 13; i++) {
        walker->steps += walker->number + i;
        coroutine_yield(self);
    }
}

static uint32_t resume_live(Fiber **fibers, uint32_t count)
{
    uint32_t resumed = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (coroutine_state(&fibers[i]->coroutine) == COROUTINE_SUSPENDED) {
            coroutine_resume(&fibers[i]->coroutine);
            resumed++;
        }
    }
    return resumed;
}

static void test_many_at_once(void **state)
{
    (void)state;
    uint32_t count = many();
    Fiber **fibers = calloc(count, sizeof(Fiber *));
    Walker *walkers = calloc(count, sizeof *walkers);
    assert_non_null(fibers);
    assert_non_null(walkers);
    for (uint32_t i = 0; i < count; i++) {
        walkers[i].number = i;
        fibers[i] = fiber_create(walk, &walkers[i], FIBER_STACK_SIZE / 4);
    }
    uint64_t resumed = 0;
    for (uint32_t live = resume_live(fibers, count); live > 0;) {
        resumed += live;
        live = resume_live(fibers, count);
    }
    uint64_t expected = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint64_t turns = i % 13;
        expected += turns + 1;
        assert_true(walkers[i].steps == turns * i + turns * (turns + 1) / 2 - turns);
        fiber_destroy(fibers[i]);
    }
    assert_true(resumed == expected);
    free(fibers);
    free(walkers);
}

/* One after the other on one stack. */
static void test_many_in_turn(void **state)
{
    (void)state;
    Walker walker = {.number = 0};
    char *stack = aligned_alloc(16, FIBER_STACK_SIZE);
    assert_non_null(stack);
    for (uint32_t i = 0; i < 10 * many(); i++) {
        walker = (Walker){.number = i % 4};
        Coroutine coroutine;
        coroutine_create(&coroutine, walk, &walker, stack, FIBER_STACK_SIZE);
        while (coroutine_state(&coroutine) == COROUTINE_SUSPENDED) {
            coroutine_resume(&coroutine);
        }
        coroutine_destroy(&coroutine);
        assert_true(walker.steps == (i % 4) * (i % 4) + (i % 4) * (i % 4 + 1) / 2 - i % 4);
    }
    free(stack);
}

static void test_many_switches(void **state)
{
    (void)state;
    uint64_t turns = models_are_quick() ? 100000 : 1000000;
    uint64_t count = 0;
    Fiber *fiber = fiber_create(fiber_count_up, &count, FIBER_STACK_SIZE);
    for (uint64_t i = 0; i < turns; i++) {
        coroutine_resume(&fiber->coroutine);
    }
    assert_true(count == turns);
    fiber_destroy(fiber);
}

/* ---- Threads: each has its own idea of which coroutine runs ---- */

enum { THREADS = 4 };

typedef struct Family {
    Fiber *parent;
    Fiber *child;
    uint64_t count;
    uint64_t wrong_states;
} Family;

static void parent(Coroutine *self, void *argument)
{
    Family *family = argument;
    for (;;) {
        coroutine_resume(&family->child->coroutine);
        family->wrong_states += coroutine_state(self) != COROUTINE_RUNNING;
        coroutine_yield(self);
    }
}

static void *run_family(void *argument)
{
    Family *family = argument;
    for (uint32_t i = 0; i < 20000; i++) {
        coroutine_resume(&family->parent->coroutine);
        family->wrong_states += coroutine_state(&family->parent->coroutine) != COROUTINE_SUSPENDED;
    }
    return NULL;
}

static void test_threads_side_by_side(void **state)
{
    (void)state;
    Family families[THREADS] = {{.count = 0}};
    pthread_t threads[THREADS];
    for (uint32_t i = 0; i < THREADS; i++) {
        Family *family = &families[i];
        family->parent = fiber_create(parent, family, FIBER_STACK_SIZE);
        family->child = fiber_create(fiber_count_up, &family->count, FIBER_STACK_SIZE);
        assert_int_equal(pthread_create(&threads[i], NULL, run_family, family), 0);
    }
    for (uint32_t i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
        assert_true(families[i].count == 20000);
        assert_true(families[i].wrong_states == 0);
        fiber_destroy(families[i].parent);
        fiber_destroy(families[i].child);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_many_at_once),
        cmocka_unit_test(test_many_in_turn),
        cmocka_unit_test(test_many_switches),
        cmocka_unit_test(test_threads_side_by_side),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
