/* The order of the levels: what the file may say, what is told of its faults, and which are open.
 */
#include "app/level_cards.h"
#include "app/level_order.h"
#include "support/files.h"
#include "support/maps.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

typedef struct Fixture {
    Log log;
    TestFolder folder;
    Paths paths;
    LevelOrder order;
    Progress progress;
} Fixture;

static void write_level(const Fixture *fixture, const char *name, const char *goal)
{
    char file[64];
    char path[FILES_PATH_SIZE];
    char *map = maps_replace(maps_good, "\"20\"", goal);
    snprintf(file, sizeof file, "%s.tmx", name);
    files_write(&fixture->folder, file, map, strlen(map), path);
    free(map);
}

static int set_up(void **state)
{
    Fixture *fixture = calloc(1, sizeof *fixture);
    log_init(&fixture->log, LOG_ERROR);
    fixture->folder = files_folder_create();
    snprintf(fixture->paths.levels, sizeof fixture->paths.levels, "%s", fixture->folder.path);
    write_level(fixture, "a", "\"20\"");
    write_level(fixture, "b", "\"20\"");
    write_level(fixture, "c", "\"20\"");
    write_level(fixture, "d", "\"20\"");
    write_level(fixture, "e", "\"20\"");
    write_level(fixture, "box", "\"0\"");
    progress_open(&fixture->progress, NULL, &fixture->log);
    *state = fixture;
    return 0;
}

static int tear_down(void **state)
{
    Fixture *fixture = *state;
    files_folder_destroy(&fixture->folder);
    free(fixture);
    return 0;
}

/* Reads that text as order.txt; the names that came of it, with blanks between. */
static void assert_order(Fixture *fixture, const char *text, const char *expected)
{
    char path[FILES_PATH_SIZE];
    char names[1024] = "";
    files_write(&fixture->folder, "order.txt", text, strlen(text), path);
    level_order_read(&fixture->order, &fixture->paths, &fixture->log);
    for (uint32_t i = 0; i < fixture->order.count; i++) {
        strcat(names, i > 0 ? " " : "");
        strcat(names, fixture->order.levels[i].name);
    }
    assert_string_equal(names, expected);
}

static void a_line_is_a_level(void **state)
{
    Fixture *fixture = *state;
    assert_order(fixture, "# nights\nb\n\n  a # the second\r\nbox", "b a box");
    assert_int_equal(log_kept(&fixture->log), 0);
    const OrderedLevel *level = &fixture->order.levels[1];
    assert_string_equal(level->title, "A test");
    assert_int_equal(level->goal, 20);
    assert_int_equal(level->dawn_ticks, 5430);
    assert_int_equal(level_order_find(&fixture->order, "a"), 1);
    assert_int_equal(level_order_find(&fixture->order, "c"), LEVEL_ORDER_NONE);
}

static void each_fault_has_its_place(void **state)
{
    static const char *const bad_lines[] = {"a b", "nothing", "../a", "a", "broken"};
    static const char *const words[] = {"more than one word", "no level 'nothing'",
                                        "no level's name", "there before", "broken.tmx:1"};
    Fixture *fixture = *state;
    char path[FILES_PATH_SIZE];
    files_write(&fixture->folder, "broken.tmx", "<map", 4, path);
    for (int i = 0; i < 5; i++) {
        char text[128];
        snprintf(text, sizeof text, "a\n\n%s\nb\n", bad_lines[i]);
        uint32_t said = fixture->log.written;
        assert_order(fixture, text, "a b");
        assert_int_equal(fixture->log.written, said + 1);
        assert_non_null(strstr(log_recent(&fixture->log, 0), "order.txt:3: "));
        assert_non_null(strstr(log_recent(&fixture->log, 0), words[i]));
    }
}

static void there_is_room_for_so_many(void **state)
{
    Fixture *fixture = *state;
    char text[LEVEL_ORDER_MAX * 16 + 64] = "";
    for (int i = 0; i <= LEVEL_ORDER_MAX; i++) {
        char name[16];
        snprintf(name, sizeof name, "n%d", i);
        write_level(fixture, name, "\"20\"");
        strcat(strcat(text, name), "\n");
    }
    char path[FILES_PATH_SIZE];
    files_write(&fixture->folder, "order.txt", text, strlen(text), path);
    level_order_read(&fixture->order, &fixture->paths, &fixture->log);
    assert_int_equal(fixture->order.count, LEVEL_ORDER_MAX);
    assert_non_null(strstr(log_recent(&fixture->log, 0), "order.txt:33: "));
}

static void without_it_they_stand_by_name(void **state)
{
    Fixture *fixture = *state;
    level_order_read(&fixture->order, &fixture->paths, &fixture->log);
    assert_int_equal(fixture->order.count, 6);
    assert_string_equal(fixture->order.levels[0].name, "a");
    assert_string_equal(fixture->order.levels[2].name, "box");
    assert_non_null(strstr(log_recent(&fixture->log, 0), "order.txt"));
    assert_order(fixture, "# none\n", "a b box c d e");
}

static void assert_open(Fixture *fixture, const char *expected)
{
    SelectCard cards[LEVEL_ORDER_MAX];
    level_cards_fill(cards, &fixture->order, &fixture->progress);
    for (uint32_t i = 0; i < fixture->order.count; i++) {
        bool is_open = expected[i] == '1';
        assert_int_equal(level_cards_is_open(&fixture->order, &fixture->progress, (int)i), is_open);
        assert_int_equal(cards[i].locked, !is_open);
    }
}

static void winning_opens_the_next(void **state)
{
    Fixture *fixture = *state;
    NightResult lost = {.ticks = 100, .jarred = 5};
    NightResult won = {.won = true, .ticks = 100, .jarred = 20};
    assert_order(fixture, "a\nbox\nb\nc\nd\ne\n", "a box b c d e");
    assert_open(fixture, "111100");
    progress_add(&fixture->progress, "c", &lost);
    assert_open(fixture, "111100");
    progress_add(&fixture->progress, "c", &won);
    assert_open(fixture, "111110");
    progress_add(&fixture->progress, "d", &won);
    assert_open(fixture, "111111");
    assert_int_equal(level_order_next(&fixture->order, 0), 2); /* the sandbox is no night */
    assert_int_equal(level_order_before(&fixture->order, 2), 0);
    assert_int_equal(level_order_next(&fixture->order, 5), LEVEL_ORDER_NONE);
    assert_int_equal(level_order_before(&fixture->order, 0), LEVEL_ORDER_NONE);
}

static void cards_say_what_was_reached(void **state)
{
    Fixture *fixture = *state;
    SelectCard cards[LEVEL_ORDER_MAX];
    char best[SELECT_LINE_SIZE];
    NightResult lost = {.ticks = 100, .jarred = 5};
    NightResult won = {.won = true, .ticks = 62 * TICKS_PER_S, .jarred = 20, .eaten = 4};
    assert_order(fixture, "a\nb\nc\nd\nbox\n", "a b c d box");
    progress_add(&fixture->progress, "a", &won);
    progress_add(&fixture->progress, "b", &lost);
    level_cards_fill(cards, &fixture->order, &fixture->progress);
    assert_string_equal(cards[0].line, "1:02, 4 eaten");
    assert_int_equal(cards[0].stars, 1);
    assert_string_equal(cards[1].line, "5 of 20 home");
    assert_string_equal(cards[2].line, "20 to bring home");
    assert_string_equal(cards[3].line, "win A test");
    assert_string_equal(cards[4].line, "sandbox, 107");
    assert_false(cards[4].has_stars);
    level_cards_best(best, &fixture->order, &fixture->progress, 0);
    assert_non_null(strstr(best, "1:02"));
    level_cards_best(best, &fixture->order, &fixture->progress, 2);
    assert_string_equal(best, "");
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_line_is_a_level),         CASE(each_fault_has_its_place),
        CASE(there_is_room_for_so_many), CASE(without_it_they_stand_by_name),
        CASE(winning_opens_the_next),    CASE(cards_say_what_was_reached),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
