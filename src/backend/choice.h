/* Which of several models to run, by the times that their steps take: who is measured when, who
 * wins, and when that has to be asked again. It knows no clock and no model, it is told: by auto.c,
 * and by tests that make the times up. One thread at a time.
 *
 * Each is measured in turns of a few steps, of which the first is not counted: its workers may have
 * slept, its caches are another's. Who begins changes from round to round, and every other round
 * runs backwards. What counts is a model's middle time, so that a hiccup decides nothing. A model
 * that is far behind after one round is not asked again.
 *
 * It does not flap: another model has to be better by a margin, and in nearly all pairs of the
 * two's times, so that noise is not taken for it; a draw goes to the one that runs, or that comes
 * first; and steps that only last longer or shorter than they did make it measure again after a
 * patience that doubles each time it was for nothing. */
#pragma once

#include "backend/burden.h"

#include <stdbool.h>
#include <stdint.h>

enum {
    CHOICE_MODELS_MAX = 12,
    CHOICE_ROUNDS = 3,
    CHOICE_STEPS_SETTLING = 1, /* of a turn: not counted */
    CHOICE_STEPS_COUNTED = 3,
    CHOICE_SAMPLES = CHOICE_ROUNDS * CHOICE_STEPS_COUNTED,
    CHOICE_NONE = -1,
};

/* What makes one step as much work as another. */
typedef struct ChoiceLoad {
    uint64_t indices; /* of all phases */
    uint32_t slices;
    LoadKind burden; /* that they bear beside it */
} ChoiceLoad;

typedef struct ChoiceModel {
    uint64_t samples_ns[CHOICE_SAMPLES];
    uint32_t sample_count;
    bool out;
} ChoiceModel;

/* For reading. */
typedef struct Choice {
    ChoiceModel models[CHOICE_MODELS_MAX];
    uint32_t count;
    int chosen;         /* CHOICE_NONE: it has not measured as yet */
    uint64_t chosen_ns; /* its middle time, when it was chosen */
    bool measuring;
    uint32_t news; /* counts: it began to measure, or it has chosen */

    uint32_t round, turn, step; /* of the measuring */
    ChoiceLoad load;            /* that is, or was, measured */
    ChoiceLoad step_load;
    uint32_t odd_steps;      /* in a row, that took quite another time */
    uint32_t patience_steps; /* how many of them there have to be */
} Choice;

/* Of so many models, 1 to CHOICE_MODELS_MAX, the first of which is the first in a draw. It measures
 * from the first step on. */
void choice_open(Choice *choice, uint32_t count);

/* A step of that load begins: which model runs it. */
uint32_t choice_begin(Choice *choice, ChoiceLoad load);

/* The step is done, and has cost that much time. One that failed is not told. */
void choice_end(Choice *choice, uint64_t spent_ns);

/* The middle of its times in the last measuring; UINT64_MAX: it has none. */
uint64_t choice_median_ns(const Choice *choice, uint32_t model);
