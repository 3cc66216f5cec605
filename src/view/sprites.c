#include "view/sprites.h"

#include "base/arena.h"
#include "base/random.h"
#include "view/palette.h"
#include "view/sprites_state.h"

static uint8_t dress_of(const World *world, uint32_t tag)
{
    Look look = world_breeds(world)[sprite_breed(tag)].look;
    uint64_t hue = random_u64(world_seed(world), sprite_id(tag), 0, RANDOM_LOOK) % CAST_HUES;
    return (uint8_t)(look == LOOK_FIREFLY ? hue : 0u + CAST_HUES + look);
}

static uint32_t count_bodies(const World *world, uint32_t slots)
{
    const uint32_t *tag = world_front(world).tag;
    uint32_t count = 0;
    for (uint32_t slot = 0; slot < slots; slot++) {
        count += world_breeds(world)[sprite_breed(tag[slot])].look != LOOK_FIREFLY;
    }
    return count;
}

static void lay_out(SpriteList *list, Arena *arena, uint32_t slots, uint32_t bodies)
{
    uint32_t blocks = (slots + SPRITES_BLOCK - 1) / SPRITES_BLOCK;
    SpriteWriter *writer = arena_take(arena, 1, sizeof *writer);
    list->items = arena_take(arena, slots, sizeof *list->items);
    list->bodies = arena_take(arena, bodies, sizeof *list->bodies);
    list->dress = arena_take(arena, slots, sizeof *list->dress);
    uint32_t *glowing = arena_take(arena, slots, sizeof *glowing);
    SpriteBlock *shared = arena_take(arena, blocks, sizeof *shared);
    list->writer = writer;
    if (writer) {
        *writer = (SpriteWriter){.items = list->items,
                                 .glowing = glowing,
                                 .blocks = shared,
                                 .dress = list->dress,
                                 .slot_count = slots,
                                 .block_count = blocks};
    }
}

bool sprites_open(SpriteList *list, const World *world, Error *error)
{
    uint32_t count = world_sprite_count(world);
    uint32_t slots = count - range_count(world_motion_range(world, MOTION_PATROL));
    uint32_t bodies = count_bodies(world, slots);
    Arena arena = {0};
    *list = (SpriteList){.world = world, .capacity = count};
    glare_init(&list->glare);
    lay_out(list, &arena, slots, bodies);
    list->memory = shared_memory_create(arena.used);
    if (!list->memory) {
        sprites_close(list);
        return error_set(error, "no memory to draw %u sprites", count);
    }
    arena = (Arena){.block = shared_memory_block(list->memory)};
    lay_out(list, &arena, slots, bodies);
    const uint32_t *tag = world_front(world).tag;
    for (uint32_t slot = 0; slot < slots; slot++) {
        list->dress[sprite_id(tag[slot])] = dress_of(world, tag[slot]);
    }
    return true;
}

void sprites_close(SpriteList *list)
{
    shared_memory_destroy(list->memory);
    *list = (SpriteList){0};
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
    if (by_lane) {
        draw_dots(list->bodies, list->body_count, brush);
        return;
    }
    draw_items(list->bodies, list->body_count, CANVAS_BLEND, PALETTE_WHITE, brush);
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
