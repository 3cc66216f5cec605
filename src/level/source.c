#include "level/source.h"

#include "base/file.h"
#include "level/xml.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool source_read(const char *path, Place at, Source *source, Error *error)
{
    Error reason = {""};
    *source = (Source){0};
    source->bytes = file_read(path, XML_BYTES_MAX, &source->count, &reason);
    if (!source->bytes) {
        return place_fail(at, error,
                          "cannot read \"%.200s\" (%.200s), expected a file as Tiled "
                          "writes it",
                          path, reason.text);
    }
    if (source->count == 0) {
        free(source->bytes);
        return place_fail(at, error, "\"%.200s\" is empty, expected a file as Tiled writes it",
                          path);
    }
    return true;
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
