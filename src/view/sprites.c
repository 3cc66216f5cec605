#include "view/sprites.h"

#include "base/random.h"
#include "view/palette.h"

#include <stdlib.h>

enum {
    CULL_MARGIN = 24,     /* map pixels: half of the largest sprite, and more */
    JARRED_SHOWN = 24,    /* a jar: more would be one white patch */
    FLOOR_BIAS = 1 << 15, /* makes a truncation a floor for what is on the screen */
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
    uint8_t levels[256];                /* how bright it is */
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
    uint32_t dimming = glow_dimming(&writer->list->glow);
    for (uint32_t part = 0; part < 256; part++) {
        uint32_t level = flash_level(part);
        level = level > FLASH_DARK + dimming ? level - dimming : FLASH_DARK;
        writer->levels[part] = (uint8_t)level;
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

static inline CanvasSprite item_at(const Writer *writer, uint32_t slot, int x, int y,
                                   uint16_t frame)
{
    return (CanvasSprite){(int16_t)x, (int16_t)y, frame,
                          writer->lane_of ? writer->lane_of[slot] : (uint8_t)0, 0};
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
                uint32_t part = sprite_phase(flash) >> 8;
                uint16_t frame = writer->fireflies[dress][part];
                list->items[list->light_count++] = item_at(writer, slot, x, y, frame);
                if (glow_wants(&list->glow, id)) {
                    glow_add(&list->glow, writer->cast, (int)writer->zoom, x, y,
                             writer->now.vx[slot], writer->now.vy[slot], dress,
                             writer->levels[part]);
                }
            }
        } else if (state == SPRITE_FLYING) {
            write_body(writer, slot, id, (Look)(dress - CAST_HUES));
        } else if (state == SPRITE_JARRED) {
            write_jarred(writer, slot, id);
        }
    }
}

void sprites_write(SpriteList *list, const World *world, const Cast *cast, const Camera *camera,
                   float blend, bool step_running, const uint8_t *lane_of, bool software)
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
    glow_begin(&list->glow, world, camera, software);
    prepare_fireflies(&writer);
    list->light_count = 0;
    list->body_count = 0;
    for (Motion motion = 0; motion < MOTION_COUNT; motion++) {
        writer.before = step_running ? writer.now : world_previous(world, motion);
        if (motion != MOTION_PATROL) {
            write_range(&writer, world_motion_range(world, motion));
        } else {
            hunters_write(&list->hunters, world, writer.before, writer.now, cast, camera, blend);
        }
    }
}

void sprite_quad(Canvas *canvas, const SDL_Rect *frame, int zoom, int x, int y, SDL_Color color)
{
    int width = frame->w * zoom;
    int height = frame->h * zoom;
    SDL_FRect at = {(float)(x - width / 2), (float)(y - height / 2), (float)width, (float)height};
    canvas_quad(canvas, frame, &at, color);
}

static void draw_items(const CanvasSprite *items, uint32_t count, CanvasBlend blend,
                       SDL_Color color, const Brush *brush)
{
    canvas_sprites(brush->canvas, &(CanvasSprites){
                                      .picture = brush->atlas->texture,
                                      .frames = brush->atlas->table.frames,
                                      .frame_count = brush->atlas->table.count,
                                      .items = items,
                                      .count = count,
                                      .zoom = brush->camera->zoom,
                                      .blend = blend,
                                      .color = color,
                                  });
}

static void draw_dots(const CanvasSprite *items, uint32_t count, const Brush *brush)
{
    brush_use(brush, CANVAS_BLEND);
    for (uint32_t i = 0; i < count; i++) {
        brush_tinted(brush, brush->cast->dot, items[i].x, items[i].y,
                     palette_category(items[i].lane));
    }
}

void sprites_draw_bodies(const SpriteList *list, const Brush *brush, bool by_lane)
{
    const CanvasSprite *bodies = list->items + (list->capacity - list->body_count);
    if (by_lane) {
        draw_dots(bodies, list->body_count, brush);
        return;
    }
    draw_items(bodies, list->body_count, CANVAS_BLEND, PALETTE_WHITE, brush);
}

void sprites_draw_lights(const SpriteList *list, float strength, const Brush *brush, bool by_lane)
{
    if (by_lane) {
        draw_dots(list->items, list->light_count, brush);
        return;
    }
    glow_draw(&list->glow, strength, brush);
    draw_items(list->items, list->light_count, CANVAS_ADD, brush_strength(strength), brush);
}
