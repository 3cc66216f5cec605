/* The options that compare: what each does, and what they come to together. For the table of
 * options and options.c. */
#pragma once

#include "app/options.h"

bool apply_compare(Options *options, const char *argument, Error *error);
bool apply_repeat(Options *options, const char *argument, Error *error);
bool apply_scan_sprites(Options *options, const char *argument, Error *error);
bool apply_report(Options *options, const char *argument, Error *error);
bool apply_baseline(Options *options, const char *argument, Error *error);
bool apply_max_regression(Options *options, const char *argument, Error *error);

/* Once all are read: makes a command of them, which needs no --headless beside it, and fills in
 * what was not given. False, with a sentence: they contradict another option. */
bool compare_complete(Options *options, Error *error);

/* Whether that command is one of those that compare. */
bool compare_is_asked_for(const Options *options);
