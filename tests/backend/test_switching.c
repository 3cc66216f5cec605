/* Switching the model at every tick for a long time, closing and opening again: the state goes on
 * unbroken, and no thread, no memory and no descriptor is left behind. */
#define _GNU_SOURCE

#include "base/clock.h"
#include "support/plans.h"
#include "support/play.h"
#include "support/process.h"
#include "support/sanitizers.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#if defined(__GLIBC__)
#include <malloc.h>
#endif

enum {
    SEED = 5,
    TICKS = 3000, /* each with an opening and a closing */
    QUICK_TICKS = 600,
    WARMUP_TICKS = 200,
    LANES_MAX = 5,
    PATIENCE_MS = 5000,
    GROWTH_MAX_BYTES = 128 * 1024, /* of all the rounds together: not one that comes each round */
};

/* What a process holds. */
typedef struct Holding {
    uint32_t threads;
    uint32_t descriptors;
    size_t heap_bytes;    /* 0 where that cannot be asked */
    size_t address_pages; /* reserved, stacks of coroutines and of threads among them */
} Holding;

static uint32_t count_entries(const char *folder)
{
    DIR *entries = opendir(folder);
    assert_non_null(entries);
    uint32_t count = 0;
    for (const struct dirent *entry = readdir(entries); entry; entry = readdir(entries)) {
        count += entry->d_name[0] != '.';
    }
    closedir(entries);
    return count;
}

static Holding take_stock(void)
{
    Holding holding = {.threads = count_entries("/proc/self/task"),
                       .descriptors = count_entries("/proc/self/fd"),
                       .address_pages = process_pages().reserved};
    assert_true(holding.address_pages > 0);
#if defined(__GLIBC__) && !TEST_SANITIZED
    holding.heap_bytes = mallinfo2().uordblks;
#endif
    return holding;
}

/* A thread that has been joined may stand in the kernel's list for a moment. */
static Holding take_stock_when_alone(uint32_t threads)
{
    Holding holding = take_stock();
    for (uint32_t ms = 0; holding.threads > threads && ms < PATIENCE_MS; ms++) {
        clock_sleep_ns(NS_PER_MS);
        holding = take_stock();
    }
    return holding;
}

static void assert_nothing_left(Holding before, Holding after)
{
    assert_int_equal(after.threads, before.threads);
    assert_int_equal(after.descriptors, before.descriptors);
    assert_in_range(after.heap_bytes, 0, before.heap_bytes + GROWTH_MAX_BYTES);
#if !TEST_SANITIZED /* they hold on to what was freed */
    assert_in_range(after.address_pages * 4096, 0,
                    before.address_pages * 4096 + 16 * GROWTH_MAX_BYTES);
#endif
}

/* Each tick in a model that was opened for it, and closed after it. */
static void switch_every_tick(World *world, uint32_t until)
{
    while (world_scene(world)->tick < until) {
        uint32_t tick = world_scene(world)->tick;
        const BackendType *type = backend_type(tick % backend_type_count());
        type = type->slow && tick % 8 != 0 ? backend_type(0) : type;
        Backend *backend = models_open_type(type, 1 + tick / 3 % LANES_MAX);
        play_script_until(world, backend, tick + 1, 1 + tick % 64);
        backend_close(backend);
    }
}

static void test_switching_for_long(void **state)
{
    (void)state;
    const uint32_t ticks = models_are_quick() ? QUICK_TICKS : TICKS;
    static Plan plan;
    plan_init_of_all(&plan);
    uint32_t threads = take_stock().threads;
    World *world = play_create_world(&plan.spec, SEED, 120);
    switch_every_tick(world, WARMUP_TICKS); /* what is kept for good is kept by now */
    Holding before = take_stock_when_alone(threads);
    switch_every_tick(world, ticks);
    Holding after = take_stock_when_alone(threads);
    assert_nothing_left(before, after);
    play_assert_hash(world, play_reference_hash(&plan.spec, SEED, 120, ticks), "switched");
    world_destroy(world);
}

/* A model is closed in the middle of a step, and another one makes the step anew. */
static void test_closing_in_the_middle(void **state)
{
    (void)state;
    const uint32_t ticks = models_are_quick() ? 120 : 600;
    static Plan plan;
    plan_init_of_all(&plan);
    World *world = play_create_world(&plan.spec, SEED, 400);
    Holding before = take_stock();
    for (uint32_t tick = 0; tick < ticks; tick++) {
        StepInput input = play_script(tick);
        Backend *hasty = models_open_type(backend_type(tick % backend_type_count()), 3);
        step_begin(world, hasty, &input, 1);
        if (tick % 2 == 0) {
            BackendStatus status = step_finish(world, hasty, clock_now_ns() + 10000, NULL);
            assert_int_not_equal(status, BACKEND_FAILED);
        }
        backend_close(hasty);
        Backend *backend = models_open_type(backend_type(tick / 3 % backend_type_count()), 2);
        play_step(world, backend, input, 16);
        backend_close(backend);
    }
    play_assert_hash(world, play_reference_hash(&plan.spec, SEED, 400, ticks), "closed midway");
    assert_nothing_left(before, take_stock_when_alone(before.threads));
    world_destroy(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_switching_for_long),
        cmocka_unit_test(test_closing_in_the_middle),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
