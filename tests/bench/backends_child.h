/* OpenMP reads how long its workers are to spin (OMP_WAIT_POLICY) once, when a program starts. So
 * its workers that sleep at once live in a child process, this same program, which takes its turn
 * when it is asked to and otherwise waits at a socket. */
#pragma once

#include "bench/backends_trial.h"

typedef struct Child Child;

/* With OMP_WAIT_POLICY=passive and that many lanes. Before any other thread is started. NULL: it
 * could not be started; then those contestants are left out. */
Child *child_start(uint32_t lanes);
void child_stop(Child *child); /* takes NULL */

enum { CHILD_TRIALS_MAX = 8 };

/* The trial_* functions, for OpenMP's loop of that index, in the child; `trial` is a number below
 * CHILD_TRIALS_MAX that is the caller's to choose. They end the program when the child has died. */
void child_open(Child *child, uint32_t trial, const TrialPlan *plan, uint32_t loop);
void child_close(Child *child, uint32_t trial);
double child_measure_us(Child *child, uint32_t trial);
uint64_t child_hash(Child *child, uint32_t trial);
bool child_visits_all(Child *child, uint32_t trial);
double child_idle_load(Child *child, uint32_t trial, bool ticking);

/* The program's other main, when it was started with CHILD_ARGUMENT and the number of lanes. */
#define CHILD_ARGUMENT "--passive-child"
int child_main(uint32_t lanes);
