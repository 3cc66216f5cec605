#include "backend/coroutine.h"

#include <stdlib.h>

_Thread_local CoroutineThread coroutine_thread;

/* The first C function on a new stack; returns the context to go on with. Called from assembly,
 * which link-time optimisation cannot see into, hence "used". */
CoroutineContext *coroutine_main(Coroutine *self) __attribute__((used, visibility("hidden")));

#if defined(COROUTINE_UCONTEXT) || defined(COROUTINE_TOOLS)
/* Tools want to be told of the switch, and told last. Apart from coroutine_main because a function
 * with a switch in it saves all registers. */
static void __attribute__((noinline)) leave_for_good(Coroutine *self)
{
    tools_before_yield(&self->tools, NULL);
    context_switch(&self->own, &coroutine_thread.caller);
    abort(); /* a dead coroutine was resumed: the assertion in resume was compiled out */
}
#else
static void leave_for_good(const Coroutine *self)
{
    (void)self; /* coroutine_entry does: so each call on the stack has met its return */
}
#endif

CoroutineContext *coroutine_main(Coroutine *self)
{
    tools_after_enter(&self->tools, NULL);
    self->function(self, self->argument);
    self->state = COROUTINE_DEAD;
    leave_for_good(self);
    return &coroutine_thread.caller;
}

#if defined(COROUTINE_UCONTEXT)

/* makecontext passes ints: a pointer is two halves. */
static void context_enter(unsigned high, unsigned low)
{
    coroutine_main((Coroutine *)((uintptr_t)high << 16 << 16 | low));
}

static void context_prepare(Coroutine *coroutine, void *stack, size_t stack_size)
{
    ucontext_t *ucontext = &coroutine->own.ucontext;
    getcontext(ucontext);
    ucontext->uc_stack.ss_sp = stack;
    ucontext->uc_stack.ss_size = stack_size;
    ucontext->uc_link = NULL;
    uintptr_t self = (uintptr_t)coroutine;
    makecontext(ucontext, (void (*)(void))context_enter, 2, (unsigned)(self >> 16 >> 16),
                (unsigned)self);
}

#else

/* Where a new stack is entered, by the jump in context_switch: what that loads as the frame pointer
 * is the coroutine. At its end, back into who resumed it last. No return address: a debugger's
 * stack trace ends here. */
#if defined(__x86_64__)
__asm__(".text\n"
        ".globl coroutine_entry\n"
        ".hidden coroutine_entry\n"
        ".type coroutine_entry, @function\n"
        "coroutine_entry:\n"
        ".cfi_startproc\n"
        ".cfi_undefined rip\n"
        "    movq %rbp, %rdi\n"
        "    xorl %ebp, %ebp\n"
        "    call coroutine_main\n"
        "    movq 0(%rax), %rsp\n"
        "    movq 8(%rax), %rbp\n"
        "    jmpq *16(%rax)\n"
        ".cfi_endproc\n"
        ".size coroutine_entry, . - coroutine_entry\n");
#else
__asm__(".text\n"
        ".globl coroutine_entry\n"
        ".hidden coroutine_entry\n"
        ".type coroutine_entry, %function\n"
        "coroutine_entry:\n"
        ".cfi_startproc\n"
        ".cfi_undefined x30\n"
        "    hint #36\n" /* a landing pad for an indirect jump, where those are checked */
        "    mov x0, x29\n"
        "    mov x29, #0\n"
        "    bl coroutine_main\n"
        "    ldp x10, x29, [x0]\n"
        "    ldr x9, [x0, #16]\n"
        "    mov sp, x10\n"
        "    br x9\n"
        ".cfi_endproc\n"
        ".size coroutine_entry, . - coroutine_entry\n");
#endif
void coroutine_entry(void) __attribute__((visibility("hidden")));

static void context_prepare(Coroutine *coroutine, void *stack, size_t stack_size)
{
    uintptr_t top = ((uintptr_t)stack + stack_size) & ~(uintptr_t)15;
    coroutine->own = (CoroutineContext){.stack_pointer = (void *)top,
                                        .frame_pointer = coroutine,
                                        .instruction = (void *)(uintptr_t)coroutine_entry};
}

#endif

void coroutine_create(Coroutine *coroutine, CoroutineFunction *function, void *argument,
                      void *stack, size_t stack_size)
{
    assert(stack_size >= COROUTINE_STACK_MIN);
    assert((uintptr_t)stack % 16 == 0);
    coroutine->function = function;
    coroutine->argument = argument;
    coroutine->state = COROUTINE_SUSPENDED;
    tools_create(&coroutine->tools, stack, stack_size);
    context_prepare(coroutine, stack, stack_size);
}

void coroutine_destroy(Coroutine *coroutine)
{
    assert(coroutine->state == COROUTINE_DEAD || coroutine->state == COROUTINE_SUSPENDED);
    tools_destroy(&coroutine->tools);
    coroutine->state = COROUTINE_DEAD;
}
