/* Reads JSON (RFC 8259) that may be anything, and tells of its values as they come: for reports
 * that are read again. Nothing is allocated. Any thread. */
#pragma once

#include "base/error.h"

#include <stdbool.h>

enum { JSON_PATH_SIZE = 256, JSON_TEXT_SIZE = 512, JSON_DEPTH_MAX = 32 };

typedef enum JsonKind {
    JSON_STRING,
    JSON_NUMBER,
    JSON_WORD,       /* true, false, null */
    JSON_OBJECT_END, /* of the object that `path` names; `text` is empty */
} JsonKind;

/* `path`: "context.num_cpus"; an array's elements are all "benchmarks[]". `text`: a string without
 * its quotes and escapes, cut where it is longer than JSON_TEXT_SIZE. False: enough, with why. */
typedef bool JsonVisitor(void *context, const char *path, JsonKind kind, const char *text,
                         Error *error);

/* False, with a sentence that begins with `line:column`: it is no JSON, or the visitor said so. */
bool json_read(const char *text, JsonVisitor *visit, void *context, Error *error);
