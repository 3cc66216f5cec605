#include "bench/backends_report.h"

#include "bench/bench.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>

static Bar *add(Report *report, BarKind kind, const char *name, double limit)
{
    assert(report->count < REPORT_BARS_MAX);
    Bar *bar = &report->bars[report->count++];
    *bar = (Bar){.kind = kind, .limit = limit};
    snprintf(bar->name, sizeof bar->name, "%s", name);
    return bar;
}

void report_at_most(Report *report, const char *name, double figure, double limit)
{
    add(report, BAR_AT_MOST, name, limit)->figure = figure;
}

void report_at_least(Report *report, const char *name, double figure, double limit)
{
    add(report, BAR_AT_LEAST, name, limit)->figure = figure;
}

void report_floor(Report *report, const char *name, double figure)
{
    add(report, BAR_FLOOR, name, 0.0)->figure = figure;
}

void report_none(Report *report, const char *name, double limit, const char *format, ...)
{
    Bar *bar = add(report, BAR_NONE, name, limit);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(bar->reason, sizeof bar->reason, format, arguments);
    va_end(arguments);
}

void report_print(const Report *report)
{
    printf("\n");
    for (uint32_t i = 0; i < report->count; i++) {
        const Bar *bar = &report->bars[i];
        switch (bar->kind) {
        case BAR_AT_MOST: bench_bar_at_most(bar->name, bar->figure, bar->limit); break;
        case BAR_AT_LEAST: bench_bar_at_least(bar->name, bar->figure, bar->limit); break;
        case BAR_FLOOR: bench_floor(bar->name, bar->figure); break;
        case BAR_NONE: bench_bar_none(bar->name, bar->limit, bar->reason); break;
        }
    }
}
