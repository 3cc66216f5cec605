#include "app/report.h"

#include "base/clock.h"
#include "sim/step.h"

#include <inttypes.h>
#include <math.h>

/* Too few frames for a percentile: null, which no tool takes for a time. */
static void print_ms(FILE *file, const char *key, double ms)
{
    if (isnan(ms)) {
        fprintf(file, "      \"%s\": null,\n", key);
    } else {
        fprintf(file, "      \"%s\": %.6f,\n", key, ms);
    }
}

/* Means of a frame's stages, and the longest slice of the run: when it was, on which lane, in which
 * phase. */
static void print_stages(FILE *file, const RunSummary *summary)
{
    const RunFrame *slowest = &summary->slowest;
    print_ms(file, "list_ms", summary->list_ms);
    print_ms(file, "begin_ms", summary->begin_ms);
    print_ms(file, "join_ms", summary->join_ms);
    print_ms(file, "busy_ms", summary->busy_ms);
    print_ms(file, "lock_held_ms", summary->lock_held_ms);
    print_ms(file, "lock_wait_ms", summary->lock_wait_ms);
    print_ms(file, "longest_slice_ms", clock_ms(slowest->slice_ns));
    fprintf(file,
            "      \"longest_slice_tick\": %u,\n      \"longest_slice_lane\": %u,\n"
            "      \"longest_slice_phase\": \"%s\",\n",
            slowest->tick, slowest->slice_lane, step_phase_name(slowest->slice_phase));
    fprintf(file, "      \"longest_slice_from\": %u,\n      \"longest_slice_to\": %u,\n",
            slowest->slice.begin, slowest->slice.end);
}

static void print_run(FILE *file, const Run *run, uint32_t index)
{
    const RunSummary *summary = &run->summary;
    char name[RUN_NAME_SIZE];
    run_name(run, name);
    fprintf(file, "    {\n      \"name\": ");
    report_json_string(file, name);
    fprintf(file, ",\n      \"family_index\": %u,\n", index);
    fprintf(file, "      \"per_family_instance_index\": 0,\n      \"run_name\": ");
    report_json_string(file, name);
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
    print_stages(file, summary);
    print_ms(file, "budget_ms", summary->budget_ms);
    fprintf(file, "      \"stutters\": %u,\n", summary->frame.stutters);
    fprintf(file, "      \"over_budget\": %u,\n      \"backend\": ", summary->over_budget);
    report_json_string(file, run->backend);
    fprintf(file, ",\n      \"backend_reason\": ");
    report_json_string(file, run->reason);
    fprintf(file, ",\n      \"isa\": ");
    report_json_string(file, run->isa);
    fprintf(file, ",\n      \"neighbours\": ");
    report_json_string(file, run->brute ? "brute" : "grid");
    fprintf(file, ",\n      \"load\": ");
    report_json_string(file, run->load);
    fprintf(file, ",\n      \"grain\": %u,\n      \"sprites\": %u,\n", run->grain, run->sprites);
    fprintf(file, "      \"ticks\": %u,\n      \"warmup\": %u,\n", run->ticks, run->warmup);
    fprintf(file, "      \"hash\": \"0x%016" PRIx64 "\"\n    }", run->hash);
}

void report_json(FILE *file, const Run *runs, uint32_t count)
{
    fprintf(file, "{\n");
    report_json_context(file, runs, count);
    fprintf(file, "  \"benchmarks\": [");
    for (uint32_t i = 0; i < count; i++) {
        fprintf(file, i == 0 ? "\n" : ",\n");
        print_run(file, &runs[i], i);
    }
    fprintf(file, "\n  ]\n}\n");
}
