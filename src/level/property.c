#include "level/property.h"

#include <string.h>

const XmlElement *property_find(const XmlElement *owner, const char *name)
{
    const XmlElement *list = xml_child(owner, "properties");
    const XmlElement *property = list ? xml_child(list, "property") : NULL;
    for (; property; property = xml_next(property)) {
        const char *found = xml_attribute(property, "name");
        if (found && strcmp(found, name) == 0) {
            break;
        }
    }
    return property;
}

static bool has_type(const XmlElement *property, const char *expected)
{
    const char *type = xml_attribute(property, "type");
    type = type ? type : "string";
    bool whole_for_real = strcmp(expected, "float") == 0 && strcmp(type, "int") == 0;
    return strcmp(type, expected) == 0 || whole_for_real;
}

/* The value's text is NULL where there is no such property; false: it has another type. */
static bool find(const XmlElement *owner, const char *name, const char *type, Value *value,
                 Error *error)
{
    const XmlElement *property = property_find(owner, name);
    *value = (Value){property ? property->place : owner->place, "property", name, NULL};
    if (!property) {
        return true;
    }
    if (!has_type(property, type)) {
        const char *found = xml_attribute(property, "type");
        return place_fail(property->place, error, "property \"%s\" is of type %.40s, expected %s",
                          name, found ? found : "string", type);
    }
    /* A text of several lines stands between the tags. */
    const char *text = xml_attribute(property, "value");
    value->text = text ? text : property->text;
    return true;
}

bool property_u32(const XmlElement *owner, const char *name, Limits limits, uint32_t *number,
                  Error *error)
{
    Value value;
    return find(owner, name, "int", &value, error) &&
           (!value.text || value_u32(value, limits, number, error));
}

bool property_f32(const XmlElement *owner, const char *name, Limits limits, float *number,
                  Error *error)
{
    Value value;
    return find(owner, name, "float", &value, error) &&
           (!value.text || value_f32(value, limits, number, error));
}

bool property_bool(const XmlElement *owner, const char *name, bool *flag, Error *error)
{
    Value value;
    return find(owner, name, "bool", &value, error) &&
           (!value.text || value_bool(value, flag, error));
}

bool property_string(const XmlElement *owner, const char *name, char *text, size_t size,
                     Error *error)
{
    Value value;
    return find(owner, name, "string", &value, error) &&
           (!value.text || value_string(value, text, size, error));
}

bool property_object(const XmlElement *owner, const char *name, uint32_t *id, Error *error)
{
    Value value;
    return find(owner, name, "object", &value, error) &&
           (!value.text || value_u32(value, (Limits){0, UINT32_MAX}, id, error));
}
