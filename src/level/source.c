#include "level/source.h"

#include "level/xml.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool fail_unread(const char *path, Place at, Error *error)
{
    return place_fail(at, error, "cannot read \"%.200s\" (%s), expected a file as Tiled writes it",
                      path, strerror(errno));
}

/* Until the bytes are full or the file ends, whatever its size was when it was asked for. */
static bool read_all(int descriptor, size_t room, Source *source)
{
    while (source->count < room) {
        ssize_t got = read(descriptor, source->bytes + source->count, room - source->count);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return false;
        }
        if (got == 0) {
            break;
        }
        source->count += (size_t)got;
    }
    return true;
}

static bool read_open(int descriptor, const char *path, Place at, Source *source, Error *error)
{
    struct stat status;
    if (fstat(descriptor, &status) != 0) {
        return fail_unread(path, at, error);
    }
    if (!S_ISREG(status.st_mode)) {
        return place_fail(at, error, "\"%.200s\" is %s, expected a file as Tiled writes it", path,
                          S_ISDIR(status.st_mode) ? "a directory" : "not a regular file");
    }
    if (status.st_size == 0) {
        return place_fail(at, error, "\"%.200s\" is empty, expected a file as Tiled writes it",
                          path);
    }
    if (status.st_size > XML_BYTES_MAX) {
        return place_fail(at, error, "\"%.200s\" has %jd bytes, expected at most %d", path,
                          (intmax_t)status.st_size, XML_BYTES_MAX);
    }
    size_t room = (size_t)status.st_size;
    *source = (Source){.bytes = malloc(room)};
    if (!source->bytes) {
        return place_fail(at, error, "out of memory for \"%.200s\", expected %zu bytes of it", path,
                          room);
    }
    if (!read_all(descriptor, room, source)) {
        fail_unread(path, at, error);
        free(source->bytes);
        return false;
    }
    return true;
}

bool source_read(const char *path, Place at, Source *source, Error *error)
{
    /* Non-blocking, so that a pipe that nobody writes to is refused rather than waited for. */
    int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0) {
        return fail_unread(path, at, error);
    }
    bool ok = read_open(descriptor, path, at, source, error);
    close(descriptor);
    return ok;
}

bool source_resolve(Place at, const char *name, char *path, size_t size, Error *error)
{
    if (name[0] == '\0') {
        return place_fail(at, error, "a file name is empty, expected one");
    }
    const char *slash = strrchr(at.file, '/');
    bool beside = slash && name[0] != '/';
    int folder = beside ? (int)(slash - at.file) + 1 : 0;
    int length = snprintf(path, size, "%.*s%s", folder, at.file, name);
    if (length < 0 || (size_t)length >= size) {
        return place_fail(at, error, "the path of \"%.60s\" has %d bytes, expected at most %zu",
                          name, length, size - 1);
    }
    return true;
}
