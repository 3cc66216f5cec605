/* Maps that are wrong: each gives one line, "path:line:column: what, and what was expected", and no
 * level. A test per fault; the faults are in support/bad_maps.c. */
#include "level/level.h"
#include "level/xml.h"
#include "support/bad_maps.h"
#include "support/files.h"
#include "support/maps.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

/* Column 0: any. */
static void assert_says(const char *path, uint32_t line, uint32_t column, const char *words,
                        const Error *error)
{
    char place[2 * FILES_PATH_SIZE];
    snprintf(place, sizeof place, column ? "%s:%u:%u: " : "%s:%u:", path, line, column);
    if (strncmp(error->text, place, strlen(place)) != 0 || !strstr(error->text, words)) {
        fail_msg("said \"%s\"\nnot  \"%s... %s\"", error->text, place, words);
    }
    assert_null(strchr(error->text, '\n'));
    assert_non_null(strstr(error->text, "expected"));
}

static void assert_refused(const char *map, uint32_t line, uint32_t column, const char *words)
{
    Error error = {""};
    Level *level = level_parse("no/where.tmx", map, strlen(map), &error);
    assert_null(level);
    assert_says("no/where.tmx", line, column, words, &error);
    assert_null(level_parse("no/where.tmx", map, strlen(map), NULL)); /* nobody has to listen */
}

static void test_bad_map(void **state)
{
    const BadMap *bad = *state;
    char *map = bad->find ? maps_replace(maps_good, bad->find, bad->with) : NULL;
    assert_refused(map ? map : bad->with, bad->line, bad->column, bad->words);
    free(map);
}

static void test_bad_data(void **state)
{
    const BadData *bad = *state;
    char *map = maps_with_data(maps_good, bad->attributes, bad->content);
    assert_refused(map, bad->line, bad->column, bad->words);
    free(map);
}

/* --- Files
 * --------------------------------------------------------------------------------------*/

static void assert_load_refused(const char *path, const char *words)
{
    Error error = {""};
    assert_null(level_load(path, &error));
    assert_says(path, 1, 1, words, &error);
}

static void test_files_that_cannot_be_read(void **state)
{
    (void)state;
    TestFolder folder = files_folder_create();
    char path[FILES_PATH_SIZE];
    assert_load_refused(folder.path, "a directory");
    files_path(&folder, "missing.tmx", path);
    assert_load_refused(path, "No such file");

    files_write(&folder, "empty.tmx", "", 0, path);
    assert_load_refused(path, "is empty");
    assert_int_equal(truncate(path, XML_BYTES_MAX + 1), 0);
    assert_load_refused(path, "67108865 bytes, and at most 67108864");

    files_path(&folder, "pipe.tmx", path);
    assert_int_equal(mkfifo(path, 0600), 0);
    assert_load_refused(path, "not a regular file");

    if (geteuid() != 0) { /* root may read everything */
        files_write(&folder, "secret.tmx", maps_good, strlen(maps_good), path);
        assert_int_equal(chmod(path, 0), 0);
        assert_load_refused(path, "Permission denied");
    }
    files_folder_destroy(&folder);
}

static void test_a_path_too_long(void **state)
{
    (void)state;
    char path[LEVEL_PATH_SIZE + 1];
    memset(path, 'x', sizeof path - 1);
    path[sizeof path - 1] = '\0';
    Error error = {""};
    assert_null(level_load(path, &error));
    assert_non_null(strstr(error.text, "x:1:1: the path has 1024 bytes, expected at most 1023"));
}

/* The end of a long path is what tells files apart, and the sentence must not be pushed out. */
static void test_a_long_path_leaves_room_for_the_sentence(void **state)
{
    (void)state;
    char path[700];
    memset(path, 'x', sizeof path - 1);
    memcpy(path + sizeof path - 9, "/map.tmx", 9);
    Error error = {""};
    assert_null(level_parse(path, "<svg/>", 6, &error));
    assert_memory_equal(error.text, "...xxx", 6);
    assert_non_null(strstr(error.text, "/map.tmx:1:1: the file holds a <svg>"));
}

typedef struct BadTsx {
    const char *text;
    uint32_t line, column;
    const char *words;
} BadTsx;

/* A fault in a tileset's file is placed in that file. */
static void test_tileset_files(void **state)
{
    (void)state;
    static const BadTsx tilesets[] = {
        {"", 0, 0, "is empty"},
        {"<tileset", 1, 1, "unclosed token"},
        {"\n <map/>", 2, 2, "holds a <map>, expected a <tileset>"},
        {"<tileset source=\"night.tsx\"/>", 1, 1, "names another one"},
        {"<tileset/>", 1, 1, "Based on Tileset Image"},
        {"<tileset><image/></tileset>", 1, 1, "no attribute \"tilewidth\""},
        {"<!DOCTYPE a SYSTEM \"b\"><tileset/>", 1, 0, "DOCTYPE"},
    };
    TestFolder folder = files_folder_create();
    char tmx[FILES_PATH_SIZE];
    char tsx[FILES_PATH_SIZE];
    char *map = maps_replace(maps_good, maps_good_tileset,
                             "<tileset firstgid=\"1\" source=\"night.tsx\"/>");
    files_write(&folder, "map.tmx", map, strlen(map), tmx);
    free(map);
    for (size_t i = 0; i < sizeof tilesets / sizeof *tilesets; i++) {
        const BadTsx *bad = &tilesets[i];
        files_write(&folder, "night.tsx", bad->text, strlen(bad->text), tsx);
        Error error = {""};
        assert_null(level_load(tmx, &error));
        if (bad->line == 0) { /* the file cannot be read: the map is to blame */
            assert_says(tmx, 11, 2, bad->words, &error);
        } else {
            assert_says(tsx, bad->line, bad->column, bad->words, &error);
        }
    }
    files_folder_destroy(&folder);
}

/* --- Limits
 * -------------------------------------------------------------------------------------*/

/* The good map with `text` before its <imagelayer>, `times` times. */
static char *map_with_many(const char *text, size_t times)
{
    size_t length = strlen(text);
    size_t size = length * times + sizeof "<imagelayer ";
    char *many = malloc(size);
    assert_non_null(many);
    for (size_t i = 0; i < times; i++) {
        snprintf(many + i * length, size - i * length, "%s", text);
    }
    snprintf(many + times * length, size - times * length, "<imagelayer ");
    char *map = maps_replace(maps_good, "<imagelayer ", many);
    free(many);
    return map;
}

static void test_too_many(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t times;
        const char *words;
    } many[] = {
        {"<layer width=\"4\" height=\"3\"><data encoding=\"csv\">0,0,0,0,0,0,0,0,0,0,0,0</data>"
         "</layer>\n",
         LEVEL_LAYERS_MAX, "one tile layer too many, expected at most 16"},
        {"<objectgroup><object type=\"jar\"><point/></object></objectgroup>\n", SPEC_JARS_MAX,
         "too many jars, expected at most 255"},
        {"<objectgroup><object type=\"owl\"><point/></object></objectgroup>\n", SPEC_OWLS_MAX + 1,
         "too many owls and bats, expected at most 64"},
        {"<objectgroup><object type=\"swarm\" width=\"9\" height=\"9\"><properties>"
         "<property name=\"count\" type=\"int\" "
         "value=\"1\"/></properties></object></objectgroup>\n",
         SPEC_SWARMS_MAX, "too many swarms, expected at most 255"},
        {"<a/>", XML_ELEMENTS_MAX, "too many elements, expected at most 1048576"},
    };
    for (size_t i = 0; i < sizeof many / sizeof *many; i++) {
        char *map = map_with_many(many[i].text, many[i].times);
        Error error = {""};
        assert_null(level_parse("many.tmx", map, strlen(map), &error));
        assert_non_null(strstr(error.text, many[i].words));
        free(map);
    }
}

static void test_too_many_paths(void **state)
{
    (void)state;
    char text[64 * 1024] = "";
    size_t length = 0;
    for (unsigned i = 0; i < SPEC_PATHS_MAX; i++) {
        length += (size_t)snprintf(text + length, sizeof text - length,
                                   "<objectgroup><object id=\"%u\" type=\"path\"><polyline "
                                   "points=\"0,0 1,1\"/></object></objectgroup>\n",
                                   100 + i);
    }
    char *map = map_with_many(text, 1);
    Error error = {""};
    assert_null(level_parse("many.tmx", map, strlen(map), &error));
    assert_non_null(strstr(error.text, "too many paths, expected at most 256"));
    free(map);
}

/* The widest map there may be, whose only layer is empty. */
static void test_a_wide_map_of_nothing(void **state)
{
    (void)state;
    static const char map[] =
        "<map orientation=\"orthogonal\" width=\"4096\" height=\"4096\" tilewidth=\"16\""
        " tileheight=\"16\"><layer width=\"4096\" height=\"4096\"><data/></layer></map>";
    Error error = {""};
    assert_null(level_parse("wide.tmx", map, strlen(map), &error));
    assert_non_null(strstr(error.text, "0 <tile> elements, expected 16777216"));
}

/* --- Cut off
 * ------------------------------------------------------------------------------------*/

/* Every beginning of a good map is a fault with a place, but for the whole one (and the one that
 * only lacks the newline at its end). */
static void test_every_beginning(void **state)
{
    (void)state;
    char *zlib =
        maps_with_data(maps_good, "encoding=\"base64\" compression=\"zlib\"", maps_good_zlib);
    const char *const maps[] = {maps_good, zlib};
    for (size_t i = 0; i < sizeof maps / sizeof *maps; i++) {
        size_t whole = strlen(maps[i]);
        for (size_t length = 0; length < whole - 1; length++) {
            Error error = {""};
            assert_null(level_parse("cut.tmx", maps[i], length, &error));
            assert_memory_equal(error.text, "cut.tmx:", 8);
        }
        Level *level = level_parse("cut.tmx", maps[i], whole - 1, NULL);
        assert_non_null(level);
        level_destroy(level);
    }
    free(zlib);
}

/* A byte changed anywhere loads or gives a sentence with a place; never anything else. */
static void test_every_byte_changed(void **state)
{
    (void)state;
    size_t length = strlen(maps_good);
    char *map = strdup(maps_good);
    assert_non_null(map);
    for (size_t i = 0; i < length; i++) {
        static const char changes[] = {'0', '9', '"', '<', '-', ' '};
        for (size_t c = 0; c < sizeof changes; c++) {
            map[i] = changes[c];
            Error error = {""};
            Level *level = level_parse("changed.tmx", map, length, &error);
            assert_true(level || strncmp(error.text, "changed.tmx:", 12) == 0);
            level_destroy(level);
        }
        map[i] = maps_good[i];
    }
    free(map);
}

int main(void)
{
    static const struct CMUnitTest others[] = {
        cmocka_unit_test(test_files_that_cannot_be_read),
        cmocka_unit_test(test_a_path_too_long),
        cmocka_unit_test(test_a_long_path_leaves_room_for_the_sentence),
        cmocka_unit_test(test_tileset_files),
        cmocka_unit_test(test_too_many),
        cmocka_unit_test(test_too_many_paths),
        cmocka_unit_test(test_a_wide_map_of_nothing),
        cmocka_unit_test(test_every_beginning),
        cmocka_unit_test(test_every_byte_changed),
    };
    enum { OTHERS = sizeof others / sizeof *others };
    size_t count = bad_map_count + bad_data_count + OTHERS;
    struct CMUnitTest *tests = calloc(count, sizeof *tests);
    if (!tests) {
        return 1;
    }
    for (size_t i = 0; i < bad_map_count; i++) {
        /* cmocka's state is not const; the tests read it only. */
        void *row = (void *)(uintptr_t)&bad_maps[i];
        tests[i] = (struct CMUnitTest){bad_maps[i].name, test_bad_map, NULL, NULL, row};
    }
    for (size_t i = 0; i < bad_data_count; i++) {
        void *row = (void *)(uintptr_t)&bad_data[i];
        tests[bad_map_count + i] =
            (struct CMUnitTest){bad_data[i].name, test_bad_data, NULL, NULL, row};
    }
    memcpy(tests + bad_map_count + bad_data_count, others, sizeof others);
    int failed = _cmocka_run_group_tests("level_bad", tests, count, NULL, NULL);
    free(tests);
    return failed;
}
