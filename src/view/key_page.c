#include "view/key_page.h"

#include "view/key_name.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

enum { GROUP_MAX = 12, EACH_MAX = 8, SET_SIZE = GROUP_MAX * KEY_NAME_SIZE };

/* The page on its way. */
typedef struct Writer {
    KeyPageRow *rows;
    uint32_t count; /* at least 1: the last one is written */
} Writer;

/* Rows of the table that share one of the page, such as the four directions. The n-th keys of all
 * of them make a set: the arrows are one, WASD another. */
typedef struct Group {
    uint32_t size;
    uint32_t sets; /* the most keys that one of them has */
    uint32_t counts[GROUP_MAX];
    Key keys[GROUP_MAX][EACH_MAX];
} Group;

/* ---- The keys of a group -------------------------------------------------------------------- */

static bool is_on_keypad(Key key)
{
    char name[KEY_NAME_SIZE];
    return key_name(key, name) && strstr(name, "keypad ");
}

/* A key of the keypad that has always done what another one does goes without saying. */
static uint32_t leave_out_keypad(const KeyBinding *binding, Key list[], uint32_t count)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (!is_on_keypad(list[i]) || !input_binding_has(binding, list[i])) {
            list[kept++] = list[i];
        }
    }
    return kept > 0 ? kept : count;
}

static uint32_t leave_out_others(Key list[], uint32_t count, bool of_pads)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (key_is_on_pad(list[i]) == of_pads) {
            list[kept++] = list[i];
        }
    }
    return kept;
}

static void read_group(const Keys *keys, uint32_t first, uint32_t size, bool of_pads, Group *group)
{
    *group = (Group){.size = size};
    for (uint32_t i = 0; i < size; i++) {
        Key list[KEY_COUNT];
        const KeyBinding *binding = input_binding(first + i);
        uint32_t count = keys_of(keys, binding, list, KEY_COUNT);
        count = leave_out_others(list, count, of_pads);
        count = leave_out_keypad(binding, list, count);
        group->counts[i] = SDL_min(count, EACH_MAX);
        group->sets = SDL_max(group->sets, group->counts[i]);
        memcpy(group->keys[i], list, group->counts[i] * sizeof *list);
    }
}

/* ---- Short names ---------------------------------------------------------------------------- */

static const struct {
    Key keys[4];
    const char *name;
} CROSSES[] = {
    {{SDL_SCANCODE_UP, SDL_SCANCODE_LEFT, SDL_SCANCODE_DOWN, SDL_SCANCODE_RIGHT}, "Arrows"},
    {{KEY_PAD + SDL_CONTROLLER_BUTTON_DPAD_UP, KEY_PAD + SDL_CONTROLLER_BUTTON_DPAD_LEFT,
      KEY_PAD + SDL_CONTROLLER_BUTTON_DPAD_DOWN, KEY_PAD + SDL_CONTROLLER_BUTTON_DPAD_RIGHT},
     "D-pad"},
};

static const char *name_of_cross(const Key set[], uint32_t count)
{
    for (uint32_t i = 0; i < sizeof CROSSES / sizeof *CROSSES; i++) {
        if (count == 4 && memcmp(set, CROSSES[i].keys, sizeof CROSSES[i].keys) == 0) {
            return CROSSES[i].name;
        }
    }
    return NULL;
}

/* Letters that are spelled as a word, such as WASD; digits that follow each other; short ones with
 * a blank between them. */
static void join(char titles[][KEY_NAME_SIZE], uint32_t count, char text[SET_SIZE])
{
    bool is_word = count > 2;
    bool is_run = count > 2;
    bool is_short = true;
    for (uint32_t i = 0; i < count; i++) {
        char letter = titles[i][0];
        bool is_single = strlen(titles[i]) == 1;
        is_word = is_word && is_single && isalpha((unsigned char)letter);
        is_run = is_run && is_single && isdigit((unsigned char)letter) &&
                 (letter == titles[0][0] + (int)i ||
                  (letter == '0' && titles[0][0] + (int)i == '9' + 1));
        is_short = is_short && strlen(titles[i]) <= 3;
    }
    if (is_run) {
        snprintf(text, SET_SIZE, "%c - %c", titles[0][0], titles[count - 1][0]);
        return;
    }
    const char *between = is_word ? "" : is_short ? " " : " / ";
    size_t length = 0;
    text[0] = '\0';
    for (uint32_t i = 0; i < count && length < SET_SIZE; i++) {
        length += (size_t)snprintf(text + length, SET_SIZE - length, "%s%s", i > 0 ? between : "",
                                   titles[i]);
    }
}

/* Of those in the group that have a key of that number. */
static uint32_t read_set(const Group *group, uint32_t number, Key set[GROUP_MAX],
                         char titles[GROUP_MAX][KEY_NAME_SIZE])
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < group->size; i++) {
        if (number < group->counts[i]) {
            set[count] = group->keys[i][number];
            key_title(set[count], titles[count]);
            count++;
        }
    }
    return count;
}

/* ---- The page ------------------------------------------------------------------------------- */

static void begin_row(Writer *writer, const char *does)
{
    if (writer->count < KEY_PAGE_ROWS_MAX) {
        writer->rows[writer->count++] = (KeyPageRow){.does = does};
    }
}

/* What does not fit into the row goes on in the next one. */
static void add(Writer *writer, const char *name)
{
    KeyPageRow *row = &writer->rows[writer->count - 1];
    size_t length = strlen(row->keys);
    if (length > 0 && length + strlen(", ") + strlen(name) > KEY_PAGE_KEYS_MAX) {
        snprintf(row->keys + length, sizeof row->keys - length, ",");
        begin_row(writer, "");
        row = &writer->rows[writer->count - 1];
        length = strlen(row->keys);
    }
    snprintf(row->keys + length, sizeof row->keys - length, "%s%s", length > 0 ? ", " : "", name);
    row->keys[0] = (char)toupper((unsigned char)row->keys[0]);
}

static void add_set(Writer *writer, const Group *group, uint32_t number)
{
    Key set[GROUP_MAX];
    char titles[GROUP_MAX][KEY_NAME_SIZE];
    char text[SET_SIZE];
    uint32_t count = read_set(group, number, set, titles);
    const char *cross = name_of_cross(set, count);
    if (cross) {
        add(writer, cross);
        return;
    }
    join(titles, count, text);
    if (strlen(text) <= KEY_PAGE_KEYS_MAX) {
        add(writer, text);
        return;
    }
    for (uint32_t i = 0; i < count; i++) {
        add(writer, titles[i]);
    }
}

static void write_group(Writer *writer, const Group *group, bool walks, const char *does)
{
    if (group->sets == 0 && !walks) {
        return;
    }
    begin_row(writer, does);
    if (walks) {
        add(writer, "Left stick"); /* which cannot be bound to something else */
    }
    for (uint32_t i = 0; i < group->sets; i++) {
        add_set(writer, group, i);
    }
}

uint32_t key_page_write(const Keys *keys, bool of_pads, KeyPageRow rows[KEY_PAGE_ROWS_MAX])
{
    Writer writer = {.rows = rows};
    uint32_t size;
    for (uint32_t i = 0; i < input_binding_count(); i += size) {
        const KeyBinding *first = input_binding(i);
        size = 1;
        while (i + size < input_binding_count() && size < GROUP_MAX &&
               !input_binding(i + size)->does) {
            size++;
        }
        Group group;
        read_group(keys, i, size, of_pads, &group);
        write_group(&writer, &group, of_pads && first->action == ACTION_UP, first->does);
    }
    return writer.count;
}
