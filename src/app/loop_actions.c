#include "app/loop_state.h"

#include "app/loading.h"
#include "base/clock.h"

#include <stdarg.h>
#include <stdio.h>

#define TOAST_NS (2ull * NS_PER_S)

/* For what the log knows already. */
static void set_toast(Loop *loop, const char *text)
{
    snprintf(loop->toast.text, sizeof loop->toast.text, "%.*s", TOAST_SIZE - 1, text);
    loop->toast.until_ns = clock_now_ns() + TOAST_NS;
}

static void show(Loop *loop, LogLevel level, const char *text)
{
    set_toast(loop, text);
    log_write(loop->log, level, "%s", text);
}

void loop_toast(Loop *loop, const char *format, ...)
{
    char text[LOG_LINE_SIZE];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    show(loop, LOG_DEBUG, text);
}

void loop_toast_fault(Loop *loop, const Error *error)
{
    show(loop, LOG_WARNING, error->text);
}

/* ---- Time ----------------------------------------------------------------------------------- */

static void set_paused(Loop *loop, bool paused)
{
    loop->paused = paused;
    pace_show_front(&loop->pace);
}

static void pause_or_resume(Loop *loop)
{
    set_paused(loop, !loop->paused);
}

static void one_tick(Loop *loop)
{
    set_paused(loop, true);
    loop->single_ticks++;
}

static void toast_speed(Loop *loop)
{
    loop_toast(loop, "speed %gx", (double)loop->pace.speed / PACE_SPEED_UNIT);
}

static void slower(Loop *loop)
{
    pace_slower(&loop->pace);
    toast_speed(loop);
}

static void faster(Loop *loop)
{
    pace_faster(&loop->pace);
    toast_speed(loop);
}

void loop_restart(Loop *loop)
{
    Error error = {""};
    loop->menu = false;
    if (game_restart(loop->game, &error)) {
        loop_toast(loop, "from the start");
    } else {
        loop_toast_fault(loop, &error);
    }
}

static bool take_loaded(Loop *loop, Loading *loading, Error *error)
{
    Level *level = loading_take_level(loading, error);
    if (!level || !game_take_level(loop->game, level, error)) {
        return false;
    }
    stage_give_pictures(loop->stage, loading_take_pictures(loading));
    return true;
}

static void reload(Loop *loop)
{
    Game *game = loop->game;
    Error error = {""};
    Loading *loading = loading_begin(game->level_path, game->backend, true, &error);
    LoadingEnd end = loading
                         ? loading_show(loading, loop->stage, game->world, game->level->spec.title)
                         : LOADING_DONE;
    if (end != LOADING_DONE) {
        loop->ended |= end == LOADING_CLOSED;
        loop_toast(loop, "%s: not read again", game->level_name);
    } else if (loading && take_loaded(loop, loading, &error)) {
        loop_toast(loop, "%s: read again", game->level_name);
    } else {
        loop_toast_fault(loop, &error);
    }
    loading_end(loading);
}

/* ---- What is shown -------------------------------------------------------------------------- */

static void toggle_help(Loop *loop)
{
    loop->help = !loop->help;
}

static void toggle_log(Loop *loop)
{
    loop->log_shown = !loop->log_shown;
}

static void next_overlay(Loop *loop)
{
    loop->overlay = (loop->overlay + 1) % OVERLAY_LEVEL_COUNT;
}

static void reset_statistics(Loop *loop)
{
    meter_reset(&loop->meter);
    loop->pace.dropped_ticks = 0;
    loop_toast(loop, "statistics: from here on");
}

static void want_picture(Loop *loop)
{
    loop->picture_wanted = true;
}

static void toggle_fullscreen(Loop *loop)
{
    stage_toggle_fullscreen(loop->stage);
}

/* V turns waiting for the display off and on; where the display cannot make us wait, the limiter
 * does. */
static void toggle_vsync(Loop *loop)
{
    loop->unlimited = !loop->unlimited;
    bool wanted = !loop->unlimited;
    if (stage_has_vsync(loop->stage) != wanted) {
        stage_toggle_vsync(loop->stage);
    }
    loop->limiter = (Limiter){0};
    if (loop->unlimited) {
        loop_toast(loop, "vsync off: as fast as it goes");
    } else {
        loop_toast(loop,
                   stage_has_vsync(loop->stage) ? "vsync on" : "no vsync: held to 60 a second");
    }
}

static void next_drawing(Loop *loop)
{
    bool changed = stage_next_drawing(loop->stage, !loop->unlimited);
    loop->limiter = (Limiter){0};
    loop_toast(loop, changed ? "drawn by %s" : "nothing but %s draws here",
               stage_renderer_name(loop->stage));
}

static void toggle_color(Loop *loop)
{
    loop->color_by_lane = !loop->color_by_lane;
    loop_toast(loop, loop->color_by_lane ? "a colour a lane" : "colours as they are");
}

static void toggle_mute(Loop *loop)
{
    Sound *sound = loop->config.sound;
    if (!sound_has_device(sound)) {
        loop_toast(loop, "there is no sound: no audio device");
        return;
    }
    sound_toggle_mute(sound);
    loop_toast(loop, sound_is_mute(sound) ? "sound off" : "sound on");
}

static void open_menu(Loop *loop)
{
    if (loop->help) {
        loop->help = false; /* the page covers the game: it goes first */
    } else {
        loop_menu_open(loop);
    }
}

/* Nobody holds the lantern any more: the night waits. */
static void hear_of_pads(Loop *loop, const Input *input)
{
    if (input->pad_news) {
        set_toast(loop, input->pad_news);
    }
    if (input->pad_lost && !loop->paused && !loop->menu) {
        set_paused(loop, true);
    }
}

static const ActionRow rows[] = {
    {ACTION_PAUSE, pause_or_resume},   {ACTION_ONE_TICK, one_tick},
    {ACTION_RESTART, loop_restart},    {ACTION_SLOWER, slower},
    {ACTION_FASTER, faster},           {ACTION_HELP, toggle_help},
    {ACTION_LOG, toggle_log},          {ACTION_OVERLAY, next_overlay},
    {ACTION_RELOAD, reload},           {ACTION_RESET_STATS, reset_statistics},
    {ACTION_SCREENSHOT, want_picture}, {ACTION_VERIFY, loop_proof_toggle},
    {ACTION_TRACE, loop_trace_save},   {ACTION_FULLSCREEN, toggle_fullscreen},
    {ACTION_VSYNC, toggle_vsync},      {ACTION_COLOR_BY_LANE, toggle_color},
    {ACTION_TOUR, loop_tour_begin},    {ACTION_MUTE, toggle_mute},
    {ACTION_MENU, open_menu},          {ACTION_DRAWING, next_drawing},
};

void loop_act(Loop *loop, const Input *input)
{
    bool was_open = loop->menu || loop->help;
    for (uint32_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (input_has(input, rows[i].action)) {
            rows[i].act(loop);
        }
    }
    if (was_open != (loop->menu || loop->help)) {
        sound_choose(loop->config.sound);
    }
    loop_settings_act(loop, input);
    hear_of_pads(loop, input);
    if (input->resized) {
        stage_resized(loop->stage);
    }
    loop->ended |= input->quit;
}
