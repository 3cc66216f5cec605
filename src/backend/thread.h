/* Starting a thread as all models do, and what one does while it spins. Any thread. */
#pragma once

#include <pthread.h>
#include <signal.h>

/* As pthread_create. Signals are the main thread's: the new one starts with all of them blocked. */
static inline int thread_start(pthread_t *thread, const pthread_attr_t *attributes,
                               void *(*run)(void *), void *argument)
{
    sigset_t all;
    sigset_t before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    int code = pthread_create(thread, attributes, run, argument);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return code;
}

/* Tells the processor that this is a loop which waits. */
static inline void thread_relax(void)
{
#if defined(__x86_64__) || defined(__i386__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
}
