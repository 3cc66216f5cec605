#include "app/loop_state.h"

#include "app/interrupt.h"
#include "app/listen.h"
#include "app/dated_name.h"
#include "app/rumble.h"
#include "base/clock.h"

/* A 60 Hz frame's time, and how much of it steps may take before what is left of a step (of a model
 * that can leave some) waits for the next frame: the rest is for drawing on and for presenting. */
#define FRAME_NS      (NS_PER_S / 60)
#define STEP_END_NS   (12ull * NS_PER_MS)
#define STEP_LEAST_NS (2ull * NS_PER_MS)

#define REDRAW_NS (1ull * NS_PER_S) /* at rest: for a window that was covered meanwhile */

enum { REST_MS = 100 };

/* ---- What follows from a new world ---------------------------------------------------------- */

/* The level or the world may be another one since the last frame: nobody may go on with the old. */
static void follow_world(Loop *loop)
{
    if (loop->shown_generation == loop->game->generation) {
        return;
    }
    loop->shown_generation = loop->game->generation;
    loop_tape_follow(loop);
    loop_proof_follow(loop);
    stage_set_level(loop->stage, loop->game->level, loop->game->world);
    lane_map_resize(&loop->lanes, world_sprite_count(loop->game->world));
    pace_show_front(&loop->pace);
}

/* ---- Ticks ---------------------------------------------------------------------------------- */

static uint32_t due_ticks(Loop *loop)
{
    if (!loop_is_halted(loop)) {
        return pace_due_ticks(&loop->pace);
    }
    uint32_t due = loop->single_ticks;
    loop->single_ticks = 0;
    return due;
}

static void tick_done(Loop *loop)
{
    const World *world = loop->game->world;
    loop->ticks++;
    rumble_tick(loop->devices, world_previous_scene(world), world_scene(world));
    loop_tape_ticked(loop);
    loop_tour_ticked(loop);
    trace_step(loop->trace, loop->game->backend, world_scene(world)->tick);
    if (loop->overlay != OVERLAY_OFF) {
        stage_take_lanes(loop->stage, loop->game->backend);
    }
    loop_proof_ticked(loop);
    if (loop_is_halted(loop)) {
        pace_show_front(&loop->pace);
    } else {
        pace_ticked(&loop->pace);
    }
    if (loop->color_by_lane) {
        lane_map_fill(&loop->lanes, loop->game->backend);
    }
}

/* Steps that are spread over frames would follow each other without a gap: whoever wants to look at
 * the state has to ask for one. */
static bool wants_gap(const Loop *loop)
{
    return loop->overlay != OVERLAY_OFF && clock_now_ns() - loop->hashed_ns >= LOOP_HASH_NS;
}

static void begin_tick(Loop *loop, const StepInput *wish)
{
    StepInput input = loop_tour_input(loop, wish);
    uint64_t begin_ns = clock_now_ns();
    game_begin(loop->game, &input);
    loop_tour_step_begun(loop, begin_ns);
    meter_mark(&loop->meter, STAGE_STEP);
}

/* Finishes the step that runs, if one does, and then runs the further ticks that are due as long as
 * there is time. What cannot be done by then stays in the backlog. `is_spread`: the step was begun
 * in an earlier frame. */
static void run_ticks(Loop *loop, const StepInput *input, uint32_t due, bool is_spread,
                      uint64_t deadline_ns)
{
    for (;;) {
        if (loop->game->stepping) {
            Error error = {""};
            uint64_t since_ns = loop->meter.mark_ns;
            BackendStatus status = game_finish(loop->game, deadline_ns, &error);
            meter_mark(&loop->meter, STAGE_JOIN);
            if (status == BACKEND_PENDING) {
                return;
            }
            if (status == BACKEND_FAILED) {
                loop_toast(loop, "%s", error.text);
                pace_show_front(&loop->pace);
                return;
            }
            meter_move(&loop->meter, STAGE_JOIN, STAGE_WAIT, loop_waited_ns(loop, since_ns));
            tick_done(loop);
            due -= due > 0;
            if (is_spread && wants_gap(loop)) {
                return;
            }
        }
        if (due == 0 || clock_now_ns() >= deadline_ns) {
            return;
        }
        begin_tick(loop, input);
    }
}

/* ---- The picture ---------------------------------------------------------------------------- */

static void draw(Loop *loop)
{
    Menu menu;
    bool has_menu = loop_menu_picture(loop, &menu);
    bool has_toast = clock_now_ns() < loop->toast.until_ns;
    TourCard card;
    StageMessages messages = {
        .paused = loop->paused,
        .help = loop->help,
        .log = loop->log_shown,
        .menu = has_menu ? &menu : NULL,
        .tour = loop_tour_card(loop, &card) ? &card : NULL,
        .color_by_lane = loop->color_by_lane,
        .toast = has_toast ? loop->toast.text : NULL,
        .log_lines = loop->log,
        .keys = input_keys(loop->devices),
    };
    OverlayInfo info = loop_overlay_info(loop);
    stage_draw(loop->stage, loop->game->world, &messages, &info);
    loop->drawn_ns = clock_now_ns();
    loop->frames++;
    meter_mark(&loop->meter, STAGE_DRAW);
    meter_move(&loop->meter, STAGE_DRAW, STAGE_OVERLAY, stage_overlay_ns(loop->stage));
}

/* True: one was taken, and the frame is no measure of any. */
static bool take_pictures(Loop *loop)
{
    Error error = {""};
    char path[LEVEL_PATH_SIZE];
    bool is_due = loop->config.screenshot_path && loop->frames == loop->config.screenshot_frame;
    if (is_due) {
        loop->failed_picture =
            !stage_screenshot(loop->stage, loop->config.screenshot_path, &loop->error);
    }
    if (loop->movie.folder && !loop_is_halted(loop)) {
        is_due = true;
        loop->failed_picture |= !movie_add(&loop->movie, loop->stage, &loop->error);
    }
    if (!loop->picture_wanted) {
        return is_due;
    }
    loop->picture_wanted = false;
    if (dated_name(path, "png", &error) && stage_screenshot(loop->stage, path, &error)) {
        loop_toast(loop, "saved %s", path);
    } else {
        error_prefix(&error, "no picture");
        loop_toast_fault(loop, &error);
    }
    return true;
}

static void present(Loop *loop)
{
    stage_present(loop->stage);
    meter_mark(&loop->meter, STAGE_PRESENT);
}

/* The picture and the ticks that are due, at the same time where that can be. The list is written
 * from the last two states first: the step overwrites the older one. */
static bool draw_and_step(Loop *loop, const StepInput *input)
{
    uint64_t end_ns = loop->meter.frame_start_ns + STEP_END_NS;
    if (loop->movie.folder) {
        end_ns = BACKEND_NO_DEADLINE; /* a step that goes on later would stand still in it */
    }
    uint32_t due = due_ticks(loop);
    bool is_spread = loop->game->stepping;
    Backend *lanes = is_spread ? NULL : loop->game->backend;
    stage_set_backend(loop->stage, lanes);
    stage_write_list(loop->stage, loop->game->world, pace_blend(&loop->pace), is_spread,
                     loop->color_by_lane ? loop->lanes.lane_of : NULL);
    meter_mark(&loop->meter, STAGE_LIST);

    bool draws_first = stage_wants_lanes(loop->stage);
    bool begins = due > 0 && !is_spread;
    if (begins && !draws_first) {
        begin_tick(loop, input);
    }
    stage_set_backend(loop->stage, loop->game->stepping ? NULL : lanes);
    draw(loop);
    bool took_picture = take_pictures(loop);
    if (begins && draws_first) {
        begin_tick(loop, input); /* and it runs while the picture is shown */
    }
    present(loop);
    uint64_t least_ns = clock_now_ns() + STEP_LEAST_NS;
    run_ticks(loop, input, due, is_spread, end_ns > least_ns ? end_ns : least_ns);
    return took_picture;
}

/* ---- Waiting -------------------------------------------------------------------------------- */

/* Vsync holds the frames apart; where it does not, we do. */
static void hold_pace(Loop *loop)
{
    uint64_t now_ns = clock_now_ns();
    bool is_held = stage_has_vsync(loop->stage) &&
                   limiter_trusts_vsync(&loop->limiter, now_ns - loop->meter.frame_start_ns);
    if (loop->unlimited || is_held) {
        return;
    }
    uint64_t sleep_ns = limiter_sleep_ns(&loop->limiter, now_ns, FRAME_NS);
    if (sleep_ns > 0) {
        clock_sleep_ns(sleep_ns);
    }
    meter_mark(&loop->meter, STAGE_IDLE);
}

/* Nothing moves and nothing was pressed: there is no new picture to draw, but the one that is there
 * now and then, and when a toast goes. */
static bool is_at_rest(const Loop *loop, const Input *input)
{
    uint64_t now_ns = clock_now_ns();
    bool toast_went = loop->toast.until_ns > loop->drawn_ns && loop->toast.until_ns <= now_ns;
    return loop_is_halted(loop) && !loop->game->stepping && loop->single_ticks == 0 &&
           input->actions == 0 && input->menu == 0 && !input->pointer_moved &&
           input->backend_slot < 0 && !input->resized && !input->pad_news && !toast_went &&
           loop->shown_generation == loop->game->generation && now_ns - loop->drawn_ns < REDRAW_NS;
}

/* ---- The frame ------------------------------------------------------------------------------ */

bool loop_frame(Loop *loop)
{
    uint64_t elapsed_ns = meter_begin_frame(&loop->meter);
    meter_note(&loop->meter, world_scene(loop->game->world)->tick, game_sprite_count(loop->game));
    Input input = input_poll(loop->devices, loop->stage, world_scene(loop->game->world));
    loop_tour_act(loop, &input);
    loop_menu_act(loop, &input);
    loop_act(loop, &input);
    loop_tour_frame(loop);
    loop_watch_night(loop);
    listen(loop->config.sound, loop->game, loop_is_halted(loop) || stage_is_hidden(loop->stage));
    if (is_at_rest(loop, &input)) {
        meter_skip(&loop->meter);
        input_wait(loop->devices, REST_MS);
        return !loop->ended;
    }
    if (!loop_is_halted(loop) && loop->movie.folder) {
        pace_advance_tick(&loop->pace);
    } else if (!loop_is_halted(loop)) {
        pace_advance(&loop->pace, elapsed_ns);
    }
    follow_world(loop);
    loop_heap_begin(loop);
    meter_mark(&loop->meter, STAGE_INPUT);
    loop_overlay_hash(loop);
    meter_mark(&loop->meter, STAGE_OVERLAY);

    bool took_picture = draw_and_step(loop, &input.step);
    loop_heap_end(loop);
    hold_pace(loop);
    if (took_picture || loop_is_halted(loop)) {
        meter_skip(&loop->meter);
    }
    return !loop->ended;
}

LoopEnd loop_end(const Loop *loop)
{
    return loop->end;
}

static bool is_over(const Loop *loop)
{
    const LoopConfig *config = &loop->config;
    return interrupt_requested() || loop->failed_picture ||
           (config->frames != 0 && loop->frames >= config->frames) ||
           (config->ticks != 0 && loop->ticks >= config->ticks) ||
           (config->duration_s > 0 &&
            clock_now_ns() - loop->start_ns >= (uint64_t)(config->duration_s * NS_PER_S));
}

bool loop_run(Loop *loop, Error *error)
{
    while (!is_over(loop) && loop_frame(loop)) {
    }
    bool recorded = tape_close(&loop->tape, loop->game, error);
    recorded = loop_trace_close(loop, recorded ? error : NULL) && recorded;
    if (loop->failed_picture || loop->failed_recording) {
        *error = loop->error;
        return false;
    }
    if (recorded && loop->config.screenshot_path && loop->frames < loop->config.screenshot_frame) {
        return error_set(error, "--screenshot=%u:%s: the game ended after %u frames",
                         loop->config.screenshot_frame, loop->config.screenshot_path, loop->frames);
    }
    return recorded;
}

bool loop_is_desynced(const Loop *loop)
{
    return loop->tape.desynced;
}
