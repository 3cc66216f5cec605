#include "backend/child.h"

#include "backend/futex.h"
#include "backend/model.h"
#include "backend/thread_time.h"

#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

/* Signals are the program's, but the one that asks to end, and those that a fault raises. */
static void take_few_signals(void)
{
    sigset_t most;
    signal(SIGTERM, SIG_DFL);
    sigfillset(&most);
    sigdelset(&most, SIGTERM);
    sigprocmask(SIG_SETMASK, &most, NULL);
}

pid_t child_fork(void)
{
    sigset_t all;
    sigset_t before;
    sigfillset(&all);
    pid_t parent = getpid();
    pthread_sigmask(SIG_SETMASK, &all, &before); /* no handler of ours is to run in the child */
    pid_t child = fork();
    if (child == 0) {
        thread_number_forget();
        take_few_signals();
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (getppid() != parent) { /* it ended before we asked */
            _exit(0);
        }
        return 0;
    }
    int why = errno;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    errno = why;
    return child;
}

void child_kill_self(const Lane *lane)
{
    if (lane->process == getpid()) {
        child_kill(getpid());
    }
}

/* Also where somebody else has waited for it: then it is gone, too. */
bool child_is_over(pid_t child)
{
    return waitpid(child, NULL, WNOHANG) != 0;
}

int child_wait(pid_t child)
{
    int status = 0;
    while (waitpid(child, &status, 0) < 0) {
        if (errno != EINTR) {
            return -1;
        }
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

void child_kill(pid_t child)
{
    kill(child, SIGKILL);
}

bool child_sleep(Lane *lane, uint64_t duration_ns)
{
    atomic_uint *abandoned = &lane->backend->abandoned;
    uint64_t deadline_ns = clock_after_ns(duration_ns);
    while (!atomic_load(abandoned) && clock_now_ns() < deadline_ns) {
        futex_wait_shared(abandoned, 0, deadline_ns);
    }
    return !atomic_load(abandoned);
}

bool child_yield(Lane *lane)
{
    return !atomic_load(&lane->backend->abandoned);
}
