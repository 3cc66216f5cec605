/* The options as a table: one row an option. options.c parses with it, checks with it, and prints
 * --help from it. */
#pragma once

#include "app/options.h"

typedef struct OptionRow {
    const char *name;     /* long, without the dashes; NULL: the row is a heading of --help */
    char letter;          /* 0: none */
    bool headless;        /* it means something only with --headless */
    const char *argument; /* its placeholder; NULL: it takes none */
    const char *help;
    bool (*apply)(Options *options, const char *argument, Error *error);
} OptionRow;

extern const OptionRow options_table[];
extern const uint32_t options_table_count;

enum { OPTIONS_ROWS_MAX = 64 };
