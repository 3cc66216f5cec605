#include "level/attribute.h"
#include "level/property.h"
#include "level/tmx.h"
#include "sim/script.h"

#include <stdio.h>
#include <string.h>

static const Limits speed_limits = {0.1, 600};
static const float hunter_speeds[HUNTER_COUNT] = {[HUNTER_OWL] = 60, [HUNTER_BAT] = 60};
static const float swarm_speed = 40;

enum { WAIT_TICKS_MAX = 65535 };

static bool fail_too_many(TmxReader *reader, const XmlElement *object, const char *things,
                          uint32_t max)
{
    return place_fail(object->place, reader->error, "too many %s, expected at most %u", things,
                      max);
}

static bool read_lantern(TmxReader *reader, const XmlElement *object)
{
    if (reader->lantern) {
        return place_fail(object->place, reader->error,
                          "a second lantern (the first is on line %u), expected exactly one",
                          reader->lantern->place.line);
    }
    reader->lantern = object;
    SpecPoint at;
    if (!tmx_shape_point(reader, object, &at)) {
        return false;
    }
    reader->level->spec.lantern_x = at.x;
    reader->level->spec.lantern_y = at.y;
    return true;
}

/* The words that a property may have: all names but the one that the game keeps for itself. */
typedef struct Words {
    const char *(*name)(uint32_t index);
    uint32_t (*find)(const char *name); /* `count` where there is none such */
    uint32_t count;
    uint32_t kept;
} Words;

static const char *motion_word(uint32_t index)
{
    return motion_name((Motion)index);
}

static const char *look_word(uint32_t index)
{
    return look_name((Look)index);
}

static const char *haven_word(uint32_t index)
{
    return haven_name((Haven)index);
}

static const Words motion_words = {motion_word, motion_from_name, MOTION_COUNT, MOTION_PATROL};
static const Words look_words = {look_word, look_from_name, LOOK_COUNT, LOOK_OWL};
static const Words haven_words = {haven_word, haven_from_name, HAVEN_COUNT, HAVEN_COUNT};

static void list_words(const Words *words, char *text, size_t size)
{
    size_t used = 0;
    for (uint32_t i = 0; i < words->count && used < size; i++) {
        if (i != words->kept) {
            const char *comma = used ? ", " : "";
            used += (size_t)snprintf(text + used, size - used, "%s%s", comma, words->name(i));
        }
    }
}

static bool property_word(TmxReader *reader, const XmlElement *object, const char *name,
                          const Words *words, uint32_t *chosen)
{
    char text[SPEC_NAME_SIZE];
    snprintf(text, sizeof text, "%s", words->name(*chosen));
    if (!property_string(object, name, text, sizeof text, reader->error)) {
        return false;
    }
    uint32_t found = words->find(text);
    if (found < words->count && found != words->kept) {
        *chosen = found;
        return true;
    }
    char list[SPEC_NAME_SIZE] = "";
    list_words(words, list, sizeof list);
    return place_fail(property_find(object, name)->place, reader->error,
                      "property \"%s\" is \"%.40s\", expected one of %s", name, text, list);
}

static bool read_jar(TmxReader *reader, const XmlElement *object)
{
    WorldSpec *spec = &reader->level->spec;
    if (spec->jar_count == SPEC_JARS_MAX) {
        return fail_too_many(reader, object, "jars", SPEC_JARS_MAX);
    }
    SpecJar *jar = &spec->jars[spec->jar_count++];
    SpecPoint at;
    if (!tmx_shape_point(reader, object, &at)) {
        return false;
    }
    *jar = (SpecJar){.x = at.x, .y = at.y};
    uint32_t haven = HAVEN_JAR;
    bool ok = property_u32(object, "capacity", (Limits){0, SPEC_SPRITES_MAX}, &jar->capacity,
                           reader->error) &&
              property_word(reader, object, "haven", &haven_words, &haven);
    jar->haven = (Haven)haven;
    return ok;
}

/* A wave that no script releases would never come; and who bounces cannot wait. */
static bool read_wave(TmxReader *reader, const XmlElement *object, Motion motion, uint32_t *wave)
{
    if (!property_u32(object, "wave", (Limits){0, SPEC_WAVES_MAX}, wave, reader->error)) {
        return false;
    }
    const ScriptRow *script = script_find(reader->level->spec.script);
    uint32_t waves = script ? script->waves : 0;
    if (*wave > 0 && motion == MOTION_BOUNCE) {
        return place_fail(property_find(object, "wave")->place, reader->error,
                          "the swarm bounces and is of wave %u, expected one that is there from "
                          "the start",
                          *wave);
    }
    if (*wave <= waves) {
        return true;
    }
    return place_fail(property_find(object, "wave")->place, reader->error,
                      "the swarm is of wave %u, expected at most %u, as many as the map's script "
                      "releases",
                      *wave, waves);
}

static bool read_count(TmxReader *reader, const XmlElement *object, uint32_t *count)
{
    if (!property_find(object, "count")) {
        return place_fail(object->place, reader->error,
                          "the swarm has no property \"count\", expected a whole number");
    }
    if (!property_u32(object, "count", (Limits){1, SPEC_SPRITES_MAX}, count, reader->error)) {
        return false;
    }
    reader->sprites_total += *count;
    if (reader->sprites_total > SPEC_SPRITES_MAX) {
        return place_fail(object->place, reader->error,
                          "the swarms have too many sprites together, expected at most %d",
                          SPEC_SPRITES_MAX);
    }
    return true;
}

static bool read_swarm(TmxReader *reader, const XmlElement *object)
{
    WorldSpec *spec = &reader->level->spec;
    if (spec->swarm_count == SPEC_SWARMS_MAX) {
        return fail_too_many(reader, object, "swarms", SPEC_SWARMS_MAX);
    }
    SpecSwarm *swarm = &spec->swarms[spec->swarm_count++];
    SpecPoint at;
    SpecPoint size;
    if (!tmx_shape_rectangle(reader, object, &at, &size)) {
        return false;
    }
    *swarm =
        (SpecSwarm){.x = at.x, .y = at.y, .width = size.x, .height = size.y, .speed = swarm_speed};
    uint32_t motion = MOTION_FLOCK;
    uint32_t look = LOOK_FIREFLY;
    bool ok = read_count(reader, object, &swarm->count) &&
              property_f32(object, "speed", speed_limits, &swarm->speed, reader->error) &&
              property_word(reader, object, "motion", &motion_words, &motion) &&
              read_wave(reader, object, (Motion)motion, &swarm->wave) &&
              property_word(reader, object, "look", &look_words, &look);
    swarm->motion = (Motion)motion;
    swarm->look = (Look)look;
    return ok;
}

static bool read_hunter(TmxReader *reader, const XmlElement *object, Hunter kind)
{
    WorldSpec *spec = &reader->level->spec;
    if (spec->owl_count == SPEC_OWLS_MAX) {
        return fail_too_many(reader, object, "owls and bats", SPEC_OWLS_MAX);
    }
    SpecPoint at;
    TmxOwl *wish = &reader->owls[spec->owl_count];
    SpecOwl *owl = &spec->owls[spec->owl_count++];
    if (!tmx_shape_point(reader, object, &at)) {
        return false;
    }
    *owl = (SpecOwl){.x = at.x, .y = at.y, .speed = hunter_speeds[kind], .kind = kind};
    *wish = (TmxOwl){.element = object};
    return property_f32(object, "speed", speed_limits, &owl->speed, reader->error) &&
           property_object(object, "path", &wish->path_id, reader->error);
}

static bool read_owl(TmxReader *reader, const XmlElement *object)
{
    return read_hunter(reader, object, HUNTER_OWL);
}

static bool read_bat(TmxReader *reader, const XmlElement *object)
{
    return read_hunter(reader, object, HUNTER_BAT);
}

/* An owl that names one of two would follow either. */
static bool check_id(TmxReader *reader, const XmlElement *object, uint32_t index)
{
    for (uint32_t i = 0; i < index; i++) {
        if (reader->path_ids[i] == reader->path_ids[index]) {
            return place_fail(object->place, reader->error,
                              "object %u is there twice, expected ids to differ",
                              reader->path_ids[i]);
        }
    }
    return true;
}

static bool read_path(TmxReader *reader, const XmlElement *object)
{
    WorldSpec *spec = &reader->level->spec;
    if (spec->path_count == SPEC_PATHS_MAX) {
        return fail_too_many(reader, object, "paths", SPEC_PATHS_MAX);
    }
    float wait_s = 0;
    Limits wait_limits = {0, WAIT_TICKS_MAX / TICKS_PER_S};
    uint32_t index = spec->path_count++;
    uint32_t *id = &reader->path_ids[index];
    SpecPath *path = &spec->paths[index];
    if (!attribute_u32(object, "id", (Limits){1, UINT32_MAX}, id, reader->error) ||
        !check_id(reader, object, index) ||
        !property_f32(object, "wait_s", wait_limits, &wait_s, reader->error)) {
        return false;
    }
    path->wait_ticks = (uint32_t)(wait_s * TICKS_PER_S + 0.5f);
    return tmx_shape_line(reader, object, path);
}

typedef struct ObjectClass {
    const char *name;
    bool (*read)(TmxReader *reader, const XmlElement *object);
} ObjectClass;

static const ObjectClass classes[] = {
    {"lantern", read_lantern}, {"swarm", read_swarm}, {"jar", read_jar},
    {"owl", read_owl},         {"bat", read_bat},     {"path", read_path},
};

/* Tiled 1.9 alone calls it "class". */
static const char *class_of(const XmlElement *object)
{
    const char *type = xml_attribute(object, "type");
    const char *class_name = type ? type : xml_attribute(object, "class");
    return class_name ? class_name : "";
}

static bool read_object(TmxReader *reader, const XmlElement *object)
{
    if (xml_attribute(object, "template")) {
        return place_fail(object->place, reader->error,
                          "the object comes from a template, expected one of its own (in Tiled: "
                          "Detach)");
    }
    const char *class_name = class_of(object);
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++) {
        if (strcmp(class_name, classes[i].name) == 0) {
            return classes[i].read(reader, object);
        }
    }
    return true; /* not ours: a note, a decoration */
}

bool tmx_read_objects(TmxReader *reader, const XmlElement *object_group)
{
    const XmlElement *object = xml_child(object_group, "object");
    for (; object; object = xml_next(object)) {
        if (!read_object(reader, object)) {
            return false;
        }
    }
    return true;
}

static bool find_path(TmxReader *reader, TmxOwl owl, uint32_t *path)
{
    for (uint32_t i = 0; i < reader->level->spec.path_count; i++) {
        if (reader->path_ids[i] == owl.path_id) {
            *path = i;
            return true;
        }
    }
    if (owl.path_id == 0) {
        return place_fail(owl.element->place, reader->error,
                          "the %s has no property \"path\", expected an object of class path",
                          class_of(owl.element));
    }
    return place_fail(owl.element->place, reader->error,
                      "the %s's property \"path\" is object %u, which is no path, expected an "
                      "object of class path",
                      class_of(owl.element), owl.path_id);
}

bool tmx_finish_objects(TmxReader *reader, const XmlElement *map)
{
    if (!reader->lantern) {
        return place_fail(map->place, reader->error,
                          "the map has no object of class lantern, expected exactly one");
    }
    WorldSpec *spec = &reader->level->spec;
    for (uint32_t i = 0; i < spec->owl_count; i++) {
        if (!find_path(reader, reader->owls[i], &spec->owls[i].path)) {
            return false;
        }
    }
    return true;
}
