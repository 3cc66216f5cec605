#include "view/tour_card.h"

#include "view/palette.h"

#include <math.h>
#include <stdio.h>

enum {
    COLUMNS = 30, /* letters in a line */
    LINES_HIGH = 30,
    PADDING = 8,
    MARGIN = 4,
    LINE_HEIGHT = 11,
    GAP = 5,
    INNER = COLUMNS * TEXT_CELL_WIDTH,
    WIDTH = INNER + 2 * PADDING,
    HEIGHT_LEAST = LINES_HIGH * LINE_HEIGHT, /* what a scale has to leave room for */
    PIP = 6,
    PIP_STRIDE = 10,
    BAR = 4,
    FIGURE_HEIGHT = LINE_HEIGHT + BAR + 4,
};

static Paint fit(const Paint *window)
{
    return paint_fitted(window, 3 * WIDTH, HEIGHT_LEAST + 2 * MARGIN);
}

int tour_card_width(const Paint *window)
{
    Paint paint = fit(window);
    return ((WIDTH + 2 * MARGIN) * paint.scale + window->scale - 1) / window->scale;
}

/* Whether a line may end before the blank at that place: between words, or, of what consists of
 * pieces, only between those, which three blanks hold apart. */
static bool may_break(const char *text, bool in_pieces)
{
    return text[0] == ' ' && (!in_pieces || text[1] == ' ');
}

/* How many letters of the text its next line has, and where the one after it begins. */
static int break_line(const char *text, bool in_pieces, const char **rest)
{
    int fits = 0;
    int at = 0;
    for (; at < COLUMNS && text[at] != '\0'; at++) {
        if (may_break(text + at, in_pieces) && at > 0 && text[at - 1] != ' ') {
            fits = at;
        }
    }
    if (text[at] == '\0' || may_break(text + at, in_pieces)) {
        fits = at; /* all of it, or up to a blank that just does not fit */
    }
    fits = fits > 0 ? fits : at; /* a word longer than a line */
    *rest = text + fits;
    while (**rest == ' ') {
        (*rest)++;
    }
    return fits;
}

static int count_lines(bool in_pieces, const char *text)
{
    int lines = 0;
    for (; *text != '\0'; lines++) {
        break_line(text, in_pieces, &text);
    }
    return lines;
}

/* Returns where what is below it may begin. */
static int draw_lines(const Paint *paint, int x, int y, Ink ink, bool in_pieces, const char *text)
{
    while (*text != '\0') {
        const char *line = text;
        int letters = break_line(line, in_pieces, &text);
        paint_format(paint, x, y, ink, "%.*s", letters, line);
        y += LINE_HEIGHT;
    }
    return y;
}

static int draw_named(const Paint *paint, int x, int y, const char *name, bool in_pieces,
                      const char *text)
{
    paint_text(paint, x, y, INK_GREEN, name);
    return draw_lines(paint, x, y + LINE_HEIGHT, INK_SOFT, in_pieces, text) + GAP;
}

/* One pip a stop: those behind us are dim, this one is lit, what cannot be shown is hollow. */
static void draw_progress(const Paint *paint, int x, int y, const TourCard *card)
{
    for (uint32_t i = 0; i < card->stop_count; i++) {
        int left = x + (int)i * PIP_STRIDE;
        bool passed = card->passed_over >> i & 1;
        SDL_Color color = i == card->stop  ? palette_ink(INK_WARM)
                          : i < card->stop ? palette_ink(INK_FAINT)
                                           : PALETTE_EDGE;
        paint_rect(paint, left, y, PIP, passed ? 1 : PIP, color);
    }
    char place[24];
    snprintf(place, sizeof place, "%u of %u", card->stop + 1, card->stop_count);
    paint_text_right(paint, x + INNER, y - 2, INK_FAINT, place);
}

static double longest_of(const TourCard *card)
{
    double longest = 0.0;
    for (uint32_t i = 0; i < card->figure_count; i++) {
        double ms = card->figures[i].ms;
        longest = isfinite(ms) && ms > longest ? ms : longest;
    }
    return longest;
}

static void draw_figure(const Paint *paint, int x, int y, const TourCardFigure *figure,
                        double longest)
{
    char text[24];
    bool known = isfinite(figure->ms);
    snprintf(text, sizeof text, known ? "%.2f ms" : "n/a", figure->ms);
    paint_text(paint, x, y, figure->is_now ? INK_WARM : INK_SOFT, figure->label);
    paint_text_right(paint, x + INNER, y, known ? INK_BRIGHT : INK_FAINT, text);
    y += LINE_HEIGHT;
    paint_rect(paint, x, y, INNER, BAR, PALETTE_TROUGH);
    int width = known && longest > 0.0 ? (int)(figure->ms / longest * INNER) : 0;
    if (width > 0) { /* SDL makes a pixel of nothing */
        paint_rect(paint, x, y, width, BAR, palette_ink(figure->is_now ? INK_WARM : INK_FAINT));
    }
}

static int draw_figures(const Paint *paint, int x, int y, const TourCard *card)
{
    double longest = longest_of(card);
    paint_text(paint, x, y, INK_GREEN, "Measured here and now");
    y = draw_lines(paint, x, y + LINE_HEIGHT, INK_FAINT, false, card->measured) + 2;
    for (uint32_t i = 0; i < card->figure_count; i++) {
        draw_figure(paint, x, y, &card->figures[i], longest);
        y += FIGURE_HEIGHT;
    }
    return draw_lines(paint, x, y, INK_BRIGHT, false, card->verdict);
}

void tour_card_draw(const Paint *window, const TourCard *card)
{
    Paint paint = fit(window);
    int height = SDL_min(paint.height - 2 * MARGIN, HEIGHT_LEAST + 3 * LINE_HEIGHT);
    int left = paint.width - MARGIN - WIDTH;
    int x = left + PADDING;
    int y = MARGIN + PADDING;
    paint_panel(&paint, left, MARGIN, WIDTH, height);
    draw_progress(&paint, x, y, card);
    y += LINE_HEIGHT + GAP;
    paint_text(&paint, x, y, INK_WARM, card->title);
    y = draw_lines(&paint, x, y + LINE_HEIGHT + 2, INK_BRIGHT, false, card->text) + GAP;
    y = draw_named(&paint, x, y, "Keys", true, card->keys);
    y = draw_named(&paint, x, y, "Look at", false, card->look);
    draw_figures(&paint, x, y, card);
    int bottom = MARGIN + height - PADDING - count_lines(true, card->ways_on) * LINE_HEIGHT;
    draw_lines(&paint, x, bottom, INK_FAINT, true, card->ways_on);
}
