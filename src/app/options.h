/* The command line, read once into plain data: for main and the commands. Every refusal names the
 * option and says what was expected. */
#pragma once

#include "app/budget.h"
#include "app/contender.h"
#include "app/game.h"
#include "backend/backend.h"
#include "base/log.h"
#include "view/draw_path.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

enum {
    OPTIONS_BUDGETS_MAX = 16,
    OPTIONS_TICKS_MAX = 1 << 24, /* as many as frame statistics keep */
    OPTIONS_TICKS_DEFAULT = 600,
};

typedef enum Command {
    COMMAND_PLAY,
    COMMAND_HEADLESS,
    COMMAND_COMPARE,
    COMMAND_SCAN,
    COMMAND_REPORT,
    COMMAND_CHECK_LEVEL,
    COMMAND_LIST_BACKENDS,
    COMMAND_LIST_LEVELS,
    COMMAND_LIST_KEYS,
    COMMAND_HELP,
    COMMAND_VERSION,
    COMMAND_COUNT,
} Command;

typedef enum ReportFormat { FORMAT_TEXT, FORMAT_JSON, FORMAT_CSV, FORMAT_TAP } ReportFormat;

typedef struct Options {
    Command command;
    const char *level;          /* a path, or a name in levels/ */
    bool level_given;           /* it stands on the command line; otherwise it is the default */
    const BackendType *backend; /* of all_backends: the first */
    bool all_backends;          /* --backend=all: headless, one after the other */
    bool verify;                /* --verify=all: headless, every backend in lockstep */
    uint32_t lanes;
    uint32_t grain;
    uint32_t sprites; /* 0: as the level says */
    uint64_t seed;
    const Kernel *kernel; /* the instruction set of --isa */
    bool brute;           /* --neighbours=brute */
    Burden burden;        /* --load, --load-us, --wait-ms, --inject, --time-out */

    /* How long; 0: no such limit. Headless at least one is set. */
    uint32_t ticks; /* headless, where a frame is a tick, --frames sets this one too */
    uint32_t frames;
    double duration_s;
    uint32_t warmup; /* the first ticks of a headless run, not measured */

    bool render;   /* headless; a window always draws */
    DrawPath path; /* who draws */
    bool print_hash;
    bool print_frame_hash; /* of the last frame's pixels */
    bool expect_hash;
    uint64_t expected_hash;

    const char *output; /* NULL: not asked for; "-": stdout */
    bool report;        /* headless: a report is wanted, on stdout where `output` is NULL */
    ReportFormat format;
    Budget budgets[OPTIONS_BUDGETS_MAX];
    uint32_t budget_count;

    /* Comparisons: see apply_compare.h. */
    Contenders contenders;     /* --compare; none: it was not given */
    uint32_t repeat;           /* rounds; 0: none was asked for */
    uint32_t scan_low;         /* sprites of --scan-sprites; 0: it was not given */
    uint32_t scan_high;        /* above scan_low */
    const char *report_folder; /* of --report; NULL: it was not given */
    const char *baseline;      /* a file; NULL: none */
    double max_regression;     /* percent; below 0: it was not given */
    bool warmup_given;

    const char *record; /* a file; NULL: nothing is recorded */
    const char *replay; /* a file; NULL: somebody plays */
    const char *trace;  /* a file; NULL: none */

    uint32_t screenshot_frame; /* counted from 1; 0: none */
    const char *screenshot;
    const char *movie; /* a folder for all frames; NULL: none */

    const char *keys; /* a file in place of keys.conf; NULL: none */
    bool tour;        /* it begins with the guided tour */
    bool mute;        /* no sound until M */
    bool quiet;
    LogLevel shown;
} Options;

/* Reads argv, which it may reorder and into which Options keeps pointers. False: refused. */
bool options_parse(Options *options, int argc, char **argv, Error *error);

/* The game that they ask for, on the level of that file. */
GameConfig options_game(const Options *options, const char *level_path);

/* The page of --help, made from the same table. */
void options_print_help(FILE *file);
