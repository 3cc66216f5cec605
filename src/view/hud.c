#include "view/hud.h"

#include "view/palette.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum {
    MARGIN = 6,
    BAR_HEIGHT = 15,
    ICON = 9,
    PIP = 3,
    PROGRESS_HEIGHT = 2,
    ARC_PIPS = 23,
    ARC_WIDTH = 92, /* from the moon's rise to the sun's */
    ARC_HEIGHT = 20,
    RING_PIPS = 16,
    RING_RADIUS = 9,
    SHADE = 120,                   /* of 255: how dark it is behind figures */
    TITLE_TICKS = 4 * TICKS_PER_S, /* then it fades */
    FADE_TICKS = TICKS_PER_S,
    TITLE_PADDING = 14,
    TITLE_HEIGHT = 30,
    TITLE_SHADE = 190,               /* of 255: how dark it is behind the words */
    OPENING_TICKS = 9 * TICKS_PER_S, /* for the level's own hint */
    HINT_FADE_TICKS = 36,
    HINT_ABOVE = 46,   /* the lower edge */
    UNISON_TICKS = 40, /* for which the ring shows it */
    SUN_FAINT = 110,   /* of 255, until dawn comes near */
};

static const float DAWN_NEAR = 0.8f; /* of the night */
static const float PI = 3.14159265f;

/* Without an edge: it is to be read on, and not to be seen. */
static void draw_shade(const Paint *paint, int x, int y, int width, int height)
{
    SDL_Color shade = PALETTE_PANEL;
    shade.a = SHADE;
    paint_rect(paint, x, y, width, height, shade);
}

/* ---- The counts ------------------------------------------------------------------------------ */

/* An icon and a figure; where the next one may begin. */
static int counter(const Paint *paint, int x, int y, uint16_t icon, Ink ink, const char *text)
{
    paint_icon(paint, x, y + 3, icon, 255);
    paint_text(paint, x + ICON + 4, y + 3, ink, text);
    return x + ICON + 4 + paint_text_width(text) + 12;
}

/* The part of the goal that is home, under the figures. */
static void draw_progress(const Paint *paint, int x, int y, int width, float part)
{
    int done = (int)(fminf(part, 1.0f) * (float)width);
    paint_rect(paint, x, y, width, PROGRESS_HEIGHT, PALETTE_TROUGH);
    if (done > 0) { /* SDL makes a pixel of nothing */
        paint_rect(paint, x, y, done, PROGRESS_HEIGHT, palette_ink(INK_WARM));
    }
}

static void draw_counts(const Paint *paint, const Cast *cast, const World *world)
{
    const Scene *scene = world_scene(world);
    uint32_t goal = world_goal(world);
    char jarred[32];
    char flying[16];
    char eaten[16];
    snprintf(jarred, sizeof jarred, goal > 0 ? "%u / %u" : "%u", scene->jarred, goal);
    snprintf(flying, sizeof flying, "%u", scene->flying);
    snprintf(eaten, sizeof eaten, "%u", scene->eaten);
    int width = paint_text_width(jarred) + paint_text_width(flying) + 2 * (ICON + 16);
    width += scene->eaten > 0 ? paint_text_width(eaten) + ICON + 16 : 0;
    int x = MARGIN;
    int y = paint->height - MARGIN - BAR_HEIGHT;
    draw_shade(paint, x, y, width, BAR_HEIGHT);
    bool reached = goal > 0 && scene->jarred >= goal;
    if (goal > 0) {
        draw_progress(paint, x, y + BAR_HEIGHT - PROGRESS_HEIGHT, width,
                      (float)scene->jarred / (float)goal);
    }
    x += 6;
    /* Told by the sign as well as by the color. */
    x = counter(paint, x, y,
                reached ? cast->sparkle[scene->tick / 24 % CAST_SPARKLES] : cast->icon_jar,
                reached ? INK_GREEN : INK_BRIGHT, jarred);
    x = counter(paint, x, y, cast->icon_firefly, INK_BRIGHT, flying);
    if (scene->eaten > 0) {
        counter(paint, x, y, cast->icon_owl, INK_ALERT, eaten);
    }
}

/* ---- The night ------------------------------------------------------------------------------- */

/* The moon's way over the sky: what is left of it is lit, and at its end waits the sun. */
static void draw_night(const Paint *paint, const Cast *cast, float night)
{
    int left = paint->width - MARGIN - ARC_WIDTH - ICON;
    int horizon = paint->height - MARGIN - ICON / 2;
    draw_shade(paint, left - ICON, horizon - ARC_HEIGHT - ICON, ARC_WIDTH + 2 * ICON + 4,
               ARC_HEIGHT + ICON + ICON / 2 + 2);
    for (int i = 0; i < ARC_PIPS; i++) {
        float part = ((float)i + 0.5f) / ARC_PIPS;
        int x = left + (int)(part * ARC_WIDTH);
        int y = horizon - (int)(sinf(part * PI) * ARC_HEIGHT);
        paint_icon(paint, x - PIP / 2, y - PIP / 2, cast->pip[part > night], 255);
    }
    int moon_x = left + (int)(night * ARC_WIDTH);
    int moon_y = horizon - (int)(sinf(night * PI) * ARC_HEIGHT);
    paint_icon(paint, left + ARC_WIDTH - ICON / 2 + 3, horizon - ICON / 2, cast->icon_sun,
               night < DAWN_NEAR ? SUN_FAINT : 255);
    paint_icon(paint, moon_x - ICON / 2, moon_y - ICON / 2, cast->icon_moon, 255);
}

/* ---- The swarm's order ----------------------------------------------------------------------- */

/* A ring that closes from below as the swarm falls into unison, and a star at each flash in
 * unison. */
static void draw_order(const Paint *paint, const Cast *cast, const Scene *scene)
{
    int middle_x = paint->width / 2;
    int middle_y = paint->height - MARGIN - RING_RADIUS - 2;
    int lit = (int)(fminf(fmaxf(scene->order, 0.0f), 1.0f) * RING_PIPS + 0.5f);
    int side = 2 * (RING_RADIUS + 4);
    draw_shade(paint, middle_x - side / 2, middle_y - side / 2, side + 1, side + 1);
    for (int i = 0; i < RING_PIPS; i++) {
        int turn = i % 2 == 0 ? i / 2 : -(i + 1) / 2; /* to both sides in turn */
        float angle = PI * 0.5f + ((float)turn + 0.5f) * 2.0f * PI / RING_PIPS;
        int x = middle_x + (int)lroundf(cosf(angle) * RING_RADIUS);
        int y = middle_y + (int)lroundf(sinf(angle) * RING_RADIUS);
        paint_icon(paint, x - PIP / 2, y - PIP / 2, cast->pip[i < lit], 255);
    }
    bool is_unison = scene->flash_tick > 0 && scene->tick - scene->flash_tick < UNISON_TICKS;
    uint16_t sign = is_unison ? cast->sparkle[0] : cast->icon_firefly;
    paint_icon(paint, middle_x - ICON / 2, middle_y - ICON / 2, sign, 255);
}

/* ---- Words ----------------------------------------------------------------------------------- */

/* One hint goes before the next one comes. */
static void follow_hint(Hud *hud, const char *wanted, uint32_t tick)
{
    float step = (float)(tick - hud->tick) / HINT_FADE_TICKS;
    if (tick < hud->tick) { /* another night */
        *hud = (Hud){0};
        step = 0.0f;
    }
    hud->tick = tick;
    bool is_same = strcmp(hud->hint, wanted) == 0;
    hud->seen = fminf(fmaxf(hud->seen + (is_same ? step : -step), 0.0f), 1.0f);
    if (!is_same && hud->seen <= 0.0f) {
        snprintf(hud->hint, sizeof hud->hint, "%s", wanted);
    }
}

static void draw_hint(Hud *hud, const Paint *window, const Level *level, const World *world)
{
    const Scene *scene = world_scene(world);
    const char *opening = scene->tick < OPENING_TICKS ? level->spec.hint : "";
    follow_hint(hud, scene->hint > 0 ? world_hint(world) : opening, scene->tick);
    uint8_t alpha = (uint8_t)(hud->seen * 255.0f);
    if (alpha == 0 || hud->hint[0] == '\0') {
        return;
    }
    int width = paint_text_width(hud->hint) + 2 * TITLE_PADDING;
    Paint paint = paint_fitted(window, width, 2 * HINT_ABOVE);
    SDL_Color shade = PALETTE_PANEL;
    shade.a = (uint8_t)(alpha * SHADE / 255);
    int y = paint.height - HINT_ABOVE;
    paint_rect(&paint, (paint.width - width) / 2, y - 4, width, TEXT_CELL_HEIGHT + 6, shade);
    paint_text_centered(&paint, paint.width / 2, y, 1, INK_BRIGHT, alpha, hud->hint);
}

static void draw_title(const Paint *window, const Cast *cast, const Level *level, uint32_t tick)
{
    if (tick >= TITLE_TICKS + FADE_TICKS) {
        return;
    }
    uint32_t left = TITLE_TICKS + FADE_TICKS - tick;
    uint8_t alpha = (uint8_t)(left >= FADE_TICKS ? 255u : left * 255u / FADE_TICKS);
    const SDL_Rect *logo = &window->atlas->table.frames[cast->logo];
    int width = 2 * paint_text_width(level->spec.title) + 2 * TITLE_PADDING;
    Paint paint = paint_fitted(window, width, 2 * logo->h);
    int middle = paint.width / 2;
    int y = paint.height / 4;
    paint_icon(&paint, middle - logo->w / 2, y - logo->h / 2, cast->logo, alpha);
    y += logo->h / 2 + 4;
    SDL_Color shade = PALETTE_PANEL;
    shade.a = (uint8_t)(alpha * TITLE_SHADE / 255);
    paint_rect(&paint, middle - width / 2, y, width, TITLE_HEIGHT, shade);
    paint_text_centered(&paint, middle, y + 5, 2, INK_BRIGHT, alpha, level->spec.title);
}

void hud_draw(Hud *hud, const Paint *paint, const Cast *cast, const Level *level,
              const World *world, float night)
{
    if (world_jar_count(world) > 0) {
        draw_counts(paint, cast, world);
        draw_order(paint, cast, world_scene(world));
    }
    if (world_dawn_ticks(world) > 0) {
        draw_night(paint, cast, night);
    }
    draw_hint(hud, paint, level, world);
    draw_title(paint, cast, level, world_scene(world)->tick);
}
