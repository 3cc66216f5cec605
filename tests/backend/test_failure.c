/* A slice that fails: the step stops, the sentence says where and why, the backend goes on. */
#include "base/clock.h"
#include "support/models.h"
#include "support/visits.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* What the sentence says, taken apart. */
typedef struct Sentence {
    char model[32];
    char phase[32];
    Range slice;
    uint32_t lane;
    char reason[LANE_REASON_SIZE];
} Sentence;

static Sentence parse_sentence(const Backend *backend, const Error *error)
{
    Sentence said = {.lane = UINT32_MAX};
    int fields = sscanf(
        error->text, "%31[^:]: phase \"%31[^\"]\", slice [%u, %u) failed on lane %u: %159[^\n]",
        said.model, said.phase, &said.slice.begin, &said.slice.end, &said.lane, said.reason);
    if (fields != 6) {
        print_error("The sentence: %s\n", error->text);
    }
    assert_with(backend, fields == 6);
    assert_with(backend, strcmp(said.model, backend_type_of(backend)->name) == 0);
    assert_with(backend, said.lane < backend_lane_count(backend));
    return said;
}

/* ---- One slice ---- */

typedef struct Faulty {
    uint32_t index; /* the slice with this index fails */
    atomic_uint failed_on;
    atomic_uint inside;
} Faulty;

static bool fail_at_index(Lane *lane, Range slice, void *context)
{
    Faulty *faulty = context;
    faulty->inside++;
    bool good = faulty->index < slice.begin || faulty->index >= slice.end;
    if (!good) {
        faulty->failed_on = lane->index;
        lane_fail(lane, "wing %u is torn", faulty->index);
        lane_fail(lane, "this comes too late");
    }
    faulty->inside--;
    return good;
}

static void check_one_failure(Backend *backend, uint32_t count, uint32_t grain, uint32_t index)
{
    Visits before = visits_create(100);
    Visits after = visits_create(100);
    Faulty faulty = {.index = index};
    Phase phases[] = {visits_phase(&before, 1),
                      {"flutter", fail_at_index, &faulty, count, grain},
                      visits_phase(&after, 1)};
    Error error = {""};
    BackendStatus status = backend_run(backend, phases, 3, &error);
    assert_with(backend, status == BACKEND_FAILED);
    assert_with(backend, faulty.inside == 0);
    assert_with(backend, visits_take_wrong(&before, 1) == 0);
    assert_with(backend, visits_take_wrong(&after, 0) == 0);

    Sentence said = parse_sentence(backend, &error);
    uint32_t cut = grain == 0 ? count : grain;
    char reason[LANE_REASON_SIZE];
    snprintf(reason, sizeof reason, "wing %u is torn", index);
    assert_string_equal(said.phase, "flutter");
    assert_string_equal(said.reason, reason);
    assert_int_equal(said.lane, faulty.failed_on);
    assert_int_equal(said.slice.begin, index / cut * cut);
    assert_int_equal(said.slice.end, min_u32(said.slice.begin + cut, count));
    visits_destroy(&before);
    visits_destroy(&after);
}

static void check_failures_everywhere(Backend *backend)
{
    static const uint32_t indices[] = {0, 1, 6, 7, 100, 255, 256, 500, 998, 999};
    for (uint32_t i = 0; i < sizeof indices / sizeof indices[0]; i++) {
        for (uint32_t j = 0; j < MODELS_GRAINS; j++) {
            check_one_failure(backend, 1000, models_grains[j], indices[i]);
        }
    }
    check_one_failure(backend, 1, 1, 0);
    models_assert_works(backend);
}

static void test_failures_everywhere(void **state)
{
    (void)state;
    models_each(check_failures_everywhere);
}

/* ---- Sentences ---- */

static bool fail_without_a_word(Lane *lane, Range slice, void *context)
{
    (void)lane;
    (void)slice;
    (void)context;
    return false;
}

static bool fail_at_length(Lane *lane, Range slice, void *context)
{
    (void)slice;
    (void)context;
    return lane_fail(lane, "%0*d", 3 * LANE_REASON_SIZE, 7);
}

static void check_sentences(Backend *backend)
{
    Phase silent = {"mute", fail_without_a_word, NULL, 5, 1};
    Error error = {""};
    assert_with(backend, backend_run(backend, &silent, 1, &error) == BACKEND_FAILED);
    Sentence said = parse_sentence(backend, &error);
    assert_string_equal(said.reason, "it gave no reason");

    Phase wordy = {"wordy", fail_at_length, NULL, 5, 1};
    assert_with(backend, backend_run(backend, &wordy, 1, &error) == BACKEND_FAILED);
    said = parse_sentence(backend, &error);
    assert_int_equal(strlen(said.reason), LANE_REASON_SIZE - 1);

    /* Nobody has to listen, and yesterday's reason is not today's. */
    assert_with(backend, backend_run(backend, &wordy, 1, NULL) == BACKEND_FAILED);
    assert_with(backend, backend_run(backend, &silent, 1, &error) == BACKEND_FAILED);
    said = parse_sentence(backend, &error);
    assert_string_equal(said.reason, "it gave no reason");
    models_assert_works(backend);
}

static void test_sentences(void **state)
{
    (void)state;
    models_each(check_sentences);
}

/* ---- Many slices ---- */

typedef struct Many {
    atomic_uint earliest; /* of those that failed */
    atomic_uint failures;
    atomic_uint arrived; /* slices that wait for each other before they fail */
    uint32_t wanted;
} Many;

static void note_earliest(Many *many, uint32_t begin)
{
    uint32_t earliest = many->earliest;
    while (begin < earliest && !atomic_compare_exchange_weak(&many->earliest, &earliest, begin)) {
    }
    many->failures++;
}

/* Lets as many as there are lanes fail at once; but not for ever, should they not come. */
static bool fail_together(Lane *lane, Range slice, void *context)
{
    Many *many = context;
    many->arrived++;
    uint64_t end_ns = clock_now_ns() + 5 * NS_PER_MS;
    while (many->arrived < many->wanted && clock_now_ns() < end_ns) {
    }
    note_earliest(many, slice.begin);
    return lane_fail(lane, "slice %u", slice.begin);
}

static void check_the_earliest_is_told(Backend *backend)
{
    for (uint32_t round = 0; round < 8; round++) {
        Many many = {.earliest = UINT32_MAX, .wanted = min_u32(backend_lane_count(backend), 2)};
        Phase phase = {"together", fail_together, &many, 90, 3};
        Error error = {""};
        assert_with(backend, backend_run(backend, &phase, 1, &error) == BACKEND_FAILED);
        assert_with(backend, many.failures >= 1);
        assert_with(backend, many.failures <= backend_lane_count(backend));

        Sentence said = parse_sentence(backend, &error);
        char reason[LANE_REASON_SIZE];
        snprintf(reason, sizeof reason, "slice %u", said.slice.begin);
        assert_with(backend, said.slice.begin == many.earliest);
        assert_string_equal(said.reason, reason);
    }
    models_assert_works(backend);
}

static void test_the_earliest_is_told(void **state)
{
    (void)state;
    models_each(check_the_earliest_is_told);
}

/* ---- Those that wait while another fails ---- */

typedef struct Waiters {
    uint64_t wait_ns;
    atomic_uint waiting;
    atomic_uint told; /* those that heard that the step is over */
} Waiters;

/* The last slice fails when others wait; those are earlier, give up and return false as well. */
static bool wait_or_fail(Lane *lane, Range slice, void *context)
{
    Waiters *waiters = context;
    if (slice.begin == 7) {
        uint64_t end_ns = clock_now_ns() + 2 * NS_PER_MS;
        while (waiters->waiting == 0 && clock_now_ns() < end_ns) {
        }
        return lane_fail(lane, "the true reason");
    }
    waiters->waiting++;
    bool good = lane_sleep_ns(lane, waiters->wait_ns);
    waiters->told += !good;
    return good;
}

static void check_waiters_are_not_blamed(Backend *backend)
{
    Waiters waiters = {.wait_ns = NS_PER_MS / 2};
    Phase phase = {"wait", wait_or_fail, &waiters, 8, 1};
    for (uint32_t round = 0; round < 5; round++) {
        Error error = {""};
        assert_with(backend, backend_run(backend, &phase, 1, &error) == BACKEND_FAILED);
        Sentence said = parse_sentence(backend, &error);
        assert_int_equal(said.slice.begin, 7);
        assert_string_equal(said.reason, "the true reason");
    }
    models_assert_works(backend);
}

static void test_waiters_are_not_blamed(void **state)
{
    (void)state;
    models_each(check_waiters_are_not_blamed);
}

/* ---- Those that go on while another fails ---- */

enum { STUBBORN_NS = 3 * NS_PER_MS };

/* Slice 1 fails at once, if others run beside it; slice 0 hears of nothing. */
static bool fail_beside(Lane *lane, Range slice, void *context)
{
    Faulty *faulty = context;
    faulty->inside++;
    uint64_t end_ns = clock_now_ns() + (slice.begin == 0 ? STUBBORN_NS : 0);
    while (clock_now_ns() < end_ns) {
    }
    faulty->inside--;
    return slice.begin != 1 || lane_fail(lane, "the other one failed");
}

/* However often it is asked, the step is not over while one of its slices runs. */
static void check_end_in_pieces(Backend *backend)
{
    Faulty faulty = {0};
    Phase phase = {"beside", fail_beside, &faulty, 2, 1};
    Error error = {""};
    BackendStatus status = BACKEND_PENDING;
    backend_begin(backend, &phase, 1);
    while (status == BACKEND_PENDING) {
        status = backend_finish(backend, clock_now_ns() + NS_PER_MS / 4, &error);
    }
    assert_with(backend, faulty.inside == 0);
    assert_with(backend, status == BACKEND_FAILED);
    models_assert_works(backend);
}

static void test_end_in_pieces(void **state)
{
    (void)state;
    models_each(check_end_in_pieces);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_failures_everywhere),  cmocka_unit_test(test_sentences),
        cmocka_unit_test(test_the_earliest_is_told), cmocka_unit_test(test_waiters_are_not_blamed),
        cmocka_unit_test(test_end_in_pieces),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
