#include "sim/flight_tell.h"

static bool is_within(float reach, float x, float y)
{
    return x * x + y * y < reach * reach;
}

static bool can_catch(const MotionView *view, uint32_t hunter)
{
    uint32_t slot = view->hunter_slots.begin + hunter;
    return view->front.hunters[hunter].sated == 0 &&
           sprite_state(view->front.flash[slot]) != SPRITE_DAZZLED;
}

void flight_tell(const MotionView *view, uint32_t slot, uint32_t tag, float x, float y,
                 EventList *events)
{
    if (view->breeds[sprite_breed(tag)].look != LOOK_FIREFLY) {
        return;
    }
    uint32_t hunters = range_count(view->hunter_slots);
    for (uint32_t hunter = 0; hunter < hunters; hunter++) {
        uint32_t at = view->hunter_slots.begin + hunter;
        if (is_within(OWL_REACH, x - view->front.x[at], y - view->front.y[at]) &&
            can_catch(view, hunter) && !world_is_safe(view->scene, x, y)) {
            event_add(events, EVENT_CAUGHT, slot, sprite_id(tag), hunter);
            return;
        }
    }
    for (uint32_t i = 0; i < view->weather->open_count; i++) {
        const OpenJar *open = &view->weather->open[i];
        if (is_within(JAR_REACH, x - open->x, y - open->y)) {
            event_add(events, EVENT_AT_JAR, slot, sprite_id(tag), open->jar);
            return;
        }
    }
}
