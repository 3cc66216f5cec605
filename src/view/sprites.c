#include "view/sprites.h"

#include "base/random.h"
#include "view/palette.h"

#include <stdlib.h>

enum {
    CULL_MARGIN = 24,     /* map pixels: half of the largest sprite, and more */
    JARRED_SHOWN = 24,    /* a jar: more would be one white patch */
    FLOOR_BIAS = 1 << 15, /* makes a truncation a floor for what is on the screen */
    OWL_ALTITUDE = 22,    /* map pixels above its shadow */
};

/* The flash by 256ths of its period: up within a few ticks, down for a third of it, then dark. */
static const uint8_t FLASH_UP[] = {2, 3, 5, 6, 7, 7};
enum { FLASH_PEAK_END = 18, FLASH_END = 96, FLASH_DARK = 1 };

bool sprites_open(SpriteList *list, const World *world, Error *error)
{
    uint32_t count = world_sprite_count(world);
    SpriteFront front = world_front(world);
    const WorldBreed *breeds = world_breeds(world);
    *list = (SpriteList){.capacity = count};
    list->items = calloc((size_t)count + 1, sizeof *list->items);
    list->dress = calloc((size_t)count + 1, sizeof *list->dress);
    if (!list->items || !list->dress) {
        sprites_close(list);
        return error_set(error, "no memory to draw %u sprites", count);
    }
    Range hunters = world_motion_range(world, MOTION_PATROL); /* they need no dress */
    for (uint32_t slot = 0; slot < count - range_count(hunters); slot++) {
        uint32_t id = sprite_id(front.tag[slot]);
        Look look = breeds[sprite_breed(front.tag[slot])].look;
        uint64_t hue = random_u64(world_seed(world), id, 0, RANDOM_LOOK) % CAST_HUES;
        list->dress[id] = (uint8_t)(look == LOOK_FIREFLY ? hue : 0u + CAST_HUES + look);
    }
    return true;
}

void sprites_close(SpriteList *list)
{
    free(list->items);
    free(list->dress);
    *list = (SpriteList){0};
}

/* What writing one frame's list needs, near at hand. */
typedef struct Writer {
    SpriteList *list;
    const Cast *cast;
    SpriteFront now, before;
    const uint8_t *lane_of;
    uint16_t fireflies[CAST_HUES][256]; /* the frame by hue and 256th of the period */
    float blend;
    float zoom, left, top, right, bottom; /* the view and its margin, pixels of the scene */
    uint32_t tick;
    uint32_t jarred_left; /* still to be shown in this frame */
} Writer;

static uint32_t flash_level(uint32_t part)
{
    if (part < FLASH_PEAK_END) {
        uint32_t last = sizeof FLASH_UP - 1;
        return FLASH_UP[part / 3 < last ? part / 3 : last];
    }
    if (part < FLASH_END) {
        return FLASH_DARK + (CAST_FLASH_LEVELS - 1 - FLASH_DARK) * (FLASH_END - part) /
                                (FLASH_END - FLASH_PEAK_END);
    }
    return FLASH_DARK;
}

static void prepare_fireflies(Writer *writer)
{
    for (uint32_t part = 0; part < 256; part++) {
        uint32_t level = flash_level(part);
        for (uint32_t hue = 0; hue < CAST_HUES; hue++) {
            writer->fireflies[hue][part] = writer->cast->firefly[hue][level];
        }
    }
}

/* Where the sprite is on the scene; false where that is out of sight. */
static inline bool place(const Writer *writer, uint32_t slot, int *x, int *y)
{
    const SpriteFront *now = &writer->now;
    const SpriteFront *before = &writer->before;
    float map_x = before->x[slot] + (now->x[slot] - before->x[slot]) * writer->blend;
    float map_y = before->y[slot] + (now->y[slot] - before->y[slot]) * writer->blend;
    float scene_x = map_x * writer->zoom;
    float scene_y = map_y * writer->zoom;
    if (!(scene_x >= writer->left && scene_x < writer->right && scene_y >= writer->top &&
          scene_y < writer->bottom)) {
        return false;
    }
    float margin = CULL_MARGIN * writer->zoom;
    *x = (int)(scene_x - writer->left - margin + FLOOR_BIAS) - FLOOR_BIAS;
    *y = (int)(scene_y - writer->top - margin + FLOOR_BIAS) - FLOOR_BIAS;
    return true;
}

static inline SpriteItem item_at(const Writer *writer, uint32_t slot, int x, int y, uint16_t frame)
{
    return (SpriteItem){(int16_t)x, (int16_t)y, frame,
                        writer->lane_of ? writer->lane_of[slot] : (uint8_t)0};
}

/* In a jar they rest on one point; the hash of the id spreads them behind the glass. */
static void write_jarred(Writer *writer, uint32_t slot, uint32_t id)
{
    int x;
    int y;
    if (writer->jarred_left == 0 || !place(writer, slot, &x, &y)) {
        return;
    }
    writer->jarred_left--;
    uint64_t hash = random_mix(id + 1);
    uint32_t twinkle = (writer->tick / 9 + (uint32_t)(hash >> 40)) % 8;
    uint32_t level = twinkle < 4 ? twinkle : 7 - twinkle;
    int zoom = (int)writer->zoom;
    x += ((int)(hash % 9) - 4) * zoom;
    y += ((int)(hash >> 8 & 7) - 5) * zoom;
    writer->list->items[writer->list->light_count++] =
        item_at(writer, slot, x, y, writer->cast->jarred[level]);
}

static void write_body(Writer *writer, uint32_t slot, uint32_t id, Look look)
{
    int x;
    int y;
    if (!place(writer, slot, &x, &y)) {
        return;
    }
    const Cast *cast = writer->cast;
    uint16_t frame = cast->hare;
    if (look == LOOK_BAT) {
        frame = cast->bat[(writer->tick / 5 + id) % CAST_WING_BEATS];
    } else if (look == LOOK_MOTH) {
        frame = cast->moth[(writer->tick / 4 + id) % CAST_WING_BEATS];
    }
    SpriteList *list = writer->list;
    list->body_count++;
    list->items[list->capacity - list->body_count] = item_at(writer, slot, x, y, frame);
}

static void write_range(Writer *writer, Range range)
{
    SpriteList *list = writer->list;
    for (uint32_t slot = range.begin; slot < range.end; slot++) {
        uint32_t id = sprite_id(writer->now.tag[slot]);
        uint32_t flash = writer->now.flash[slot];
        uint8_t dress = list->dress[id];
        SpriteState state = sprite_state(flash);
        int x;
        int y;
        if (state == SPRITE_FLYING && dress < CAST_HUES) {
            if (place(writer, slot, &x, &y)) {
                uint16_t frame = writer->fireflies[dress][sprite_phase(flash) >> 8];
                list->items[list->light_count++] = item_at(writer, slot, x, y, frame);
            }
        } else if (state == SPRITE_FLYING) {
            write_body(writer, slot, id, (Look)(dress - CAST_HUES));
        } else if (state == SPRITE_JARRED) {
            write_jarred(writer, slot, id);
        }
    }
}

static void write_owls(Writer *writer, const World *world)
{
    SpriteList *list = writer->list;
    Range range = world_motion_range(world, MOTION_PATROL);
    for (uint32_t slot = range.begin; slot < range.end && list->owl_count < SPEC_OWLS_MAX; slot++) {
        int x;
        int y;
        if (!place(writer, slot, &x, &y)) {
            continue;
        }
        uint32_t hunter = slot - range.begin;
        if (world_hunter_kind(world, hunter) == HUNTER_BAT) {
            uint16_t bat = writer->cast->bat[(writer->tick / 5 + slot) % CAST_WING_BEATS];
            list->owls[list->owl_count++] = item_at(writer, slot, x, y, bat);
            continue;
        }
        uint32_t beat = writer->now.hunters[hunter].wait > 0 ? 14 : 7;
        uint16_t frame = writer->cast->owl[(writer->tick / beat + slot) % CAST_OWL_FLAPS];
        if (sprite_state(writer->now.flash[slot]) == SPRITE_DAZZLED ||
            world_is_safe(world_scene(world), writer->now.x[slot], writer->now.y[slot])) {
            frame = writer->cast->owl_dazzled;
        }
        list->owls[list->owl_count++] = item_at(writer, slot, x, y, frame);
    }
}

void sprites_write(SpriteList *list, const World *world, const Cast *cast, const Camera *camera,
                   float blend, bool step_running, const uint8_t *lane_of)
{
    float zoom = (float)camera->zoom;
    float margin = CULL_MARGIN * zoom;
    Writer writer = {
        .list = list,
        .cast = cast,
        .now = world_front(world),
        .lane_of = lane_of,
        .blend = blend,
        .zoom = zoom,
        .left = (float)camera->left - margin,
        .top = (float)camera->top - margin,
        .right = (float)(camera->left + camera->view_width * camera->zoom) + margin,
        .bottom = (float)(camera->top + camera->view_height * camera->zoom) + margin,
        .tick = world_scene(world)->tick,
        .jarred_left = JARRED_SHOWN * world_jar_count(world),
    };
    prepare_fireflies(&writer);
    list->light_count = 0;
    list->body_count = 0;
    list->owl_count = 0;
    for (Motion motion = 0; motion < MOTION_COUNT; motion++) {
        writer.before = step_running ? writer.now : world_previous(world, motion);
        if (motion != MOTION_PATROL) {
            write_range(&writer, world_motion_range(world, motion));
        }
    }
    write_owls(&writer, world);
}

void sprite_quad(Batch *batch, const SDL_Rect *frame, int zoom, int x, int y, SDL_Color color)
{
    int width = frame->w * zoom;
    int height = frame->h * zoom;
    SDL_FRect at = {(float)(x - width / 2), (float)(y - height / 2), (float)width, (float)height};
    batch_quad(batch, frame, &at, color);
}

static void draw_items(const SpriteItem *items, uint32_t count, Batch *batch, const Atlas *atlas,
                       int zoom)
{
    for (uint32_t i = 0; i < count; i++) {
        const SpriteItem *item = &items[i];
        sprite_quad(batch, &atlas->table.frames[item->frame], zoom, item->x, item->y,
                    PALETTE_WHITE);
    }
}

static void draw_dots(const SpriteItem *items, uint32_t count, Batch *batch, const Atlas *atlas,
                      const Cast *cast, int zoom)
{
    const SDL_Rect *dot = &atlas->table.frames[cast->dot];
    batch_use(batch, atlas->texture, SDL_BLENDMODE_BLEND);
    for (uint32_t i = 0; i < count; i++) {
        sprite_quad(batch, dot, zoom, items[i].x, items[i].y, palette_category(items[i].lane));
    }
}

void sprites_draw_bodies(const SpriteList *list, Batch *batch, const Atlas *atlas, const Cast *cast,
                         const Camera *camera, bool by_lane)
{
    const SpriteItem *bodies = list->items + (list->capacity - list->body_count);
    int zoom = camera->zoom;
    if (by_lane) {
        draw_dots(bodies, list->body_count, batch, atlas, cast, zoom);
        return;
    }
    batch_use(batch, atlas->texture, SDL_BLENDMODE_BLEND);
    draw_items(bodies, list->body_count, batch, atlas, zoom);
}

void sprites_draw_lights(const SpriteList *list, Batch *batch, const Atlas *atlas, const Cast *cast,
                         const Camera *camera, bool by_lane)
{
    if (by_lane) {
        draw_dots(list->items, list->light_count, batch, atlas, cast, camera->zoom);
        return;
    }
    batch_use(batch, atlas->texture, SDL_BLENDMODE_ADD);
    draw_items(list->items, list->light_count, batch, atlas, camera->zoom);
}

void sprites_draw_owls(const SpriteList *list, Batch *batch, const Atlas *atlas, const Cast *cast,
                       const Camera *camera)
{
    const SDL_Rect *shadow = &atlas->table.frames[cast->owl_shadow];
    int zoom = camera->zoom;
    batch_use(batch, atlas->texture, SDL_BLENDMODE_BLEND);
    for (uint32_t i = 0; i < list->owl_count; i++) {
        sprite_quad(batch, shadow, zoom, list->owls[i].x, list->owls[i].y + OWL_ALTITUDE * zoom,
                    PALETTE_WHITE);
    }
    draw_items(list->owls, list->owl_count, batch, atlas, zoom);
}
