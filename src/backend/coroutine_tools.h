/* What sanitizers and valgrind must be told about a second stack; nothing at all in other builds.
 * For coroutine.h alone. COROUTINE_VALGRIND is defined by who builds for memcheck.
 *
 * Always inlined: the thread sanitizer keeps a stack of calls a fiber, and a function that changed
 * the fiber would be entered on one and left on the other. */
#pragma once

#include <stddef.h>

#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define COROUTINE_TSAN
#endif
#if __has_feature(address_sanitizer)
#define COROUTINE_ASAN
#endif
#endif
#if defined(__SANITIZE_THREAD__)
#define COROUTINE_TSAN
#endif
#if defined(__SANITIZE_ADDRESS__)
#define COROUTINE_ASAN
#endif

#ifdef COROUTINE_TSAN
#include <sanitizer/tsan_interface.h>
#endif
#ifdef COROUTINE_ASAN
#include <sanitizer/asan_interface.h>
#include <sanitizer/common_interface_defs.h>
#endif
#ifdef COROUTINE_VALGRIND
#include <valgrind/valgrind.h>
#endif

#if defined(COROUTINE_TSAN) || defined(COROUTINE_ASAN) || defined(COROUTINE_VALGRIND)
#define COROUTINE_TOOLS
#endif

#define TOOLS_INLINE inline __attribute__((always_inline))

/* What the tools know a coroutine by. */
typedef struct CoroutineTools {
#ifdef COROUTINE_TSAN
    void *fiber;
    void *caller_fiber;
#endif
#ifdef COROUTINE_ASAN
    const void *stack;
    size_t stack_size;
    const void *caller_stack;
    size_t caller_stack_size;
#endif
#ifdef COROUTINE_VALGRIND
    unsigned stack_id;
#endif
    char nothing; /* a structure without members is not C */
} CoroutineTools;

static TOOLS_INLINE void tools_create(CoroutineTools *tools, void *stack, size_t stack_size)
{
#ifdef COROUTINE_TSAN
    tools->fiber = __tsan_create_fiber(0);
#endif
#ifdef COROUTINE_ASAN
    tools->stack = stack;
    tools->stack_size = stack_size;
    /* The stack may have served another coroutine, whose frames are still marked. */
    __asan_unpoison_memory_region(stack, stack_size);
#endif
#ifdef COROUTINE_VALGRIND
    tools->stack_id = VALGRIND_STACK_REGISTER(stack, (char *)stack + stack_size);
#endif
    (void)tools;
    (void)stack;
    (void)stack_size;
}

static TOOLS_INLINE void tools_destroy(CoroutineTools *tools)
{
#ifdef COROUTINE_TSAN
    __tsan_destroy_fiber(tools->fiber);
#endif
#ifdef COROUTINE_VALGRIND
    VALGRIND_STACK_DEREGISTER(tools->stack_id);
#endif
    (void)tools;
}

/* On the resumer's stack, just before the switch, and just after it came back. */
static TOOLS_INLINE void tools_before_resume(CoroutineTools *tools, void **fake_stack)
{
#ifdef COROUTINE_TSAN
    tools->caller_fiber = __tsan_get_current_fiber();
    __tsan_switch_to_fiber(tools->fiber, 0);
#endif
#ifdef COROUTINE_ASAN
    __sanitizer_start_switch_fiber(fake_stack, tools->stack, tools->stack_size);
#endif
    (void)tools;
    (void)fake_stack;
}

static TOOLS_INLINE void tools_after_resume(void *fake_stack)
{
#ifdef COROUTINE_ASAN
    __sanitizer_finish_switch_fiber(fake_stack, NULL, NULL);
#endif
    (void)fake_stack;
}

/* On the coroutine's stack, just before it goes back; fake_stack NULL: for good. */
static TOOLS_INLINE void tools_before_yield(CoroutineTools *tools, void **fake_stack)
{
#ifdef COROUTINE_TSAN
    __tsan_switch_to_fiber(tools->caller_fiber, 0);
#endif
#ifdef COROUTINE_ASAN
    __sanitizer_start_switch_fiber(fake_stack, tools->caller_stack, tools->caller_stack_size);
#endif
    (void)tools;
    (void)fake_stack;
}

/* On the coroutine's stack, just after it was entered. */
static TOOLS_INLINE void tools_after_enter(CoroutineTools *tools, void *fake_stack)
{
#ifdef COROUTINE_ASAN
    __sanitizer_finish_switch_fiber(fake_stack, &tools->caller_stack, &tools->caller_stack_size);
#endif
    (void)tools;
    (void)fake_stack;
}
