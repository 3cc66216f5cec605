/* The switch itself, for coroutine.c alone: saves where this flow of control stands, goes to where
 * another one stood. Everything that the calling convention lets a callee change is declared as
 * changed, so the compiler saves just the registers that hold something at the call site.
 *
 * Always inlined: on its own, gcc (at -Os) takes the switch for a function that does not touch the
 * variables of coroutine.c, and drops what was written to them for the other side. */
#pragma once

#include "backend/coroutine.h"

#include <stdint.h>

#define SWITCH_INLINE inline __attribute__((always_inline))

/* The first C function on a new stack; never returns. Called from assembly, which link-time
 * optimisation cannot see into, hence "used". */
void coroutine_main(Coroutine *self) __attribute__((noreturn, used, visibility("hidden")));

#if defined(COROUTINE_UCONTEXT)

static SWITCH_INLINE void context_switch(CoroutineContext *from, CoroutineContext *to)
{
    swapcontext(&from->ucontext, &to->ucontext);
}

static void context_enter(unsigned high, unsigned low)
{
    coroutine_main((Coroutine *)(((uintptr_t)high << 16 << 16) | low));
}

static inline void context_prepare(Coroutine *coroutine)
{
    ucontext_t *context = &coroutine->own.ucontext;
    getcontext(context);
    context->uc_stack.ss_sp = coroutine->stack;
    context->uc_stack.ss_size = coroutine->stack_size;
    context->uc_link = NULL;
    uintptr_t self = (uintptr_t)coroutine; /* makecontext passes ints: two halves */
    makecontext(context, (void (*)(void))context_enter, 2, (unsigned)(self >> 16 >> 16),
                (unsigned)self);
}

#elif defined(__x86_64__)

/* A new stack is entered by the jump below, with the context in rsi: it is the coroutine's first
 * field, hence the coroutine. No return address: a debugger's stack trace ends here. */
__asm__(".text\n"
        ".globl coroutine_entry\n"
        ".hidden coroutine_entry\n"
        ".type coroutine_entry, @function\n"
        "coroutine_entry:\n"
        ".cfi_startproc\n"
        ".cfi_undefined rip\n"
        "    movq %rsi, %rdi\n"
        "    xorl %ebp, %ebp\n"
        "    call coroutine_main\n"
        "    ud2\n"
        ".cfi_endproc\n"
        ".size coroutine_entry, . - coroutine_entry\n");
void coroutine_entry(void) __attribute__((visibility("hidden")));

/* Nothing is pushed, since the caller may keep data below its stack pointer (the red zone). rbp
 * cannot be named as changed, so it is saved by hand. */
static SWITCH_INLINE void context_switch(CoroutineContext *from, CoroutineContext *to)
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
                       "xmm8", "xmm9", "xmm10", "xmm11", "xmm12", "xmm13", "xmm14", "xmm15",
                       "memory", "cc");
}

#elif defined(__aarch64__)

/* As above; the context is in x1. */
__asm__(".text\n"
        ".globl coroutine_entry\n"
        ".hidden coroutine_entry\n"
        ".type coroutine_entry, %function\n"
        "coroutine_entry:\n"
        ".cfi_startproc\n"
        ".cfi_undefined x30\n"
        "    hint #36\n" /* a landing pad for an indirect jump, where those are checked */
        "    mov x0, x1\n"
        "    mov x29, #0\n"
        "    bl coroutine_main\n"
        "    brk #1\n"
        ".cfi_endproc\n"
        ".size coroutine_entry, . - coroutine_entry\n");
void coroutine_entry(void) __attribute__((visibility("hidden")));

static SWITCH_INLINE void context_switch(CoroutineContext *from_context,
                                         CoroutineContext *to_context)
{
    register CoroutineContext *from __asm__("x0") = from_context;
    register CoroutineContext *to __asm__("x1") = to_context;
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

#endif

#if !defined(COROUTINE_UCONTEXT)

static inline void context_prepare(Coroutine *coroutine)
{
    uintptr_t top = ((uintptr_t)coroutine->stack + coroutine->stack_size) & ~(uintptr_t)15;
    coroutine->own.stack_pointer = (void *)top;
    coroutine->own.frame_pointer = NULL;
    coroutine->own.instruction = (void *)(uintptr_t)coroutine_entry;
}

#endif
