/* The scheduler: who runs when, who waits for whom, and what is left when all is given up. */
#include "backend/scheduler.h"
#include "base/clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { ENTRIES_MAX = 1024 };

/* What the tasks of a test write down, in the order in which they ran. */
typedef struct Diary {
    char entries[ENTRIES_MAX];
    uint32_t count;
} Diary;

typedef struct Person {
    Diary *diary;
    char name;
    uint32_t turns;
    uint64_t wake_ns;
    TaskId other; /* whom to join */
    bool result;  /* of the last wait */
    bool ended;
} Person;

static void write_down(Person *person)
{
    person->diary->entries[person->diary->count++] = person->name;
}

static Scheduler *scheduler_of(uint32_t tasks)
{
    Error error = {""};
    Scheduler *scheduler = scheduler_create(tasks, SCHEDULER_STACK_SIZE, &error);
    if (!scheduler) {
        fail_msg("%s", error.text);
    }
    return scheduler;
}

static void run_until_none_is_ready(Scheduler *scheduler)
{
    while (scheduler_turn(scheduler)) {
    }
}

static void run_to_the_end(Scheduler *scheduler)
{
    while (scheduler_live_count(scheduler) > 0) {
        if (!scheduler_turn(scheduler)) {
            assert_true(scheduler_next_wake_ns(scheduler) != UINT64_MAX);
            clock_sleep_ns(20 * NS_PER_US);
        }
    }
}

/* ---- Ready tasks ---- */

static void take_turns(Scheduler *scheduler, void *argument)
{
    Person *person = argument;
    for (uint32_t i = 0; i < person->turns; i++) {
        write_down(person);
        person->result = scheduler_yield(scheduler);
    }
    person->ended = true;
}

static void test_first_come_first_served(void **state)
{
    (void)state;
    Diary diary = {.count = 0};
    Person people[] = {
        {&diary, 'a', .turns = 3}, {&diary, 'b', .turns = 1}, {&diary, 'c', .turns = 2}};
    Scheduler *scheduler = scheduler_of(8);
    assert_false(scheduler_turn(scheduler));
    for (uint32_t i = 0; i < 3; i++) {
        TaskId task = scheduler_spawn(scheduler, take_turns, &people[i]);
        assert_true(scheduler_is_live(scheduler, task));
        assert_int_equal(scheduler_ready_count(scheduler), i + 1);
        assert_int_equal(scheduler_live_count(scheduler), i + 1);
    }
    run_until_none_is_ready(scheduler);
    assert_string_equal(diary.entries, "abcaca");
    assert_true(people[0].result && people[1].result && people[2].result);
    assert_int_equal(scheduler_live_count(scheduler), 0);
    assert_int_equal(scheduler_ready_count(scheduler), 0);
    scheduler_destroy(scheduler);
}

static void spawn_two(Scheduler *scheduler, void *argument)
{
    Person *people = argument;
    write_down(&people[0]);
    scheduler_spawn(scheduler, take_turns, &people[1]);
    scheduler_spawn(scheduler, take_turns, &people[2]);
    scheduler_yield(scheduler);
    write_down(&people[0]);
}

static void test_spawned_within_a_task(void **state)
{
    (void)state;
    Diary diary = {.count = 0};
    Person people[] = {
        {&diary, 'p', .turns = 0}, {&diary, 'x', .turns = 2}, {&diary, 'y', .turns = 2}};
    Person before = {&diary, 'b', .turns = 2};
    Scheduler *scheduler = scheduler_of(4);
    scheduler_spawn(scheduler, spawn_two, people);
    scheduler_spawn(scheduler, take_turns, &before);
    run_until_none_is_ready(scheduler);
    assert_string_equal(diary.entries, "pbxypbxy");
    scheduler_destroy(scheduler);
}

/* The ring grows while some stand in it, wherever its first one is. */
static void test_the_line_grows(void **state)
{
    (void)state;
    enum { TURNS = 8 };
    for (uint32_t taken = 0; taken < TURNS; taken++) {
        Diary diary = {.count = 0};
        Person people[] = {
            {&diary, 'a', .turns = 20}, {&diary, 'b', .turns = 20}, {&diary, 'c', .turns = 20}};
        Scheduler *scheduler = scheduler_of(3);
        scheduler_spawn(scheduler, take_turns, &people[0]);
        scheduler_spawn(scheduler, take_turns, &people[1]);
        scheduler_turns(scheduler, taken);
        scheduler_spawn(scheduler, take_turns, &people[2]);
        scheduler_turns(scheduler, 2 * TURNS - taken);
        char expected[] = "abababababababab";
        for (uint32_t i = 0; i < 2 * TURNS - taken; i++) {
            const char *order = taken % 2 ? "bac" : "abc";
            expected[taken + i] = order[i % 3];
        }
        assert_string_equal(diary.entries, expected);
        scheduler_destroy(scheduler);
    }
}

static void test_full(void **state)
{
    (void)state;
    Diary diary = {.count = 0};
    Person person = {&diary, 'f', .turns = 1};
    Scheduler *scheduler = scheduler_of(3);
    for (uint32_t round = 0; round < 4; round++) {
        for (uint32_t i = 0; i < 3; i++) {
            assert_false(scheduler_is_full(scheduler));
            scheduler_spawn(scheduler, take_turns, &person);
        }
        assert_true(scheduler_is_full(scheduler));
        run_until_none_is_ready(scheduler);
        assert_int_equal(scheduler_live_count(scheduler), 0);
    }
    assert_string_equal(diary.entries, "ffffffffffff");
    scheduler_destroy(scheduler);
}

/* ---- Sleepers ---- */

static void sleep_once(Scheduler *scheduler, void *argument)
{
    Person *person = argument;
    person->result = scheduler_sleep_until(scheduler, person->wake_ns);
    person->ended = clock_now_ns() >= person->wake_ns; /* not before its time */
    write_down(person);
}

/* Sleepers with these offsets in units of half a millisecond, named a, b, c, ... False: the machine
 * was busy elsewhere, and the first was due before the last had gone to sleep: they need a longer
 * pause before it. */
static bool try_sleepers(const uint32_t *offsets, uint32_t count, uint64_t pause_ns, Diary *diary)
{
    Person people[26];
    Scheduler *scheduler = scheduler_of(26);
    uint64_t start_ns = clock_now_ns() + pause_ns;
    uint64_t first_ns = UINT64_MAX;
    for (uint32_t i = 0; i < count; i++) {
        people[i] = (Person){.diary = diary, .name = (char)('a' + i)};
        people[i].wake_ns = start_ns + offsets[i] * (uint64_t)NS_PER_MS / 2;
        first_ns = people[i].wake_ns < first_ns ? people[i].wake_ns : first_ns;
        scheduler_spawn(scheduler, sleep_once, &people[i]);
    }
    assert_true(scheduler_next_wake_ns(scheduler) == UINT64_MAX); /* nobody sleeps as yet */
    for (uint32_t i = 0; i < count; i++) {
        assert_true(scheduler_turn(scheduler));
    }
    bool in_time = clock_now_ns() < first_ns;
    assert_true(!in_time || scheduler_next_wake_ns(scheduler) == first_ns);
    run_to_the_end(scheduler);
    for (uint32_t i = 0; i < count; i++) {
        assert_true(people[i].result && people[i].ended);
    }
    assert_true(scheduler_next_wake_ns(scheduler) == UINT64_MAX);
    scheduler_destroy(scheduler);
    return in_time;
}

static void run_sleepers(const uint32_t *offsets, uint32_t count, Diary *diary)
{
    bool in_time = false;
    for (uint32_t tries = 0; tries < 100 && !in_time; tries++) {
        *diary = (Diary){.count = 0};
        in_time = try_sleepers(offsets, count, (tries + 1) * 2 * (uint64_t)NS_PER_MS, diary);
    }
    assert_true(in_time);
}

static void test_sleepers_wake_by_their_time(void **state)
{
    (void)state;
    static const uint32_t offsets[] = {9, 3, 12, 1, 7, 5, 11, 2, 10, 4, 8, 6};
    Diary diary = {.count = 0};
    run_sleepers(offsets, 12, &diary);
    assert_string_equal(diary.entries, "dhbjflekaigc");
}

/* Of equal times any may be the first, but all come before the later ones. */
static void test_sleepers_with_equal_times(void **state)
{
    (void)state;
    static const uint32_t offsets[] = {6, 3, 6, 3, 6, 3, 9, 9};
    Diary diary = {.count = 0};
    run_sleepers(offsets, 8, &diary);
    assert_int_equal(diary.count, 8);
    for (uint32_t i = 0; i < 8; i++) {
        const char *group = i < 3 ? "bdf" : i < 6 ? "ace" : "gh";
        assert_non_null(memchr(group, diary.entries[i], strlen(group)));
        assert_null(memchr(diary.entries, diary.entries[i], i));
    }
}

static void test_a_time_that_has_passed(void **state)
{
    (void)state;
    Diary diary = {.count = 0};
    Person people[] = {{&diary, 's', .wake_ns = 0}, {&diary, 't', .turns = 2}};
    Scheduler *scheduler = scheduler_of(2);
    scheduler_spawn(scheduler, sleep_once, &people[0]);
    scheduler_spawn(scheduler, take_turns, &people[1]);
    run_until_none_is_ready(scheduler);
    assert_int_equal(diary.count, 3);
    assert_true(people[0].result);
    scheduler_destroy(scheduler);
}

/* A sleeper costs nothing: with nobody ready a turn says so. */
static void test_only_sleepers(void **state)
{
    (void)state;
    Diary diary = {.count = 0};
    Person person = {&diary, 's', .wake_ns = clock_now_ns() + 3600 * (uint64_t)NS_PER_S};
    Scheduler *scheduler = scheduler_of(2);
    scheduler_spawn(scheduler, sleep_once, &person);
    assert_true(scheduler_turn(scheduler));
    assert_false(scheduler_turn(scheduler));
    assert_int_equal(scheduler_live_count(scheduler), 1);
    assert_int_equal(scheduler_ready_count(scheduler), 0);
    assert_true(scheduler_next_wake_ns(scheduler) == person.wake_ns);
    scheduler_destroy(scheduler);
    assert_false(person.result);
}

/* ---- Joins ---- */

static void join_once(Scheduler *scheduler, void *argument)
{
    Person *person = argument;
    person->result = scheduler_join(scheduler, person->other);
    write_down(person);
    person->ended = true;
}

static void test_join_before_the_end(void **state)
{
    (void)state;
    Diary diary = {.count = 0};
    Person worker = {&diary, 'w', .turns = 3};
    Person joiners[] = {{&diary, 'j', .turns = 0}, {&diary, 'k', .turns = 0}};
    Scheduler *scheduler = scheduler_of(4);
    TaskId task = scheduler_spawn(scheduler, take_turns, &worker);
    for (uint32_t i = 0; i < 2; i++) {
        joiners[i].other = task;
        scheduler_spawn(scheduler, join_once, &joiners[i]);
    }
    run_until_none_is_ready(scheduler);
    assert_int_equal(diary.count, 5);
    assert_memory_equal(diary.entries, "www", 3);
    assert_true(joiners[0].result && joiners[0].ended);
    assert_true(joiners[1].result && joiners[1].ended);
    assert_false(scheduler_is_live(scheduler, task));
    scheduler_destroy(scheduler);
}

static void test_join_after_the_end(void **state)
{
    (void)state;
    Diary diary = {.count = 0};
    Person worker = {&diary, 'w', .turns = 0};
    Person joiner = {&diary, 'j', .turns = 0};
    Scheduler *scheduler = scheduler_of(4);
    joiner.other = scheduler_spawn(scheduler, take_turns, &worker);
    run_until_none_is_ready(scheduler);
    assert_true(worker.ended);
    scheduler_spawn(scheduler, join_once, &joiner);
    assert_true(scheduler_turn(scheduler));
    assert_true(joiner.result && joiner.ended); /* at once, in its one turn */
    scheduler_destroy(scheduler);
}

/* The name of a task that has ended does not become that of the one in its place: neither another's
 * nor the joiner's own. */
static void test_join_of_a_recycled_place(void **state)
{
    (void)state;
    Diary diary = {.count = 0};
    Person first = {&diary, 'f', .turns = 0};
    Person sleeper = {&diary, 's', .wake_ns = clock_now_ns() + 3600 * (uint64_t)NS_PER_S};
    Person joiner = {&diary, 'j', .turns = 0};
    Scheduler *scheduler = scheduler_of(2);
    TaskId ended = scheduler_spawn(scheduler, take_turns, &first);
    run_until_none_is_ready(scheduler);
    joiner.other = ended;

    TaskId own = scheduler_spawn(scheduler, join_once, &joiner);
    assert_int_equal(own.index, ended.index);
    assert_int_not_equal(own.generation, ended.generation);
    run_until_none_is_ready(scheduler);
    assert_true(joiner.result && joiner.ended);

    TaskId another = scheduler_spawn(scheduler, sleep_once, &sleeper);
    assert_int_equal(another.index, ended.index);
    assert_false(scheduler_is_live(scheduler, ended));
    joiner.ended = false;
    scheduler_spawn(scheduler, join_once, &joiner);
    run_until_none_is_ready(scheduler);
    assert_true(joiner.result && joiner.ended);
    assert_true(scheduler_is_live(scheduler, another));
    scheduler_destroy(scheduler);
}

/* Each joins the one before it: the end of the first goes through the line. */
static void test_a_chain_of_joins(void **state)
{
    (void)state;
    enum { LINKS = 20 };
    Diary diary = {.count = 0};
    Person people[LINKS];
    Scheduler *scheduler = scheduler_of(LINKS);
    people[0] = (Person){.diary = &diary, .name = 'a', .wake_ns = clock_now_ns() + NS_PER_MS};
    TaskId previous = scheduler_spawn(scheduler, sleep_once, &people[0]);
    for (uint32_t i = 1; i < LINKS; i++) {
        people[i] = (Person){.diary = &diary, .name = (char)('a' + i), .other = previous};
        previous = scheduler_spawn(scheduler, join_once, &people[i]);
    }
    run_to_the_end(scheduler);
    assert_string_equal(diary.entries, "abcdefghijklmnopqrst");
    scheduler_destroy(scheduler);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_first_come_first_served),
        cmocka_unit_test(test_spawned_within_a_task),
        cmocka_unit_test(test_the_line_grows),
        cmocka_unit_test(test_full),
        cmocka_unit_test(test_sleepers_wake_by_their_time),
        cmocka_unit_test(test_sleepers_with_equal_times),
        cmocka_unit_test(test_a_time_that_has_passed),
        cmocka_unit_test(test_only_sleepers),
        cmocka_unit_test(test_join_before_the_end),
        cmocka_unit_test(test_join_after_the_end),
        cmocka_unit_test(test_join_of_a_recycled_place),
        cmocka_unit_test(test_a_chain_of_joins),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
