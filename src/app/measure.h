/* One backend, measured: the game's frames without a window, as fast as they go. For headless runs;
 * what a frame is, and what is counted to it, is said in README.md. */
#pragma once

#include "app/exit_code.h"
#include "app/options.h"
#include "app/run.h"
#include "app/tape.h"
#include "app/trace.h"
#include "view/stage.h"

/* When a run has to end, by its options and by Ctrl-C. */
typedef struct MeasureEnd {
    uint32_t ticks;  /* 0: no such limit */
    uint64_t end_ns; /* by clock_now_ns; 0: no such limit */
} MeasureEnd;

MeasureEnd measure_end(const Options *options);

/* `ticks_done` of them were run, warm-up included. */
bool measure_is_over(const MeasureEnd *end, uint32_t ticks_done);

/* Runs until the end that the options set, and keeps all frames after the warm-up. `stage`, which
 * may be NULL, draws them; `trace`, which may be NULL, takes them down, the warm-up too. Not PASS:
 * a sentence, and the run holds what came before. */
ExitCode measure(Run *run, Game *game, Stage *stage, const Options *options, Tape *tape,
                 Trace *trace, Error *error);

/* One frame: a tick with the tape's input, and its picture. Not done: a sentence. */
BackendStatus measure_frame(RunFrame *frame, Game *game, Stage *stage, const Tape *tape,
                            Error *error);
