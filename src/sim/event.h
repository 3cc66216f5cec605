/* What a slice has to say to the rest of the world: at most one event a sprite and tick, kept in
 * the slice's own stretch of one array and joined in slice order, so that the result does not know
 * how the work was split. */
#pragma once

#include <stdint.h>

typedef enum EventKind {
    EVENT_AT_JAR, /* a firefly touches an open jar; `with`: the jar */
    EVENT_CAUGHT, /* an owl has caught a firefly; `with`: the owl's id */
} EventKind;

typedef struct Event {
    uint32_t sprite;
    uint32_t with;
    EventKind kind;
} Event;

typedef struct EventList {
    Event *events; /* the slice's own; room for one a sprite */
    uint32_t count;
} EventList;

static inline void event_add(EventList *list, EventKind kind, uint32_t sprite, uint32_t with)
{
    list->events[list->count++] = (Event){.sprite = sprite, .with = with, .kind = kind};
}
