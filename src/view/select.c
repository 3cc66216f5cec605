#include "view/select.h"

#include "view/menu.h"
#include "view/palette.h"
#include "view/title.h"

#include <stdio.h>
#include <string.h>

enum {
    CARD_WIDTH = 146,
    CARD_HEIGHT = 60,
    GAP = 10,
    COLUMNS_MAX = 4,
    COLUMNS_LEAST = 3, /* for which the letters are made smaller */
    INSET = 7,
    HEAD = 52, /* above the cards */
    FOOT = 84, /* below them */
    STRIP_HEIGHT = 52,
    HELP_HEIGHT = 18,
    HINT_LINES = 2,
    LINE_HEIGHT = 13,
    STARS_IN = 27, /* the stars' middle, from the card's left edge */
};

typedef struct Layout {
    Paint paint;
    uint32_t columns, rows; /* rows that are seen at once */
    uint32_t first_row;
    int x, y;
} Layout;

static Paint fit(const Paint *window)
{
    return paint_fitted(window, COLUMNS_LEAST * (CARD_WIDTH + GAP) + GAP,
                        HEAD + CARD_HEIGHT + FOOT);
}

static uint32_t columns_of(const Paint *paint)
{
    int columns = (paint->width - GAP) / (CARD_WIDTH + GAP);
    return (uint32_t)SDL_clamp(columns, 1, COLUMNS_MAX);
}

uint32_t select_columns(const Paint *window)
{
    Paint paint = fit(window);
    return columns_of(&paint);
}

static Layout lay_out(const Paint *window, const Select *select)
{
    Layout layout = {.paint = fit(window)};
    layout.columns = columns_of(&layout.paint);
    int rows = (layout.paint.height - HEAD - FOOT + GAP) / (CARD_HEIGHT + GAP);
    layout.rows = (uint32_t)SDL_max(rows, 1);
    uint32_t row = select->chosen / layout.columns;
    uint32_t all = (select->count + layout.columns - 1) / layout.columns;
    if (row >= layout.rows) {
        layout.first_row = row - layout.rows + 1;
    }
    int width = (int)SDL_min(layout.columns, select->count) * (CARD_WIDTH + GAP) - GAP;
    int seen = (int)SDL_min(all, layout.rows);
    int room = layout.paint.height - HEAD - FOOT;
    layout.x = (layout.paint.width - width) / 2;
    layout.y = HEAD + SDL_max((room - seen * (CARD_HEIGHT + GAP) + GAP) / 2, 0);
    return layout;
}

/* False: it is in a row that is not seen. */
static bool card_place(const Layout *layout, uint32_t index, SDL_Rect *at)
{
    uint32_t row = index / layout->columns;
    uint32_t column = index % layout->columns;
    *at = (SDL_Rect){layout->x + (int)column * (CARD_WIDTH + GAP),
                     layout->y + (int)(row - layout->first_row) * (CARD_HEIGHT + GAP), CARD_WIDTH,
                     CARD_HEIGHT};
    return row >= layout->first_row && row < layout->first_row + layout->rows;
}

/* As much of the text as there is room for. */
static void draw_cut(const Paint *paint, int x, int y, int width, Ink ink, const char *text)
{
    int letters = width / TEXT_CELL_WIDTH;
    bool fits = paint_text_width(text) <= width;
    paint_format(paint, x, y, ink, "%.*s%s", fits ? letters : letters - 2, text, fits ? "" : "..");
}

static void draw_card(const Layout *layout, const Cast *cast, const Select *select, uint32_t index)
{
    const Paint *paint = &layout->paint;
    const SelectCard *card = &select->cards[index];
    SDL_Rect at;
    if (!card_place(layout, index, &at)) {
        return;
    }
    bool is_chosen = index == select->chosen;
    SDL_Color edge = is_chosen ? palette_ink(INK_WARM) : PALETTE_EDGE;
    if (is_chosen) {
        paint_halo(paint, at.x, at.y, at.w, at.h, PALETTE_LIGHT);
    }
    paint_glass(paint, at.x, at.y, at.w, at.h, edge, card->locked ? 0xb0 : 0xff);
    int x = at.x + INSET;
    int room = at.w - 2 * INSET;
    Ink ink = card->locked ? INK_FAINT : is_chosen ? INK_WARM : INK_BRIGHT;
    draw_cut(paint, x, at.y + 9, room, ink, card->title);
    draw_cut(paint, x, at.y + at.h - 18, room, card->locked ? INK_FAINT : INK_SOFT, card->line);
    if (card->has_stars && !card->locked) {
        menu_draw_stars(paint, cast, at.x + STARS_IN, at.y + at.h / 2, card->stars, 255);
    }
}

/* Breaks the text between words, into as many lines as there may be. */
static void draw_hint(const Paint *paint, int y, int width, const char *text)
{
    size_t letters = (size_t)SDL_max(width / TEXT_CELL_WIDTH, 1);
    for (int line = 0; line < HINT_LINES && *text != '\0'; line++) {
        size_t length = strlen(text);
        if (length > letters) {
            length = letters;
            while (length > 1 && text[length] != ' ') {
                length--;
            }
        }
        char piece[2 * SPEC_NAME_SIZE];
        snprintf(piece, sizeof piece, "%.*s", (int)length, text);
        paint_text_centered(paint, paint->width / 2, y + line * LINE_HEIGHT, 1, INK_BRIGHT, 255,
                            piece);
        text += length + strspn(text + length, " ");
    }
}

static void draw_strip(const Layout *layout, const Select *select)
{
    const Paint *paint = &layout->paint;
    int width = SDL_min((int)layout->columns * (CARD_WIDTH + GAP) - GAP, paint->width);
    int y = paint->height - HELP_HEIGHT - STRIP_HEIGHT;
    paint_glass(paint, (paint->width - width) / 2, y, width, STRIP_HEIGHT, PALETTE_EDGE, 0xd0);
    draw_hint(paint, y + 7, width - 2 * INSET, select->hint);
    paint_text_centered(paint, paint->width / 2, y + STRIP_HEIGHT - 15, 1,
                        select->notice ? INK_ALERT : INK_GREEN, 255,
                        select->notice ? select->notice : select->best);
}

void select_draw(const Paint *window, const Cast *cast, const Select *select)
{
    Layout layout = lay_out(window, select);
    const Paint *paint = &layout.paint;
    title_draw_dusk(window, select->night);
    paint_text_centered(paint, paint->width / 2, 18, 2, INK_BRIGHT, 255, "Choose a night");
    for (uint32_t i = 0; i < select->count; i++) {
        if (i != select->chosen) {
            draw_card(&layout, cast, select, i);
        }
    }
    draw_card(&layout, cast, select, select->chosen); /* its light falls on its neighbours */
    draw_strip(&layout, select);
    paint_text_centered(paint, paint->width / 2, paint->height - TEXT_CELL_HEIGHT - 3, 1, INK_FAINT,
                        255, "Arrows: choose    Space: play    Esc: back");
}

int select_at(const Paint *window, const Select *select, float x, float y)
{
    Layout layout = lay_out(window, select);
    SDL_Point point = {(int)x / layout.paint.scale, (int)y / layout.paint.scale};
    for (uint32_t i = 0; i < select->count; i++) {
        SDL_Rect at;
        if (card_place(&layout, i, &at) && SDL_PointInRect(&point, &at)) {
            return (int)i;
        }
    }
    return SELECT_NOWHERE;
}
