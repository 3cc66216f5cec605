#include "view/havens.h"

#include "view/palette.h"

enum {
    JAR_BASE = 8,   /* a jar's middle is that far above its foot, map pixels */
    WELL_BELOW = 3, /* the well's water is that far above its picture's middle */
    LAMP_BELOW = 3,
    RING_TICKS = 75, /* from the middle to where it is gone */
    RING_BELOW = 5,
    STAR_ABOVE = 22,
    STAR_TICKS = 24,
    FILL_IF_UNKNOWN = 100, /* fireflies, for a jar without a limit in a world without a goal */
};

static const float BECKON_REACH = 90.0f; /* map pixels to the lantern */
static const float BECKON_GLOW = 0.3f;

/* How full it is, 0 to 1. One without a limit is full with its share of the goal. */
static float fullness_of(const World *world, uint32_t index)
{
    uint32_t whole = world_jars(world)[index].capacity;
    if (whole == 0) {
        whole = world_goal(world) / world_jar_count(world);
    }
    whole = whole > 0 ? whole : FILL_IF_UNKNOWN;
    return fminf((float)world_scene(world)->jar_fill[index] / (float)whole, 1.0f);
}

/* Of pictures from empty to full: the first is for nobody, the last for full. */
static uint32_t stage_of(float fullness, uint32_t stages)
{
    if (fullness <= 0.0f) {
        return 0;
    }
    return 1 + (uint32_t)(fullness * (float)(stages - 2) + 0.001f);
}

static void draw_one(const World *world, const Brush *brush, uint32_t index)
{
    const WorldJar *jar = &world_jars(world)[index];
    const Cast *cast = brush->cast;
    float fullness = fullness_of(world, index);
    int zoom = brush->camera->zoom;
    int x = brush_x(brush, jar->x);
    int y = brush_y(brush, jar->y);
    uint32_t stage = stage_of(fullness, CAST_HAVEN_FILLS);
    switch (jar->haven) {
    case HAVEN_TREE: brush_frame(brush, cast->haven_tree[stage], x, y); return;
    case HAVEN_WELL: brush_frame(brush, cast->haven_well[stage], x, y + WELL_BELOW * zoom); return;
    case HAVEN_LAMP: brush_frame(brush, cast->haven_lamp[stage], x, y + LAMP_BELOW * zoom); return;
    case HAVEN_JAR:
    case HAVEN_COUNT: break;
    }
    brush_frame(brush, cast->shadow, x, y + JAR_BASE * zoom);
    brush_frame(brush, cast->jar[stage_of(fullness, CAST_JAR_FILLS)], x, y);
}

void havens_draw(const World *world, const Brush *brush, float from_y, float to_y)
{
    const WorldJar *jars = world_jars(world);
    brush_use(brush, CANVAS_BLEND);
    for (uint32_t i = 0; i < world_jar_count(world); i++) {
        float foot = jars[i].y + JAR_BASE;
        if (foot >= from_y && foot < to_y) {
            draw_one(world, brush, i);
        }
    }
}

/* ---- Light ----------------------------------------------------------------------------------- */

static void draw_glow(const Brush *brush, const WorldJar *jar, float fullness, float pulse, int x,
                      int y)
{
    const Cast *cast = brush->cast;
    SDL_Color color = brush_strength((0.25f + 0.75f * fullness) * pulse);
    if (fullness <= 0.0f) {
        return;
    }
    if (jar->haven != HAVEN_JAR) { /* their own light is drawn larger */
        color.a = (uint8_t)(color.a / 2);
    }
    brush_tinted(brush, cast->jar_halo, x, y, color);
    if (fullness > 0.3f && !brush->software) {
        brush_tinted(brush, cast->haven_halo, x, y, brush_strength((fullness - 0.3f) * pulse));
    }
}

/* How much it beckons: it does while the lantern is near, and fully while it is open. */
static float beckons(const Scene *scene, const WorldJar *jar)
{
    float far = hypotf(jar->x - scene->lantern_x, jar->y - scene->lantern_y);
    if (far >= BECKON_REACH || scene->glow < BECKON_GLOW) {
        return 0.0f;
    }
    return fminf((1.0f - far / BECKON_REACH) * 2.5f, 1.0f);
}

/* Rings that run outwards, two at a time. */
static void draw_rings(const Brush *brush, float strength, double tick, int x, int y)
{
    for (int i = 0; i < 2; i++) {
        float part = brush_wrap(tick / RING_TICKS + 0.5 * i, 1.0f);
        int step = (int)(part * CAST_RINGS);
        float seen = strength * fminf(part * 4.0f, 1.0f) * (1.0f - 0.5f * part);
        brush_tinted(brush, brush->cast->ring[step], x, y + RING_BELOW * brush->camera->zoom,
                     brush_strength(seen));
    }
}

void havens_draw_light(const World *world, double tick, const Brush *brush)
{
    const WorldJar *jars = world_jars(world);
    const Scene *scene = world_scene(world);
    brush_use(brush, CANVAS_ADD);
    for (uint32_t i = 0; i < world_jar_count(world); i++) {
        float fullness = fullness_of(world, i);
        float pulse = 0.9f + 0.1f * sinf((float)fmod(tick, 3600.0) * 0.05f + (float)i);
        int x = brush_x(brush, jars[i].x);
        int y = brush_y(brush, jars[i].y);
        draw_glow(brush, &jars[i], fullness, pulse, x, y);
        bool is_full = fullness >= 1.0f;
        float strength = is_full ? 0.0f : beckons(scene, &jars[i]);
        if (strength > 0.0f) {
            draw_rings(brush, strength, tick, x, y);
        }
        if (is_full) {
            int step = (int)(tick / STAR_TICKS) % CAST_SPARKLES;
            brush_frame(brush, brush->cast->sparkle[step], x, y - STAR_ABOVE * brush->camera->zoom);
        }
    }
}
