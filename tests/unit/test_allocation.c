/* Nothing is allocated in a tick: every call that asks for memory is counted, whichever thread
 * makes it; scripts have their turns. */
#define _GNU_SOURCE

#include "sim/kernel.h"
#include "support/plans.h"
#include "support/play.h"
#include "support/sanitizers.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* The sanitizers bring an allocator of their own, and so may another C library. */
#if defined(__GLIBC__) && !TEST_SANITIZED

static atomic_uint allocations;

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t nmemb, size_t size);
void *__libc_realloc(void *ptr, size_t size);
void *__libc_memalign(size_t alignment, size_t size);

void *malloc(size_t size)
{
    atomic_fetch_add(&allocations, 1);
    return __libc_malloc(size);
}

void *calloc(size_t nmemb, size_t size)
{
    atomic_fetch_add(&allocations, 1);
    return __libc_calloc(nmemb, size);
}

void *realloc(void *ptr, size_t size)
{
    atomic_fetch_add(&allocations, 1);
    return __libc_realloc(ptr, size);
}

void *aligned_alloc(size_t alignment, size_t size)
{
    atomic_fetch_add(&allocations, 1);
    return __libc_memalign(alignment, size);
}

/* A script that has something to say all the time. */
static void keep_busy(Script *script)
{
    for (uint32_t turn = 0; script_wait_s(script, 0.1f); turn++) {
        script_wind(script, turn % 2 ? 30.0f : -30.0f, 10.0f, 0.2f);
        script_rain(script, 0.5f, 0.1f);
        script_hint(script, 1 + turn % 3, 0.05f);
        script_release(script, turn % 4);
        script_wait_jarred(script, turn / 8);
    }
}

static const ScriptRow busy = {.name = "busy", .run = keep_busy};

static void test_no_allocation_in_a_tick(void **state)
{
    const BackendType *type = *state;
    if (strcmp(type->name, "threads") == 0 || strcmp(type->name, "auto") == 0) {
        skip(); /* a new thread's memory is the C library's to find; auto tries threads too */
    }
    static Plan plan;
    plan_init_of_all(&plan);
    plan_add_swarm(&plan, 50, MOTION_FLOCK)->wave = 2;
    World *world = play_create_world(&plan.spec, 1, 0);
    play_set_script(world, &busy);
    Backend *backend = models_open_type(type, 4);
    play_script_until(world, backend, 2, 8);
    unsigned before = atomic_load(&allocations);
    for (uint32_t grain = 1; grain < 1000; grain *= 4) {
        world_set_kernel(world, kernel_at(grain / 4 % kernel_count()));
        play_script_until(world, backend, world_scene(world)->tick + 60, grain);
    }
    unsigned after = atomic_load(&allocations);
    assert_int_equal(world_scene(world)->wave, 3);
    backend_close(backend);
    world_destroy(world);
    assert_int_equal(after, before);
}

/* Otherwise the test above proves nothing. */
static void test_allocations_are_counted(void **state)
{
    (void)state;
    unsigned before = atomic_load(&allocations);
    void *volatile block = malloc(10);
    free(block);
    block = aligned_alloc(64, 64);
    free(block);
    assert_int_equal(atomic_load(&allocations), before + 2);
}

#else

static void test_no_allocation_in_a_tick(void **state)
{
    (void)state;
    skip();
}

static void test_allocations_are_counted(void **state)
{
    (void)state;
    skip();
}

#endif

int main(void)
{
    enum { TYPES_MAX = 16 };
    struct CMUnitTest tests[1 + TYPES_MAX] = {cmocka_unit_test(test_allocations_are_counted)};
    uint32_t count = 1;
    for (uint32_t type = 0; type < backend_type_count() && count <= TYPES_MAX; type++) {
        tests[count++] =
            (struct CMUnitTest){.name = backend_type(type)->name,
                                .test_func = test_no_allocation_in_a_tick,
                                .initial_state = (void *)(uintptr_t)backend_type(type)};
    }
    return _cmocka_run_group_tests("allocation", tests, count, NULL, NULL);
}
