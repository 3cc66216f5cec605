/* How much processor time a lane's thread, or its process, has had: for the overlay. Any thread. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* The kernel's number of the calling thread; of a process's only thread, its own number too. The
 * kernel is asked once a thread, since that takes as long as a small step. */
uint32_t thread_number(void);

/* A process that was forked says so, before its thread, which is not the one that forked it, asks.
 */
void thread_number_forget(void);

/* Of a thread of this process, or of another process's only one. False: it is over, or the system
 * does not say. */
bool thread_time_ns(uint32_t number, uint64_t *time_ns);
