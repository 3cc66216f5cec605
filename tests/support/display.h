/* The display that windows of tests and benchmarks open on: the one there is, or an Xvfb started
 * for it. Main thread only. */
#pragma once

#include "base/error.h"

#include <stdbool.h>

/* Sets DISPLAY where there is none, for programs that are run. False, with a sentence: there is no
 * display to be had. */
bool display_find(Error *error);

/* And opens SDL's video on it. Once more does nothing. */
bool display_open(Error *error);

/* Before the program ends: the Xvfb ends too. */
void display_close(void);
