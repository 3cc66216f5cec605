#include "backend/choice.h"

#include "base/range.h"
#include "base/sort.h"

#include <assert.h>
#include <string.h>

enum { PATIENCE_STEPS = 60, PATIENCE_MAX_STEPS = 60 * 60 };

#define MARGIN    1.05 /* the one that runs stays where no other is so much faster */
#define HOPELESS  2.0  /* times as slow as the best after a round: out */
#define LOAD_STEP 1.25 /* times as many, or as few, indices: another load */
#define TIME_STEP 2.0  /* times as long, or as short: so is this, if it lasts */

/* Of all pairs of two models' times, in how many one has to be the faster (the U of Mann and
 * Whitney): with nine times each, models that are equal get there less than once in 200 times. */
#define WINS 0.875

/* ---- Comparing ------------------------------------------------------------------------------ */

uint64_t choice_median_ns(const Choice *choice, uint32_t model)
{
    const ChoiceModel *of = &choice->models[model];
    if (of->sample_count == 0) {
        return UINT64_MAX;
    }
    uint64_t sorted_ns[CHOICE_SAMPLES];
    memcpy(sorted_ns, of->samples_ns, of->sample_count * sizeof *sorted_ns);
    sort_u64(sorted_ns, of->sample_count);
    return sorted_ns[of->sample_count / 2];
}

static bool is_faster(const Choice *choice, uint32_t model, uint32_t than)
{
    return (double)choice_median_ns(choice, model) * MARGIN <
           (double)choice_median_ns(choice, than);
}

/* And that is no noise. */
static bool is_surely_faster(const Choice *choice, uint32_t model, uint32_t than)
{
    const ChoiceModel *a = &choice->models[model];
    const ChoiceModel *b = &choice->models[than];
    uint32_t wins = 0;
    for (uint32_t i = 0; i < a->sample_count; i++) {
        for (uint32_t k = 0; k < b->sample_count; k++) {
            wins += a->samples_ns[i] < b->samples_ns[k];
        }
    }
    return is_faster(choice, model, than) && wins >= WINS * a->sample_count * b->sample_count;
}

static uint32_t best_of(const Choice *choice)
{
    uint32_t best = 0;
    for (uint32_t i = 1; i < choice->count; i++) {
        best = is_faster(choice, i, best) ? i : best;
    }
    return best;
}

/* ---- Measuring ------------------------------------------------------------------------------ */

static void begin_measuring(Choice *choice, ChoiceLoad load)
{
    choice->measuring = true;
    choice->round = choice->turn = choice->step = 0;
    choice->load = load;
    choice->news++;
    for (uint32_t i = 0; i < choice->count; i++) {
        choice->models[i].sample_count = 0;
        choice->models[i].out = false;
    }
}

static uint32_t model_of_turn(const Choice *choice)
{
    return choice->round % 2 ? choice->count - 1 - choice->turn : choice->turn;
}

static void drop_hopeless(Choice *choice)
{
    double best_ns = (double)choice_median_ns(choice, best_of(choice));
    for (uint32_t i = 0; i < choice->count; i++) {
        choice->models[i].out = (double)choice_median_ns(choice, i) > HOPELESS * best_ns;
    }
}

static void choose(Choice *choice)
{
    int before = choice->chosen;
    uint32_t best = best_of(choice);
    if (before != CHOICE_NONE && !is_surely_faster(choice, best, (uint32_t)before)) {
        best = (uint32_t)before;
    }
    choice->chosen = (int)best;
    choice->chosen_ns = choice_median_ns(choice, best);
    choice->measuring = false;
    choice->news++;
    choice->odd_steps = 0;
    choice->patience_steps = choice->chosen == before
                                 ? min_u32(2 * choice->patience_steps, PATIENCE_MAX_STEPS)
                                 : PATIENCE_STEPS;
}

/* To the next turn that somebody is left for. */
static void next_turn(Choice *choice)
{
    choice->step = 0;
    do {
        if (++choice->turn == choice->count) {
            choice->turn = 0;
            if (choice->round++ == 0) {
                drop_hopeless(choice);
            }
        }
    } while (choice->round < CHOICE_ROUNDS && choice->models[model_of_turn(choice)].out);
    if (choice->round == CHOICE_ROUNDS) {
        choose(choice);
    }
}

static void note_measured(Choice *choice, uint64_t spent_ns)
{
    ChoiceModel *model = &choice->models[model_of_turn(choice)];
    if (choice->step >= CHOICE_STEPS_SETTLING) {
        model->samples_ns[model->sample_count++] = spent_ns;
    }
    if (++choice->step == CHOICE_STEPS_SETTLING + CHOICE_STEPS_COUNTED) {
        next_turn(choice);
    }
}

/* ---- Has the load changed? ------------------------------------------------------------------ */

static bool is_far(double a, double b, double step)
{
    return a > b * step || a * step < b;
}

static bool is_other(const ChoiceLoad *a, const ChoiceLoad *b)
{
    return is_far((double)a->indices, (double)b->indices, LOAD_STEP) ||
           is_far(a->slices, b->slices, LOAD_STEP) || a->burden != b->burden;
}

static void note_chosen(Choice *choice, uint64_t spent_ns)
{
    bool is_odd = is_far((double)spent_ns, (double)choice->chosen_ns, TIME_STEP);
    choice->odd_steps = is_odd ? choice->odd_steps + 1 : 0;
    if (choice->odd_steps == choice->patience_steps) {
        begin_measuring(choice, choice->step_load);
    }
}

/* ---- A step --------------------------------------------------------------------------------- */

void choice_open(Choice *choice, uint32_t count)
{
    assert(count >= 1 && count <= CHOICE_MODELS_MAX);
    *choice = (Choice){.count = count, .chosen = CHOICE_NONE, .patience_steps = PATIENCE_STEPS};
    begin_measuring(choice, (ChoiceLoad){0});
}

uint32_t choice_begin(Choice *choice, ChoiceLoad load)
{
    choice->step_load = load;
    if (is_other(&load, &choice->load)) {
        choice->patience_steps = PATIENCE_STEPS;
        begin_measuring(choice, load);
    }
    return choice->measuring ? model_of_turn(choice) : (uint32_t)choice->chosen;
}

void choice_end(Choice *choice, uint64_t spent_ns)
{
    if (choice->measuring) {
        note_measured(choice, spent_ns);
    } else {
        note_chosen(choice, spent_ns);
    }
}
