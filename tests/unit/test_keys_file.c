/* keys.conf: good ones, bad ones, hostile ones, and those that the game prints. */
#include "support/files.h"
#include "view/keys_file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { MEGABYTE = 1 << 20 };

/* A file's text, as keys. */
typedef struct Parsed {
    Keys keys;
    Log log;
} Parsed;

static Parsed parsed_bytes(const char *bytes, size_t count)
{
    Parsed parsed;
    log_init(&parsed.log, LOG_ERROR);
    keys_init(&parsed.keys);
    keys_file_parse(&parsed.keys, "keys.conf", bytes, count, &parsed.log);
    return parsed;
}

static Parsed parsed(const char *text)
{
    return parsed_bytes(text, strlen(text));
}

static Action action_of(const Parsed *parsed, Key key)
{
    const KeyBinding *binding = keys_find(&parsed->keys, key);
    return binding ? binding->action : ACTION_NONE;
}

/* One line in the log, that one. */
static void assert_told(const char *text, const char *line)
{
    Parsed result = parsed(text);
    assert_int_equal(log_kept(&result.log), 1);
    assert_string_equal(log_recent(&result.log, 0), line);
}

/* ---- Good files --------------------------------------------------------------------------------
 */

static void a_line_binds_that_key_and_no_other(void **state)
{
    (void)state;
    Parsed result = parsed("# mine\n\nspace = pause\n\tLEFT ctrl=Glow # and a note = here\n"
                           "q = none\np = none\npad a = overlay\nmouse right = one tick\n"
                           "alt+g = backend 9\n= = fewer sprites\n; = glow");
    assert_int_equal(log_kept(&result.log), 0);
    assert_int_equal(action_of(&result, SDL_SCANCODE_SPACE), ACTION_PAUSE);
    assert_int_equal(action_of(&result, SDL_SCANCODE_LCTRL), ACTION_GLOW);
    assert_int_equal(action_of(&result, SDL_SCANCODE_P), ACTION_NONE);
    assert_int_equal(action_of(&result, KEY_PAD + SDL_CONTROLLER_BUTTON_A), ACTION_OVERLAY);
    assert_int_equal(action_of(&result, KEY_PAD + SDL_CONTROLLER_BUTTON_B), ACTION_GLOW);
    assert_int_equal(action_of(&result, KEY_MOUSE + SDL_BUTTON_RIGHT), ACTION_ONE_TICK);
    assert_int_equal(action_of(&result, SDL_SCANCODE_EQUALS), ACTION_SPRITES_FEWER);
    assert_int_equal(action_of(&result, SDL_SCANCODE_SEMICOLON), ACTION_GLOW);
    const KeyBinding *slot = keys_find(&result.keys, KEY_ALT + SDL_SCANCODE_G);
    assert_int_equal(slot->action, ACTION_BACKEND);
    assert_int_equal(slot->slot, 8);

    Keys start;
    keys_init(&start);
    uint32_t changed = 0;
    for (Key key = 0; key < KEY_COUNT; key++) {
        changed += start.rows[key] != result.keys.rows[key];
    }
    assert_int_equal(changed, 8); /* q did nothing before, and the mouse's is one of them */
}

static void lines_may_end_as_elsewhere(void **state)
{
    (void)state;
    Parsed result = parsed("\xEF\xBB\xBFspace = pause\r\n# a note\r\n\r\nf = glow\r\n");
    assert_int_equal(log_kept(&result.log), 0);
    assert_int_equal(action_of(&result, SDL_SCANCODE_SPACE), ACTION_PAUSE);
    assert_int_equal(action_of(&result, SDL_SCANCODE_F), ACTION_GLOW);
}

/* ---- Bad lines ---------------------------------------------------------------------------------
 */

static void bad_lines_are_named_and_passed_over(void **state)
{
    (void)state;
    assert_told("\nspcae = glow\n",
                "keys.conf:2: no key is called 'spcae': perhaps 'space' was meant");
    assert_told("f = fulscreen",
                "keys.conf:1: nothing is called 'fulscreen': perhaps 'fullscreen' was meant");
    assert_told("kp_5 = glow", "keys.conf:1: no key is called 'kp_5': expected SDL's name of one, "
                               "as in 'left ctrl', 'alt+return', 'pad a', 'mouse right'");
    assert_told("f = fly", "keys.conf:1: nothing is called 'fly': expected what lampyris "
                           "--list-keys has behind a =");
    assert_told("glow", "keys.conf:1: 'glow', and key = action was expected");
    assert_told("= glow", "keys.conf:1: '= glow', and key = action was expected");
    assert_told("f =", "keys.conf:1: nothing is called '': expected what lampyris --list-keys has "
                       "behind a =");
    Parsed result = parsed("a = b = c\nbad\nf = glow\n");
    assert_int_equal(log_kept(&result.log), 2);
    assert_int_equal(action_of(&result, SDL_SCANCODE_F), ACTION_GLOW);
    assert_int_equal(action_of(&result, SDL_SCANCODE_A), ACTION_LEFT);
}

static void of_two_lines_for_a_key_the_second_holds(void **state)
{
    (void)state;
    Parsed result = parsed("f = glow\ng = glow\nF = none\n");
    assert_int_equal(action_of(&result, SDL_SCANCODE_F), ACTION_NONE);
    assert_int_equal(action_of(&result, SDL_SCANCODE_G), ACTION_GLOW);
    assert_int_equal(log_kept(&result.log), 1);
    assert_string_equal(log_recent(&result.log, 0),
                        "keys.conf:3: 'F' was bound in line 1 already: now it is 'none'");
}

/* ---- Hostile files ------------------------------------------------------------------------------
 */

static void a_line_of_a_megabyte_is_passed_over(void **state)
{
    (void)state;
    const char *after = "\nf = glow\n";
    char *text = malloc(MEGABYTE + strlen(after));
    memset(text, 'x', MEGABYTE);
    memcpy(text + MEGABYTE, after, strlen(after));
    Parsed result = parsed_bytes(text, MEGABYTE + strlen(after));
    free(text);
    assert_int_equal(log_kept(&result.log), 1);
    assert_string_equal(log_recent(&result.log, 0),
                        "keys.conf:1: a line of 1048576 bytes, and at most 200 were expected");
    assert_int_equal(action_of(&result, SDL_SCANCODE_F), ACTION_GLOW);
}

static void bytes_without_sense_do_no_harm(void **state)
{
    (void)state;
    static const char text[] = "f = gl\0ow\nspace\0 = glow\n\x1B[31mred\x7F = glow\ng = glow\n\0";
    Parsed result = parsed_bytes(text, sizeof text - 1);
    assert_int_equal(log_kept(&result.log), 4);
    assert_string_equal(log_recent(&result.log, 3),
                        "keys.conf:1: a NUL byte, and text was expected");
    assert_non_null(strstr(log_recent(&result.log, 1), "'?[31mred?'"));
    assert_int_equal(action_of(&result, SDL_SCANCODE_G), ACTION_GLOW);
    assert_int_equal(action_of(&result, SDL_SCANCODE_F), ACTION_NONE);
    Parsed empty = parsed_bytes("", 0);
    Parsed mark = parsed("\xEF\xBB\xBF");
    assert_int_equal(log_kept(&empty.log) + log_kept(&mark.log), 0);
}

static void many_faults_are_told_of_together(void **state)
{
    (void)state;
    enum { LINES = 20000 };
    char *text = malloc(LINES * 2);
    for (int i = 0; i < LINES; i++) {
        memcpy(text + 2 * i, "?\n", 2);
    }
    Parsed result = parsed_bytes(text, LINES * 2);
    free(text);
    assert_int_equal(log_kept(&result.log), KEYS_FILE_TOLD_MAX + 1);
    assert_string_equal(log_recent(&result.log, 0), "keys.conf: and 19988 more like these");
}

/* ---- On the disk --------------------------------------------------------------------------------
 */

static void a_file_is_read_or_missed_aloud(void **state)
{
    (void)state;
    TestFolder folder = files_folder_create();
    char path[FILES_PATH_SIZE];
    Parsed result;
    log_init(&result.log, LOG_ERROR);
    const char *text = "f = glow\nbad\n";
    files_write(&folder, "other.conf", text, strlen(text), path);
    keys_file_load(&result.keys, path, &result.log);
    assert_int_equal(action_of(&result, SDL_SCANCODE_F), ACTION_GLOW);
    assert_int_equal(strncmp(log_recent(&result.log, 0), "other.conf:2: ", 14), 0);
    Keys start;
    keys_init(&start);
    const char *const bad[] = {"/nowhere/at/all.conf", folder.path};
    for (int i = 0; i < 2; i++) {
        keys_file_load(&result.keys, bad[i], &result.log);
        assert_memory_equal(&result.keys, &start, sizeof start);
        assert_non_null(strstr(log_recent(&result.log, 0), bad[i]));
    }
    files_folder_destroy(&folder);
}

static Keys printed_and_read(const Keys *keys)
{
    char *text = NULL;
    size_t count = 0;
    FILE *file = open_memstream(&text, &count);
    keys_file_print(keys, file);
    fclose(file);
    Parsed result = parsed_bytes(text, count);
    assert_int_equal(log_kept(&result.log), 0);
    free(text);
    return result.keys;
}

static void the_list_is_a_file_that_makes_the_same_keys(void **state)
{
    (void)state;
    Keys start;
    keys_init(&start);
    Keys again = printed_and_read(&start);
    assert_memory_equal(&again, &start, sizeof start);
    Parsed mine = parsed("tab = none\nf = glow\nhash = overlay\npad x = mute\nalt+return = none\n"
                         "mouse x2 = backend 3\nescape = none\nkeypad = = isa\n\\ = menu");
    assert_int_equal(log_kept(&mine.log), 0);
    again = printed_and_read(&mine.keys);
    assert_memory_equal(&again, &mine.keys, sizeof again);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_binds_that_key_and_no_other),
        cmocka_unit_test(lines_may_end_as_elsewhere),
        cmocka_unit_test(bad_lines_are_named_and_passed_over),
        cmocka_unit_test(of_two_lines_for_a_key_the_second_holds),
        cmocka_unit_test(a_line_of_a_megabyte_is_passed_over),
        cmocka_unit_test(bytes_without_sense_do_no_harm),
        cmocka_unit_test(many_faults_are_told_of_together),
        cmocka_unit_test(a_file_is_read_or_missed_aloud),
        cmocka_unit_test(the_list_is_a_file_that_makes_the_same_keys),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
