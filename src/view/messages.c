#include "view/messages.h"

#include "view/input_keys.h"
#include "view/palette.h"

#include <string.h>

enum {
    LINE_HEIGHT = 13,
    PADDING = 10,
    KEY_WIDTH = 17 * TEXT_CELL_WIDTH,
    DOES_WIDTH = 31 * TEXT_CELL_WIDTH,
    COLUMN_WIDTH = KEY_WIDTH + DOES_WIDTH,
    HELP_WIDTH = 2 * COLUMN_WIDTH + 3 * PADDING,
    HELP_HEAD = 26,
    LOG_LINES = 16,
    LOG_LINE_HEIGHT = 11,
    LOG_WIDTH_MAX = 100 * TEXT_CELL_WIDTH,
    STRIP_HEIGHT = 16,
    STRIP_ABOVE = 48, /* a strip's middle above the window's lower edge */
    MENU_WIDTH = 190,
    MENU_HEIGHT = 84,
};

static const char *const HELP_NOTES[] = {
    "FPS is 1000 / mean; \"1% low\" is 1000 / p99. A figure with too few frames shows n/a.",
    "A dim hash is of an earlier tick. Every backend gives the same hash at the same tick.",
};

enum { HELP_NOTE_COUNT = sizeof HELP_NOTES / sizeof *HELP_NOTES };

static int help_rows(void)
{
    int rows = 0;
    for (uint32_t i = 0; i < input_binding_count(); i++) {
        rows += input_binding(i)->name != NULL;
    }
    return rows;
}

static void draw_help(const Paint *window)
{
    int rows = help_rows();
    int column_rows = SDL_max((rows + 1) / 2, 1);
    int height = HELP_HEAD + (column_rows + HELP_NOTE_COUNT) * LINE_HEIGHT + PADDING + 6;
    Paint paint = paint_fitted(window, HELP_WIDTH + 4, height + 4);
    int left = (paint.width - HELP_WIDTH) / 2;
    int top = (paint.height - height) / 2;
    paint_panel(&paint, left, top, HELP_WIDTH, height);
    paint_text(&paint, left + PADDING, top + 8, INK_WARM, "Keys");
    paint_text_right(&paint, left + HELP_WIDTH - PADDING, top + 8, INK_FAINT, "F1 closes this");
    int row = 0;
    for (uint32_t i = 0; i < input_binding_count(); i++) {
        const KeyBinding *binding = input_binding(i);
        if (!binding->name) {
            continue;
        }
        int x = left + PADDING + row / column_rows * (COLUMN_WIDTH + PADDING);
        int y = top + HELP_HEAD + row % column_rows * LINE_HEIGHT;
        paint_text(&paint, x, y, INK_BRIGHT, binding->name);
        paint_text(&paint, x + KEY_WIDTH, y, INK_SOFT, binding->does);
        row++;
    }
    for (int i = 0; i < HELP_NOTE_COUNT; i++) {
        int y = top + HELP_HEAD + 6 + (column_rows + i) * LINE_HEIGHT;
        paint_text(&paint, left + PADDING, y, INK_FAINT, HELP_NOTES[i]);
    }
}

/* The newest line is the lowest; long ones go on below their beginning. */
static void draw_log(const Paint *paint, const Log *log)
{
    int width = SDL_min(paint->width - 12, LOG_WIDTH_MAX);
    int letters = (width - 2 * PADDING) / TEXT_CELL_WIDTH;
    int height = LOG_LINES * LOG_LINE_HEIGHT + 2 * PADDING;
    int x = (paint->width - width) / 2;
    int y = paint->height - height - 28;
    paint_panel(paint, x, y, width, height);
    int bottom = y + height - PADDING;
    for (uint32_t age = 0; age < log_kept(log); age++) {
        const char *line = log_recent(log, age);
        int pieces = SDL_max(((int)strlen(line) + letters - 1) / letters, 1);
        bottom -= pieces * LOG_LINE_HEIGHT;
        if (bottom < y + PADDING) {
            break;
        }
        for (int piece = 0; piece < pieces; piece++) {
            paint_format(paint, x + PADDING, bottom + piece * LOG_LINE_HEIGHT,
                         age == 0 ? INK_BRIGHT : INK_SOFT, "%.*s", letters, line + piece * letters);
        }
    }
    if (log_kept(log) == 0) {
        paint_text(paint, x + PADDING, bottom - LOG_LINE_HEIGHT, INK_FAINT, "nothing so far");
    }
}

static void draw_menu(const Paint *paint)
{
    static const char *const ROWS[][2] = {
        {"Enter", "go on"}, {"R", "restart the night"}, {"Esc", "quit"}};
    int x = (paint->width - MENU_WIDTH) / 2;
    int y = (paint->height - MENU_HEIGHT) / 2;
    paint_panel(paint, x, y, MENU_WIDTH, MENU_HEIGHT);
    paint_text_centered(paint, paint->width / 2, y + 10, 1, INK_WARM, 255, "Lampyris");
    for (int i = 0; i < 3; i++) {
        int line = y + 30 + i * (LINE_HEIGHT + 2);
        paint_text(paint, x + 26, line, INK_BRIGHT, ROWS[i][0]);
        paint_text(paint, x + 26 + 8 * TEXT_CELL_WIDTH, line, INK_SOFT, ROWS[i][1]);
    }
}

static void draw_strip(const Paint *paint, int above, Ink ink, const char *text)
{
    int width = paint_text_width(text) + 16;
    int x = (paint->width - width) / 2;
    int y = paint->height - above;
    paint_panel(paint, x, y, width, STRIP_HEIGHT);
    paint_text(paint, x + 8, y + 3, ink, text);
}

void messages_draw(const Paint *paint, const StageMessages *messages)
{
    if (messages->log && messages->log_lines) {
        draw_log(paint, messages->log_lines);
    }
    bool is_covered = messages->menu || messages->help || messages->log;
    if (messages->paused && !is_covered) {
        draw_strip(paint, STRIP_ABOVE, INK_WARM, "paused    P: go on    O: one tick");
    }
    if (messages->toast) {
        draw_strip(paint, STRIP_ABOVE + STRIP_HEIGHT + 4, INK_BRIGHT, messages->toast);
    }
    if (messages->help) {
        draw_help(paint);
    }
    if (messages->menu) {
        draw_menu(paint);
    }
}
