/* An element's attributes, checked: for the readers of maps and tilesets. Each returns false, with
 * a placed sentence, where the attribute is wrong. Any thread. */
#pragma once

#include "level/value.h"
#include "level/xml.h"

/* These are faults where there is no such attribute. */
bool attribute_u32(const XmlElement *element, const char *name, Limits limits, uint32_t *number,
                   Error *error);
bool attribute_string(const XmlElement *element, const char *name, char *text, size_t size,
                      Error *error);

/* These leave what is there untouched where there is no such attribute: the caller sets the
 * default before. */
bool attribute_optional_u32(const XmlElement *element, const char *name, Limits limits,
                            uint32_t *number, Error *error);
bool attribute_optional_f32(const XmlElement *element, const char *name, Limits limits,
                            float *number, Error *error);
bool attribute_optional_bool(const XmlElement *element, const char *name, bool *flag, Error *error);
bool attribute_optional_string(const XmlElement *element, const char *name, char *text, size_t size,
                               Error *error);
bool attribute_optional_rgb(const XmlElement *element, const char *name, uint32_t *rgb,
                            Error *error);
