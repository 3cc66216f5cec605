/* What sanitizers must be told about a second stack; nothing at all in other builds. For
 * coroutine.c alone.
 *
 * Always inlined: the thread sanitizer keeps a stack of calls a fiber, and a function that changed
 * the fiber would be entered on one and left on the other. */
#pragma once

#include "backend/coroutine.h"

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

#define TOOLS_INLINE inline __attribute__((always_inline))

static TOOLS_INLINE void tools_create(Coroutine *coroutine)
{
#ifdef COROUTINE_TSAN
    coroutine->tool_fiber = __tsan_create_fiber(0);
#endif
#ifdef COROUTINE_ASAN
    /* The stack may have served another coroutine, whose frames are still marked. */
    __asan_unpoison_memory_region(coroutine->stack, coroutine->stack_size);
#endif
    (void)coroutine;
}

static TOOLS_INLINE void tools_destroy(Coroutine *coroutine)
{
#ifdef COROUTINE_TSAN
    __tsan_destroy_fiber(coroutine->tool_fiber);
#endif
    (void)coroutine;
}

/* On the resumer's stack, just before the switch, and just after it came back. */
static TOOLS_INLINE void tools_before_resume(Coroutine *coroutine, void **fake_stack)
{
#ifdef COROUTINE_TSAN
    coroutine->tool_caller = __tsan_get_current_fiber();
    __tsan_switch_to_fiber(coroutine->tool_fiber, 0);
#endif
#ifdef COROUTINE_ASAN
    __sanitizer_start_switch_fiber(fake_stack, coroutine->stack, coroutine->stack_size);
#endif
    (void)coroutine;
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
static TOOLS_INLINE void tools_before_yield(Coroutine *coroutine, void **fake_stack)
{
#ifdef COROUTINE_TSAN
    __tsan_switch_to_fiber(coroutine->tool_caller, 0);
#endif
#ifdef COROUTINE_ASAN
    __sanitizer_start_switch_fiber(fake_stack, coroutine->caller_stack,
                                   coroutine->caller_stack_size);
#endif
    (void)coroutine;
    (void)fake_stack;
}

/* On the coroutine's stack, just after it was entered. */
static TOOLS_INLINE void tools_after_enter(Coroutine *coroutine, void *fake_stack)
{
#ifdef COROUTINE_ASAN
    __sanitizer_finish_switch_fiber(fake_stack, &coroutine->caller_stack,
                                    &coroutine->caller_stack_size);
#endif
    (void)coroutine;
    (void)fake_stack;
}
