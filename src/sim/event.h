/* What a slice has to say to the rest of the world: at most one event a sprite and tick, kept in
 * the slice's own stretch of one array and joined when all have moved, by the sprites' ids, so that
 * the result knows neither how the work was split nor where the sprites lie. */
#pragma once

#include <stdint.h>

typedef enum EventKind {
    EVENT_AT_JAR, /* a firefly touches an open jar; `with`: the jar */
    EVENT_CAUGHT, /* a hunter reaches a firefly; `with`: the hunter, counted from 0 */
} EventKind;

typedef struct Event {
    uint32_t slot;
    uint32_t id;
    uint16_t with;
    uint16_t kind; /* an EventKind */
} Event;

typedef struct EventList {
    Event *events; /* the slice's own; room for one a sprite */
    uint32_t count;
} EventList;

static inline void event_add(EventList *list, EventKind kind, uint32_t slot, uint32_t id,
                             uint32_t with)
{
    list->events[list->count++] =
        (Event){.slot = slot, .id = id, .with = (uint16_t)with, .kind = (uint16_t)kind};
}
