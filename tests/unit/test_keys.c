/* What keys are called, and what F1 makes of those that hold. */
#include "base/spelling.h"
#include "view/key_name.h"
#include "view/key_page.h"
#include "view/keys_file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* ---- Names -------------------------------------------------------------------------------------
 */

static void every_name_is_found_again(void **state)
{
    (void)state;
    uint32_t named = 0;
    for (Key key = 0; key < KEY_COUNT; key++) {
        char name[KEY_NAME_SIZE];
        if (!key_name(key, name)) {
            assert_string_equal(name, "");
            continue;
        }
        char same[KEY_NAME_SIZE];
        named++;
        assert_true(key_name(key_find(name), same));
        assert_string_equal(name, same); /* SDL has two keys called Return */
    }
    assert_true(named > 300);
    char name[KEY_NAME_SIZE];
    assert_false(key_name(KEY_COUNT, name));
    assert_false(key_name(UINT32_MAX, name));
}

static void names_are_taken_in_any_case(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        Key key;
    } rows[] = {
        {"space", SDL_SCANCODE_SPACE},
        {"Left CTRL", SDL_SCANCODE_LCTRL},
        {"=", SDL_SCANCODE_EQUALS},
        {"hash", SDL_SCANCODE_NONUSHASH},
        {"Keypad Hash", SDL_SCANCODE_KP_HASH},
        {"alt+return", KEY_ALT + SDL_SCANCODE_RETURN},
        {"ALT+F", KEY_ALT + SDL_SCANCODE_F},
        {"mouse middle", KEY_MOUSE + SDL_BUTTON_MIDDLE},
        {"Pad A", KEY_PAD + SDL_CONTROLLER_BUTTON_A},
        {"pad dpUp", KEY_PAD + SDL_CONTROLLER_BUTTON_DPAD_UP},
        {"pad righttrigger", KEY_RIGHT_TRIGGER},
        {"pad leftx", KEY_NONE},
        {"pad ", KEY_NONE},
        {"mouse 7", KEY_NONE},
        {"alt+", KEY_NONE},
        {"", KEY_NONE},
        {"hashhash", KEY_NONE},
        {"a name that is far longer than any key is called", KEY_NONE},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_int_equal(key_find(rows[i].name), rows[i].key);
    }
}

static void titles_are_short(void **state)
{
    (void)state;
    static const struct {
        Key key;
        const char *title;
    } rows[] = {
        {SDL_SCANCODE_RETURN, "Enter"},
        {KEY_ALT + SDL_SCANCODE_RETURN, "Alt+Enter"},
        {SDL_SCANCODE_LCTRL, "Left Ctrl"},
        {KEY_PAD + SDL_CONTROLLER_BUTTON_A, "A"},
        {KEY_LEFT_TRIGGER, "LT"},
        {KEY_PAD + SDL_CONTROLLER_BUTTON_START, "Start"},
        {KEY_MOUSE + SDL_BUTTON_LEFT, "left mouse"},
        {KEY_NONE, "-"},
        {KEY_COUNT, "-"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char title[KEY_NAME_SIZE];
        key_title(rows[i].key, title);
        assert_string_equal(title, rows[i].title);
    }
}

static void words_are_near_or_far(void **state)
{
    (void)state;
    assert_int_equal(spelling_distance("glow", "glow"), 0);
    assert_int_equal(spelling_distance("glow", "GLOW"), 0);
    assert_int_equal(spelling_distance("", "glow"), 4);
    assert_int_equal(spelling_distance("glow", ""), 4);
    assert_int_equal(spelling_distance("golw", "glow"), 1);
    assert_int_equal(spelling_distance("fulscreen", "fullscreen"), 1);
    assert_int_equal(spelling_distance("kitten", "sitting"), 3);
    assert_int_equal(spelling_distance("ca", "abc"), 3); /* no letter is touched twice */
    char long_word[100];
    memset(long_word, 'x', sizeof long_word - 1);
    long_word[sizeof long_word - 1] = '\0';
    assert_int_equal(spelling_distance(long_word, "x"), SPELLING_FAR);
    long_word[SPELLING_WORD_MAX] = '\0';
    assert_int_equal(spelling_distance(long_word, ""), SPELLING_WORD_MAX);
    assert_int_equal(key_nearest("spcae"), SDL_SCANCODE_SPACE);
    assert_int_equal(key_nearest("nothing like any"), KEY_NONE);
}

/* ---- The page of F1 -----------------------------------------------------------------------------
 */

/* With what the text of a keys.conf changes. */
static Keys keys_as(const char *text)
{
    Keys keys;
    Log log;
    log_init(&log, LOG_ERROR);
    keys_init(&keys);
    keys_file_parse(&keys, "keys.conf", text, strlen(text), &log);
    assert_int_equal(log_kept(&log), 0);
    return keys;
}

/* The row's keys, or NULL. `does` is what the table says. */
static const char *find_row(const KeyPageRow *rows, uint32_t count, const char *does)
{
    for (uint32_t i = 0; i < count; i++) {
        if (strcmp(rows[i].does, does) == 0) {
            return rows[i].keys;
        }
    }
    return NULL;
}

static void the_page_shows_what_holds(void **state)
{
    (void)state;
    KeyPageRow rows[KEY_PAGE_ROWS_MAX];
    Keys keys = keys_as("");
    uint32_t count = key_page_write(&keys, false, rows);
    assert_string_equal(find_row(rows, count, "carry the lantern"), "Arrows, WASD");
    assert_string_equal(find_row(rows, count, "choose a backend"), "1 - 0");
    assert_string_equal(find_row(rows, count, "slower, faster"), ", .");
    assert_string_equal(find_row(rows, count, "walk to the pointer"), "Left mouse");
    assert_string_equal(find_row(rows, count, "full screen"), "F11, Alt+Enter");
    count = key_page_write(&keys, true, rows);
    assert_string_equal(find_row(rows, count, "carry the lantern"), "Left stick, D-pad");
    assert_string_equal(find_row(rows, count, "open the lantern: it glows"), "A, B, RT");
    assert_string_equal(find_row(rows, count, "fewer, more lanes"), "LB RB");

    keys = keys_as("up = none\nleft = none\ndown = none\nright = none\nw = none\na = none\n"
                   "s = none\nd = none\ni = up\nj = left\nk = down\nl = right\np = none\n"
                   "left ctrl = glow\n3 = none\nkeypad 5 = mute\nf3 = glow");
    count = key_page_write(&keys, false, rows);
    assert_string_equal(find_row(rows, count, "carry the lantern"), "IJKL");
    assert_null(find_row(rows, count, "pause"));
    assert_null(find_row(rows, count, "overlay: off ... lanes"));
    assert_string_equal(find_row(rows, count, "open the lantern: it glows"), "Space, right mouse,");
    assert_string_equal(find_row(rows, count, ""), "F3, Left Ctrl");
    assert_string_equal(find_row(rows, count, "sound off, on"), "M, Keypad 5");
}

static void the_page_holds_all_the_keys_there_are(void **state)
{
    (void)state;
    Keys keys;
    keys_init(&keys);
    for (Key key = 1; key < KEY_COUNT; key++) {
        keys_bind(&keys, key, input_binding(key % input_binding_count()));
    }
    for (int of_pads = 0; of_pads < 2; of_pads++) {
        KeyPageRow rows[KEY_PAGE_ROWS_MAX];
        uint32_t count = key_page_write(&keys, of_pads, rows);
        assert_in_range(count, 1, KEY_PAGE_ROWS_MAX);
        for (uint32_t i = 0; i < count; i++) {
            assert_in_range(strlen(rows[i].keys), 1, KEY_PAGE_KEYS_MAX + 1);
        }
    }
    assert_int_equal(keys_first(&keys, ACTION_NONE), KEY_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_name_is_found_again),
        cmocka_unit_test(names_are_taken_in_any_case),
        cmocka_unit_test(titles_are_short),
        cmocka_unit_test(words_are_near_or_far),
        cmocka_unit_test(the_page_shows_what_holds),
        cmocka_unit_test(the_page_holds_all_the_keys_there_are),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
