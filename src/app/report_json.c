#include "app/report.h"

#include "app/machine.h"
#include "app/version.h"

#include <inttypes.h>
#include <math.h>
#include <time.h>

#ifdef __clang__
#define COMPILER "clang " __clang_version__
#else
#define COMPILER "gcc " __VERSION__
#endif

#ifdef __OPTIMIZE__
#define BUILD_TYPE "release"
#else
#define BUILD_TYPE "debug"
#endif

/* Bytes from 0x80 on pass: names of files are UTF-8 where they are anything. */
static void print_string(FILE *file, const char *text)
{
    fputc('"', file);
    for (const char *c = text; *c; c++) {
        if (*c == '"' || *c == '\\') {
            fprintf(file, "\\%c", *c);
        } else if ((unsigned char)*c < 0x20) {
            fprintf(file, "\\u%04x", (unsigned)*c);
        } else {
            fputc(*c, file);
        }
    }
    fputc('"', file);
}

static void print_field(FILE *file, const char *key, const char *value)
{
    fprintf(file, "    \"%s\": ", key);
    print_string(file, value);
    fprintf(file, ",\n");
}

/* As Google Benchmark writes it: 2024-11-21T08:27:00+01:00. */
static void print_date(FILE *file)
{
    time_t now = time(NULL);
    struct tm local;
    char date[64] = "";
    char zone[16] = "";
    if (localtime_r(&now, &local)) {
        strftime(date, sizeof date, "%Y-%m-%dT%H:%M:%S", &local);
        strftime(zone, sizeof zone, "%z", &local);
    }
    fprintf(file, "    \"date\": \"%s%.3s:%s\",\n", date, zone, zone[0] ? zone + 3 : "");
}

static void print_context(FILE *file, const Run *runs, uint32_t count)
{
    char text[MACHINE_TEXT_SIZE];
    fprintf(file, "  \"context\": {\n");
    print_date(file);
    machine_host_name(text);
    print_field(file, "host_name", text);
    print_field(file, "executable", "lampyris");
    fprintf(file, "    \"num_cpus\": %u,\n", machine_usable_cores());
    fprintf(file, "    \"mhz_per_cpu\": %u,\n", machine_cpu_mhz());
    machine_cpu_name(text);
    print_field(file, "cpu_name", text);
    print_field(file, "library_build_type", BUILD_TYPE);
    print_field(file, "compiler", COMPILER);
    if (count > 0) {
        print_field(file, "level", runs[0].level);
        fprintf(file, "    \"seed\": %" PRIu64 ",\n", runs[0].seed);
    }
    fprintf(file, "    \"lampyris_version\": \"%s\"\n  },\n", LAMPYRIS_VERSION);
}

/* Too few frames for a percentile: null, which no tool takes for a time. */
static void print_ms(FILE *file, const char *key, double ms)
{
    if (isnan(ms)) {
        fprintf(file, "      \"%s\": null,\n", key);
    } else {
        fprintf(file, "      \"%s\": %.6f,\n", key, ms);
    }
}

static void print_run(FILE *file, const Run *run, uint32_t index)
{
    const RunSummary *summary = &run->summary;
    char name[RUN_NAME_SIZE];
    run_name(run, name);
    fprintf(file, "    {\n      \"name\": ");
    print_string(file, name);
    fprintf(file, ",\n      \"family_index\": %u,\n", index);
    fprintf(file, "      \"per_family_instance_index\": 0,\n      \"run_name\": ");
    print_string(file, name);
    fprintf(file, ",\n      \"run_type\": \"iteration\",\n      \"repetitions\": 1,\n"
                  "      \"repetition_index\": 0,\n");
    fprintf(file, "      \"threads\": %u,\n      \"iterations\": %u,\n", run->lanes,
            run->frame_count);
    print_ms(file, "real_time", summary->frame.mean_ms);
    print_ms(file, "cpu_time", summary->cpu_ms);
    fprintf(file, "      \"time_unit\": \"ms\",\n");
    print_ms(file, "mean_ms", summary->frame.mean_ms);
    print_ms(file, "p50_ms", summary->frame.p50_ms);
    print_ms(file, "p95_ms", summary->frame.p95_ms);
    print_ms(file, "p99_ms", summary->frame.p99_ms);
    print_ms(file, "max_ms", summary->frame.max_ms);
    print_ms(file, "step_ms", summary->step_ms);
    print_ms(file, "draw_ms", summary->draw_ms);
    print_ms(file, "budget_ms", summary->budget_ms);
    fprintf(file, "      \"over_budget\": %u,\n      \"backend\": ", summary->over_budget);
    print_string(file, run->backend);
    fprintf(file, ",\n      \"isa\": ");
    print_string(file, run->isa);
    fprintf(file, ",\n      \"neighbours\": ");
    print_string(file, run->brute ? "brute" : "grid");
    fprintf(file, ",\n      \"grain\": %u,\n      \"sprites\": %u,\n", run->grain, run->sprites);
    fprintf(file, "      \"ticks\": %u,\n      \"warmup\": %u,\n", run->ticks, run->warmup);
    fprintf(file, "      \"hash\": \"0x%016" PRIx64 "\"\n    }", run->hash);
}

void report_json(FILE *file, const Run *runs, uint32_t count)
{
    fprintf(file, "{\n");
    print_context(file, runs, count);
    fprintf(file, "  \"benchmarks\": [");
    for (uint32_t i = 0; i < count; i++) {
        fprintf(file, i == 0 ? "\n" : ",\n");
        print_run(file, &runs[i], i);
    }
    fprintf(file, "\n  ]\n}\n");
}
