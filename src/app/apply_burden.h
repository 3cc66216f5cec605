/* The options that burden slices: --load and its amounts, --inject, --time-out. As in apply.h. */
#pragma once

#include "app/options.h"

bool apply_load(Options *options, const char *argument, Error *error);
bool apply_load_us(Options *options, const char *argument, Error *error);
bool apply_wait_ms(Options *options, const char *argument, Error *error);
bool apply_inject(Options *options, const char *argument, Error *error);
bool apply_time_out(Options *options, const char *argument, Error *error);
