#include "view/messages.h"

#include "view/key_name.h"
#include "view/key_page.h"
#include "view/palette.h"

#include <stdio.h>
#include <string.h>

enum {
    LINE_HEIGHT = 13,
    PADDING = 10,
    KEY_WIDTH = (KEY_PAGE_KEYS_MAX + 1) * TEXT_CELL_WIDTH,
    DOES_WIDTH = 29 * TEXT_CELL_WIDTH,
    COLUMN_WIDTH = KEY_WIDTH + DOES_WIDTH,
    HELP_WIDTH = 2 * COLUMN_WIDTH + 3 * PADDING,
    HELP_HEAD = 26,
    HELP_GAP = 6,
    LOG_LINES = 16,
    LOG_LINE_HEIGHT = 11,
    LOG_WIDTH_MAX = 100 * TEXT_CELL_WIDTH,
    STRIP_HEIGHT = 16,
    STRIP_ABOVE = 48, /* a strip's middle above the window's lower edge */
};

static const char *const HELP_NOTES[] = {
    "FPS is 1000 / mean; \"1% low\" is 1000 / p99. A figure with too few frames shows n/a.",
    "pNN: nearest rank; a stutter takes over twice the median of the 19 frames around it.",
    "A dim hash is of an earlier tick. Every backend gives the same hash at the same tick.",
};

enum { HELP_NOTE_COUNT = sizeof HELP_NOTES / sizeof *HELP_NOTES };

/* Keyboard and mouse, or gamepads: a heading over rows in two columns. */
typedef struct HelpSection {
    const char *title;
    KeyPageRow rows[KEY_PAGE_ROWS_MAX];
    int row_count;
    int column_rows;
} HelpSection;

static void read_section(HelpSection *section, const char *title, const Keys *keys, bool of_pads)
{
    section->title = title;
    section->row_count = (int)key_page_write(keys, of_pads, section->rows);
    section->column_rows = SDL_max((section->row_count + 1) / 2, 1);
}

static int section_height(const HelpSection *section)
{
    return HELP_HEAD - 8 + section->column_rows * LINE_HEIGHT;
}

static void draw_section(const Paint *paint, const HelpSection *section, int left, int top)
{
    paint_text(paint, left, top, INK_WARM, section->title);
    for (int i = 0; i < section->row_count; i++) {
        const KeyPageRow *row = &section->rows[i];
        int x = left + i / section->column_rows * (COLUMN_WIDTH + PADDING);
        int y = top + HELP_HEAD - 8 + i % section->column_rows * LINE_HEIGHT;
        paint_text(paint, x, y, INK_BRIGHT, row->keys);
        paint_text(paint, x + KEY_WIDTH, y, INK_SOFT, row->does);
    }
}

static void draw_help(const Paint *window, const Keys *keys)
{
    HelpSection keyboard;
    HelpSection pads;
    read_section(&keyboard, "Keys", keys, false);
    read_section(&pads, "Gamepad", keys, true);
    int notes = HELP_NOTE_COUNT * LINE_HEIGHT;
    int height = 8 + section_height(&keyboard) + HELP_GAP + section_height(&pads) + HELP_GAP +
                 notes + PADDING;
    Paint paint = paint_fitted(window, HELP_WIDTH + 4, height + 4);
    int left = (paint.width - HELP_WIDTH) / 2;
    int top = (paint.height - height) / 2;
    paint_panel(&paint, left, top, HELP_WIDTH, height);

    char closes[KEY_NAME_SIZE];
    key_title(keys_first(keys, ACTION_HELP), closes);
    char hint[2 * KEY_NAME_SIZE];
    snprintf(hint, sizeof hint, "%s closes this", closes);
    paint_text_right(&paint, left + HELP_WIDTH - PADDING, top + 8, INK_FAINT, hint);

    int y = top + 8;
    draw_section(&paint, &keyboard, left + PADDING, y);
    y += section_height(&keyboard) + HELP_GAP;
    draw_section(&paint, &pads, left + PADDING, y);
    y += section_height(&pads) + HELP_GAP;
    for (int i = 0; i < HELP_NOTE_COUNT; i++) {
        paint_text(&paint, left + PADDING, y + i * LINE_HEIGHT, INK_FAINT, HELP_NOTES[i]);
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

static void draw_strip(const Paint *paint, int above, Ink ink, const char *text)
{
    int width = paint_text_width(text) + 16;
    int x = (paint->width - width) / 2;
    int y = paint->height - above;
    paint_panel(paint, x, y, width, STRIP_HEIGHT);
    paint_text(paint, x + 8, y + 3, ink, text);
}

static void draw_pause(const Paint *paint, const Keys *keys)
{
    char go_on[KEY_NAME_SIZE];
    char tick[KEY_NAME_SIZE];
    char text[3 * KEY_NAME_SIZE];
    key_title(keys_first(keys, ACTION_PAUSE), go_on);
    key_title(keys_first(keys, ACTION_ONE_TICK), tick);
    snprintf(text, sizeof text, "paused    %s: go on    %s: one tick", go_on, tick);
    draw_strip(paint, STRIP_ABOVE, INK_WARM, text);
}

void messages_draw(const Paint *paint, const Cast *cast, const StageMessages *messages)
{
    Keys start;
    const Keys *keys = messages->keys;
    if (!keys) {
        keys_init(&start);
        keys = &start;
    }
    if (messages->log && messages->log_lines) {
        draw_log(paint, messages->log_lines);
    }
    bool is_covered = messages->menu || messages->help || messages->log;
    if (messages->paused && !is_covered) {
        draw_pause(paint, keys);
    }
    if (messages->toast) {
        draw_strip(paint, STRIP_ABOVE + STRIP_HEIGHT + 4, INK_BRIGHT, messages->toast);
    }
    if (messages->menu) {
        menu_draw(paint, cast, messages->menu);
    }
    if (messages->help) {
        draw_help(paint, keys);
    }
}
