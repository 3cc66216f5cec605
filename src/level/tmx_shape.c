#include "level/attribute.h"
#include "level/number.h"
#include "level/tmx.h"

#include <stdlib.h>
#include <string.h>

static const Limits any_pixels = {-1e7, 1e7}; /* whether inside the map is another question */

static SpecPoint map_size(const TmxReader *reader)
{
    const WorldSpec *spec = &reader->level->spec;
    return (SpecPoint){(float)(spec->tile_columns * spec->tile_size),
                       (float)(spec->tile_rows * spec->tile_size)};
}

/* The right and lower edges belong to no cell, and so not to the map. */
static bool check_inside(TmxReader *reader, const XmlElement *object, SpecPoint at)
{
    SpecPoint size = map_size(reader);
    if (at.x >= 0 && at.y >= 0 && at.x < size.x && at.y < size.y) {
        return true;
    }
    return place_fail(object->place, reader->error,
                      "the object reaches (%g, %g), expected it inside the map's %g x %g pixels",
                      (double)at.x, (double)at.y, (double)size.x, (double)size.y);
}

static bool read_position(TmxReader *reader, const XmlElement *object, SpecPoint *at)
{
    *at = (SpecPoint){0, 0};
    return attribute_optional_f32(object, "x", any_pixels, &at->x, reader->error) &&
           attribute_optional_f32(object, "y", any_pixels, &at->y, reader->error);
}

static const char *shape_of(const XmlElement *object)
{
    static const char *const shapes[] = {"point",   "polyline", "polygon",
                                         "ellipse", "capsule",  "text"};
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        if (xml_child(object, shapes[i])) {
            return shapes[i];
        }
    }
    return xml_attribute(object, "gid") ? "tile" : "rectangle";
}

static bool check_shape(TmxReader *reader, const XmlElement *object, const char *expected)
{
    const char *shape = shape_of(object);
    if (strcmp(shape, expected) == 0) {
        return true;
    }
    return place_fail(object->place, reader->error, "the object's shape is \"%s\", expected \"%s\"",
                      shape, expected);
}

/* A turned rectangle or path would be elsewhere than its numbers say. */
static bool refuse_rotation(TmxReader *reader, const XmlElement *object)
{
    float degrees = 0;
    if (!attribute_optional_f32(object, "rotation", (Limits){-1e6, 1e6}, &degrees, reader->error)) {
        return false;
    }
    if (degrees < 0 || degrees > 0) {
        return place_fail(object->place, reader->error,
                          "the object is turned by %g degrees, expected a rotation of 0",
                          (double)degrees);
    }
    return true;
}

bool tmx_shape_point(TmxReader *reader, const XmlElement *object, SpecPoint *at)
{
    return check_shape(reader, object, "point") && read_position(reader, object, at) &&
           check_inside(reader, object, *at);
}

bool tmx_shape_rectangle(TmxReader *reader, const XmlElement *object, SpecPoint *at,
                         SpecPoint *size)
{
    *size = (SpecPoint){0, 0};
    if (!check_shape(reader, object, "rectangle") || !refuse_rotation(reader, object) ||
        !read_position(reader, object, at) ||
        !attribute_optional_f32(object, "width", any_pixels, &size->x, reader->error) ||
        !attribute_optional_f32(object, "height", any_pixels, &size->y, reader->error) ||
        !check_inside(reader, object, *at)) {
        return false;
    }
    SpecPoint map = map_size(reader);
    if (size->x < 1 || size->y < 1 || at->x + size->x > map.x || at->y + size->y > map.y) {
        return place_fail(object->place, reader->error,
                          "the rectangle is %g x %g pixels at (%g, %g), expected at least 1 x 1 "
                          "inside the map's %g x %g",
                          (double)size->x, (double)size->y, (double)at->x, (double)at->y,
                          (double)map.x, (double)map.y);
    }
    return true;
}

/* Reads "x,y" and the space behind it; NULL where there is no such thing. */
static const char *scan_pair(const char *text, double *x, double *y)
{
    text = number_scan(text, x);
    text = text && *text == ',' ? number_scan(text + 1, y) : NULL;
    if (!text || (*text != ' ' && *text != '\0')) {
        return NULL;
    }
    return text + strspn(text, " ");
}

static uint32_t count_pairs(const char *text)
{
    uint32_t commas = 0;
    for (; *text; text++) {
        commas += *text == ',';
    }
    return commas;
}

/* Tiled writes the points relative to the object's position. */
static bool read_points(TmxReader *reader, const XmlElement *object, const char *text,
                        SpecPath *path)
{
    SpecPoint origin;
    if (!read_position(reader, object, &origin)) {
        return false;
    }
    while (*text) {
        double x = 0;
        double y = 0;
        const char *rest = scan_pair(text, &x, &y);
        if (!rest) {
            return place_fail(object->place, reader->error,
                              "point %u of the path is \"%.40s\", expected x,y as in \"0,0 16,8\"",
                              path->point_count + 1, text);
        }
        SpecPoint at = {(float)(origin.x + x), (float)(origin.y + y)};
        if (!check_inside(reader, object, at)) {
            return false;
        }
        path->points[path->point_count++] = at;
        text = rest;
    }
    return true;
}

bool tmx_shape_line(TmxReader *reader, const XmlElement *object, SpecPath *path)
{
    const XmlElement *line = xml_child(object, "polyline");
    const XmlElement *ring = xml_child(object, "polygon");
    if (!line && !ring) {
        return check_shape(reader, object, "polyline");
    }
    if (!refuse_rotation(reader, object)) {
        return false;
    }
    const char *text = xml_attribute(line ? line : ring, "points");
    uint32_t count = text ? count_pairs(text) : 0;
    if (count < 2 || count > SPEC_PATH_POINTS_MAX) {
        return place_fail(object->place, reader->error, "the path has %u points, expected 2 to %d",
                          count, SPEC_PATH_POINTS_MAX);
    }
    path->closed = !line;
    path->points = calloc(count, sizeof *path->points);
    if (!path->points) {
        return place_fail(object->place, reader->error,
                          "out of memory, expected enough for the path");
    }
    return read_points(reader, object, text, path);
}
