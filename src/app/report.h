/* What measured runs look like on paper: a table for people, JSON in the shape of Google
 * Benchmark's (github.com/google/benchmark, "Output Formats") for its tools, a row a frame for a
 * spreadsheet and for what reads MangoHud's logs, and TAP (testanything.org) for build machines. */
#pragma once

#include "app/options.h"
#include "app/run.h"

#include <stdint.h>
#include <stdio.h>

/* Writes all runs, which are summarised, in the format that the options ask for. Whether it arrived
 * is the file's to tell. */
void report_write(FILE *file, const Options *options, const Run *runs, uint32_t count);

/* The formats, of which each has a file; report_text is in report.c. */
void report_json(FILE *file, const Run *runs, uint32_t count);
void report_csv(FILE *file, const Run *runs, uint32_t count);
void report_tap(FILE *file, const Options *options, const Run *runs, uint32_t count);

/* `  "context": {...},` with what the first of the runs was played from, and a string as JSON has
 * it, quotes and all. */
void report_json_context(FILE *file, const Run *runs, uint32_t count);
void report_json_string(FILE *file, const char *text);

/* "release" or "debug", as that context has it. */
const char *report_build_type(void);
