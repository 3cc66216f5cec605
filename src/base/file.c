#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Until the bytes are full or the file ends: it may have shrunk since its size was asked for. */
static bool read_all(int descriptor, char *bytes, size_t room, size_t *count)
{
    *count = 0;
    while (*count < room) {
        ssize_t got = read(descriptor, bytes + *count, room - *count);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            return got == 0;
        }
        *count += (size_t)got;
    }
    return true;
}

static char *read_open(int descriptor, size_t most, size_t *count, Error *error)
{
    struct stat status;
    if (fstat(descriptor, &status) != 0) {
        error_set(error, "%s", strerror(errno));
        return NULL;
    }
    if (!S_ISREG(status.st_mode)) {
        error_set(error, "%s, and a file was expected",
                  S_ISDIR(status.st_mode) ? "a directory" : "not a regular file");
        return NULL;
    }
    if ((uintmax_t)status.st_size > most) {
        error_set(error, "%jd bytes, and at most %zu were expected", (intmax_t)status.st_size,
                  most);
        return NULL;
    }
    size_t room = (size_t)status.st_size;
    char *bytes = malloc(room + 1);
    if (!bytes) {
        error_set(error, "no memory for its %zu bytes", room);
        return NULL;
    }
    if (!read_all(descriptor, bytes, room, count)) {
        error_set(error, "%s", strerror(errno));
        free(bytes);
        return NULL;
    }
    bytes[*count] = '\0';
    return bytes;
}

char *file_read(const char *path, size_t most, size_t *count, Error *error)
{
    int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0) {
        error_set(error, "%s", strerror(errno));
        return NULL;
    }
    char *bytes = read_open(descriptor, most, count, error);
    close(descriptor);
    return bytes;
}
