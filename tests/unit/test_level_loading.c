/* A level that is loaded as futures: whatever the backend, it is the level of level_load, or its
 * sentence. */
#include "base/clock.h"
#include "level/level_loading.h"
#include "support/bad_maps.h"
#include "support/files.h"
#include "support/levels.h"
#include "support/maps.h"
#include "support/maps_large.h"
#include "support/models.h"
#include "support/tasks.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static TestFolder folder;

static int make_folder(void **state)
{
    (void)state;
    folder = files_folder_create();
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    files_folder_destroy(&folder);
    return 0;
}

static Level *load(Backend *backend, const char *path, Error *error)
{
    LevelLoading *loading = level_loading_begin(path, backend, error);
    assert_non_null(loading);
    while (!level_loading_step(loading, BACKEND_NO_DEADLINE)) {
    }
    Level *level = level_loading_take(loading, error);
    level_loading_end(loading);
    return level;
}

/* ---- The same level ---- */

static bool same_layers(const Level *a, const Level *b)
{
    size_t count = (size_t)a->spec.tile_columns * a->spec.tile_rows;
    bool same = a->layer_count == b->layer_count;
    for (uint32_t i = 0; same && i < a->layer_count; i++) {
        same = strcmp(a->layers[i].name, b->layers[i].name) == 0 &&
               memcmp(a->layers[i].cells, b->layers[i].cells, count * sizeof(uint32_t)) == 0;
    }
    return same && memcmp(a->spec.solid, b->spec.solid, count) == 0;
}

static bool same_level(const Level *a, const Level *b)
{
    return a->content_hash == b->content_hash && strcmp(a->path, b->path) == 0 &&
           strcmp(a->spec.title, b->spec.title) == 0 &&
           a->spec.tile_columns == b->spec.tile_columns && a->spec.tile_rows == b->spec.tile_rows &&
           a->spec.swarm_count == b->spec.swarm_count && a->tileset_count == b->tileset_count &&
           same_layers(a, b);
}

static void assert_loads(Backend *backend, const Level *expected)
{
    Error error = {""};
    Level *level = load(backend, expected->path, &error);
    assert_string_equal(error.text, "");
    assert_with(backend, same_level(level, expected));
    level_destroy(level);
}

static const Level *expected_level;

static void check_loads(Backend *backend)
{
    assert_loads(backend, expected_level);
}

static void test_large_map(void **state)
{
    (void)state;
    char path[FILES_PATH_SIZE];
    Error error = {""};
    char *map = maps_large(&(LargeMap){.columns = 200, .rows = 120});
    files_write(&folder, "large.tmx", map, strlen(map), path);
    free(map);
    Level *level = level_load(path, &error);
    assert_string_equal(error.text, "");
    assert_int_equal(level->layer_count, MAPS_LARGE_LAYERS);
    expected_level = level;
    models_each(check_loads);
    level_destroy(level);
}

static void test_own_levels(void **state)
{
    (void)state;
    Levels levels = levels_load_all();
    for (uint32_t i = 0; i < levels.count; i++) {
        expected_level = levels.levels[i];
        models_each_with(3, check_loads);
    }
    levels_destroy(&levels);
}

/* ---- The same sentence ---- */

static char bad_path[FILES_PATH_SIZE];
static Error expected_error;

static void check_says_the_same(Backend *backend)
{
    Error error = {""};
    assert_null(load(backend, bad_path, &error));
    if (strcmp(error.text, expected_error.text) != 0) {
        print_error("\"%s\", not \"%s\"\n", error.text, expected_error.text);
    }
    assert_with(backend, strcmp(error.text, expected_error.text) == 0);
}

static void write_bad(const char *map)
{
    files_write(&folder, "bad.tmx", map, strlen(map), bad_path);
    expected_error.text[0] = '\0';
    assert_null(level_load(bad_path, &expected_error));
    assert_string_not_equal(expected_error.text, "");
}

static void test_bad_maps(void **state)
{
    (void)state;
    for (size_t i = 0; i < bad_map_count; i++) {
        const BadMap *bad = &bad_maps[i];
        char *map = bad->find ? maps_replace(maps_good, bad->find, bad->with) : NULL;
        write_bad(map ? map : bad->with);
        free(map);
        models_each_with(2, check_says_the_same);
    }
    for (size_t i = 0; i < bad_data_count; i++) {
        char *map = maps_with_data(maps_good, bad_data[i].attributes, bad_data[i].content);
        write_bad(map);
        free(map);
        models_each_with(2, check_says_the_same);
    }
}

static void test_files_that_cannot_be_read(void **state)
{
    (void)state;
    char missing[FILES_PATH_SIZE];
    char longest[LEVEL_PATH_SIZE + 1];
    memset(longest, 'x', sizeof longest - 1);
    longest[sizeof longest - 1] = '\0';
    files_path(&folder, "missing.tmx", missing);
    const char *const paths[] = {missing, longest};
    for (size_t i = 0; i < 2; i++) {
        Backend *jobs = models_open("jobs", 2);
        Error expected = {""};
        Error error = {""};
        assert_null(level_load(paths[i], &expected));
        assert_null(load(jobs, paths[i], &error));
        assert_string_equal(error.text, expected.text);
        backend_close(jobs);
    }
}

/* The first in the file is told of, though it is the last one to be found: at the end of a long
 * layer, with faults behind it that are seen at once. */
static void test_first_of_several_faults(void **state)
{
    (void)state;
    char place[2 * FILES_PATH_SIZE];
    LargeMap large = {.columns = 400, .rows = models_are_quick() ? 75 : 300};
    for (uint32_t layer = 0; layer < MAPS_LARGE_LAYERS; layer++) {
        large.bad_last_cell[layer] = true;
        large.bad_first_cell[layer] = layer > 0;
    }
    large.last_words = "<layer width=\"1\"/>";
    char *map = maps_large(&large);
    write_bad(map);
    free(map);
    /* The map's line, the good tileset's twelve, the layer's; then its rows. */
    snprintf(place, sizeof place, "%s:%u:", bad_path, 14 + large.rows);
    assert_memory_equal(expected_error.text, place, strlen(place));
    snprintf(place, sizeof place, "tile number 77 at column 399, row %u", large.rows - 1);
    assert_non_null(strstr(expected_error.text, place));
    models_each_with(4, check_says_the_same);

    large.bad_last_cell[0] = false;
    map = maps_large(&large);
    write_bad(map);
    free(map);
    assert_non_null(strstr(expected_error.text, "tile number 77 at column 0, row 0"));
    models_each_with(4, check_says_the_same);

    memset(large.bad_last_cell, 0, sizeof large.bad_last_cell);
    memset(large.bad_first_cell, 0, sizeof large.bad_first_cell);
    map = maps_large(&large);
    write_bad(map);
    free(map);
    assert_non_null(strstr(expected_error.text, "\"width\""));
    models_each_with(4, check_says_the_same);
}

/* ---- On the way ---- */

/* The outline is there before the cells, and pieces are counted up to their total. */
static void check_on_the_way(Backend *backend)
{
    char path[FILES_PATH_SIZE];
    files_path(&folder, "large.tmx", path);
    LevelLoading *loading = level_loading_begin(path, backend, NULL);
    assert_null(level_loading_outline(loading));
    assert_int_equal(level_loading_done(loading), 0);
    bool over = false;
    for (uint32_t done = 0; !over; done = level_loading_done(loading)) {
        over = level_loading_step(loading, BACKEND_NO_DEADLINE);
        assert_with(backend, level_loading_done(loading) == done + 1);
        assert_with(backend, level_loading_total(loading) == MAPS_LARGE_LAYERS + 1);
        assert_with(backend, level_loading_outline(loading)->tileset_count == 1);
    }
    assert_int_equal(level_loading_done(loading), MAPS_LARGE_LAYERS + 1);
    level_loading_end(loading); /* nobody took the level */
}

static void test_on_the_way(void **state)
{
    (void)state;
    models_each(check_on_the_way);
}

/* Given up at any moment, and with other steps and loads after that. */
static void check_given_up(Backend *backend)
{
    char path[FILES_PATH_SIZE];
    files_path(&folder, "large.tmx", path);
    for (uint32_t i = 0; i < 12; i += models_are_quick() ? 3 : 1) {
        LevelLoading *loading = level_loading_begin(path, backend, NULL);
        for (uint32_t steps = 0; steps < i; steps++) {
            level_loading_step(loading, clock_now_ns() + i * 300 * NS_PER_US);
        }
        level_loading_end(loading);
    }
    models_assert_works(backend);
    check_loads(backend);
}

static void test_given_up(void **state)
{
    (void)state;
    char path[FILES_PATH_SIZE];
    files_path(&folder, "large.tmx", path);
    Level *level = level_load(path, NULL);
    assert_non_null(level);
    expected_level = level;
    models_each_with(1, check_given_up);
    models_each_with(4, check_given_up);
    level_destroy(level);
}

/* A deadline is kept where there are helpers, even though none of them has time. */
static void test_deadline(void **state)
{
    (void)state;
    char path[FILES_PATH_SIZE];
    files_path(&folder, "large.tmx", path);
    Crowd crowd;
    Backend *jobs = models_open("jobs", 3);
    crowd_gather(&crowd, jobs);
    LevelLoading *loading = level_loading_begin(path, jobs, NULL);
    for (uint32_t i = 0; i < 3; i++) {
        assert_false(level_loading_step(loading, clock_now_ns() + NS_PER_MS));
        assert_int_equal(level_loading_done(loading), 0);
    }
    crowd_dismiss(&crowd);
    while (!level_loading_step(loading, clock_now_ns() + NS_PER_MS)) {
    }
    Level *level = level_loading_take(loading, NULL);
    assert_non_null(level);
    level_destroy(level);
    level_loading_end(loading);
    backend_close(jobs);
}

/* The loading outlives its backend where all was done before. */
static void test_backend_closed_first(void **state)
{
    (void)state;
    char path[FILES_PATH_SIZE];
    files_path(&folder, "large.tmx", path);
    Backend *jobs = models_open("jobs", 2);
    LevelLoading *loading = level_loading_begin(path, jobs, NULL);
    while (!level_loading_step(loading, BACKEND_NO_DEADLINE)) {
    }
    backend_close(jobs);
    Level *level = level_loading_take(loading, NULL);
    assert_non_null(level);
    level_destroy(level);
    level_loading_end(loading);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_large_map), /* writes the map that later ones use */
        cmocka_unit_test(test_own_levels),
        cmocka_unit_test(test_bad_maps),
        cmocka_unit_test(test_files_that_cannot_be_read),
        cmocka_unit_test(test_first_of_several_faults),
        cmocka_unit_test(test_on_the_way),
        cmocka_unit_test(test_given_up),
        cmocka_unit_test(test_deadline),
        cmocka_unit_test(test_backend_closed_first),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
