#include "base/output.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Follows links, so that what is replaced is the file and not the link to it. */
static bool find_target(Output *output, Error *error)
{
    char *resolved = realpath(output->path, NULL);
    const char *target = resolved ? resolved : output->path;
    int length = snprintf(output->target, sizeof output->target, "%s", target);
    free(resolved);
    return length < (int)sizeof output->target ||
           error_set(error, "%.200s...: the path is too long", output->path);
}

static bool is_replaceable(const char *path)
{
    struct stat status;
    return stat(path, &status) != 0 || S_ISREG(status.st_mode);
}

static bool open_beside(Output *output, Error *error)
{
    int length = snprintf(output->beside, sizeof output->beside, "%s.%ld.part", output->target,
                          (long)getpid());
    if (length >= (int)sizeof output->beside) {
        output->beside[0] = '\0';
        return error_set(error, "%.200s...: the path is too long", output->path);
    }
    int descriptor = open(output->beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    output->file = descriptor < 0 ? NULL : fdopen(descriptor, "w");
    if (!output->file) {
        error_set(error, "cannot write %s: %s", output->path, strerror(errno));
        if (descriptor >= 0) {
            close(descriptor);
            unlink(output->beside);
        }
        output->beside[0] = '\0';
        return false;
    }
    return true;
}

bool output_open(Output *output, const char *path, Error *error)
{
    *output = (Output){.file = stdout, .path = path ? path : "-"};
    if (strcmp(output->path, "-") == 0) {
        return true;
    }
    output->file = NULL;
    if (!find_target(output, error)) {
        return false;
    }
    if (is_replaceable(output->target)) {
        return open_beside(output, error);
    }
    output->file = fopen(output->target, "we");
    return output->file || error_set(error, "cannot write %s: %s", path, strerror(errno));
}

/* By the time it is asked, the errno of the write that failed may be long gone. */
static bool has_reader_left(int descriptor)
{
    struct pollfd end = {.fd = descriptor, .events = POLLOUT};
    return poll(&end, 1, 0) == 1 && (end.revents & POLLERR) != 0;
}

bool output_flush_stdout(Error *error)
{
    errno = 0;
    if ((fflush(stdout) == 0 && !ferror(stdout)) || errno == EPIPE ||
        has_reader_left(STDOUT_FILENO)) {
        return true;
    }
    return error_set(error, "cannot write to stdout: %s", strerror(errno ? errno : EIO));
}

bool output_commit(Output *output, Error *error)
{
    if (output->file == stdout) {
        return output_flush_stdout(error);
    }
    /* A disk may be full as late as at the flush, and a network's as late as at the close. */
    errno = 0;
    bool failed = fflush(output->file) != 0 || ferror(output->file);
    failed = fclose(output->file) != 0 || failed;
    output->file = NULL;
    if (!failed && (output->beside[0] == '\0' || rename(output->beside, output->target) == 0)) {
        output->beside[0] = '\0';
        return true;
    }
    error_set(error, "cannot write %s: %s", output->path, strerror(errno ? errno : EIO));
    output_abandon(output);
    return false;
}

void output_abandon(Output *output)
{
    if (output->file && output->file != stdout) {
        fclose(output->file);
    }
    output->file = NULL;
    if (output->beside[0] != '\0') {
        unlink(output->beside);
        output->beside[0] = '\0';
    }
}
