/* An XML document as a tree that remembers where each element stood: for the readers of maps and
 * tilesets. The thin wrapper around expat, and the only place that knows it. */
#pragma once

#include "base/error.h"
#include "level/place.h"

#include <stddef.h>
#include <stdint.h>

enum {
    XML_DEPTH_MAX = 32,             /* elements inside each other: bounds the readers' recursion */
    XML_ELEMENTS_MAX = 1024 * 1024, /* bounds the tree's memory to about 100 MiB */
    XML_BYTES_MAX = 64 * 1024 * 1024,
};

typedef struct XmlAttribute {
    const char *name;
    const char *value;
} XmlAttribute;

typedef struct XmlElement XmlElement;
struct XmlElement {
    Place place; /* of its "<" */
    const char *name;
    XmlAttribute *attributes;
    uint32_t attribute_count;
    Place text_place;
    const char *text; /* what it holds where it has no children; never NULL */
    size_t text_length;
    XmlElement *first; /* child */
    XmlElement *last;
    XmlElement *next; /* sibling */
};

typedef struct XmlDocument XmlDocument;

/* Reads a whole document of at most XML_BYTES_MAX. One with a DOCTYPE is refused: maps have none,
 * and entities are a way to make little text large. NULL, with a placed sentence, on a fault. */
XmlDocument *xml_parse(const char *file, const char *bytes, size_t count, Error *error);
void xml_destroy(XmlDocument *document); /* takes NULL; every element goes with it */

const XmlElement *xml_root(const XmlDocument *document);

/* The first child of that name, and the next sibling of the same name; NULL: none. */
const XmlElement *xml_child(const XmlElement *parent, const char *name);
const XmlElement *xml_next(const XmlElement *element);

/* An attribute's value; NULL: it has none such. */
const char *xml_attribute(const XmlElement *element, const char *name);
