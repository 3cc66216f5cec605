/* The display that windows of bench_draw open on: the one there is, or an Xvfb started for it. */
#pragma once

#include "base/error.h"

#include <stdbool.h>

/* Sets DISPLAY where there is none, and opens SDL's video on it. False, with a sentence: there is
 * no display to be had. Once more does nothing. */
bool display_open(Error *error);

/* Before the program ends: the Xvfb ends too. */
void display_close(void);
