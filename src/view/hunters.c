#include "view/hunters.h"

#include "view/palette.h"

enum {
    MARGIN = 40,        /* map pixels beyond the view that are still written */
    OWL_ALTITUDE = 22,  /* map pixels above its shadow */
    SWOOP_ALTITUDE = 8, /* it comes down */
    BAT_ALTITUDE = 14,
    THREAT_ABOVE = 18,
    WARNING_TICKS = 45, /* before it hunts again */
    BEAT_AT_REST = 14,  /* ticks a wing beat */
    BEAT_IN_FLIGHT = 7,
    BAT_BEAT = 4,
    STARS_TURN = 12, /* ticks */
    DIVES = 255,     /* threats: now, and as soon as it sees a crowd that glows in the dark */
    AWAKE = 110,
};

/* Blinded by the swarm's flash, or in the lantern's light. */
static bool is_dazzled(const Scene *scene, const SpriteFront *now, uint32_t slot)
{
    return sprite_state(now->flash[slot]) == SPRITE_DAZZLED ||
           world_is_safe(scene, now->x[slot], now->y[slot]);
}

static uint16_t owl_frame(const Cast *cast, uint32_t tick, HunterState state, uint32_t hunter)
{
    if (state.quarry > 0) {
        return cast->owl_swoop;
    }
    uint32_t beat = state.wait > 0 ? BEAT_AT_REST : BEAT_IN_FLIGHT;
    return cast->owl[(tick / beat + hunter) % CAST_OWL_FLAPS];
}

/* A sated owl is harmless; then its eyes light up, first for a warning, and burn while it dives. */
static uint8_t owl_threat(HunterState state)
{
    if (state.quarry > 0) {
        return DIVES;
    }
    uint32_t sated = state.sated;
    return (uint8_t)(sated >= WARNING_TICKS ? 0 : AWAKE * (WARNING_TICKS - sated) / WARNING_TICKS);
}

static void dress(HunterItem *item, const World *world, const SpriteFront *now, const Cast *cast,
                  uint32_t hunter, uint32_t slot)
{
    const Scene *scene = world_scene(world);
    HunterState state = now->hunters[hunter];
    item->is_owl = world_hunter_kind(world, hunter) == HUNTER_OWL;
    if (!item->is_owl) {
        item->frame = cast->hunter_bat[(scene->tick / BAT_BEAT + hunter) % CAST_WING_BEATS];
    } else if (is_dazzled(scene, now, slot)) {
        item->frame = cast->owl_dazzled[scene->tick / STARS_TURN % CAST_DAZZLES];
    } else {
        item->frame = owl_frame(cast, scene->tick, state, hunter);
        item->threat = owl_threat(state);
    }
}

static bool is_seen(const Camera *camera, float scene_x, float scene_y)
{
    float margin = (float)(MARGIN * camera->zoom);
    return scene_x > -margin && scene_y > -margin &&
           scene_x < (float)(camera->view_width * camera->zoom) + margin &&
           scene_y < (float)(camera->view_height * camera->zoom) + margin;
}

void hunters_write(HunterList *list, const World *world, SpriteFront before, SpriteFront now,
                   const Cast *cast, const Camera *camera, float blend)
{
    Range range = world_motion_range(world, MOTION_PATROL);
    float zoom = (float)camera->zoom;
    list->count = 0;
    for (uint32_t i = range.begin; i < range.end && list->count < SPEC_OWLS_MAX; i++) {
        float x = (before.x[i] + (now.x[i] - before.x[i]) * blend) * zoom - (float)camera->left;
        float y = (before.y[i] + (now.y[i] - before.y[i]) * blend) * zoom - (float)camera->top;
        if (is_seen(camera, x, y)) {
            HunterItem *item = &list->items[list->count++];
            *item = (HunterItem){.x = (int16_t)floorf(x), .y = (int16_t)floorf(y)};
            dress(item, world, &now, cast, i - range.begin, i);
        }
    }
}

static int altitude_of(const HunterItem *item)
{
    if (!item->is_owl) {
        return BAT_ALTITUDE;
    }
    return item->threat == DIVES ? SWOOP_ALTITUDE : OWL_ALTITUDE;
}

void hunters_draw(const HunterList *list, const Brush *brush)
{
    const Cast *cast = brush->cast;
    int zoom = brush->camera->zoom;
    brush_use(brush, CANVAS_BLEND);
    for (uint32_t i = 0; i < list->count; i++) {
        const HunterItem *item = &list->items[i];
        brush_frame(brush, cast->owl_shadow, item->x, item->y + altitude_of(item) * zoom);
    }
    for (uint32_t i = 0; i < list->count; i++) {
        const HunterItem *item = &list->items[i];
        brush_frame(brush, item->frame, item->x, item->y);
        if (item->threat > AWAKE) {
            brush_frame(brush, cast->threat, item->x, item->y - THREAT_ABOVE * zoom);
        }
    }
    brush_use(brush, CANVAS_ADD);
    for (uint32_t i = 0; i < list->count; i++) {
        const HunterItem *item = &list->items[i];
        if (item->threat > 0) {
            brush_tinted(brush, cast->owl_eyes, item->x, item->y,
                         (SDL_Color){255, 255, 255, item->threat});
        }
    }
}
