/* The smallest rooms of the base floor: sentences, the log, ranges and the hash's arithmetic. */
#include "base/error.h"
#include "base/hash.h"
#include "base/log.h"
#include "base/range.h"
#include "base/shared_memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

/* ---- Errors --------------------------------------------------------------------------------- */

static void test_error_set_formats_and_returns_false(void **state)
{
    (void)state;
    Error error = {""};
    assert_false(error_set(&error, "%s:%d:%d: what", "meadow.tmx", 7, 12));
    assert_string_equal(error.text, "meadow.tmx:7:12: what");
    assert_false(error_set(&error, "anew"));
    assert_string_equal(error.text, "anew");
}

static void test_error_may_be_null(void **state)
{
    (void)state;
    assert_false(error_set(NULL, "%s", "nobody reads this"));
    assert_false(error_prefix(NULL, "%s", "nor this"));
}

static void test_error_set_cuts(void **state)
{
    (void)state;
    char longer[2 * ERROR_TEXT_SIZE];
    memset(longer, 'x', sizeof longer);
    longer[sizeof longer - 1] = '\0';
    Error error;
    assert_false(error_set(&error, "%s", longer));
    assert_int_equal(strlen(error.text), ERROR_TEXT_SIZE - 1);
    assert_memory_equal(error.text, longer, ERROR_TEXT_SIZE - 1);
}

static void test_error_prefix_stands_before(void **state)
{
    (void)state;
    Error error;
    error_set(&error, "no memory");
    assert_false(error_prefix(&error, "lane %d", 3));
    assert_string_equal(error.text, "lane 3: no memory");
    assert_false(error_prefix(&error, "%s", error.text)); /* may quote the sentence itself */
    assert_string_equal(error.text, "lane 3: no memory: lane 3: no memory");
}

/* Every length of the prefix, around those where the sentence, or the prefix itself, is cut. */
static void test_error_prefix_cuts(void **state)
{
    (void)state;
    char prefix[2 * ERROR_TEXT_SIZE];
    for (size_t length = 0; length < sizeof prefix; length++) {
        memset(prefix, 'p', length);
        prefix[length] = '\0';
        char whole[4 * ERROR_TEXT_SIZE];
        /* A prefix that is cut itself has lost its end before ": " is put behind it. */
        int kept = length < ERROR_TEXT_SIZE ? (int)length : ERROR_TEXT_SIZE - 1;
        snprintf(whole, sizeof whole, "%.*s: sentence", kept, prefix);
        whole[ERROR_TEXT_SIZE - 1] = '\0';
        Error error;
        error_set(&error, "sentence");
        error_prefix(&error, "%s", prefix);
        assert_string_equal(error.text, whole);
    }
}

/* ---- The log -------------------------------------------------------------------------------- */

static void test_log_keeps_the_newest(void **state)
{
    (void)state;
    Log log;
    log_init(&log, LOG_ERROR);
    assert_int_equal(log_kept(&log), 0);
    for (uint32_t i = 0; i < 3 * LOG_LINES_KEPT + 5; i++) {
        log_write(&log, LOG_INFO, "line %u", i);
        uint32_t kept = i + 1 < LOG_LINES_KEPT ? i + 1 : LOG_LINES_KEPT;
        assert_int_equal(log_kept(&log), kept);
        for (uint32_t age = 0; age < kept; age++) {
            char expected[LOG_LINE_SIZE];
            snprintf(expected, sizeof expected, "line %u", i - age);
            assert_string_equal(log_recent(&log, age), expected);
        }
    }
}

static void test_log_cuts_a_long_line(void **state)
{
    (void)state;
    char longer[2 * LOG_LINE_SIZE];
    memset(longer, 'y', sizeof longer);
    longer[sizeof longer - 1] = '\0';
    Log log;
    log_init(&log, LOG_ERROR);
    log_write(&log, LOG_INFO, "%s", longer);
    log_write(&log, LOG_INFO, "short");
    assert_int_equal(strlen(log_recent(&log, 1)), LOG_LINE_SIZE - 1);
    assert_string_equal(log_recent(&log, 0), "short");
}

/* What the log prints of a line of each level: standard error goes to a file meanwhile. */
static void print_one_of_each(LogLevel shown, char *text, size_t size)
{
    FILE *caught = tmpfile();
    assert_non_null(caught);
    fflush(stderr);
    int standard_error = dup(STDERR_FILENO);
    dup2(fileno(caught), STDERR_FILENO);

    Log log;
    log_init(&log, shown);
    log_write(&log, LOG_ERROR, "an error");
    log_write(&log, LOG_WARNING, "a warning");
    log_write(&log, LOG_INFO, "news");
    log_write(&log, LOG_DEBUG, "a detail");

    fflush(stderr);
    dup2(standard_error, STDERR_FILENO);
    close(standard_error);
    rewind(caught);
    text[fread(text, 1, size - 1, caught)] = '\0';
    fclose(caught);
    assert_int_equal(log_kept(&log), 4);
}

#define FIRST  "lampyris: an error\n"
#define SECOND "lampyris: a warning\n"
#define THIRD  "lampyris: news\n"
#define FOURTH "lampyris: a detail\n"

static void test_log_prints_what_is_grave_enough(void **state)
{
    (void)state;
    static const char *const expected[] = {
        [LOG_ERROR] = FIRST,
        [LOG_WARNING] = FIRST SECOND,
        [LOG_INFO] = FIRST SECOND THIRD,
        [LOG_DEBUG] = FIRST SECOND THIRD FOURTH,
    };
    for (int level = LOG_ERROR; level <= LOG_DEBUG; level++) {
        char text[512];
        print_one_of_each((LogLevel)level, text, sizeof text);
        assert_string_equal(text, expected[level]);
    }
}

/* ---- Ranges --------------------------------------------------------------------------------- */

static void assert_intersection(Range a, Range b, uint32_t begin, uint32_t end)
{
    Range there = range_intersect(a, b);
    Range back = range_intersect(b, a);
    assert_int_equal(range_count(there), end - begin);
    assert_int_equal(range_count(back), end - begin);
    assert_int_equal(range_is_empty(there), begin == end);
    if (begin != end) {
        assert_int_equal(there.begin, begin);
        assert_int_equal(back.begin, begin);
    }
}

static void test_range_intersect(void **state)
{
    (void)state;
    assert_intersection((Range){0, 10}, (Range){5, 20}, 5, 10);
    assert_intersection((Range){0, 10}, (Range){2, 3}, 2, 3);
    assert_intersection((Range){0, 10}, (Range){10, 20}, 10, 10);
    assert_intersection((Range){0, 10}, (Range){15, 20}, 15, 15);
    assert_intersection((Range){4, 4}, (Range){0, 10}, 4, 4);
    assert_intersection((Range){0, UINT32_MAX}, (Range){7, UINT32_MAX}, 7, UINT32_MAX);
}

/* ---- The hash ------------------------------------------------------------------------------- */

/* Reckoned by another program, from the published constants. */
static void test_hash_known_answers(void **state)
{
    (void)state;
    uint64_t hash = HASH_START;
    for (uint64_t value = 0; value < 3; value++) {
        hash = hash_u64(hash, value);
    }
    assert_true(hash == 0x1870b0eb9eb791bdu);
    assert_true(hash_f32x2(HASH_START, 1.5f, -2.25f) == 0x61aab906c76a2c16u);
    /* Those of the FNV authors' own list. */
    assert_true(hash_bytes(HASH_START, "", 0) == 0xcbf29ce484222325u);
    assert_true(hash_bytes(HASH_START, "a", 1) == 0xaf63dc4c8601ec8cu);
    assert_true(hash_bytes(HASH_START, "foobar", 6) == 0x85944171f73967e8u);
}

static void test_hash_tells_apart(void **state)
{
    (void)state;
    uint64_t a_then_b = hash_u64(hash_u64(HASH_START, 1), 2);
    uint64_t b_then_a = hash_u64(hash_u64(HASH_START, 2), 1);
    assert_true(a_then_b != b_then_a);
    assert_true(hash_f32x2(HASH_START, 0.0f, 1.0f) != hash_f32x2(HASH_START, -0.0f, 1.0f));
    assert_true(hash_f32x2(HASH_START, 1.0f, 2.0f) != hash_f32x2(HASH_START, 2.0f, 1.0f));
    assert_true(hash_u64(HASH_START, 0) != HASH_START);
    assert_true(hash_u64(hash_u64(HASH_START, 0), 0) != hash_u64(HASH_START, 0));
}

static uint32_t flipped_bits(uint64_t a, uint64_t b)
{
    return (uint32_t)__builtin_popcountll(a ^ b);
}

/* One bit more or less in a value changes about half of the hash's. */
static void test_hash_avalanche(void **state)
{
    (void)state;
    uint64_t flipped = 0;
    for (uint32_t value = 0; value < 1000; value++) {
        for (uint32_t bit = 0; bit < 64; bit++) {
            uint64_t changed = value ^ (uint64_t)1 << bit;
            uint32_t count =
                flipped_bits(hash_u64(HASH_START, value), hash_u64(HASH_START, changed));
            assert_in_range(count, 8, 56);
            flipped += count;
        }
    }
    assert_in_range(flipped, 64000 * 31.9, 64000 * 32.1);
}

/* ---- Shared memory --------------------------------------------------------------------------- */

static void add_in_a_child(uint32_t *number)
{
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        ++*number;
        _exit(0);
    }
    assert_int_equal(waitpid(child, NULL, 0), child);
}

/* It stays where it is, with what is in it, and its birth is that of what is shared. */
static void test_memory_is_shared_later(void **state)
{
    (void)state;
    const size_t count = 3 << 20; /* some large pages */
    SharedMemory *memory = shared_memory_create_unshared(count * sizeof(uint32_t));
    assert_non_null(memory);
    uint64_t born_ns = memory->born_ns;
    uint32_t *numbers = shared_memory_block(memory);
    numbers[0] = 1;
    numbers[count - 1] = 7;
    add_in_a_child(&numbers[0]);
    assert_int_equal(numbers[0], 1);
    assert_true(shared_memory_share(memory));
    assert_true(shared_memory_block(memory) == numbers && memory->born_ns > born_ns);
    add_in_a_child(&numbers[0]);
    add_in_a_child(&numbers[count - 1]);
    assert_int_equal(numbers[0], 2);
    assert_int_equal(numbers[count - 1], 8);
    assert_true(shared_memory_share(memory));
    shared_memory_destroy(memory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_error_set_formats_and_returns_false),
        cmocka_unit_test(test_error_may_be_null),
        cmocka_unit_test(test_error_set_cuts),
        cmocka_unit_test(test_error_prefix_stands_before),
        cmocka_unit_test(test_error_prefix_cuts),
        cmocka_unit_test(test_log_keeps_the_newest),
        cmocka_unit_test(test_log_cuts_a_long_line),
        cmocka_unit_test(test_log_prints_what_is_grave_enough),
        cmocka_unit_test(test_range_intersect),
        cmocka_unit_test(test_hash_known_answers),
        cmocka_unit_test(test_hash_tells_apart),
        cmocka_unit_test(test_hash_avalanche),
        cmocka_unit_test(test_memory_is_shared_later),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
