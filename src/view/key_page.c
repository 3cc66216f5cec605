#include "view/key_page.h"

#include "view/key_name.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

enum { GROUP_MAX = 12, EACH_MAX = 8, SET_SIZE = GROUP_MAX * KEY_NAME_SIZE };

#define DOTS " .."

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

/* A key of the keypad that does what another key does too goes without saying. */
static uint32_t leave_out_keypad(Key list[], uint32_t count)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (!is_on_keypad(list[i])) {
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
        uint32_t count = keys_of(keys, input_binding(first + i), list, KEY_COUNT);
        count = leave_out_keypad(list, leave_out_others(list, count, of_pads));
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
        is_run = is_run && is_single && letter == titles[0][0] + (int)i;
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

static void name_set(const Group *group, uint32_t number, char text[SET_SIZE])
{
    Key set[GROUP_MAX];
    char titles[GROUP_MAX][KEY_NAME_SIZE];
    uint32_t count = 0;
    for (uint32_t i = 0; i < group->size; i++) {
        if (number < group->counts[i]) {
            set[count] = group->keys[i][number];
            key_title(set[count], titles[count]);
            count++;
        }
    }
    const char *cross = name_of_cross(set, count);
    if (cross) {
        snprintf(text, SET_SIZE, "%s", cross);
    } else {
        join(titles, count, text);
    }
}

/* ---- The page ------------------------------------------------------------------------------- */

/* False: it does not fit in, and dots stand for it. */
static bool add(KeyPageRow *row, const char *name)
{
    size_t length = strlen(row->keys);
    const char *comma = length > 0 ? ", " : "";
    if (length + strlen(comma) + strlen(name) <= KEY_PAGE_KEYS_MAX) {
        snprintf(row->keys + length, sizeof row->keys - length, "%s%s", comma, name);
        return true;
    }
    if (length == 0) {
        snprintf(row->keys, sizeof row->keys, "%.*s", KEY_PAGE_KEYS_MAX - (int)strlen(DOTS), name);
    }
    length = strlen(row->keys);
    length = SDL_min(length, KEY_PAGE_KEYS_MAX - strlen(DOTS));
    snprintf(row->keys + length, sizeof row->keys - length, DOTS);
    return false;
}

static void write_row(const Group *group, bool walks, KeyPageRow *row)
{
    *row = (KeyPageRow){.keys = ""};
    bool has_room = !walks || add(row, "Left stick"); /* which is bound to nothing else */
    for (uint32_t i = 0; has_room && i < group->sets; i++) {
        char name[SET_SIZE];
        name_set(group, i, name);
        has_room = add(row, name);
    }
}

uint32_t key_page_write(const Keys *keys, bool of_pads, KeyPageRow rows[KEY_PAGE_ROWS_MAX])
{
    uint32_t count = 0;
    uint32_t size;
    for (uint32_t i = 0; i < input_binding_count() && count < KEY_PAGE_ROWS_MAX; i += size) {
        const KeyBinding *first = input_binding(i);
        size = 1;
        while (i + size < input_binding_count() && size < GROUP_MAX &&
               !input_binding(i + size)->does) {
            size++;
        }
        Group group;
        bool walks = of_pads && first->action == ACTION_UP;
        read_group(keys, i, size, of_pads, &group);
        if (group.sets > 0 || walks) {
            write_row(&group, walks, &rows[count]);
            rows[count++].does = first->does;
        }
    }
    return count;
}
