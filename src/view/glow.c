#include "view/glow.h"

enum {
    CROWD = 1600, /* fireflies in view of which each one glows */
    CROWD_SOFTWARE = 500,
    EVERY_MOST = 12, /* thinner than that it is not worth its while */
    DIM_FROM = 3,
    TRAIL_SOFTWARE = 2,
    GHOST_TICKS = 5, /* from one ghost to the next */
    BLOOM_FROM = 4,  /* level of the flash */
    TRAIL_FROM = 2,
};

void glow_begin(GlowList *list, const World *world, const Camera *camera, bool software)
{
    float view = (float)camera->view_width * (float)camera->view_height;
    float map = (float)world_width(world) * (float)world_height(world);
    float seen = (float)world_scene(world)->flying * fminf(view / map, 1.0f);
    float crowd = software ? CROWD_SOFTWARE : CROWD;
    float every = 1.0f + seen / crowd;
    list->count = 0;
    list->every = every <= EVERY_MOST ? (uint32_t)every : 0;
    list->trail = software ? TRAIL_SOFTWARE : CAST_TRAIL;
}

uint32_t glow_dimming(const GlowList *list)
{
    if (list->every == 0) {
        return 2;
    }
    return list->every > DIM_FROM ? 1 : 0;
}

static void add(GlowList *list, uint16_t frame, int x, int y)
{
    if (list->count < GLOW_ITEMS_MAX) {
        list->items[list->count++] = (GlowItem){(int16_t)x, (int16_t)y, frame};
    }
}

void glow_add(GlowList *list, const Cast *cast, int zoom, int x, int y, float vx, float vy,
              uint32_t hue, uint32_t level)
{
    if (level < TRAIL_FROM) {
        return;
    }
    if (level >= BLOOM_FROM) {
        add(list, cast->bloom[hue], x, y);
    }
    for (uint32_t i = 0; i < list->trail; i++) {
        float ago = (float)((i + 1) * GHOST_TICKS * (uint32_t)zoom);
        add(list, cast->trail[hue][i], x - (int)(vx * ago), y - (int)(vy * ago));
    }
}

void glow_draw(const GlowList *list, float strength, const Brush *brush)
{
    SDL_Color color = brush_strength(strength);
    brush_use(brush, CANVAS_ADD);
    for (uint32_t i = 0; i < list->count; i++) {
        const GlowItem *item = &list->items[i];
        brush_tinted(brush, item->frame, item->x, item->y, color);
    }
}
