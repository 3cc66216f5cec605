/* The atlas's text: what is right gets its frame, and each bad line is passed over and named. */
#include "view/atlas.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* A log that prints nothing. */
static Log quiet_log(void)
{
    Log log;
    log_init(&log, LOG_ERROR);
    return log;
}

static void test_good(void **state)
{
    (void)state;
    Log log = quiet_log();
    AtlasTable *table = calloc(1, sizeof *table);
    table->count = 1;
    const char *text = "# name x y w h\n"
                       "owl_0 1 2 3 4\n"
                       "\n"
                       "  dot\t60 60 4 4   # the last corner\r\n"
                       "hare_0 0 0 64 64";
    assert_int_equal(atlas_parse(table, text, "atlas.txt", 64, 64, &log), 0);
    assert_int_equal(table->count, 4);
    assert_int_equal(log_kept(&log), 0);
    assert_string_equal(table->names[1], "owl_0");
    assert_int_equal(table->frames[1].x, 1);
    assert_int_equal(table->frames[1].y, 2);
    assert_int_equal(table->frames[1].w, 3);
    assert_int_equal(table->frames[1].h, 4);
    assert_string_equal(table->names[3], "hare_0");
    free(table);
}

static void test_bad_lines(void **state)
{
    (void)state;
    static const struct {
        const char *line, *reason;
    } CASES[] = {
        {"owl", "`name x y w h` was expected"},
        {"owl 1 2 3", "`name x y w h` was expected"},
        {"owl 1 2 3 4 5", "`name x y w h` was expected"},
        {"owl 1 2 3 4x", "`name x y w h` was expected"},
        {"owl a 2 3 4", "`name x y w h` was expected"},
        {"owl -1 2 3 4", "`name x y w h` was expected"},
        {"owl 1 2 99999999999999999999 4", "`name x y w h` was expected"},
        {"owl 0 0 0 4", "leaves the picture, or is empty"},
        {"owl 62 0 3 4", "leaves the picture, or is empty"},
        {"owl 0 61 4 4", "leaves the picture, or is empty"},
        {"good 0 0 4 4", "each frame is expected once"},
        {"a_name_that_is_longer_than_a_name_may_be 0 0 4 4", "at most 31 letters"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        Log log = quiet_log();
        AtlasTable *table = calloc(1, sizeof *table);
        char text[256];
        table->count = 1;
        snprintf(text, sizeof text, "good 1 1 1 1\n%s\nafter 2 2 2 2\n", CASES[i].line);
        assert_int_equal(atlas_parse(table, text, "a/atlas.txt", 64, 64, &log), 1);
        assert_int_equal(table->count, 3); /* the lines around it count */
        assert_int_equal(log_kept(&log), 1);
        const char *said = log_recent(&log, 0);
        if (strncmp(said, "a/atlas.txt:2: ", 15) != 0 || !strstr(said, CASES[i].reason)) {
            fail_msg("\"%s\" got \"%s\"", CASES[i].line, said);
        }
        free(table);
    }
}

static void test_too_many(void **state)
{
    (void)state;
    enum { LINES = ATLAS_FRAMES_MAX + 9, LINE_SIZE = 32 };
    Log log = quiet_log();
    AtlasTable *table = calloc(1, sizeof *table);
    char *text = calloc(LINES, LINE_SIZE);
    size_t length = 0;
    table->count = 1;
    for (int i = 0; i < LINES; i++) {
        length += (size_t)snprintf(text + length, LINE_SIZE, "frame_%d 0 0 1 1\n", i);
    }
    assert_int_equal(atlas_parse(table, text, "atlas.txt", 64, 64, &log), 10);
    assert_int_equal(table->count, ATLAS_FRAMES_MAX);
    free(text);
    free(table);
}

/* A line beyond any sensible length is a bad line, not a crash, and the next one counts. */
static void test_endless_line(void **state)
{
    (void)state;
    Log log = quiet_log();
    AtlasTable *table = calloc(1, sizeof *table);
    char *text = malloc(5000);
    table->count = 1;
    memset(text, 'x', 4000);
    snprintf(text + 4000, 1000, "\nowl_0 0 0 1 1\n");
    assert_int_equal(atlas_parse(table, text, "atlas.txt", 64, 64, &log), 1);
    assert_int_equal(table->count, 2);
    free(text);
    free(table);
}

static void test_missing_frames_are_named(void **state)
{
    (void)state;
    Log log = quiet_log();
    Atlas *atlas = calloc(1, sizeof *atlas);
    atlas->table.count = 1;
    assert_int_equal(atlas_parse(&atlas->table, "owl_2 0 0 1 1\n", "atlas.txt", 64, 64, &log), 0);
    assert_int_equal(atlas_find(atlas, "owl_2", &log), 1);
    assert_int_equal(atlas_find_numbered(atlas, "owl_", 2, &log), 1);
    assert_int_equal(log_kept(&log), 0);
    assert_int_equal(atlas_find_numbered(atlas, "owl_", 3, &log), ATLAS_MISSING);
    assert_int_equal(log_kept(&log), 1);
    assert_non_null(strstr(log_recent(&log, 0), "\"owl_3\""));
    free(atlas);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_good),
        cmocka_unit_test(test_bad_lines),
        cmocka_unit_test(test_too_many),
        cmocka_unit_test(test_endless_line),
        cmocka_unit_test(test_missing_frames_are_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
