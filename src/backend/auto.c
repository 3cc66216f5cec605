/* Measures the other models on the steps as they come, and keeps the one that is the fastest: how
 * it is chosen stands in choice.h. What counts is the time of the thread that called begin and
 * finish, which is what a frame loses. */
#include "backend/burden.h"
#include "backend/choice.h"
#include "backend/model.h"
#include "base/clock.h"

#include <assert.h>
#include <stdio.h>

enum { REASON_SIZE = 128 };

typedef struct Auto {
    Backend *candidates[CHOICE_MODELS_MAX];
    uint32_t count;
    Choice choice;
    uint64_t spent_ns; /* in this step, by the calling thread */
    uint32_t news;     /* of the choice, that the reason tells */
    char reason[REASON_SIZE];
} Auto;

/* ---- Why ------------------------------------------------------------------------------------ */

/* "jobs: 0.410 ms a step, sequential 0.720" */
static void tell_choice(Auto *model)
{
    const Choice *choice = &model->choice;
    uint32_t second = model->count;
    uint64_t second_ns = UINT64_MAX;
    for (uint32_t i = 0; i < model->count; i++) {
        uint64_t ns = choice_median_ns(choice, i);
        if ((int)i != choice->chosen && ns < second_ns) {
            second = i;
            second_ns = ns;
        }
    }
    const char *name = backend_type_of(model->candidates[choice->chosen])->name;
    int length = snprintf(model->reason, sizeof model->reason, "%s: %.3f ms a step", name,
                          clock_ms(choice->chosen_ns));
    if (second < model->count) {
        snprintf(model->reason + length, sizeof model->reason - (size_t)length, ", %s %.3f",
                 backend_type_of(model->candidates[second])->name, clock_ms(second_ns));
    }
}

/* Where there is news. */
static void tell(Auto *model)
{
    if (model->news == model->choice.news) {
        return;
    }
    model->news = model->choice.news;
    if (model->choice.measuring) {
        snprintf(model->reason, sizeof model->reason, "measures %u models", model->count);
    } else {
        tell_choice(model);
    }
}

/* ---- A step --------------------------------------------------------------------------------- */

static ChoiceLoad load_of(const Backend *backend)
{
    ChoiceLoad load = {.burden = backend_burden(backend)->load};
    for (uint32_t i = 0; i < backend->phase_count; i++) {
        load.indices += backend->phases[i].count;
        load.slices += phase_slices(&backend->phases[i]);
    }
    return load;
}

static void auto_begin(Backend *backend)
{
    Auto *model = backend->model;
    uint64_t start_ns = clock_now_ns();
    backend->acting = model->candidates[choice_begin(&model->choice, load_of(backend))];
    tell(model);
    backend_set_burden(backend->acting, backend_burden(backend));
    backend_begin(backend->acting, backend->phases, backend->phase_count);
    model->spent_ns = clock_now_ns() - start_ns;
}

static BackendStatus auto_finish(Backend *backend, uint64_t deadline_ns)
{
    Auto *model = backend->model;
    uint64_t start_ns = clock_now_ns();
    BackendStatus status = backend_finish(backend->acting, deadline_ns, NULL);
    model->spent_ns += clock_now_ns() - start_ns;
    if (status == BACKEND_DONE) {
        choice_end(&model->choice, model->spent_ns);
        tell(model);
    }
    return status;
}

static void auto_cancel(Backend *backend)
{
    backend_cancel(backend->acting);
}

static const char *auto_reason(const Backend *backend)
{
    const Auto *model = backend->model;
    return model->reason;
}

/* ---- Life ----------------------------------------------------------------------------------- */

static void auto_close(Backend *backend)
{
    Auto *model = backend->model;
    for (uint32_t i = 0; i < model->count; i++) {
        backend_close(model->candidates[i]);
    }
}

/* Those whose bits are right, whose jobs may write where they like, and who leave the others alone
 * when these have their turn. */
static bool is_candidate(const BackendType *type)
{
    return type != &auto_type && !type->unsafe && !type->private_memory && !type->lingers;
}

/* All of them: one that is missing would be missed when the load is another. */
static bool open_candidates(Backend *backend, Error *error)
{
    Auto *model = backend->model;
    for (uint32_t i = 0; i < backend_type_count() && model->count < CHOICE_MODELS_MAX; i++) {
        const BackendType *type = backend_type(i);
        if (!is_candidate(type)) {
            continue;
        }
        Backend *candidate = backend_open(type, backend->lane_count, error);
        if (!candidate) {
            return false;
        }
        model->candidates[model->count++] = candidate;
        bool helps = type->announce && backend_lane_count(candidate) > 1;
        backend->helper = helps && !backend->helper ? candidate : backend->helper;
    }
    return true;
}

static bool auto_open(Backend *backend, Error *error)
{
    Auto *model = backend->model;
    if (!open_candidates(backend, error)) {
        auto_close(backend);
        return false;
    }
    backend->acting = model->candidates[0];
    choice_open(&model->choice, model->count);
    tell(model);
    return true;
}

/* ---- Within a slice, never: its lane is the acting model's ---------------------------------- */

static bool auto_sleep(Lane *lane, uint64_t duration_ns)
{
    (void)lane, (void)duration_ns;
    assert(false && "a lane of auto's own runs nothing");
    return false;
}

static bool auto_yield(Lane *lane)
{
    return auto_sleep(lane, 0);
}

/* Its futures are its helper's; this only says that there is one where there are lanes. */
static void auto_announce(Backend *backend)
{
    backend->helper->type->announce(backend->helper);
}

const BackendType auto_type = {
    .name = "auto",
    .summary = "measures the others and keeps the fastest; again when the load changes",
    .model_size = sizeof(Auto),
    .open = auto_open,
    .begin = auto_begin,
    .finish = auto_finish,
    .cancel = auto_cancel,
    .close = auto_close,
    .sleep = auto_sleep,
    .yield = auto_yield,
    .announce = auto_announce,
    .reason = auto_reason,
};
