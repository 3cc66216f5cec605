/* Measures the other models on the steps as they come, keeps the one that is the fastest, and
 * measures again when the work has become another one.
 *
 * Each is measured in turns of a few steps, of which the first is not counted: its workers may have
 * slept, its caches are another's. Who begins changes from round to round, and every other round
 * runs backwards. What counts is the time of the thread that called begin and finish, which is what
 * a frame loses; its middle one, so that a hiccup decides nothing. A model that is far behind after
 * one round is not asked again.
 *
 * It does not flap: another model has to be better by a margin; a draw goes to the one that runs,
 * or that comes first in the table; and steps that only last longer or shorter than they did make
 * it measure again after a patience that doubles each time it was for nothing. */
#include "backend/burden.h"
#include "backend/model.h"
#include "base/clock.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    CANDIDATES_MAX = 12,
    ROUNDS = 3,
    STEPS_SETTLING = 1, /* of a turn: not counted */
    STEPS_COUNTED = 3,
    SAMPLES = ROUNDS * STEPS_COUNTED,
    PATIENCE_STEPS = 60,
    PATIENCE_MAX_STEPS = 60 * 60,
    REASON_SIZE = 128,
    NONE = -1,
};

#define MARGIN    1.05 /* the one that runs stays where no other is so much faster */
#define HOPELESS  2.0  /* times as slow as the best after a round: out */
#define LOAD_STEP 1.25 /* times as many, or as few, indices: another load */
#define TIME_STEP 2.0  /* times as long, or as short: so is this, if it lasts */

typedef struct Candidate {
    Backend *backend;
    uint64_t samples_ns[SAMPLES];
    uint32_t sample_count;
    bool out;
} Candidate;

/* What makes one step as much work as another. */
typedef struct Load {
    uint64_t indices; /* of all phases */
    uint32_t slices;
    LoadKind burden; /* that they bear beside it */
} Load;

typedef struct Auto {
    Candidate candidates[CANDIDATES_MAX];
    uint32_t count;
    int chosen; /* NONE: it has not measured as yet */
    bool measuring;
    uint32_t round, turn, step; /* of the measuring */
    Load load;                  /* that is, or was, measured */
    Load step_load;
    uint64_t chosen_ns;      /* its time, when it was chosen */
    uint32_t odd_steps;      /* in a row, that took quite another time */
    uint32_t patience_steps; /* how many of them there have to be */
    uint64_t spent_ns;       /* in this step, by the calling thread */
    char reason[REASON_SIZE];
} Auto;

/* ---- Measuring ------------------------------------------------------------------------------ */

static int compare_ns(const void *left, const void *right)
{
    uint64_t a = *(const uint64_t *)left;
    uint64_t b = *(const uint64_t *)right;
    return (a > b) - (a < b);
}

/* The middle of its samples so far; UINT64_MAX: it has none. */
static uint64_t median_ns(Candidate *candidate)
{
    if (candidate->sample_count == 0) {
        return UINT64_MAX;
    }
    qsort(candidate->samples_ns, candidate->sample_count, sizeof(uint64_t), compare_ns);
    return candidate->samples_ns[candidate->sample_count / 2];
}

static uint32_t candidate_of_turn(const Auto *model)
{
    return model->round % 2 ? model->count - 1 - model->turn : model->turn;
}

static void begin_measuring(Auto *model, Load load)
{
    model->measuring = true;
    model->round = model->turn = model->step = 0;
    model->load = load;
    for (uint32_t i = 0; i < model->count; i++) {
        model->candidates[i].sample_count = 0;
        model->candidates[i].out = false;
    }
    snprintf(model->reason, sizeof model->reason, "measures %u models", model->count);
}

static uint32_t best_of(Auto *model)
{
    uint32_t best = 0;
    uint64_t best_ns = median_ns(&model->candidates[0]);
    for (uint32_t i = 1; i < model->count; i++) {
        uint64_t ns = median_ns(&model->candidates[i]);
        if (ns != UINT64_MAX && (double)ns * MARGIN < (double)best_ns) {
            best = i;
            best_ns = ns;
        }
    }
    return best;
}

static void drop_hopeless(Auto *model)
{
    uint64_t best_ns = median_ns(&model->candidates[best_of(model)]);
    for (uint32_t i = 0; i < model->count; i++) {
        uint64_t ns = median_ns(&model->candidates[i]);
        model->candidates[i].out = (double)ns > HOPELESS * (double)best_ns;
    }
}

/* "jobs: 0.41 ms a step; sequential 0.72" */
static void give_reason(Auto *model)
{
    uint32_t second = model->count;
    uint64_t second_ns = UINT64_MAX;
    for (uint32_t i = 0; i < model->count; i++) {
        uint64_t ns = median_ns(&model->candidates[i]);
        if ((int)i != model->chosen && ns < second_ns) {
            second = i;
            second_ns = ns;
        }
    }
    const char *name = backend_type_of(model->candidates[model->chosen].backend)->name;
    int length = snprintf(model->reason, sizeof model->reason, "%s: %.3f ms a step", name,
                          clock_ms(model->chosen_ns));
    if (second < model->count) {
        snprintf(model->reason + length, sizeof model->reason - (size_t)length, ", %s %.3f",
                 backend_type_of(model->candidates[second].backend)->name, clock_ms(second_ns));
    }
}

static void choose(Auto *model)
{
    int before = model->chosen;
    uint32_t best = best_of(model);
    if (before != NONE) {
        double now_ns = (double)median_ns(&model->candidates[before]);
        double best_ns = (double)median_ns(&model->candidates[best]);
        best = best_ns * MARGIN < now_ns ? best : (uint32_t)before;
    }
    model->chosen = (int)best;
    model->chosen_ns = median_ns(&model->candidates[best]);
    model->measuring = false;
    model->odd_steps = 0;
    bool in_vain = model->chosen == before;
    model->patience_steps =
        in_vain ? min_u32(2 * model->patience_steps, PATIENCE_MAX_STEPS) : PATIENCE_STEPS;
    give_reason(model);
}

/* To the next turn that somebody is left for. */
static void next_turn(Auto *model)
{
    model->step = 0;
    do {
        if (++model->turn == model->count) {
            model->turn = 0;
            if (model->round++ == 0) {
                drop_hopeless(model);
            }
        }
    } while (model->round < ROUNDS && model->candidates[candidate_of_turn(model)].out);
    if (model->round == ROUNDS) {
        choose(model);
    }
}

static void note_measured(Auto *model)
{
    Candidate *candidate = &model->candidates[candidate_of_turn(model)];
    if (model->step >= STEPS_SETTLING) {
        candidate->samples_ns[candidate->sample_count++] = model->spent_ns;
    }
    if (++model->step == STEPS_SETTLING + STEPS_COUNTED) {
        next_turn(model);
    }
}

/* ---- Has the load changed? ------------------------------------------------------------------ */

static bool is_far(double a, double b, double step)
{
    return a > b * step || a * step < b;
}

static Load load_of(const Backend *backend)
{
    Load load = {.burden = backend_burden(backend)->load};
    for (uint32_t i = 0; i < backend->phase_count; i++) {
        load.indices += backend->phases[i].count;
        load.slices += phase_slices(&backend->phases[i]);
    }
    return load;
}

static void look_at_load(Auto *model)
{
    const Load *now = &model->step_load;
    bool is_other = is_far((double)now->indices, (double)model->load.indices, LOAD_STEP) ||
                    is_far(now->slices, model->load.slices, LOAD_STEP) ||
                    now->burden != model->load.burden;
    if (is_other) {
        model->patience_steps = PATIENCE_STEPS;
        begin_measuring(model, *now);
    }
}

static void note_chosen(Auto *model)
{
    bool is_odd = is_far((double)model->spent_ns, (double)model->chosen_ns, TIME_STEP);
    model->odd_steps = is_odd ? model->odd_steps + 1 : 0;
    if (model->odd_steps == model->patience_steps) {
        begin_measuring(model, model->step_load);
    }
}

/* ---- A step --------------------------------------------------------------------------------- */

static void auto_begin(Backend *backend)
{
    Auto *model = backend->model;
    uint64_t start_ns = clock_now_ns();
    model->step_load = load_of(backend);
    look_at_load(model);
    uint32_t who = model->measuring ? candidate_of_turn(model) : (uint32_t)model->chosen;
    backend->acting = model->candidates[who].backend;
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
    if (status == BACKEND_DONE && model->measuring) {
        note_measured(model);
    } else if (status == BACKEND_DONE) {
        note_chosen(model);
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
        backend_close(model->candidates[i].backend);
    }
    free(model);
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
    for (uint32_t i = 0; i < backend_type_count() && model->count < CANDIDATES_MAX; i++) {
        const BackendType *type = backend_type(i);
        if (!is_candidate(type)) {
            continue;
        }
        Backend *candidate = backend_open(type, backend->lane_count, error);
        if (!candidate) {
            return false;
        }
        model->candidates[model->count++].backend = candidate;
        bool helps = type->announce && backend_lane_count(candidate) > 1;
        backend->helper = helps && !backend->helper ? candidate : backend->helper;
    }
    return true;
}

static bool auto_open(Backend *backend, Error *error)
{
    Auto *model = calloc(1, sizeof *model);
    if (!model) {
        return error_set(error, "no memory");
    }
    backend->model = model;
    model->chosen = NONE;
    model->patience_steps = PATIENCE_STEPS;
    if (!open_candidates(backend, error)) {
        auto_close(backend);
        return false;
    }
    backend->acting = model->candidates[0].backend;
    begin_measuring(model, (Load){0});
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
