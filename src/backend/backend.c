#include "backend/backend.h"

#include "backend/burden.h"
#include "backend/model.h"
#include "base/align.h"
#include "base/clock.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define MODEL(name) &name##_type,
static const BackendType *const table[] = {
#include "backend/models.def"
};
#undef MODEL

uint32_t backend_type_count(void)
{
    return sizeof table / sizeof table[0];
}

const BackendType *backend_type(uint32_t index)
{
    assert(index < backend_type_count());
    return table[index];
}

uint32_t backend_safe_count(void)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < backend_type_count(); i++) {
        count += !table[i]->unsafe;
    }
    return count;
}

const BackendType *backend_safe(uint32_t index)
{
    assert(index < backend_safe_count());
    uint32_t row = 0;
    for (uint32_t seen = 0;; row++) {
        if (!table[row]->unsafe && seen++ == index) {
            return table[row];
        }
    }
}

const BackendType *backend_find(const char *name)
{
    for (uint32_t i = 0; i < backend_type_count(); i++) {
        if (strcmp(table[i]->name, name) == 0) {
            return table[i];
        }
    }
    return NULL;
}

static void free_backend(Backend *backend)
{
    burden_close(backend);
    if (backend->memory) {
        shared_memory_destroy(backend->memory);
    } else {
        free(backend->lanes);
        free(backend);
    }
}

/* With its lanes, all zero. Lanes of other processes must see it. */
static Backend *allocate_shared(uint32_t lanes)
{
    size_t head = round_up(sizeof(Backend), CACHE_LINE);
    SharedMemory *memory = shared_memory_create(head + lanes * sizeof(Lane));
    if (!memory) {
        return NULL;
    }
    Backend *backend = shared_memory_block(memory);
    backend->memory = memory;
    backend->lanes = (Lane *)(void *)((char *)backend + head);
    return backend;
}

/* A page's address that is not at hand costs a small step more than anything else that it does. */
static Backend *allocate(size_t model_size, uint32_t lanes)
{
    enum { PAGE = 4096 };
    size_t head = round_up(sizeof(Backend), CACHE_LINE);
    static_assert(sizeof(Backend) < PAGE / 2, "the model's first line is on the same page");
    size_t size = round_up(head + model_size, PAGE);
    Backend *backend = aligned_alloc(PAGE, size);
    Lane *lane_block = aligned_alloc(CACHE_LINE, lanes * sizeof(Lane));
    if (!backend || !lane_block) {
        free(backend);
        free(lane_block);
        return NULL;
    }
    memset(backend, 0, size);
    memset(lane_block, 0, lanes * sizeof(Lane));
    backend->lanes = lane_block;
    backend->model = model_size > 0 ? (char *)backend + head : NULL;
    return backend;
}

Backend *backend_open(const BackendType *type, uint32_t lanes, Error *error)
{
    assert(lanes >= 1 && lanes <= BACKEND_LANES_MAX);
    assert(!type->private_memory || type->model_size == 0);
    Backend *backend =
        type->private_memory ? allocate_shared(lanes) : allocate(type->model_size, lanes);
    if (!backend) {
        error_set(error, "%s: no memory for %u lanes", type->name, lanes);
        return NULL;
    }
    backend->type = type;
    backend->lane_count = lanes;
    for (uint32_t i = 0; i < lanes; i++) {
        backend->lanes[i].backend = backend;
        backend->lanes[i].index = i;
        backend->lanes[i].fail_text = backend->lanes[i].reason;
    }
    if (!future_queue_open(&backend->futures)) {
        error_set(error, "%s: no lock for its futures", type->name);
        free_backend(backend);
        return NULL;
    }
    if (!burden_open(backend, error) || !type->open(backend, error)) {
        error_prefix(error, "%s", type->name);
        future_queue_close(&backend->futures);
        free_backend(backend);
        return NULL;
    }
    return backend;
}

void backend_close(Backend *backend)
{
    if (!backend) {
        return;
    }
    future_queue_stop(&backend->futures);
    if (backend->helper) {
        future_queue_stop(&backend->helper->futures); /* the step's slices may wait for one */
    }
    backend_cancel(backend);
    backend->type->close(backend);
    future_queue_close(&backend->futures);
    free_backend(backend);
}

const BackendType *backend_type_of(const Backend *backend)
{
    return backend->type;
}

uint32_t backend_lane_count(const Backend *backend)
{
    return backend->lane_count;
}

uint64_t backend_lost_updates(const Backend *backend)
{
    return backend->lost_updates;
}

Backend *backend_helper(Backend *backend)
{
    return backend->helper ? backend->helper : backend;
}

Backend *backend_beside(Backend *backend, bool shared)
{
    if (!backend || backend->lane_count == 1 || backend->type->unsafe ||
        (backend->type->private_memory && !shared)) {
        return NULL;
    }
    return backend_helper(backend);
}

const Lane *backend_lane(const Backend *backend, uint32_t index)
{
    assert(index < backend->lane_count);
    const Backend *acting = backend->acting;
    return acting && index < acting->lane_count ? &acting->lanes[index] : &backend->lanes[index];
}

const char *backend_reason(const Backend *backend)
{
    return backend->type->reason ? backend->type->reason(backend) : "";
}

uint32_t backend_grain(uint32_t count, uint32_t grain)
{
    uint32_t finest = count / BACKEND_SLICES_MAX + 1;
    uint32_t wanted = grain == 0 ? count : grain;
    return wanted < finest ? finest : wanted;
}

/* The first line is read, since a prefetch may be dropped where the page's address is not at hand;
 * what lies behind it need not be there to be read. */
static inline void fetch_code(uintptr_t code, uint32_t lines)
{
    (void)*(const volatile char *)code;
    for (uint32_t i = 1; i < lines; i++) {
        __builtin_prefetch((const void *)(code + (uintptr_t)i * CACHE_LINE));
    }
}

/* A step is begun a frame after the last one, with caches that others have used since: what the
 * model touches first is on its way while the step is prepared. */
static void fetch_model(const Backend *backend)
{
    enum { BEGIN_LINES = 3, FINISH_LINES = 4 };
    fetch_code((uintptr_t)backend->type->begin, BEGIN_LINES);
    fetch_code((uintptr_t)backend->type->finish, FINISH_LINES);
    if (backend->model) {
        (void)*(const volatile char *)backend->model;
    }
}

/* at_once: finish is called next, so that the first run starts here. */
BACKEND_EACH_STEP static void begin(Backend *backend, const Phase *phases, uint32_t phase_count,
                                    bool at_once)
{
    assert(!backend->running);
    assert(phase_count <= BACKEND_PHASES_MAX);
    fetch_model(backend);
    for (uint32_t i = 0; i < backend->lanes_used; i++) {
        lane_reset(&backend->lanes[i]); /* of the phases that the last step had */
    }
    bool divided = false;
    for (uint32_t i = 0; i < phase_count; i++) {
        assert(phases[i].run || phases[i].count == 0);
        backend->phases[i] = phases[i];
        backend->phases[i].grain = backend_grain(phases[i].count, phases[i].grain);
        divided = divided || phases[i].count > backend->phases[i].grain;
    }
    backend->divided = divided;
    backend->phase_count = phase_count;
    backend->lanes_used = 1; /* the model says so where it is more */
    atomic_store_explicit(&backend->abandoned, 0, memory_order_relaxed); /* nothing runs as yet */
    backend->running = true;
    backend->begin_ns = clock_now_ns();
    backend->lanes[0].looked_ns = at_once ? backend->begin_ns : 0;
    if (!backend->acting) {
        burden_lay_on(backend);
    }
    backend->type->begin(backend);
    backend->shared = NULL;
}

void backend_share(Backend *backend, SharedMemory *memory)
{
    assert(!backend->running);
    backend->shared = memory;
}

BACKEND_EACH_STEP void backend_begin(Backend *backend, const Phase *phases, uint32_t phase_count)
{
    begin(backend, phases, phase_count, false);
}

static void check_coverage(const Backend *backend)
{
    uint64_t difference = 0;
    for (uint32_t i = 0; i < backend->phase_count; i++) {
        difference += lane_expected_coverage(i, backend->phases[i].count);
    }
    for (uint32_t i = 0; i < backend->lanes_used; i++) {
        difference -= backend->lanes[i].coverage;
    }
    assert(difference == 0 && "a slice was forgotten, or run twice");
    (void)difference;
}

/* Of several failures the one of the earliest phase and slice: who was faster decides which slices
 * came to run at all, but not which of the failed ones is named. */
static const Lane *first_failed_lane(const Backend *backend)
{
    const Lane *first = NULL;
    backend = backend->acting ? backend->acting : backend;
    for (uint32_t i = 0; i < backend->lanes_used; i++) {
        const Lane *lane = &backend->lanes[i];
        if (!lane->failed) {
            continue;
        }
        if (!first || lane->failed_phase < first->failed_phase ||
            (lane->failed_phase == first->failed_phase &&
             lane->failed_slice.begin < first->failed_slice.begin)) {
            first = lane;
        }
    }
    assert(first);
    return first;
}

static void describe_failure(const Backend *backend, Error *error)
{
    const Lane *lane = first_failed_lane(backend);
    const Phase *phase = &backend->phases[lane->failed_phase];
    error_set(error, "%s: phase \"%s\", slice [%u, %u) failed on lane %u: %s", backend->type->name,
              phase->name, lane->failed_slice.begin, lane->failed_slice.end, lane->index,
              lane->reason[0] ? lane->reason : "it gave no reason");
}

BACKEND_EACH_STEP BackendStatus backend_finish(Backend *backend, uint64_t deadline_ns, Error *error)
{
    assert(backend->running);
    BackendStatus status = backend->type->finish(backend, deadline_ns);
    if (status == BACKEND_PENDING) {
        return status;
    }
    backend->running = false;
    if (status == BACKEND_DONE) {
        check_coverage(backend->acting ? backend->acting : backend);
    } else {
        describe_failure(backend, error);
    }
    return status;
}

void backend_cancel(Backend *backend)
{
    if (backend->running) {
        backend->type->cancel(backend);
        backend->running = false;
    }
}

bool backend_kill(Backend *backend, uint32_t lane)
{
    assert(lane < backend->lane_count);
    return backend->type->kill && backend->type->kill(backend, lane);
}

BACKEND_EACH_STEP BackendStatus backend_run(Backend *backend, const Phase *phases,
                                            uint32_t phase_count, Error *error)
{
    begin(backend, phases, phase_count, true);
    return backend_finish(backend, BACKEND_NO_DEADLINE, error);
}
