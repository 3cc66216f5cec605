#include "support/models.h"

#include "base/clock.h"
#include "support/visits.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

const uint32_t models_grains[MODELS_GRAINS] = {1, 7, 256, 0};

bool models_are_quick(void)
{
    const char *quick = getenv("LAMPYRIS_TEST_QUICK");
    return quick && *quick && *quick != '0';
}

Backend *models_open(const char *name, uint32_t lanes)
{
    return models_open_type(backend_find(name), lanes);
}

Backend *models_open_type(const BackendType *type, uint32_t lanes)
{
    Error error = {""};
    Backend *backend = backend_open(type, lanes, &error);
    if (!backend) {
        fail_msg("%s", error.text);
    }
    return backend;
}

void models_each_with(uint32_t lanes, ModelCheck *check)
{
    for (uint32_t i = 0; i < backend_type_count(); i++) {
        Backend *backend = models_open_type(backend_type(i), lanes);
        check(backend);
        backend_close(backend);
    }
}

uint32_t models_times(const Backend *backend, uint32_t times)
{
    return models_starts_anew(backend_type_of(backend)) ? (times + 9) / 10 : times;
}

bool models_starts_anew(const BackendType *type)
{
    return type->slow || type == backend_find("threads");
}

/* The pool with every number of lanes; the others with one, few, odd, and more than there are
 * processors. What checks give out here lies in memory of their own, and so is run on the caller's
 * lane by models whose lanes are processes: whatever the number. */
static bool is_tried(const BackendType *type, uint32_t lanes)
{
    if (type->private_memory) {
        return lanes == 2 || lanes == MODELS_LANES_MAX;
    }
    if (models_are_quick()) { /* an emulator starts threads at a crawl */
        return lanes % 4 == 1;
    }
    return type == backend_find("jobs") || lanes <= 3 || lanes % 4 == 1;
}

/* A model of one thread is not tried again with every number of lanes. */
static void check_if_new(const BackendType *type, uint32_t lanes, ModelCheck *check)
{
    Backend *backend = models_open_type(type, lanes);
    if (backend_lane_count(backend) == lanes || lanes == MODELS_LANES_MAX) {
        check(backend);
    }
    backend_close(backend);
}

void models_each(ModelCheck *check)
{
    for (uint32_t i = 0; i < backend_type_count(); i++) {
        for (uint32_t lanes = 1; lanes <= MODELS_LANES_MAX; lanes++) {
            if (is_tried(backend_type(i), lanes)) {
                check_if_new(backend_type(i), lanes, check);
            }
        }
    }
}

void models_assert(const Backend *backend, bool holds, const char *expression, const char *file,
                   int line)
{
    if (!holds) {
        print_error("%s on %u lanes:\n", backend_type_of(backend)->name,
                    backend_lane_count(backend));
    }
    _assert_true(holds, expression, file, line);
}

void models_run(Backend *backend, const Phase *phases, uint32_t count, const char *file, int line)
{
    Error error = {""};
    BackendStatus status = backend_run(backend, phases, count, &error);
    if (status == BACKEND_FAILED) {
        print_error("%s\n", error.text);
    }
    models_assert(backend, status == BACKEND_DONE, "the step is done", file, line);
}

void models_assert_works(Backend *backend)
{
    Visits visits = visits_create(1000);
    Phase phases[] = {visits_phase(&visits, 7), visits_phase(&visits, 1)};
    assert_done(backend, phases, 2);
    assert_with(backend, visits_take_wrong(&visits, 2) == 0);
    visits_destroy(&visits);
}

static bool block(Lane *lane, Range slice, void *context)
{
    (void)lane;
    (void)slice;
    (void)context;
    clock_sleep_ns(NS_PER_MS / 2);
    return true;
}

static bool wait_in_lane(Lane *lane, Range slice, void *context)
{
    (void)slice;
    (void)context;
    return lane_sleep_ns(lane, 4 * NS_PER_MS);
}

/* Whether one lane of the model comes back from such slices before they are over. */
static bool comes_back(const Backend *backend, PhaseFunction *run, uint32_t slices)
{
    Phase phase = {.name = "trial", .run = run, .count = slices, .grain = 1};
    Backend *trial = models_open_type(backend_type_of(backend), 1);
    backend_begin(trial, &phase, 1);
    BackendStatus status = backend_finish(trial, clock_now_ns() + NS_PER_MS / 4, NULL);
    backend_close(trial);
    return status == BACKEND_PENDING;
}

bool models_keeps_deadlines(const Backend *backend)
{
    return comes_back(backend, block, 6);
}

bool models_parks_sleepers(const Backend *backend)
{
    return comes_back(backend, wait_in_lane, 1);
}
