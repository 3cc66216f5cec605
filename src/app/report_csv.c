#include "app/report.h"

#include "app/machine.h"
#include "base/clock.h"
#include "sim/step.h"

#include <sys/utsname.h>

/* MangoHud's log (github.com/flightlessmango/MangoHud, src/logging.cpp): two lines on the machine,
 * then a row a frame. What it has of GPUs, temperatures and power is not measured here and is 0, as
 * MangoHud itself has it where there is no sensor. `frametime` is in ms, `elapsed` in ns. */
#define MANGOHUD_COLUMNS                                                                           \
    "fps,frametime,cpu_load,cpu_power,gpu_load,cpu_temp,gpu_temp,gpu_core_clock,gpu_mem_clock,"    \
    "gpu_vram_used,gpu_power,ram_used,swap_used,process_rss,cpu_mhz,elapsed"

/* Ours. The stages in the order in which they come; of the step, what all lanes did, and the
 * longest slice: so that what held a frame up has a name in its row. */
#define OUR_COLUMNS                                                                                \
    "frame,tick,frame_ms,list_ms,begin_ms,draw_ms,join_ms,busy_ms,lock_held_ms,lock_wait_ms,"      \
    "slice_ms,slice_lane,slice_phase,slice_from,slice_to"

/* A name in a line of names: no commas, no quotes. */
static void print_name(FILE *file, const char *name)
{
    for (; *name; name++) {
        fputc(*name == ',' || *name == '"' || (unsigned char)*name < ' ' ? ' ' : *name, file);
    }
}

static void print_machine(FILE *file)
{
    char cpu[MACHINE_TEXT_SIZE];
    struct utsname system;
    bool is_known = uname(&system) == 0;
    machine_cpu_name(cpu);
    fprintf(file, "os,cpu,gpu,ram,kernel,driver,cpuscheduler\n");
    print_name(file, is_known ? system.sysname : "");
    fputc(',', file);
    print_name(file, cpu);
    fputs(",,,", file);
    print_name(file, is_known ? system.release : "");
    fputs(",,\n", file);
}

static void print_mangohud(FILE *file, const Run *run, const RunFrame *frame, uint32_t mhz)
{
    double ms = clock_ms(frame->frame_ns);
    uint64_t elapsed_ns = frame->start_ns + frame->frame_ns - run->frames[0].start_ns;
    fprintf(file, "%.4f,%.6f,0,0,0,0,0,0,0,0,0,0,0,0,%u,%llu", ms > 0 ? 1000.0 / ms : 0.0, ms, mhz,
            (unsigned long long)elapsed_ns);
}

static void print_ours(FILE *file, uint32_t number, const RunFrame *frame)
{
    fprintf(file, ",%u,%u,%.6f,%.6f,%.6f,%.6f,%.6f,%.6f", number, frame->tick,
            clock_ms(frame->frame_ns), clock_ms(frame->list_ns), clock_ms(frame->begin_ns),
            clock_ms(frame->draw_ns), clock_ms(frame->join_ns), clock_ms(frame->busy_ns));
    fprintf(file, ",%.6f,%.6f", clock_ms(frame->lock_held_ns), clock_ms(frame->lock_wait_ns));
    fprintf(file, ",%.6f,%u,%s,%u,%u", clock_ms(frame->slice_ns), frame->slice_lane,
            step_phase_name(frame->slice_phase), frame->slice.begin, frame->slice.end);
}

/* Several runs stand below each other and are told apart by a last column that a single run does
 * without. */
void report_csv(FILE *file, const Run *runs, uint32_t count)
{
    uint32_t mhz = machine_cpu_mhz();
    print_machine(file);
    fprintf(file, MANGOHUD_COLUMNS "," OUR_COLUMNS "%s\n", count > 1 ? ",backend" : "");
    for (uint32_t i = 0; i < count; i++) {
        for (uint32_t k = 0; k < runs[i].frame_count; k++) {
            const RunFrame *frame = &runs[i].frames[k];
            print_mangohud(file, &runs[i], frame, mhz);
            print_ours(file, k + 1, frame);
            fprintf(file, "%s%s\n", count > 1 ? "," : "", count > 1 ? runs[i].backend : "");
        }
    }
}
