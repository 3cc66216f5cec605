#include "app/measure.h"

#include "app/interrupt.h"
#include "app/machine.h"
#include "app/movie.h"
#include "base/clock.h"

enum { FRAMES_AT_FIRST = 4096 };

MeasureEnd measure_end(const Options *options)
{
    MeasureEnd end = {.ticks = options->ticks};
    if (options->duration_s > 0) {
        end.end_ns = clock_now_ns() + (uint64_t)(options->duration_s * NS_PER_S);
    }
    return end;
}

bool measure_is_over(const MeasureEnd *end, uint32_t ticks_done)
{
    return ticks_done >= OPTIONS_TICKS_MAX || (end->ticks != 0 && ticks_done >= end->ticks) ||
           (end->end_ns != 0 && clock_now_ns() >= end->end_ns) || interrupt_requested();
}

/* How long it took. */
static uint64_t draw(Stage *stage, const Game *game, Backend *backend)
{
    uint64_t start_ns = clock_now_ns();
    stage_set_backend(stage, backend);
    stage_draw(stage, game->world, &(StageMessages){.log_lines = game->log}, NULL);
    return clock_now_ns() - start_ns;
}

BackendStatus measure_frame(RunFrame *frame, Game *game, Stage *stage, const Tape *tape,
                            Error *error)
{
    uint64_t start_ns = clock_now_ns();
    StepInput input = tape_input(tape, world_scene(game->world)->tick);
    if (stage) {
        stage_set_backend(stage, game->backend);
        stage_write_list(stage, game->world, 1.0f, false, NULL);
    }
    uint64_t listed_ns = clock_now_ns();
    bool drawn_first = stage && stage_wants_lanes(stage);
    uint64_t draw_ns = drawn_first ? draw(stage, game, game->backend) : 0;
    game_begin(game, &input);
    uint64_t begin_ns = clock_now_ns() - listed_ns - draw_ns;
    draw_ns += stage && !drawn_first ? draw(stage, game, NULL) : 0;
    uint64_t drawn_ns = clock_now_ns();
    BackendStatus status = game_finish_whole(game, error);
    uint64_t end_ns = clock_now_ns();

    *frame = (RunFrame){
        .tick = world_scene(game->world)->tick,
        .start_ns = start_ns,
        .frame_ns = end_ns - start_ns,
        .list_ns = listed_ns - start_ns,
        .begin_ns = begin_ns,
        .draw_ns = draw_ns,
        .join_ns = end_ns - drawn_ns,
        .drawn_first = drawn_first,
    };
    run_frame_look(frame, game->backend);
    return status;
}

/* The picture of a frame is taken outside of its time. */
static bool finish_picture(Stage *stage, const Options *options, Movie *movie,
                           uint32_t frame_number, uint64_t *frame_hash, Error *error)
{
    bool is_wanted = options->screenshot && options->screenshot_frame == frame_number;
    if ((is_wanted && !stage_screenshot(stage, options->screenshot, error)) ||
        !movie_add(movie, stage, error)) {
        return false;
    }
    if (options->print_frame_hash && !stage_hash(stage, frame_hash, error)) {
        return false;
    }
    stage_present(stage);
    return true;
}

static ExitCode refuse_missing_picture(const Options *options, uint32_t frames, Error *error)
{
    error_set(error, "--screenshot=%u:%s: the run ended after %u frames", options->screenshot_frame,
              options->screenshot, frames);
    return EXIT_CODE_BAD_DATA;
}

/* In the order in which they ended. */
static void take_down(Trace *trace, const RunFrame *frame, uint32_t number, bool is_drawn,
                      const Game *game)
{
    uint64_t at_ns = frame->start_ns;
    uint64_t listed_ns = at_ns + frame->list_ns;
    uint64_t drawing_ns = listed_ns + (frame->drawn_first ? 0 : frame->begin_ns);
    uint64_t begin_ns = listed_ns + (frame->drawn_first ? frame->draw_ns : 0);
    uint64_t joining_ns = listed_ns + frame->begin_ns + frame->draw_ns;
    if (is_drawn) {
        trace_stage(trace, STAGE_LIST, at_ns, listed_ns, 0);
    }
    trace_stage(trace, STAGE_STEP, begin_ns, begin_ns + frame->begin_ns, 0);
    if (is_drawn) {
        trace_stage(trace, STAGE_DRAW, drawing_ns, drawing_ns + frame->draw_ns, frame->tick - 1);
    }
    trace_stage(trace, STAGE_JOIN, joining_ns, at_ns + frame->frame_ns, 0);
    trace_step(trace, game->backend, frame->tick);
    trace_frame(trace, number, at_ns, at_ns + frame->frame_ns, game_sprite_count(game));
}

ExitCode measure(Run *run, Game *game, Stage *stage, const Options *options, Tape *tape,
                 Trace *trace, Error *error)
{
    run_start(run, game);
    run->warmup = options->warmup;
    Movie movie;
    if (!movie_open(&movie, options->movie, error)) {
        return EXIT_CODE_BAD_DATA;
    }
    MeasureEnd end = measure_end(options);
    uint32_t ticks = 0;
    uint64_t cpu_start_ns = machine_cpu_time_ns();
    ExitCode code = EXIT_CODE_PASS;
    for (; code == EXIT_CODE_PASS && !measure_is_over(&end, ticks); ticks++) {
        if (run->frame_count == run->frame_capacity &&
            !run_reserve(run, run->frame_count + FRAMES_AT_FIRST)) {
            error_set(error, "no memory for more than %u measured frames", run->frame_count);
            code = EXIT_CODE_BAD_DATA;
            break;
        }
        RunFrame frame;
        if (measure_frame(&frame, game, stage, tape, error) != BACKEND_DONE ||
            !tape_ticked(tape, game, error)) {
            code = EXIT_CODE_FAILED;
            break;
        }
        if (trace) {
            take_down(trace, &frame, ticks + 1, stage != NULL, game);
        }
        if (stage && !finish_picture(stage, options, &movie, ticks + 1, &run->frame_hash, error)) {
            code = EXIT_CODE_BAD_DATA;
        } else if (ticks >= options->warmup) {
            run_add(run, frame);
        } else {
            cpu_start_ns = machine_cpu_time_ns();
        }
    }
    run->cpu_ns = machine_cpu_time_ns() - cpu_start_ns;
    run_end(run, game);
    if (code == EXIT_CODE_PASS && options->screenshot_frame > ticks) {
        code = refuse_missing_picture(options, ticks, error);
    }
    return code;
}
