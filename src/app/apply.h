/* What each option does: takes its argument ("" or NULL where it has none) into Options. For the
 * table of options alone. False: refused, and the sentence says what was expected. */
#pragma once

#include "app/options.h"

bool apply_headless(Options *options, const char *argument, Error *error);
bool apply_check_level(Options *options, const char *argument, Error *error);
bool apply_list_backends(Options *options, const char *argument, Error *error);
bool apply_list_levels(Options *options, const char *argument, Error *error);
bool apply_list_keys(Options *options, const char *argument, Error *error);
bool apply_keys(Options *options, const char *argument, Error *error);
bool apply_help(Options *options, const char *argument, Error *error);
bool apply_version(Options *options, const char *argument, Error *error);
bool apply_backend(Options *options, const char *argument, Error *error);
bool apply_workers(Options *options, const char *argument, Error *error);
bool apply_grain(Options *options, const char *argument, Error *error);
bool apply_sprites(Options *options, const char *argument, Error *error);
bool apply_seed(Options *options, const char *argument, Error *error);
bool apply_isa(Options *options, const char *argument, Error *error);
bool apply_neighbours(Options *options, const char *argument, Error *error);
bool apply_ticks(Options *options, const char *argument, Error *error);
bool apply_frames(Options *options, const char *argument, Error *error);
bool apply_duration(Options *options, const char *argument, Error *error);
bool apply_warmup(Options *options, const char *argument, Error *error);
bool apply_render(Options *options, const char *argument, Error *error);
bool apply_print_frame_hash(Options *options, const char *argument, Error *error);
bool apply_print_hash(Options *options, const char *argument, Error *error);
bool apply_expect_hash(Options *options, const char *argument, Error *error);
bool apply_verify(Options *options, const char *argument, Error *error);
bool apply_output(Options *options, const char *argument, Error *error);
bool apply_format(Options *options, const char *argument, Error *error);
bool apply_budget(Options *options, const char *argument, Error *error);
bool apply_record(Options *options, const char *argument, Error *error);
bool apply_trace(Options *options, const char *argument, Error *error);
bool apply_replay(Options *options, const char *argument, Error *error);
bool apply_screenshot(Options *options, const char *argument, Error *error);
bool apply_movie(Options *options, const char *argument, Error *error);
bool apply_tour(Options *options, const char *argument, Error *error);
bool apply_mute(Options *options, const char *argument, Error *error);
bool apply_quiet(Options *options, const char *argument, Error *error);
bool apply_verbose(Options *options, const char *argument, Error *error);
