#define _GNU_SOURCE /* pipe2 */
#include "backend/slow_pipe.h"
#include "backend/thread.h"

#include "base/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct SlowPipe {
    uint64_t delay_ns;
    int questions[2]; /* when each was asked: 8 bytes, which a pipe keeps together */
    int answers[2];   /* a byte each */
    pthread_t device;
};

static void *device_main(void *argument)
{
    SlowPipe *pipe = argument;
    uint64_t asked_ns;
    while (read(pipe->questions[0], &asked_ns, sizeof asked_ns) == sizeof asked_ns) {
        uint64_t now_ns = clock_now_ns();
        uint64_t due_ns = asked_ns + pipe->delay_ns;
        struct pollfd hung_up = {.fd = pipe->answers[1], .events = 0};
        if (due_ns > now_ns) {
            clock_sleep_ns(due_ns - now_ns);
        }
        if (poll(&hung_up, 1, 0) != 0 || write(pipe->answers[1], "", 1) != 1) {
            break;
        }
    }
    return NULL;
}

static void close_both(const int ends[2])
{
    close(ends[0]);
    close(ends[1]);
}

static bool open_pipes(SlowPipe *opened, Error *error)
{
    if (pipe2(opened->questions, O_CLOEXEC) != 0) {
        return error_set(error, "no pipe to wait for (%s)", strerror(errno));
    }
    if (pipe2(opened->answers, O_CLOEXEC) != 0) {
        close_both(opened->questions);
        return error_set(error, "no pipe to wait for (%s)", strerror(errno));
    }
    fcntl(opened->answers[0], F_SETFL, O_NONBLOCK); /* several lanes read: one is the first */
    return true;
}

SlowPipe *slow_pipe_open(uint32_t delay_ms, Error *error)
{
    SlowPipe *pipe = calloc(1, sizeof *pipe);
    if (!pipe) {
        error_set(error, "no memory for a slow pipe");
        return NULL;
    }
    pipe->delay_ns = delay_ms * NS_PER_MS;
    if (!open_pipes(pipe, error)) {
        free(pipe);
        return NULL;
    }
    int code = thread_start(&pipe->device, NULL, device_main, pipe);
    if (code != 0) {
        error_set(error, "no thread for a slow pipe (%s)", strerror(code));
        close_both(pipe->questions);
        close_both(pipe->answers);
        free(pipe);
        return NULL;
    }
    return pipe;
}

void slow_pipe_close(SlowPipe *pipe)
{
    if (!pipe) {
        return;
    }
    close(pipe->questions[1]); /* the device reads the end after the questions that are left, */
    char questions[64 * sizeof(uint64_t)];
    fcntl(pipe->questions[0], F_SETFL, O_NONBLOCK);
    while (read(pipe->questions[0], questions, sizeof questions) > 0) { /* which are none then */
    }
    pthread_join(pipe->device, NULL);
    close(pipe->questions[0]);
    close_both(pipe->answers);
    free(pipe);
}

bool slow_pipe_ask(SlowPipe *pipe, Lane *lane)
{
    uint64_t asked_ns = clock_now_ns();
    char answer;
    if (write(pipe->questions[1], &asked_ns, sizeof asked_ns) != sizeof asked_ns) {
        return lane_fail(lane, "the slow pipe takes no question (%s)", strerror(errno));
    }
    return lane_read(lane, pipe->answers[0], &answer, 1) == 1;
}
