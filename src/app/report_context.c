/* What every JSON of ours begins with: the machine, the build, and when. */
#include "app/report.h"

#include "app/machine.h"
#include "app/version.h"

#include <inttypes.h>
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
void report_json_string(FILE *file, const char *text)
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
    report_json_string(file, value);
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

void report_json_context(FILE *file, const Run *runs, uint32_t count)
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

const char *report_build_type(void)
{
    return BUILD_TYPE;
}
