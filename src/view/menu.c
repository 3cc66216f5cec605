#include "view/menu.h"

#include "view/palette.h"

enum {
    PADDING = 16,
    WIDTH_LEAST = 196,
    TITLE_HEIGHT = 28,
    LINE_HEIGHT = 14,
    STARS_HEIGHT = 22,
    STAR_STRIDE = 18,
    ITEM_HEIGHT = 18,
    ITEM_GAP = 3,
    GAP = 8, /* before the items */
    MARGIN = 8,
    LIT = CAST_FLASH_LEVELS - 1,
    UNLIT = 2,
};

typedef struct Layout {
    Paint paint;
    int x, y, width, height;
    int items_y; /* the first item's top */
} Layout;

static int line_count(const Menu *menu)
{
    int lines = 0;
    while (lines < MENU_LINES_MAX && menu->lines[lines]) {
        lines++;
    }
    return lines;
}

static Layout lay_out(const Paint *window, const Menu *menu)
{
    Layout layout = {.width = SDL_max(WIDTH_LEAST, 2 * paint_text_width(menu->title))};
    for (int i = 0; i < line_count(menu); i++) {
        layout.width = SDL_max(layout.width, paint_text_width(menu->lines[i]));
    }
    layout.width += 2 * PADDING;
    int head = PADDING + TITLE_HEIGHT + line_count(menu) * LINE_HEIGHT;
    head += (menu->has_stars ? STARS_HEIGHT : 0) + GAP;
    layout.height = head + (int)menu->item_count * (ITEM_HEIGHT + ITEM_GAP) + PADDING - ITEM_GAP;
    layout.paint = paint_fitted(window, layout.width + 2 * MARGIN, layout.height + 2 * MARGIN);
    layout.x = (layout.paint.width - layout.width) / 2;
    layout.y = (layout.paint.height - layout.height) / 2;
    layout.items_y = layout.y + head;
    return layout;
}

static SDL_Rect item_place(const Layout *layout, uint32_t index)
{
    return (SDL_Rect){layout->x + PADDING, layout->items_y + (int)index * (ITEM_HEIGHT + ITEM_GAP),
                      layout->width - 2 * PADDING, ITEM_HEIGHT};
}

void menu_draw_stars(const Paint *paint, const Cast *cast, int x, int y, uint32_t lit,
                     uint8_t alpha)
{
    for (int i = 0; i < MENU_STARS; i++) {
        int level = (uint32_t)i < lit ? LIT : UNLIT;
        paint_icon_centered(paint, x + (i - MENU_STARS / 2) * STAR_STRIDE, y, 1,
                            cast->firefly[0][level], alpha);
    }
}

static void draw_item(const Layout *layout, const Cast *cast, const Menu *menu, uint32_t index,
                      uint8_t alpha)
{
    const Paint *paint = &layout->paint;
    SDL_Rect at = item_place(layout, index);
    bool is_chosen = index == menu->chosen;
    if (is_chosen) {
        SDL_Color light = PALETTE_LIGHT;
        light.a = (uint8_t)(light.a * alpha / 255);
        paint_halo(paint, at.x, at.y, at.w, at.h, light);
        paint_icon_centered(paint, at.x + ITEM_HEIGHT / 2 + 2, at.y + ITEM_HEIGHT / 2, 1,
                            cast->firefly[1][LIT - 1], alpha);
    }
    paint_text_centered(paint, at.x + at.w / 2, at.y + (ITEM_HEIGHT - TEXT_CELL_HEIGHT) / 2 + 1, 1,
                        is_chosen ? INK_WARM : INK_SOFT, alpha, menu->items[index]);
}

void menu_draw(const Paint *window, const Cast *cast, const Menu *menu)
{
    Layout layout = lay_out(window, menu);
    const Paint *paint = &layout.paint;
    uint8_t alpha = (uint8_t)(SDL_clamp(menu->light, 0.0f, 1.0f) * 255.0f);
    SDL_Color shade = PALETTE_SHADE;
    shade.a = (uint8_t)(shade.a * alpha / 255);
    paint_rect(window, 0, 0, window->width + 1, window->height + 1, shade);
    SDL_Color dark = PALETTE_PANEL; /* below the glass: what is written there is not to be read */
    dark.a = (uint8_t)(dark.a * alpha / 255);
    paint_rect(paint, layout.x, layout.y, layout.width, layout.height, dark);
    paint_glass(paint, layout.x, layout.y, layout.width, layout.height, PALETTE_EDGE, alpha);
    int middle = layout.x + layout.width / 2;
    int y = layout.y + PADDING;
    paint_text_centered(paint, middle, y, 2, menu->ink, alpha, menu->title);
    y += TITLE_HEIGHT;
    if (menu->has_stars) {
        menu_draw_stars(paint, cast, middle, y + STARS_HEIGHT / 2 - 3, menu->stars, alpha);
        y += STARS_HEIGHT;
    }
    for (int i = 0; i < line_count(menu); i++) {
        paint_text_centered(paint, middle, y, 1, i == 0 ? INK_BRIGHT : INK_SOFT, alpha,
                            menu->lines[i]);
        y += LINE_HEIGHT;
    }
    for (uint32_t i = 0; i < menu->item_count; i++) {
        draw_item(&layout, cast, menu, i, alpha);
    }
}

int menu_at(const Paint *window, const Menu *menu, float x, float y)
{
    Layout layout = lay_out(window, menu);
    SDL_Point point = {(int)x / layout.paint.scale, (int)y / layout.paint.scale};
    for (uint32_t i = 0; i < menu->item_count; i++) {
        SDL_Rect at = item_place(&layout, i);
        if (SDL_PointInRect(&point, &at)) {
            return (int)i;
        }
    }
    return MENU_NOWHERE;
}
