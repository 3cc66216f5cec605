/* Who is chosen, by times that are made up: noise makes nobody alternate, a difference is found,
 * and another load is measured anew. */
#include "backend/choice.h"
#include "base/random.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { MODELS_MAX = 4, SEEDS = 20, STEP_NS = 400000, HICCUP = 8 };

#define NOISE   0.2  /* of a time, up and down */
#define HICCUPS 0.02 /* of the steps take HICCUP times as long */

/* A machine on which each model takes its time, more or less. */
typedef struct Machine {
    Choice choice;
    double costs[MODELS_MAX]; /* of a step's STEP_NS */
    ChoiceLoad load;
    double pace; /* all times, times this */
    uint64_t seed;
    uint32_t tick;
    uint32_t changes; /* another was chosen */
    uint32_t measurings;
    bool measured; /* in the step before */
} Machine;

static Machine machine_of(uint64_t seed, uint32_t count, const double *costs)
{
    Machine machine = {.load = {1000, 10, LOAD_LIGHT}, .pace = 1, .seed = seed};
    choice_open(&machine.choice, count);
    for (uint32_t i = 0; i < count; i++) {
        machine.costs[i] = costs[i];
    }
    return machine;
}

static uint64_t time_ns(Machine *machine, uint32_t model)
{
    uint32_t tick = machine->tick++;
    double noise = (double)random_signed(machine->seed, 0, tick, RANDOM_TEST);
    bool hiccup = (double)random_unit(machine->seed, 1, tick, RANDOM_TEST) < HICCUPS;
    double factor = machine->costs[model] * machine->pace * (1 + NOISE * noise);
    return (uint64_t)(STEP_NS * factor * (hiccup ? HICCUP : 1));
}

static void run(Machine *machine, uint32_t steps)
{
    Choice *choice = &machine->choice;
    for (uint32_t i = 0; i < steps; i++) {
        int chosen = choice->chosen;
        uint32_t model = choice_begin(choice, machine->load);
        machine->measurings += choice->measuring && !machine->measured;
        machine->measured = choice->measuring;
        choice_end(choice, time_ns(machine, model));
        machine->changes += chosen != CHOICE_NONE && choice->chosen != chosen;
    }
}

static void run_until_chosen(Machine *machine)
{
    for (uint32_t i = 0; machine->choice.measuring; i++) {
        assert_in_range(i, 0, 1000);
        run(machine, 1);
    }
}

static void a_steady_load_is_measured_once(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        Machine machine = machine_of(seed, 3, (double[]){1, 0.98, 1.02});
        run(&machine, 20000);
        assert_int_equal(machine.measurings, 1);
        assert_int_equal(machine.changes, 0);
    }
}

/* A load that goes to and fro has two models that differ by less than the noise measured again and
 * again. Who runs stays all the same; a chance of one in a hundred is left to noise. */
static void noise_makes_nobody_alternate(void **state)
{
    (void)state;
    uint32_t changes = 0;
    uint32_t measurings = 0;
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        Machine machine = machine_of(seed, 2, (double[]){1, 0.98});
        for (uint32_t turn = 0; turn < 100; turn++) {
            machine.load.indices = turn % 2 ? 1000 : 2000;
            run(&machine, 50);
        }
        changes += machine.changes;
        measurings += machine.measurings;
    }
    assert_in_range(measurings, SEEDS * 100, SEEDS * 101);
    assert_in_range(changes, 0, measurings / 100);
}

static void a_difference_is_found_and_kept(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        Machine machine = machine_of(seed, 4, (double[]){1, 3, 0.6, 0.9});
        run_until_chosen(&machine);
        assert_int_equal(machine.choice.chosen, 2);
        assert_int_equal(machine.choice.models[1].sample_count,
                         CHOICE_STEPS_COUNTED); /* hopeless */
        machine.load.indices *= 4;              /* and now the last is the fastest */
        machine.costs[3] = 0.3;
        run(&machine, 1);
        assert_true(machine.choice.measuring);
        run_until_chosen(&machine);
        assert_int_equal(machine.choice.chosen, 3);
        assert_int_equal(machine.changes, 1);
    }
}

static void each_part_of_a_load_counts(void **state)
{
    (void)state;
    static const ChoiceLoad OTHERS[] = {
        {1300, 10, LOAD_LIGHT}, {750, 10, LOAD_LIGHT}, {1000, 13, LOAD_LIGHT},
        {1000, 7, LOAD_LIGHT},  {1000, 10, LOAD_WAIT},
    };
    for (uint32_t i = 0; i < sizeof OTHERS / sizeof OTHERS[0]; i++) {
        Machine machine = machine_of(i, 2, (double[]){1, 1});
        run_until_chosen(&machine);
        machine.load = (ChoiceLoad){1200, 11, LOAD_LIGHT}; /* nearly the same */
        run(&machine, 10);
        assert_false(machine.choice.measuring);
        machine.load = OTHERS[i];
        run(&machine, 1);
        assert_true(machine.choice.measuring);
    }
}

/* Steps that take longer for no reason that is seen: if it lasts, there is one. */
static void times_that_stay_others_are_measured_anew(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        Machine machine = machine_of(seed, 2, (double[]){1, 1.5});
        run_until_chosen(&machine);
        assert_int_equal(machine.choice.chosen, 0);
        machine.costs[0] = 4;
        run(&machine, 20); /* not yet: it may be over soon */
        assert_false(machine.choice.measuring);
        run(&machine, 400);
        assert_int_equal(machine.choice.chosen, 1);
        assert_int_equal(machine.measurings, 2);
    }
}

/* All models become slower and faster together: asking again changes nothing, and is asked ever
 * less often. */
static void what_was_for_nothing_is_done_ever_less_often(void **state)
{
    (void)state;
    Machine machine = machine_of(1, 2, (double[]){1, 1.3});
    for (uint32_t turn = 0; turn < 100; turn++) {
        machine.pace = turn % 2 ? 1 : 5;
        run(&machine, 1000);
    }
    assert_in_range(machine.measurings, 2, 10);
    assert_int_equal(machine.changes, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_steady_load_is_measured_once),
        cmocka_unit_test(noise_makes_nobody_alternate),
        cmocka_unit_test(a_difference_is_found_and_kept),
        cmocka_unit_test(each_part_of_a_load_counts),
        cmocka_unit_test(times_that_stay_others_are_measured_anew),
        cmocka_unit_test(what_was_for_nothing_is_done_ever_less_often),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
