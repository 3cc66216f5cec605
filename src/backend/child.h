/* Processes forked from this one, as lanes. A child shares this program's code and whatever memory
 * was shared when it was forked; of everything else it has a copy, of which it uses nothing: it
 * allocates nothing, writes no file and calls no library that has a lock, since threads of the
 * program may have held any lock at the moment of the fork. For models whose lanes are processes;
 * the thread that forks a child also waits for it. */
#pragma once

#include "backend/lane.h"

#include <stdbool.h>
#include <sys/types.h>

/* Forks. 0: this is the child; it takes no signals but those that end it, and ends with the thread
 * that forked it, whatever that one dies of. Negative: the system refuses, and errno says why. */
pid_t child_fork(void);

/* Has it ended? Then it is gone from the table of processes, and its id may be another's. */
bool child_is_over(pid_t child);

/* Waits for its end. Returns what it gave to _exit; negative: it was killed. */
int child_wait(pid_t child);

void child_kill(pid_t child); /* does not wait */

/* Ends the process that this lane runs in, at once, as somebody from outside might. Does nothing
 * where that is the caller's own, or one of threads. */
void child_kill_self(const Lane *lane);

/* What lane_sleep_ns and lane_yield are where lanes are processes: it blocks this lane, and no
 * other, until the time is over or the step is given up. */
bool child_sleep(Lane *lane, uint64_t duration_ns);
bool child_yield(Lane *lane);
