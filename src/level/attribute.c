#include "level/attribute.h"

/* The value's text is NULL where there is no such attribute. */
static Value find(const XmlElement *element, const char *name)
{
    return (Value){element->place, "attribute", name, xml_attribute(element, name)};
}

static bool fail_missing(const XmlElement *element, const char *name, Error *error)
{
    return place_fail(element->place, error, "<%.40s> has no attribute \"%s\", expected one",
                      element->name, name);
}

bool attribute_u32(const XmlElement *element, const char *name, Limits limits, uint32_t *number,
                   Error *error)
{
    Value value = find(element, name);
    return value.text ? value_u32(value, limits, number, error)
                      : fail_missing(element, name, error);
}

bool attribute_string(const XmlElement *element, const char *name, char *text, size_t size,
                      Error *error)
{
    Value value = find(element, name);
    return value.text ? value_string(value, text, size, error) : fail_missing(element, name, error);
}

bool attribute_optional_u32(const XmlElement *element, const char *name, Limits limits,
                            uint32_t *number, Error *error)
{
    Value value = find(element, name);
    return !value.text || value_u32(value, limits, number, error);
}

bool attribute_optional_f32(const XmlElement *element, const char *name, Limits limits,
                            float *number, Error *error)
{
    Value value = find(element, name);
    return !value.text || value_f32(value, limits, number, error);
}

bool attribute_optional_bool(const XmlElement *element, const char *name, bool *flag, Error *error)
{
    Value value = find(element, name);
    return !value.text || value_bool(value, flag, error);
}

bool attribute_optional_string(const XmlElement *element, const char *name, char *text, size_t size,
                               Error *error)
{
    Value value = find(element, name);
    return !value.text || value_string(value, text, size, error);
}

bool attribute_optional_rgb(const XmlElement *element, const char *name, uint32_t *rgb,
                            Error *error)
{
    Value value = find(element, name);
    return !value.text || value_rgb(value, rgb, error);
}
