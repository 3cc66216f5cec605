#include "view/tour_card.h"

#include "view/palette.h"

enum {
    LINE_HEIGHT = 13,
    PADDING = 9,
    MARGIN = 6,
    NAME_WIDTH = 6 * TEXT_CELL_WIDTH,
    WIDTH = NAME_WIDTH + TOUR_COLUMNS * TEXT_CELL_WIDTH + 2 * PADDING,
    TITLE_HEIGHT = 18,
    LINES = TOUR_LINES + 4,
    HEIGHT = TITLE_HEIGHT + LINES * LINE_HEIGHT + 2 * PADDING,
};

static void draw_named(const Paint *paint, int x, int y, const char *name, Ink ink,
                       const char *text)
{
    paint_text(paint, x, y, INK_FAINT, name);
    paint_text(paint, x + NAME_WIDTH, y, ink, text);
}

void tour_card_draw(const Paint *window, const TourCard *card)
{
    Paint paint = paint_fitted(window, WIDTH + 2 * MARGIN, HEIGHT + 2 * MARGIN);
    int left = (paint.width - WIDTH) / 2;
    int top = paint.height - HEIGHT - MARGIN;
    paint_rect(&paint, left, top, WIDTH, HEIGHT, PALETTE_PANEL); /* twice: it is to be read */
    paint_panel(&paint, left, top, WIDTH, HEIGHT);
    int x = left + PADDING;
    int y = top + PADDING;
    paint_text(&paint, x, y, INK_WARM, card->title);
    char number[24];
    SDL_snprintf(number, sizeof number, "%u of %u", card->number, card->count);
    paint_text_right(&paint, left + WIDTH - PADDING, y, INK_SOFT, number);
    y += TITLE_HEIGHT;
    for (int i = 0; i < TOUR_LINES; i++, y += LINE_HEIGHT) {
        paint_text(&paint, x, y, INK_BRIGHT, card->lines[i] ? card->lines[i] : "");
    }
    draw_named(&paint, x, y, "key", INK_SOFT, card->keys);
    draw_named(&paint, x, y + LINE_HEIGHT, "look", INK_SOFT, card->look);
    draw_named(&paint, x, y + 2 * LINE_HEIGHT, "now", INK_GREEN, card->now);
    draw_named(&paint, x, y + 3 * LINE_HEIGHT, "", INK_FAINT, card->ways);
}
