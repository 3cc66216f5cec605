/* The switch itself, for coroutine.h alone: saves where this flow of control stands, goes to where
 * another one stood. Everything that the calling convention lets a callee change is declared as
 * changed, so the compiler saves just the registers that hold something at the call site. The
 * floating-point modes (rounding, flushing of denormals) are not switched: they are the thread's.
 *
 * Always inlined: on its own, gcc (at -Os) takes the switch for a function that does not touch the
 * variables of its file, and drops what was written to them for the other side. */
#pragma once

#include <stdint.h>

#if !defined(COROUTINE_UCONTEXT) && !defined(__x86_64__) && !defined(__aarch64__)
#define COROUTINE_UCONTEXT
#endif

#ifdef COROUTINE_UCONTEXT
#include <ucontext.h>
#endif

#define SWITCH_INLINE inline __attribute__((always_inline))

/* Where a suspended flow of control goes on. */
typedef struct CoroutineContext {
#ifdef COROUTINE_UCONTEXT
    ucontext_t ucontext;
#else
    void *stack_pointer;
    void *frame_pointer;
    void *instruction;
#endif
} CoroutineContext;

#if defined(COROUTINE_UCONTEXT)

static SWITCH_INLINE void context_switch(CoroutineContext *from, const CoroutineContext *to)
{
    swapcontext(&from->ucontext, &to->ucontext);
}

/* Where the stack of the one who asks stands. Volatile below: the compiler would ask once, before a
 * loop, and keep the answer on the stack. */
static SWITCH_INLINE const void *context_stack_pointer(void)
{
    return __builtin_frame_address(0);
}

#elif defined(__x86_64__)

/* The registers of wider vectors exist for the compiler only where it may use them. The x87's and
 * the masks are as free to change in a call as the others. */
#ifdef __AVX512F__
#define SWITCH_WIDE                                                                                \
    , "xmm16", "xmm17", "xmm18", "xmm19", "xmm20", "xmm21", "xmm22", "xmm23", "xmm24", "xmm25",    \
        "xmm26", "xmm27", "xmm28", "xmm29", "xmm30", "xmm31", "k1", "k2", "k3", "k4", "k5", "k6",  \
        "k7"
#else
#define SWITCH_WIDE
#endif

/* Nothing is pushed, since the caller may keep data below its stack pointer (the red zone). rbp
 * cannot be named as changed, so it is saved by hand. */
static SWITCH_INLINE void context_switch(CoroutineContext *from, const CoroutineContext *to)
{
    __asm__ volatile("leaq 1f(%%rip), %%rax\n"
                     "movq %%rsp, 0(%[from])\n"
                     "movq %%rbp, 8(%[from])\n"
                     "movq %%rax, 16(%[from])\n"
                     "movq 0(%[to]), %%rsp\n"
                     "movq 8(%[to]), %%rbp\n"
                     "jmpq *16(%[to])\n"
                     "1:\n"
                     : [from] "+D"(from), [to] "+S"(to)
                     :
                     : "rax", "rbx", "rcx", "rdx", "r8", "r9", "r10", "r11", "r12", "r13", "r14",
                       "r15", "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7",
                       "xmm8", "xmm9", "xmm10", "xmm11", "xmm12", "xmm13", "xmm14", "xmm15", "st",
                       "st(1)", "st(2)", "st(3)", "st(4)", "st(5)", "st(6)", "st(7)", "memory",
                       "cc" SWITCH_WIDE);
}

static SWITCH_INLINE const void *context_stack_pointer(void)
{
    const void *stack_pointer;
    __asm__ volatile("movq %%rsp, %0" : "=r"(stack_pointer));
    return stack_pointer;
}

#elif defined(__aarch64__)

/* As above. The hint is a landing pad for an indirect jump, where those are checked. */
static SWITCH_INLINE void context_switch(CoroutineContext *from_context,
                                         const CoroutineContext *to_context)
{
    register CoroutineContext *from __asm__("x0") = from_context;
    register const CoroutineContext *to __asm__("x1") = to_context;
    __asm__ volatile("adr x9, 1f\n"
                     "mov x10, sp\n"
                     "stp x10, x29, [%[from]]\n"
                     "str x9, [%[from], #16]\n"
                     "ldp x10, x29, [%[to]]\n"
                     "ldr x9, [%[to], #16]\n"
                     "mov sp, x10\n"
                     "br x9\n"
                     "1:\n"
                     "hint #36\n"
                     : [from] "+r"(from), [to] "+r"(to)
                     :
                     : "x2", "x3", "x4", "x5", "x6", "x7", "x8", "x9", "x10", "x11", "x12", "x13",
                       "x14", "x15", "x16", "x17", "x18", "x19", "x20", "x21", "x22", "x23", "x24",
                       "x25", "x26", "x27", "x28", "x30", "v0", "v1", "v2", "v3", "v4", "v5", "v6",
                       "v7", "v8", "v9", "v10", "v11", "v12", "v13", "v14", "v15", "v16", "v17",
                       "v18", "v19", "v20", "v21", "v22", "v23", "v24", "v25", "v26", "v27", "v28",
                       "v29", "v30", "v31", "memory", "cc");
}

static SWITCH_INLINE const void *context_stack_pointer(void)
{
    const void *stack_pointer;
    __asm__ volatile("mov %0, sp" : "=r"(stack_pointer));
    return stack_pointer;
}

#endif
