#include "view/hud.h"

#include "view/palette.h"

#include <stdio.h>

enum {
    MARGIN = 6,
    BAR_HEIGHT = 15,
    ICON = 9,
    NIGHT_WIDTH = 96,
    TITLE_TICKS = 4 * TICKS_PER_S, /* then it fades */
    FADE_TICKS = TICKS_PER_S,
    TITLE_PADDING = 14,
    TITLE_HEIGHT = 46,
    TITLE_SHADE = 190, /* of 255: how dark it is behind the words */
};

/* An icon and a figure; where the next one may begin. */
static int counter(const Paint *paint, int x, int y, uint16_t icon, Ink ink, const char *text)
{
    paint_icon(paint, x, y + 3, icon, 255);
    paint_text(paint, x + ICON + 4, y + 3, ink, text);
    return x + ICON + 4 + paint_text_width(text) + 12;
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
    paint_panel(paint, x, y, width, BAR_HEIGHT);
    x += 6;
    bool reached = goal > 0 && scene->jarred >= goal;
    x = counter(paint, x, y, cast->icon_jar, reached ? INK_GREEN : INK_BRIGHT, jarred);
    x = counter(paint, x, y, cast->icon_firefly, INK_BRIGHT, flying);
    if (scene->eaten > 0) {
        counter(paint, x, y, cast->icon_owl, INK_ALERT, eaten);
    }
}

static SDL_Color mix(SDL_Color a, SDL_Color b, float part)
{
    return (SDL_Color){(uint8_t)((float)a.r + ((float)b.r - (float)a.r) * part),
                       (uint8_t)((float)a.g + ((float)b.g - (float)a.g) * part),
                       (uint8_t)((float)a.b + ((float)b.b - (float)a.b) * part), 255};
}

/* From the moon to the sun. */
static void draw_night(const Paint *paint, const Cast *cast, float night)
{
    int width = NIGHT_WIDTH + 2 * ICON + 20;
    int x = paint->width - MARGIN - width;
    int y = paint->height - MARGIN - BAR_HEIGHT;
    paint_panel(paint, x, y, width, BAR_HEIGHT);
    paint_icon(paint, x + 5, y + 3, cast->icon_moon, 255);
    paint_icon(paint, x + width - 5 - ICON, y + 3, cast->icon_sun, 255);
    x += 10 + ICON;
    int done = (int)(night * NIGHT_WIDTH + 0.5f);
    SDL_Color color =
        mix((SDL_Color){0x7f, 0x95, 0xc8, 255}, (SDL_Color){0xff, 0xb0, 0x52, 255}, night);
    paint_rect(paint, x, y + 6, NIGHT_WIDTH, 3, PALETTE_TROUGH);
    paint_rect(paint, x, y + 6, done, 3, color);
}

static void draw_title(const Paint *window, const Cast *cast, const Level *level, uint32_t tick)
{
    if (tick >= TITLE_TICKS + FADE_TICKS) {
        return;
    }
    uint32_t left = TITLE_TICKS + FADE_TICKS - tick;
    uint8_t alpha = (uint8_t)(left >= FADE_TICKS ? 255u : left * 255u / FADE_TICKS);
    const SDL_Rect *logo = &window->atlas->table.frames[cast->logo];
    int title = 2 * paint_text_width(level->spec.title);
    int width = SDL_max(title, paint_text_width(level->spec.hint)) + 2 * TITLE_PADDING;
    Paint paint = paint_fitted(window, width, 2 * logo->h);
    int middle = paint.width / 2;
    int y = paint.height / 4;
    paint_icon(&paint, middle - logo->w / 2, y - logo->h / 2, cast->logo, alpha);
    y += logo->h / 2 + 4;
    SDL_Color shade = PALETTE_PANEL;
    shade.a = (uint8_t)(alpha * TITLE_SHADE / 255);
    paint_rect(&paint, middle - width / 2, y, width, TITLE_HEIGHT, shade);
    paint_text_centered(&paint, middle, y + 5, 2, INK_BRIGHT, alpha, level->spec.title);
    paint_text_centered(&paint, middle, y + 30, 1, INK_SOFT, alpha, level->spec.hint);
}

void hud_draw(const Paint *paint, const Cast *cast, const Level *level, const World *world,
              float night)
{
    if (world_jar_count(world) > 0) {
        draw_counts(paint, cast, world);
    }
    if (world_dawn_ticks(world) > 0) {
        draw_night(paint, cast, night);
    }
    draw_title(paint, cast, level, world_scene(world)->tick);
}
