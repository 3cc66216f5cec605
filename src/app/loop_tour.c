/* The guided tour in the loop: what is pressed for it, and what the loop gives and gets back. */
#include "app/loop_state.h"
#include "app/script.h"

bool loop_tour_is_offered(const Loop *loop)
{
    return !loop->config.record && !loop->config.replay;
}

static void show_stop(Loop *loop)
{
    loop->overlay = tour_stop(loop->tour.stop)->graph ? OVERLAY_GRAPH : OVERLAY_LANES;
    meter_reset(&loop->meter);
    loop->paused = loop->menu = loop->verdict = loop->help = false;
    loop->single_ticks = 0;
}

void loop_tour_begin(Loop *loop)
{
    Error error = {""};
    if (loop->tour.on || !loop_tour_is_offered(loop)) {
        return;
    }
    loop->overlay_before = loop->overlay;
    if (tour_begin(&loop->tour, loop->game, &error)) {
        show_stop(loop);
    } else {
        loop_toast_fault(loop, &error);
    }
}

static void go(Loop *loop, int way)
{
    Error error = {""};
    uint32_t before = loop->tour.stop;
    if (!tour_go(&loop->tour, loop->game, way, &error)) {
        loop_toast_fault(loop, &error);
    }
    if (loop->tour.stop != before) {
        sound_move(loop->config.sound);
        show_stop(loop);
    }
}

/* Back to where it was begun from: the level, or the screens before it. */
static void leave(Loop *loop)
{
    Error error = {""};
    sound_choose(loop->config.sound);
    loop->overlay = loop->overlay_before;
    if (tour_end(&loop->tour, loop->game, &error)) {
        loop_toast(loop, "the tour is over: all is as it was, from the start");
    } else {
        loop_toast_fault(loop, &error);
    }
    if (loop->config.tour && loop->config.back_to_levels) {
        loop->ended = true;
        loop->end = LOOP_LEVELS;
    }
}

/* What is a way through the tour must not be one through the game too. */
static void take_from_game(Input *input)
{
    input->step = (StepInput){0};
    input->menu = 0;
    input->actions &= ~(1ull << ACTION_MENU | 1ull << ACTION_RESUME);
}

void loop_tour_act(Loop *loop, Input *input)
{
    if (!loop->tour.on || loop->help) {
        return;
    }
    bool leaves = input_has(input, ACTION_MENU);
    bool on = input_pressed(input, MENU_CHOOSE) || input_has(input, ACTION_RESUME);
    bool is_other = input_has(input, ACTION_NEXT_BACKEND); /* Back of a pad, which is both */
    bool back = input_pressed(input, MENU_LEFT) || (input_pressed(input, MENU_BACK) && !is_other);
    if (leaves || (on && tour_is_at_end(&loop->tour))) {
        leave(loop);
    } else if (on || input_pressed(input, MENU_RIGHT)) {
        go(loop, 1);
    } else if (back) {
        go(loop, -1);
    }
    take_from_game(input);
}

void loop_tour_frame(Loop *loop)
{
    Error error = {""};
    if (!loop->tour.on) {
        return;
    }
    uint64_t frame_ns = loop_is_halted(loop) ? 0 : loop->meter.frame_ns;
    if (!tour_frame(&loop->tour, loop->game, frame_ns, &error)) {
        loop_toast_fault(loop, &error);
    }
}

StepInput loop_tour_input(const Loop *loop, const StepInput *wish)
{
    return loop->tour.on ? script_input(world_scene(loop->game->world)->tick)
                         : loop_tape_input(loop, wish);
}

void loop_tour_step_begun(Loop *loop, uint64_t begin_ns)
{
    if (loop->tour.on) {
        tour_step_begun(&loop->tour, loop->game, begin_ns);
    }
}

void loop_tour_ticked(Loop *loop)
{
    if (loop->tour.on) {
        tour_ticked(&loop->tour, loop->game);
    }
}

bool loop_tour_card(const Loop *loop, TourCard *card)
{
    if (!loop->tour.on || loop->help) {
        return false;
    }
    *card = tour_card(&loop->tour, loop->game, input_keys(loop->devices));
    return true;
}
