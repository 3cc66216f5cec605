/* The primitive under the scheduler: enters, leaves, comes back to where it was with all that it
 * had. The same on the assembly's switch and on ucontext's. */
#include "backend/coroutine.h"
#include "support/fiber.h"
#include "support/sanitizers.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* ---- States ---- */

typedef struct States {
    Coroutine *outer;
    Coroutine *inner;
    CoroutineState outer_seen[3];
    CoroutineState inner_seen[3];
    uint32_t count;
} States;

static void look(States *states)
{
    states->outer_seen[states->count] = coroutine_state(states->outer);
    states->inner_seen[states->count] = coroutine_state(states->inner);
    states->count++;
}

static void inner_function(Coroutine *self, void *argument)
{
    look(argument);
    coroutine_yield(self);
}

static void outer_function(Coroutine *self, void *argument)
{
    States *states = argument;
    coroutine_resume(states->inner);
    look(states);
    coroutine_yield(self);
    coroutine_resume(states->inner); /* to its end */
    look(states);
}

static void test_four_states(void **state)
{
    (void)state;
    States states = {.count = 0};
    Fiber *outer = fiber_create(outer_function, &states, FIBER_STACK_SIZE);
    Fiber *inner = fiber_create(inner_function, &states, FIBER_STACK_SIZE);
    states.outer = &outer->coroutine;
    states.inner = &inner->coroutine;
    assert_int_equal(coroutine_state(states.outer), COROUTINE_SUSPENDED);

    coroutine_resume(states.outer);
    assert_int_equal(states.count, 2);
    assert_int_equal(states.outer_seen[0], COROUTINE_NORMAL); /* in the inner one */
    assert_int_equal(states.inner_seen[0], COROUTINE_RUNNING);
    assert_int_equal(states.outer_seen[1], COROUTINE_RUNNING); /* in the outer one, after it */
    assert_int_equal(states.inner_seen[1], COROUTINE_SUSPENDED);
    assert_int_equal(coroutine_state(states.outer), COROUTINE_SUSPENDED);
    assert_int_equal(coroutine_state(states.inner), COROUTINE_SUSPENDED);

    coroutine_resume(states.outer);
    assert_int_equal(states.outer_seen[2], COROUTINE_RUNNING);
    assert_int_equal(states.inner_seen[2], COROUTINE_DEAD);
    assert_int_equal(coroutine_state(states.outer), COROUTINE_DEAD);
    fiber_destroy(outer);
    fiber_destroy(inner);
}

/* ---- Nesting ---- */

enum { DEPTH = 40 };

typedef struct Nest {
    Fiber *levels[DEPTH];
    uint32_t reached;
    uint32_t left;
} Nest;

/* Each level resumes the next; a yield goes back one level and no further. */
static void nested(Coroutine *self, void *argument)
{
    Nest *nest = argument;
    uint32_t level = nest->reached++;
    for (int turn = 0; turn < 2; turn++) {
        if (level + 1 < DEPTH) {
            coroutine_resume(&nest->levels[level + 1]->coroutine);
        }
        nest->left += coroutine_state(self) == COROUTINE_RUNNING;
        coroutine_yield(self);
    }
}

static void test_nested_resumes(void **state)
{
    (void)state;
    Nest nest = {.reached = 0};
    for (uint32_t i = 0; i < DEPTH; i++) {
        nest.levels[i] = fiber_create(nested, &nest, FIBER_STACK_SIZE);
    }
    coroutine_resume(&nest.levels[0]->coroutine);
    assert_int_equal(nest.reached, DEPTH);
    assert_int_equal(nest.left, DEPTH);
    coroutine_resume(&nest.levels[0]->coroutine);
    assert_int_equal(nest.left, 2 * DEPTH);
    for (uint32_t i = 0; i < DEPTH; i++) {
        assert_int_equal(coroutine_state(&nest.levels[i]->coroutine), COROUTINE_SUSPENDED);
        fiber_destroy(nest.levels[i]);
    }
}

/* ---- Values ---- */

typedef struct Exchange {
    uint64_t in;
    uint64_t out;
} Exchange;

static void running_sum(Coroutine *self, void *argument)
{
    Exchange *exchange = argument;
    uint64_t sum = 0;
    while (exchange->in != 0) {
        sum += exchange->in;
        exchange->out = sum;
        coroutine_yield(self);
    }
    exchange->out = UINT64_MAX;
}

static void test_values_go_both_ways(void **state)
{
    (void)state;
    Exchange exchange = {0, 0};
    Fiber *fiber = fiber_create(running_sum, &exchange, FIBER_STACK_SIZE);
    uint64_t sum = 0;
    for (uint64_t i = 1; i <= 1000; i++) {
        exchange.in = i * i;
        sum += i * i;
        coroutine_resume(&fiber->coroutine);
        assert_true(exchange.out == sum);
    }
    exchange.in = 0;
    coroutine_resume(&fiber->coroutine);
    assert_true(exchange.out == UINT64_MAX);
    assert_int_equal(coroutine_state(&fiber->coroutine), COROUTINE_DEAD);
    fiber_destroy(fiber);
}

/* ---- Registers ---- */

typedef struct Reckoning {
    uint64_t seed;
    uint64_t whole;
    double broken;
} Reckoning;

/* More live values than there are registers, of both kinds. Without `self` nobody is switched to:
 * that is the answer that all others must have. */
static void reckon(Coroutine *self, void *argument)
{
    Reckoning *r = argument;
    uint64_t a = r->seed, b = a + 1, c = a + 2, d = a + 3, e = a + 4, f = a + 5, g = a + 6;
    uint64_t h = a + 7, i = a + 8, j = a + 9, k = a + 10, l = a + 11, m = a + 12, n = a + 13;
    double p = 1.5 + (double)a, q = p + 1, s = p + 2, t = p + 3, u = p + 4, v = p + 5, w = p + 6;
    double x = p + 7, y = p + 8, z = p + 9;
    for (int turn = 0; turn < 100; turn++) {
        a += b * 3, b ^= c, c += d, d ^= e * 5, e += f, f ^= g, g += h * 7;
        h ^= i, i += j, j ^= k, k += l, l ^= m, m += n, n ^= a;
        if (self) {
            coroutine_yield(self);
        }
        p += q * 0.5, q -= s * 0.25, s += t * 0.125, t -= u * 0.5, u += v * 0.25;
        v -= w * 0.125, w += x * 0.0625, x -= y * 0.25, y += z * 0.5, z -= p * 0.125;
        a ^= (uint64_t)turn;
    }
    r->whole = a ^ b ^ c ^ d ^ e ^ f ^ g ^ h ^ i ^ j ^ k ^ l ^ m ^ n;
    r->broken = p + q + s + t + u + v + w + x + y + z;
}

static void test_registers_are_kept(void **state)
{
    (void)state;
    enum { FIBERS = 7 };
    Reckoning reckonings[FIBERS];
    Fiber *fibers[FIBERS];
    for (uint32_t i = 0; i < FIBERS; i++) {
        reckonings[i] = (Reckoning){.seed = i * 1000003u};
        fibers[i] = fiber_create(reckon, &reckonings[i], FIBER_STACK_SIZE);
    }
    /* The one who resumes has registers to lose as well. */
    uint64_t whole = 1, odd = 3, even = 2;
    double broken = 1.0, half = 0.5, third = 1.0 / 3;
    for (uint32_t turn = 0; turn <= 100; turn++) {
        for (uint32_t i = 0; i < FIBERS; i++) {
            coroutine_resume(&fibers[i]->coroutine);
            whole = whole * odd + even, odd += even, even ^= whole;
            broken = broken * half + third, half += 1e-6, third -= 1e-6;
        }
    }
    uint64_t whole_again = 1;
    double broken_again = 1.0;
    odd = 3, even = 2, half = 0.5, third = 1.0 / 3;
    for (uint32_t turn = 0; turn <= 100 * FIBERS + FIBERS - 1; turn++) {
        whole_again = whole_again * odd + even, odd += even, even ^= whole_again;
        broken_again = broken_again * half + third, half += 1e-6, third -= 1e-6;
    }
    assert_true(whole == whole_again && broken == broken_again);
    for (uint32_t i = 0; i < FIBERS; i++) {
        assert_int_equal(coroutine_state(&fibers[i]->coroutine), COROUTINE_DEAD);
        Reckoning alone = {.seed = reckonings[i].seed};
        reckon(NULL, &alone);
        assert_true(reckonings[i].whole == alone.whole);
        assert_true(reckonings[i].broken == alone.broken);
        fiber_destroy(fibers[i]);
    }
}

/* ---- Stacks ---- */

typedef struct Dive {
    uint32_t depth;
    uint32_t wrong;
    uintptr_t deepest;
} Dive;

/* Each level keeps 512 bytes, and finds them as they were after the switches below it. */
static void dive(Coroutine *self, Dive *result, uint32_t level)
{
    volatile unsigned char kept[512];
    for (uint32_t i = 0; i < sizeof kept; i++) {
        kept[i] = (unsigned char)(level * 7 + i);
    }
    result->deepest = (uintptr_t)kept;
    if (level < result->depth) {
        dive(self, result, level + 1);
    }
    coroutine_yield(self);
    for (uint32_t i = 0; i < sizeof kept; i++) {
        result->wrong += kept[i] != (unsigned char)(level * 7 + i);
    }
}

static void dive_all(Coroutine *self, void *argument)
{
    dive(self, argument, 0);
}

static void test_deep_stacks(void **state)
{
    (void)state;
    enum { LEVELS = 400, SIZE = 1024 * 1024 };
    Dive dives[2] = {{.depth = LEVELS}, {.depth = LEVELS}};
    Fiber *fibers[2];
    for (uint32_t i = 0; i < 2; i++) {
        fibers[i] = fiber_create(dive_all, &dives[i], SIZE);
    }
    for (uint32_t turn = 0; turn <= LEVELS + 1; turn++) {
        coroutine_resume(&fibers[0]->coroutine);
        coroutine_resume(&fibers[1]->coroutine);
    }
    for (uint32_t i = 0; i < 2; i++) {
        assert_int_equal(coroutine_state(&fibers[i]->coroutine), COROUTINE_DEAD);
        assert_int_equal(dives[i].wrong, 0);
        assert_true(dives[i].deepest > (uintptr_t)fibers[i]->stack);
        assert_true(dives[i].deepest < (uintptr_t)fibers[i]->stack + SIZE - LEVELS * 512);
        fiber_destroy(fibers[i]);
    }
}

typedef struct Footing {
    uint32_t misplaced;
    char text[64];
} Footing;

/* The convention wants 16 bytes, and vector code faults without. The compiler must not see where
 * the address comes from, or it answers the question itself. */
static void stand(Coroutine *self, void *argument)
{
    Footing *footing = argument;
    for (int turn = 0; turn < 2; turn++) {
        _Alignas(16) char place[48];
        char *hidden = place;
        __asm__ volatile("" : "+r"(hidden) : : "memory");
        footing->misplaced += (uintptr_t)hidden % 16 != 0;
        /* Its arguments in vector registers are saved with aligned stores. */
        snprintf(hidden, sizeof place, "%.2f %.3f %d", 0.25 + turn, 1.125, turn);
        memcpy(footing->text, hidden, sizeof place);
        coroutine_yield(self);
    }
}

static void test_the_stack_is_aligned(void **state)
{
    (void)state;
    for (size_t odd = 0; odd < 64; odd += 4) {
        Footing footing = {0};
        Fiber *fiber = fiber_create(stand, &footing, FIBER_STACK_SIZE + odd);
        coroutine_resume(&fiber->coroutine);
        assert_string_equal(footing.text, "0.25 1.125 0");
        coroutine_resume(&fiber->coroutine);
        assert_string_equal(footing.text, "1.25 1.125 1");
        assert_int_equal(footing.misplaced, 0);
        fiber_destroy(fiber);
    }
}

static void test_suspended_ones_are_dropped(void **state)
{
    (void)state;
    char *stack = aligned_alloc(16, FIBER_STACK_SIZE);
    assert_non_null(stack);
    uint64_t count = 0;
    for (uint32_t i = 0; i < 1000; i++) {
        Coroutine coroutine;
        coroutine_create(&coroutine, fiber_count_up, &count, stack, FIBER_STACK_SIZE);
        for (uint32_t turn = 0; turn < i % 4; turn++) {
            coroutine_resume(&coroutine);
        }
        coroutine_destroy(&coroutine); /* not begun, or in the middle; the stack is used again */
        assert_int_equal(coroutine_state(&coroutine), COROUTINE_DEAD);
    }
    assert_true(count == 250 * (0 + 1 + 2 + 3));
    free(stack);
}

static void return_at_once(Coroutine *self, void *argument)
{
    (void)self;
    *(uint64_t *)argument += 1;
}

static void test_the_smallest_stack(void **state)
{
    (void)state;
    if (TEST_SANITIZED) {
        skip(); /* whose frames are larger */
    }
    uint64_t count = 0;
    Fiber *returns = fiber_create(return_at_once, &count, COROUTINE_STACK_MIN);
    Fiber *yields = fiber_create(fiber_count_up, &count, COROUTINE_STACK_MIN);
    coroutine_resume(&returns->coroutine);
    coroutine_resume(&yields->coroutine);
    coroutine_resume(&yields->coroutine);
    assert_true(count == 3);
    fiber_destroy(returns);
    fiber_destroy(yields);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_four_states),
        cmocka_unit_test(test_nested_resumes),
        cmocka_unit_test(test_values_go_both_ways),
        cmocka_unit_test(test_registers_are_kept),
        cmocka_unit_test(test_deep_stacks),
        cmocka_unit_test(test_the_stack_is_aligned),
        cmocka_unit_test(test_suspended_ones_are_dropped),
        cmocka_unit_test(test_the_smallest_stack),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
