/* Tiled's typed properties (<properties> in a map, a tile or an object), checked: for the readers
 * of those. Where there is no such property, what is there stays: the caller sets the default
 * before. False, with a placed sentence, where its type or value is wrong. Any thread. */
#pragma once

#include "level/value.h"
#include "level/xml.h"

/* The <property> of that name; NULL: none. */
const XmlElement *property_find(const XmlElement *owner, const char *name);

bool property_u32(const XmlElement *owner, const char *name, Limits limits, uint32_t *number,
                  Error *error);
bool property_f32(const XmlElement *owner, const char *name, Limits limits, float *number,
                  Error *error); /* an int will do */
bool property_bool(const XmlElement *owner, const char *name, bool *flag, Error *error);
bool property_string(const XmlElement *owner, const char *name, char *text, size_t size,
                     Error *error);

/* A reference to an object, by its id; Tiled writes 0 for "none". */
bool property_object(const XmlElement *owner, const char *name, uint32_t *id, Error *error);
