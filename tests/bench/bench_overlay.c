/* What measuring costs: nothing hidden is free, so the two figures that matter are bars. The
 * overlay, shown, at 60 frames a second; and all that is taken down in a frame while it is not
 * shown. */
#include "app/meter.h"
#include "app/paths.h"
#include "base/clock.h"
#include "bench/bench.h"
#include "sim/step.h"
#include "view/stage.h"

#include <stdio.h>
#include <stdlib.h>

enum { SPRITES = 10000, FRAMES = 60, HIDDEN_FRAMES = 2000, STEPS = 20, ROUNDS = 5, LANES = 2 };

#define SHOWN_LIMIT_MS       0.3
#define HIDDEN_LIMIT_PERCENT 1.0

typedef struct Rig {
    Level *level;
    World *world;
    Backend *backend;
    Stage *stage;
    Log log;
    Meter meter;
    OverlayInfo info;
} Rig;

static void end(const Error *error)
{
    fprintf(stderr, "%s\n", error->text);
    exit(3);
}

static void fill_window(Meter *meter)
{
    for (uint32_t i = 0; i < 2048; i++) {
        frame_stats_add(meter->window, (16 + i % 7 / 5 * 9) * NS_PER_MS + i * NS_PER_US);
        frame_histogram_add(meter->all, 16 * NS_PER_MS + i * NS_PER_US);
    }
}

static void open_rig(Rig *rig)
{
    Error error = {""};
    Paths paths;
    log_init(&rig->log, LOG_ERROR);
    rig->level = bench_load_level("meadow");
    rig->backend = bench_open(backend_find("jobs"), LANES);
    rig->world = world_create(&rig->level->spec, 1, SPRITES, &error);
    if (!rig->world || !paths_find(&paths, &error) || !meter_open(&rig->meter, &error)) {
        end(&error);
    }
    StageConfig config = {.assets = paths.assets, .width = 1280, .height = 720};
    rig->stage = stage_open(&config, &rig->log, &error);
    rig->meter.trace = trace_create(1 << 17, &error);
    if (!rig->stage || !rig->meter.trace) {
        end(&error);
    }
    stage_set_level(rig->stage, rig->level, rig->world);
    fill_window(&rig->meter);
    rig->info = (OverlayInfo){.backend = "jobs",
                              .lanes = LANES,
                              .grain = bench_default_grain(),
                              .sprites = SPRITES,
                              .isa = "avx512",
                              .hash = 0x0123456789abcdefull,
                              .stats = rig->meter.window,
                              .all = rig->meter.all,
                              .frame_ns = 16 * NS_PER_MS,
                              .speed = 1,
                              .renderer = stage_renderer_name(rig->stage)};
}

static void close_rig(Rig *rig)
{
    trace_destroy(rig->meter.trace);
    meter_close(&rig->meter);
    stage_close(rig->stage);
    backend_close(rig->backend);
    world_destroy(rig->world);
    level_destroy(rig->level);
}

static void step(Rig *rig)
{
    Error error;
    StepInput input = {0};
    if (step_run(rig->world, rig->backend, &input, bench_default_grain(), &error) != BACKEND_DONE) {
        end(&error);
    }
}

static void draw(Rig *rig, const OverlayInfo *info)
{
    stage_write_list(rig->stage, rig->world, 1.0f, false, NULL);
    stage_draw(rig->stage, rig->world, &(StageMessages){.log_lines = &rig->log}, info);
}

static int compare(const void *left, const void *right)
{
    double a = *(const double *)left;
    double b = *(const double *)right;
    return (a > b) - (a < b);
}

static double median(double *figures, uint32_t count)
{
    qsort(figures, count, sizeof *figures, compare);
    return figures[count / 2];
}

/* A second of play at 60 frames, so that the picture is renewed as often as there; the mean. */
static double shown_ms(Rig *rig, OverlayLevel level)
{
    uint64_t sum_ns = 0;
    uint64_t next_ns = clock_now_ns();
    rig->info.level = level;
    for (uint32_t i = 0; i < FRAMES; i++) {
        step(rig);
        uint64_t taking_ns = clock_now_ns();
        stage_take_lanes(rig->stage, rig->backend);
        sum_ns += clock_now_ns() - taking_ns;
        draw(rig, &rig->info);
        sum_ns += stage_overlay_ns(rig->stage);
        next_ns += NS_PER_S / 60;
        uint64_t now_ns = clock_now_ns();
        clock_sleep_ns(next_ns > now_ns ? next_ns - now_ns : 0);
    }
    return clock_ms(sum_ns) / FRAMES;
}

static void measure_shown(Rig *rig)
{
    static const char *const NAMES[OVERLAY_LEVEL_COUNT] = {"off", "line", "statistics", "graph",
                                                           "lanes"};
    double bar_ms = 0;
    printf("the overlay at 1280x720 on %s, ms a frame at 60 a second\n",
           stage_renderer_name(rig->stage));
    for (OverlayLevel level = OVERLAY_LINE; level < OVERLAY_LEVEL_COUNT; level++) {
        double rounds[ROUNDS];
        for (uint32_t i = 0; i < ROUNDS; i++) {
            rounds[i] = shown_ms(rig, level);
        }
        double ms = median(rounds, ROUNDS);
        printf("%-12s %.3f\n", NAMES[level], ms);
        bar_ms = level == OVERLAY_GRAPH ? ms : bar_ms;
    }
    bench_bar_at_most("overlay, statistics and graph at 1280x720, ms", bar_ms, SHOWN_LIMIT_MS);
}

/* All that the loop does to measure a frame of one tick, the overlay hidden: with the records of a
 * real step. */
static double hidden_ns(Rig *rig)
{
    uint64_t start_ns = clock_now_ns();
    for (uint32_t i = 0; i < HIDDEN_FRAMES; i++) {
        meter_begin_frame(&rig->meter);
        meter_note(&rig->meter, i, SPRITES);
        for (int stage = 0; stage < STAGE_COUNT; stage++) {
            meter_mark(&rig->meter, (FrameStage)stage);
        }
        meter_move(&rig->meter, STAGE_DRAW, STAGE_OVERLAY, 0);
        trace_step(rig->meter.trace, rig->backend, i);
    }
    return (double)(clock_now_ns() - start_ns) / HIDDEN_FRAMES;
}

static double frame_ns(Rig *rig, bool is_drawn)
{
    uint64_t start_ns = clock_now_ns();
    for (uint32_t i = 0; i < STEPS; i++) {
        step(rig);
        if (is_drawn) {
            draw(rig, NULL);
        }
    }
    return (double)(clock_now_ns() - start_ns) / STEPS;
}

static void measure_hidden(Rig *rig)
{
    double hidden[ROUNDS];
    double steps[ROUNDS];
    double frames[ROUNDS];
    for (uint32_t i = 0; i < ROUNDS; i++) {
        frames[i] = frame_ns(rig, true);
        steps[i] = frame_ns(rig, false);
        hidden[i] = hidden_ns(rig);
    }
    double cost_ns = median(hidden, ROUNDS);
    double step_ns = median(steps, ROUNDS);
    double drawn_ns = median(frames, ROUNDS);
    printf("measuring a frame, overlay hidden: %.2f us; of %d sprites, a tick takes %.0f us, and "
           "with its picture %.0f us\n",
           cost_ns / 1e3, SPRITES, step_ns / 1e3, drawn_ns / 1e3);
    bench_bar_at_most("measuring, overlay hidden, percent of a frame of 10,000 sprites",
                      100 * cost_ns / drawn_ns, HIDDEN_LIMIT_PERCENT);
    bench_bar_at_most("measuring, overlay hidden, percent of a tick of 10,000 sprites",
                      100 * cost_ns / step_ns, HIDDEN_LIMIT_PERCENT);
}

int main(void)
{
    static Rig rig;
    open_rig(&rig);
    measure_hidden(&rig);
    measure_shown(&rig);
    close_rig(&rig);
    return 0;
}
