/* How a Tiled map becomes a Level, in four rooms: tmx_map.c (the map and the order of the rest),
 * tmx_tileset.c, tmx_layer.c with tmx_cells.c, tmx_object.c with tmx_shape.c. Private to this
 * folder.
 *
 * Each reader fills the level as it goes and returns false, with a placed sentence, at the first
 * fault; level_destroy frees a half-filled level, so no reader cleans up behind itself. */
#pragma once

#include "level/level.h"
#include "level/xml.h"

#include <stdbool.h>
#include <stdint.h>

/* An owl, or a bat, names its path by an id, and that object may come later in the file. */
typedef struct TmxOwl {
    const XmlElement *element;
    uint32_t path_id;
} TmxOwl;

/* A layer that has all but its cells, which are in the file still. */
typedef struct TmxPacked {
    const XmlElement *data;
    LevelLayer *layer;
} TmxPacked;

typedef struct TmxReader {
    Level *level;
    Error *error;
    uint32_t first_gids[LEVEL_TILESETS_MAX]; /* the map's number of each tileset's first tile */
    uint64_t cells_total;                    /* in the layers so far */
    TmxPacked packed[LEVEL_LAYERS_MAX];      /* in the file's order */
    uint32_t packed_count;
    uint64_t sprites_total;            /* in the swarms so far */
    const XmlElement *lantern;         /* NULL: not met yet */
    uint32_t path_ids[SPEC_PATHS_MAX]; /* the object ids of the paths */
    TmxOwl owls[SPEC_OWLS_MAX];
} TmxReader;

/* What the groups around a layer hand down to it. */
typedef struct TmxGroup {
    bool visible;
    float opacity;
} TmxGroup;

/* The whole map but for the cells of its layers, from its root element. The level is zeroed, but
 * for its path. */
bool tmx_read_map(TmxReader *reader, const XmlElement *map);

bool tmx_read_tilesets(TmxReader *reader, const XmlElement *map);

/* What a <layer> or <group> hands on, with what it got from the groups around it. */
bool tmx_read_group(TmxReader *reader, const XmlElement *element, TmxGroup outer, TmxGroup *group);

/* One <layer> but for its cells, of which it takes note. */
bool tmx_read_layer(TmxReader *reader, const XmlElement *layer, TmxGroup group);

/* A layer's cells, into the level's numbers, and what is solid marked. Needs the tilesets and the
 * tree, and changes neither; different layers at the same time, on any threads. */
bool tmx_unpack(const TmxReader *reader, uint32_t packed, Error *error);

/* A layer's <data> as the map's own tile numbers, flip bits and all: `cells` has `count`. */
bool tmx_read_cells(const XmlElement *data, uint32_t *cells, uint32_t count, Error *error);

/* Where the cell of that index stands in the file; the data's start where it is packed. */
Place tmx_cell_place(const XmlElement *data, uint32_t index);

/* Where an object lies, checked to be of that shape and inside the map. The last one fills the
 * path's points (a polyline's, or a polygon's, which is closed). */
bool tmx_shape_point(TmxReader *reader, const XmlElement *object, SpecPoint *at);
bool tmx_shape_rectangle(TmxReader *reader, const XmlElement *object, SpecPoint *at,
                         SpecPoint *size);
bool tmx_shape_line(TmxReader *reader, const XmlElement *object, SpecPath *path);

/* One <objectgroup>; and, after the last, what can be checked only then. */
bool tmx_read_objects(TmxReader *reader, const XmlElement *object_group);
bool tmx_finish_objects(TmxReader *reader, const XmlElement *map);
