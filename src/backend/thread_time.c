#include "backend/thread_time.h"

#include "base/clock.h"

#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

/* How Linux numbers the clocks of processes and threads (include/linux/posix-timers_types.h):
 * glibc's pthread_getcpuclockid makes the same, but of a pthread_t, which nobody has for a lane. */
enum { CLOCK_OF_PROCESS = 2, CLOCK_OF_THREAD = 6 };

static _Thread_local uint32_t own_number; /* 0: not known as yet */

uint32_t thread_number(void)
{
    if (own_number == 0) {
        own_number = (uint32_t)syscall(SYS_gettid);
    }
    return own_number;
}

void thread_number_forget(void)
{
    own_number = 0;
}

static bool read_clock(uint32_t number, uint32_t kind, uint64_t *time_ns)
{
    struct timespec time;
    clockid_t clock = (clockid_t)(~number << 3 | kind);
    if (number == 0 || clock_gettime(clock, &time) != 0) {
        return false;
    }
    *time_ns = (uint64_t)time.tv_sec * NS_PER_S + (uint64_t)time.tv_nsec;
    return true;
}

bool thread_time_ns(uint32_t number, uint64_t *time_ns)
{
    return read_clock(number, CLOCK_OF_THREAD, time_ns) ||
           read_clock(number, CLOCK_OF_PROCESS, time_ns);
}
