/* What the lanes say they did: the overlay and the trace believe it. */
#include "backend/thread_time.h"
#include "base/clock.h"
#include "support/models.h"
#include "support/visits.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cmocka.h>

typedef struct Step {
    const Phase *phases;
    uint32_t count;
    uint32_t slices;
    uint64_t begin_ns;
    uint64_t end_ns;
} Step;

static Step run_step(Backend *backend, const Phase *phases, uint32_t count)
{
    Step step = {.phases = phases, .count = count};
    for (uint32_t i = 0; i < count; i++) {
        uint32_t grain = phases[i].grain == 0 ? phases[i].count : phases[i].grain;
        step.slices += phases[i].count == 0 ? 0 : (phases[i].count + grain - 1) / grain;
    }
    step.begin_ns = clock_now_ns();
    assert_done(backend, phases, count);
    step.end_ns = clock_now_ns();
    return step;
}

static void check_run(const Backend *backend, const Step *step, const LaneRun *run)
{
    assert_with(backend, run->start_ns >= step->begin_ns);
    assert_with(backend, run->end_ns >= run->start_ns);
    assert_with(backend, run->end_ns <= step->end_ns);
    assert_with(backend, run->phase < step->count);
    const Phase *phase = &step->phases[run->phase];
    uint32_t grain = phase->grain == 0 ? phase->count : phase->grain;
    assert_with(backend, run->indices.begin < run->indices.end);
    assert_with(backend, run->indices.begin % grain == 0);
    assert_with(backend, run->indices.end % grain == 0 || run->indices.end == phase->count);
}

/* Slices that do not wait are run one after the other; short ones share a run. */
static void check_lane(const Backend *backend, const Step *step, const LaneRecord *record)
{
    assert_with(backend, record->run_count <= record->slices);
    assert_with(backend, record->slices == 0 || record->run_count > 0);
    assert_with(backend, (record->thread != 0) == (record->run_count > 0));
    for (uint32_t i = 0; i < record->run_count; i++) {
        const LaneRun *run = &record->runs[i];
        check_run(backend, step, run);
        if (i > 0) {
            assert_with(backend, run->start_ns >= run[-1].end_ns);
            assert_with(backend, run->phase >= run[-1].phase);
        }
    }
    uint64_t step_ns = step->end_ns - step->begin_ns;
    assert_with(backend, record->busy_ns <= step_ns && record->wake_ns <= step_ns);
    if (record->slices == 0) {
        assert_with(backend, record->wake_ns == 0);
    } else {
        assert_with(backend, record->wake_ns <= record->runs[0].start_ns - step->begin_ns);
        uint64_t run_ns = record->runs[record->run_count - 1].end_ns - record->runs[0].start_ns;
        assert_with(backend, record->slices > 1 || record->busy_ns >= run_ns);
        assert_with(backend, record->busy_ns > 0);
    }
}

static void check_step(const Backend *backend, const Step *step)
{
    uint32_t slices = 0;
    for (uint32_t i = 0; i < backend_lane_count(backend); i++) {
        const LaneRecord *record = &backend_lane(backend, i)->record;
        check_lane(backend, step, record);
        slices += record->slices;
    }
    assert_with(backend, slices == step->slices);
}

/* Each slice in one run, as long as all fit. */
static void check_each_slice_is_recorded(const Backend *backend, const Step *step)
{
    for (uint32_t i = 0; i < step->count; i++) {
        Visits seen = visits_create(step->phases[i].count);
        for (uint32_t j = 0; j < backend_lane_count(backend); j++) {
            const LaneRecord *record = &backend_lane(backend, j)->record;
            for (uint32_t k = 0; k < record->run_count; k++) {
                if (record->runs[k].phase == i) {
                    visits_slice(NULL, record->runs[k].indices, &seen);
                }
            }
        }
        assert_with(backend, visits_take_wrong(&seen, 1) == 0);
        visits_destroy(&seen);
    }
}

static bool toil(Lane *lane, Range slice, void *context)
{
    (void)lane;
    (void)context;
    uint64_t end_ns = clock_now_ns() + range_count(slice) * NS_PER_US;
    while (clock_now_ns() < end_ns) {
    }
    return true;
}

static void check_records(Backend *backend)
{
    for (uint32_t round = 0; round < 20; round++) {
        const Phase phases[] = {{"many", toil, NULL, 100, 1},
                                {"none", toil, NULL, 0, 1},
                                {"one", toil, NULL, 100, 0},
                                {"some", toil, NULL, 300, 7}};
        Step step = run_step(backend, phases, 4);
        check_step(backend, &step);
        check_each_slice_is_recorded(backend, &step);
        step = run_step(backend, phases, 1);
        check_step(backend, &step);
        check_each_slice_is_recorded(backend, &step);
    }
}

static void test_records(void **state)
{
    (void)state;
    models_each(check_records);
}

/* A lane is the thread that it says, in other processes too; asked of the kernel here. */
static bool tell_thread(Lane *lane, Range slice, void *context)
{
    uint32_t *first_threads = context; /* [lane] */
    uint32_t thread = (uint32_t)syscall(SYS_gettid);
    uint32_t *first = &first_threads[lane->index];
    *first = *first == 0 ? thread : *first;
    return thread_number() == thread && toil(lane, slice, NULL);
}

static void check_threads(Backend *backend)
{
    const size_t size = MODELS_LANES_MAX * sizeof(uint32_t);
    SharedMemory *memory = shared_memory_create(size); /* so that such lanes run slices */
    assert_with(backend, memory != NULL);
    uint32_t *first_threads = shared_memory_block(memory);
    const Phase phases[] = {{"many", tell_thread, first_threads, 100, 1},
                            {"few", tell_thread, first_threads, 100, 25}};
    for (uint32_t round = 0; round < 3; round++) {
        memset(first_threads, 0, size);
        backend_share(backend, memory);
        Step step = run_step(backend, phases, 2);
        check_step(backend, &step);
        for (uint32_t i = 0; i < backend_lane_count(backend); i++) {
            assert_with(backend, backend_lane(backend, i)->record.thread == first_threads[i]);
        }
    }
    shared_memory_destroy(memory);
}

static void test_threads(void **state)
{
    (void)state;
    models_each(check_threads);
}

/* More slices than a lane keeps runs of are still counted. */
static void check_many_slices(Backend *backend)
{
    const Phase phase = {"many", toil, NULL, 20 * LANE_RUNS_MAX, 1};
    Step step = run_step(backend, &phase, 1);
    check_step(backend, &step);
}

static void test_many_slices(void **state)
{
    (void)state;
    models_each(check_many_slices);
}

/* Long slices are not put together: each is a box of its own in the overlay. */
static bool toil_for_long(Lane *lane, Range slice, void *context)
{
    (void)lane;
    (void)slice;
    (void)context;
    uint64_t end_ns = clock_now_ns() + 100 * NS_PER_US;
    while (clock_now_ns() < end_ns) {
    }
    return true;
}

static uint32_t count_runs(const Backend *backend)
{
    uint32_t runs = 0;
    for (uint32_t i = 0; i < backend_lane_count(backend); i++) {
        runs += backend_lane(backend, i)->record.run_count;
    }
    return runs;
}

/* What is long is judged by the step before. One from which the system took its core for a while
 * seems so long that such slices are short ones in it, so it is asked again. */
static void check_long_slices(Backend *backend)
{
    enum { TRIES = 50 };
    const Phase phase = {"long", toil_for_long, NULL, 12, 1}; /* a millisecond */
    bool each_has_its_own = false;
    for (uint32_t i = 0; i < TRIES && !each_has_its_own; i++) {
        Step step = run_step(backend, &phase, 1);
        check_step(backend, &step);
        each_has_its_own = i > 0 && count_runs(backend) == step.slices;
    }
    assert_with(backend, each_has_its_own);
}

static void test_long_slices(void **state)
{
    (void)state;
    models_each(check_long_slices);
}

static void check_a_step_of_nothing(Backend *backend)
{
    const Phase phase = {"none", toil, NULL, 0, 1};
    Step step = run_step(backend, &phase, 0);
    check_step(backend, &step);
    step = run_step(backend, &phase, 1);
    check_step(backend, &step);
}

static void test_a_step_of_nothing(void **state)
{
    (void)state;
    models_each(check_a_step_of_nothing);
}

/* A slice that waits is the last of its run, from the start to its end; others may lie within. */
static bool wait(Lane *lane, Range slice, void *context)
{
    (void)slice;
    (void)context;
    return lane_sleep_ns(lane, NS_PER_MS);
}

static void check_waiting_slices(Backend *backend)
{
    const Phase phase = {"wait", wait, NULL, 12, 1};
    Step step = run_step(backend, &phase, 1);
    check_each_slice_is_recorded(backend, &step);
    for (uint32_t i = 0; i < backend_lane_count(backend); i++) {
        const LaneRecord *record = &backend_lane(backend, i)->record;
        for (uint32_t j = 0; j < record->run_count; j++) {
            check_run(backend, &step, &record->runs[j]);
            assert_with(backend, record->runs[j].end_ns - record->runs[j].start_ns >= NS_PER_MS);
        }
    }
}

static void test_waiting_slices(void **state)
{
    (void)state;
    models_each(check_waiting_slices);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_records),           cmocka_unit_test(test_threads),
        cmocka_unit_test(test_many_slices),       cmocka_unit_test(test_long_slices),
        cmocka_unit_test(test_a_step_of_nothing), cmocka_unit_test(test_waiting_slices),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
