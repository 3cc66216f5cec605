/* What a comparison looks like on paper: a table, Google Benchmark's JSON with a repetition a round
 * (its own compare.py reads two of them), a row a round for a spreadsheet. */
#pragma once

#include "app/options.h"
#include "app/verdict.h"

#include <stdio.h>

/* `verdicts`: one a contestant. A match of no round, cut short by Ctrl-C, has an empty table. */
void compare_report(FILE *file, ReportFormat format, const Match *match, const Verdict *verdicts);

/* The formats, of which JSON has a file. */
void compare_report_json(FILE *file, const Match *match, const Verdict *verdicts);

/* "meadow/jobs+avx2/lanes:2/grain:1024/sprites:1200": what a baseline knows it by. */
void compare_name(const Contestant *contestant, char name[RUN_NAME_SIZE]);
