/* A level that is being made: first its file is read and all but the cells of its layers is checked
 * and laid out, then each layer's cells are unpacked, in any order, each on any thread. For
 * level.c, which does it at once, and level_loading.c, which does it as futures. Private to this
 * folder. */
#pragma once

#include "level/tmx.h"

/* Stays where it is from draft_read to draft_finish or draft_drop. */
typedef struct LevelDraft {
    Level *level; /* NULL: not even that could be made */
    XmlDocument *document;
    TmxReader reader;
    Error error;                          /* of the reading; "": none */
    uint32_t layer_count;                 /* to unpack */
    Error layer_errors[LEVEL_LAYERS_MAX]; /* of each one's cells; "": none, or not unpacked */
} LevelDraft;

/* Read from a file, or from a file's bytes. A fault is kept, with the layers before it: there may
 * be an earlier one in their cells. */
void draft_read(LevelDraft *draft, const char *path);
void draft_read_bytes(LevelDraft *draft, const char *path, const char *bytes, size_t count);

/* Different layers at the same time. */
bool draft_unpack(LevelDraft *draft, uint32_t layer);

/* The level; NULL, with the fault that comes first in the file, where there is one. All layers are
 * unpacked, or all before one that is bad. */
Level *draft_finish(LevelDraft *draft, Error *error);

/* In place of finishing it. */
void draft_drop(LevelDraft *draft);
