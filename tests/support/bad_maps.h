/* The good map (see support/maps.h) with one thing wrong, and what must be said about it. For the
 * tests of the level loader, and as seeds for whoever breaks it further. */
#pragma once

#include <stddef.h>
#include <stdint.h>

typedef struct BadMap {
    const char *name;
    const char *find; /* in the good map; NULL: `with` is the whole map */
    const char *with;
    uint32_t line, column; /* where the sentence points */
    const char *words;     /* that it holds */
} BadMap;

extern const BadMap bad_maps[];
extern const size_t bad_map_count;

/* The same for what stands in a layer's <data>. */
typedef struct BadData {
    const char *name;
    const char *attributes;
    const char *content;
    uint32_t line, column;
    const char *words;
} BadData;

extern const BadData bad_data[];
extern const size_t bad_data_count;
