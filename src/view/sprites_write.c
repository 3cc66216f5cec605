/* The draw list is written in blocks of slots, a block a slice: each leaves what is seen of it at
 * its own place in the list, lights from the block's front on, bodies from its end back. Then one
 * lane moves them together in the blocks' order, so that the list is the same whoever wrote it.
 * Nothing is moved where everybody is seen, and little where few are. */
#include "view/sprites_state.h"

#include "base/random.h"

#include <string.h>

enum {
    CULL_MARGIN = 24,     /* map pixels: half of the largest sprite, and more */
    JARRED_SHOWN = 24,    /* a jar: more would be one white patch */
    FLOOR_BIAS = 1 << 15, /* makes a truncation a floor for what is on the screen */
};

/* The flash by 256ths of its period: up within a few ticks, down for a third of it, then dark. */
static const uint8_t FLASH_UP[] = {2, 3, 5, 6, 7, 7};
enum { FLASH_PEAK_END = 18, FLASH_END = 96, FLASH_DARK = 1 };

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

static void prepare_fireflies(SpriteWriter *writer, const GlowList *glow)
{
    uint32_t dimming = glow_dimming(glow);
    for (uint32_t part = 0; part < 256; part++) {
        uint32_t level = flash_level(part);
        level = level > FLASH_DARK + dimming ? level - dimming : FLASH_DARK;
        writer->levels[part] = (uint8_t)level;
        for (uint32_t hue = 0; hue < CAST_HUES; hue++) {
            writer->fireflies[hue][part] = writer->cast.firefly[hue][level];
        }
    }
}

/* ---- A block --------------------------------------------------------------------------------- */

typedef struct Writing {
    const SpriteWriter *writer;
    SpriteFront now, before;
    Range slots;       /* of the block */
    SpriteBlock block; /* so far */
} Writing;

/* Where the sprite is on the scene; false where that is out of sight. */
static inline bool place(const Writing *writing, uint32_t slot, int *x, int *y)
{
    const SpriteWriter *writer = writing->writer;
    const SpriteFront *now = &writing->now;
    const SpriteFront *before = &writing->before;
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

static inline CanvasSprite item_at(const Writing *writing, uint32_t slot, int x, int y,
                                   uint16_t frame, uint8_t mark)
{
    const uint8_t *lane_of = writing->writer->lane_of;
    return (CanvasSprite){(int16_t)x, (int16_t)y, frame, lane_of ? lane_of[slot] : (uint8_t)0,
                          mark};
}

static inline void add_light(Writing *writing, CanvasSprite item)
{
    writing->writer->items[writing->slots.begin + writing->block.lights++] = item;
}

/* In a jar they rest on one point; the hash of the id spreads them behind the glass. */
static void write_jarred(Writing *writing, uint32_t slot, uint32_t id)
{
    const SpriteWriter *writer = writing->writer;
    int x;
    int y;
    if (writing->block.jarred == writer->jarred_most || !place(writing, slot, &x, &y)) {
        return;
    }
    writing->block.jarred++;
    uint64_t hash = random_mix(id + 1);
    uint32_t twinkle = (writer->tick / 9 + (uint32_t)(hash >> 40)) % 8;
    uint32_t level = twinkle < 4 ? twinkle : 7 - twinkle;
    int zoom = (int)writer->zoom;
    x += ((int)(hash % 9) - 4) * zoom;
    y += ((int)(hash >> 8 & 7) - 5) * zoom;
    add_light(writing, item_at(writing, slot, x, y, writer->cast.jarred[level], MARK_JARRED));
}

static void write_body(Writing *writing, uint32_t slot, uint32_t id, Look look)
{
    const SpriteWriter *writer = writing->writer;
    int x;
    int y;
    if (!place(writing, slot, &x, &y)) {
        return;
    }
    const Cast *cast = &writer->cast;
    uint16_t frame = cast->hare;
    if (look == LOOK_BAT) {
        frame = cast->bat[(writer->tick / 5 + id) % CAST_WING_BEATS];
    } else if (look == LOOK_MOTH) {
        frame = cast->moth[(writer->tick / 4 + id) % CAST_WING_BEATS];
    }
    writing->block.bodies++;
    writer->items[writing->slots.end - writing->block.bodies] =
        item_at(writing, slot, x, y, frame, 0);
}

static void write_range(Writing *writing, Range range)
{
    const SpriteWriter *writer = writing->writer;
    for (uint32_t slot = range.begin; slot < range.end; slot++) {
        uint32_t id = sprite_id(writing->now.tag[slot]);
        uint32_t flash = writing->now.flash[slot];
        uint8_t dress = writer->dress[id];
        SpriteState state = sprite_state(flash);
        int x;
        int y;
        if (state == SPRITE_FLYING && dress < CAST_HUES) {
            if (place(writing, slot, &x, &y)) {
                uint32_t part = sprite_phase(flash) >> 8;
                uint8_t mark = mark_of(id, dress, writer->levels[part]);
                uint16_t frame = writer->fireflies[dress][part];
                add_light(writing, item_at(writing, slot, x, y, frame, mark));
                if (glow_wants(writer->glow_every, id)) {
                    writer->glowing[writing->slots.begin + writing->block.glowing++] = slot;
                }
            }
        } else if (state == SPRITE_FLYING) {
            write_body(writing, slot, id, (Look)(dress - CAST_HUES));
        } else if (state == SPRITE_JARRED) {
            write_jarred(writing, slot, id);
        }
    }
}

/* Cells that nobody sees are passed over whole. */
static void write_flock(Writing *writing, Range range)
{
    const SpriteWriter *writer = writing->writer;
    const WorldStrips *strips = &writer->strips;
    if (strips->count == 0) {
        write_range(writing, range);
        return;
    }
    uint32_t first = 0;
    for (uint32_t end = strips->count; first < end;) { /* the first one that ends in the range */
        uint32_t middle = first + (end - first) / 2;
        bool is_past = world_strip(writer->world, strips, middle).end > range.begin;
        end = is_past ? middle : end;
        first = is_past ? first : middle + 1;
    }
    for (uint32_t i = first; i < strips->count; i++) {
        Range strip = world_strip(writer->world, strips, i);
        if (strip.begin >= range.end) {
            break;
        }
        write_range(writing, range_intersect(strip, range));
    }
}

static void write_block(const SpriteWriter *writer, uint32_t block)
{
    uint32_t begin = block * SPRITES_BLOCK;
    Writing writing = {.writer = writer,
                       .now = writer->now,
                       .slots = {begin, min_u32(begin + SPRITES_BLOCK, writer->slot_count)}};
    for (Motion motion = 0; motion < MOTION_PATROL; motion++) {
        Range range = range_intersect(world_motion_range(writer->world, motion), writing.slots);
        writing.before = writer->before[motion];
        if (motion == MOTION_FLOCK) {
            write_flock(&writing, range);
        } else {
            write_range(&writing, range);
        }
    }
    writing.block.done = true;
    writer->blocks[block] = writing.block;
}

static bool write_slice(Lane *lane, Range slice, void *context)
{
    const SpriteWriter *writer = context;
    (void)lane;
    for (uint32_t block = slice.begin; block < slice.end; block++) {
        write_block(writer, block);
    }
    return true;
}

/* ---- All blocks ------------------------------------------------------------------------------ */

/* All that it reads and writes is shared, but who was on which lane. */
static Backend *lanes_for(const SpriteList *list, const World *world, Backend *backend)
{
    const SpriteWriter *writer = list->writer;
    bool shared = !writer->lane_of && world == list->world && world_is_shared(world);
    return writer->block_count < 2 ? NULL : backend_beside(backend, shared);
}

/* What no lane did is done here: of a step that failed. */
static void write_blocks(SpriteList *list, const World *world, Backend *backend)
{
    SpriteWriter *writer = list->writer;
    Backend *lanes = lanes_for(list, world, backend);
    for (uint32_t block = 0; block < writer->block_count; block++) {
        writer->blocks[block].done = false;
    }
    if (lanes) {
        const Phase phase = {"list", write_slice, writer, writer->block_count, 1};
        Error error = {""};
        backend_share(lanes, list->memory);
        backend_run(lanes, &phase, 1, &error);
    }
    for (uint32_t block = 0; block < writer->block_count; block++) {
        if (!writer->blocks[block].done) {
            write_block(writer, block);
        }
    }
}

/* The last one lies lowest. */
static void gather_bodies(SpriteList *list)
{
    const SpriteWriter *writer = list->writer;
    list->body_count = 0;
    for (uint32_t block = writer->block_count; block > 0; block--) {
        uint32_t end = min_u32(block * SPRITES_BLOCK, writer->slot_count);
        uint32_t count = writer->blocks[block - 1].bodies;
        memcpy(list->bodies + list->body_count, list->items + end - count,
               count * sizeof *list->items);
        list->body_count += count;
    }
}

static void gather_lights(SpriteList *list)
{
    const SpriteWriter *writer = list->writer;
    uint32_t jarred_left = writer->jarred_most;
    list->light_count = 0;
    for (uint32_t i = 0; i < writer->block_count; i++) {
        const SpriteBlock *block = &writer->blocks[i];
        const CanvasSprite *from = list->items + (size_t)i * SPRITES_BLOCK;
        if (block->jarred <= jarred_left) {
            jarred_left -= block->jarred;
            memmove(list->items + list->light_count, from, block->lights * sizeof *from);
            list->light_count += block->lights;
            continue;
        }
        for (uint32_t light = 0; light < block->lights; light++) {
            if (from[light].spare != MARK_JARRED || jarred_left > 0) {
                jarred_left -= from[light].spare == MARK_JARRED;
                list->items[list->light_count++] = from[light];
            }
        }
    }
}

/* Where they crowd, they are dimmed. */
static void dim_lights(SpriteList *list, const Camera *camera)
{
    const Cast *cast = &list->writer->cast;
    Glare *glare = &list->glare;
    glare_begin(glare, camera);
    for (uint32_t i = 0; i < list->light_count; i++) {
        const CanvasSprite *item = &list->items[i];
        if (item->spare != MARK_JARRED) {
            glare_add(glare, item->x, item->y, mark_level(item->spare));
        }
    }
    glare_settle(glare);
    for (uint32_t i = 0; glare->is_bright && i < list->light_count; i++) {
        CanvasSprite *item = &list->items[i];
        if (item->spare != MARK_JARRED) {
            uint32_t mark = item->spare;
            uint32_t level =
                glare_level(glare, item->x, item->y, mark_level(mark), mark_shade(mark));
            item->frame = cast->firefly[mark_hue(mark)][level];
        }
    }
}

static void glow_at(SpriteList *list, Writing *writing, uint32_t slot)
{
    const SpriteWriter *writer = writing->writer;
    for (Motion motion = 0; motion < MOTION_PATROL; motion++) {
        if (slot < world_motion_range(writer->world, motion).end) {
            writing->before = writer->before[motion];
            break;
        }
    }
    int x;
    int y;
    if (place(writing, slot, &x, &y)) {
        uint32_t part = sprite_phase(writing->now.flash[slot]) >> 8;
        uint32_t id = sprite_id(writing->now.tag[slot]);
        uint32_t hue = list->dress[id];
        uint32_t mark = mark_of(id, hue, writer->levels[part]);
        uint32_t level = glare_level(&list->glare, x, y, mark_level(mark), mark_shade(mark));
        glow_add(&list->glow, &writer->cast, (int)writer->zoom, x, y, writing->now.vx[slot],
                 writing->now.vy[slot], hue, level);
    }
}

/* They are few, and the list of them may be full. */
static void gather_glows(SpriteList *list)
{
    const SpriteWriter *writer = list->writer;
    Writing writing = {.writer = writer, .now = writer->now};
    for (uint32_t block = 0; block < writer->block_count; block++) {
        const uint32_t *slots = writer->glowing + (size_t)block * SPRITES_BLOCK;
        for (uint32_t i = 0; i < writer->blocks[block].glowing; i++) {
            glow_at(list, &writing, slots[i]);
        }
    }
}

/* The view in pixels of the scene, with its margin, and what of the flock can be in it. */
static void set_view(SpriteWriter *writer, const Camera *camera, bool step_running)
{
    float zoom = (float)camera->zoom;
    float margin = CULL_MARGIN * zoom;
    writer->zoom = zoom;
    writer->left = (float)camera->left - margin;
    writer->top = (float)camera->top - margin;
    writer->right = (float)(camera->left + camera->view_width * camera->zoom) + margin;
    writer->bottom = (float)(camera->top + camera->view_height * camera->zoom) + margin;
    writer->strips = (WorldStrips){0};
    if (!step_running) {
        writer->strips = world_strips(writer->world, writer->left / zoom, writer->top / zoom,
                                      writer->right / zoom, writer->bottom / zoom);
    }
}

void sprites_write(SpriteList *list, const World *world, const SpriteView *view, Backend *backend)
{
    SpriteWriter *writer = list->writer;
    glow_begin(&list->glow, world, view->camera, view->software);
    writer->world = world;
    writer->cast = *view->cast;
    writer->now = world_front(world);
    for (Motion motion = 0; motion < MOTION_COUNT; motion++) {
        writer->before[motion] = view->step_running ? writer->now : world_previous(world, motion);
    }
    writer->lane_of = view->lane_of;
    writer->glow_every = list->glow.every;
    writer->blend = view->blend;
    writer->tick = world_scene(world)->tick;
    writer->jarred_most = JARRED_SHOWN * world_jar_count(world);
    set_view(writer, view->camera, view->step_running);
    prepare_fireflies(writer, &list->glow);
    write_blocks(list, world, backend);
    gather_bodies(list);
    gather_lights(list);
    dim_lights(list, view->camera);
    gather_glows(list);
    hunters_write(&list->hunters, world, writer->before[MOTION_PATROL], writer->now, view->cast,
                  view->camera, view->blend);
}
