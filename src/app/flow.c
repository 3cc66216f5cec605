#include "app/flow.h"

#include "app/backdrop.h"
#include "app/interrupt.h"
#include "app/level_cards.h"
#include "app/listen.h"
#include "app/loading.h"
#include "base/clock.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NOTICE_NS (3ull * NS_PER_S)

typedef struct Notice {
    char text[SELECT_LINE_SIZE];
    uint64_t until_ns; /* 0: none */
} Notice;

struct Flow {
    FlowConfig config;
    const LevelOrder *order;
    Game *game;
    Stage *stage;
    Log *log;
    Loop *loop;
    Backdrop backdrop; /* but on FLOW_LEVEL */
    Progress progress;
    FlowScreen screen;
    uint64_t shown_ns; /* since when */
    uint32_t chosen;
    bool came_from_select; /* into the level */
    bool wants_tour;       /* of the level that is entered next */
    SelectCard cards[LEVEL_ORDER_MAX];
    Notice notice;
};

static void notify(Flow *flow, const char *text)
{
    snprintf(flow->notice.text, sizeof flow->notice.text, "%.*s", SELECT_LINE_SIZE - 1, text);
    flow->notice.until_ns = clock_now_ns() + NOTICE_NS;
}

/* ---- From screen to screen -------------------------------------------------------------------*/

static void show(Flow *flow, FlowScreen screen)
{
    flow->screen = screen;
    flow->shown_ns = clock_now_ns();
    flow->notice.until_ns = 0;
    if (screen == FLOW_SELECT) {
        level_cards_fill(flow->cards, flow->order, &flow->progress);
    }
}

/* The place of the game's level in the order; LEVEL_ORDER_NONE: a map from elsewhere. */
static int place_of_game(const Flow *flow)
{
    int place = level_order_find(flow->order, flow->game->level_name);
    bool is_same = place != LEVEL_ORDER_NONE &&
                   strcmp(flow->order->levels[place].path, flow->game->level_path) == 0;
    return is_same ? place : LEVEL_ORDER_NONE;
}

static LoopConfig loop_config(Flow *flow)
{
    int place = place_of_game(flow);
    int next = place != LEVEL_ORDER_NONE ? level_order_next(flow->order, place) : LEVEL_ORDER_NONE;
    return (LoopConfig){
        .keys = flow->config.keys,
        .sound = flow->config.sound,
        .unlimited = flow->config.unlimited,
        .progress = place != LEVEL_ORDER_NONE ? &flow->progress : NULL,
        .has_levels = flow->order->count > 0,
        .back_to_levels = flow->came_from_select,
        .tour = flow->wants_tour,
        .has_next = next != LEVEL_ORDER_NONE,
        .next_is_open =
            next != LEVEL_ORDER_NONE && level_cards_is_open(flow->order, &flow->progress, next),
    };
}

static void enter_level(Flow *flow)
{
    LoopConfig config = loop_config(flow);
    flow->wants_tour = false;
    loop_start(flow->loop, &config);
    show(flow, FLOW_LEVEL);
}

static bool take_level(Flow *flow, Loading *loading, Error *error)
{
    Level *level = loading_take_level(loading, error);
    if (!level || !game_change_level(flow->game, level, flow->config.sprites, error)) {
        return false;
    }
    stage_give_pictures(flow->stage, loading_take_pictures(loading));
    return true;
}

/* Loads the chosen level, over the backdrop, and goes there. A level that turns out bad leaves us
 * in the level select. False: the window was closed. */
static bool open_chosen(Flow *flow)
{
    const OrderedLevel *level = &flow->order->levels[flow->chosen];
    Game *game = flow->game;
    Error error = {""};
    Loading *loading = loading_begin(level->path, game->backend, true, &error);
    LoadingEnd end =
        loading ? loading_show(loading, flow->stage, game->world, level->title) : LOADING_DONE;
    bool is_there = loading && end == LOADING_DONE && take_level(flow, loading, &error);
    loading_end(loading);
    if (is_there) {
        flow->came_from_select = true;
        enter_level(flow);
    } else {
        show(flow, FLOW_SELECT);
    }
    if (error.text[0] != '\0') {
        log_write(flow->log, LOG_WARNING, "%s", error.text);
        notify(flow, error.text);
    }
    return end != LOADING_CLOSED;
}

static bool leave_level(Flow *flow, Error *error)
{
    int place = place_of_game(flow);
    flow->chosen = place != LEVEL_ORDER_NONE ? (uint32_t)place : 0;
    LoopEnd end = loop_end(flow->loop);
    if (end == LOOP_QUIT || !backdrop_start(&flow->backdrop, flow->game, flow->stage, error)) {
        return false;
    }
    if (end == LOOP_NEXT) {
        flow->chosen = (uint32_t)level_order_next(flow->order, place);
        return open_chosen(flow);
    }
    show(flow, FLOW_SELECT);
    return true;
}

/* ---- The title -------------------------------------------------------------------------------*/

/* The first level of the order is where the tour is. */
static bool begin_tour(Flow *flow)
{
    sound_choose(flow->config.sound);
    flow->chosen = 0;
    flow->wants_tour = true;
    bool goes_on = open_chosen(flow);
    flow->wants_tour = false;
    return goes_on;
}

/* False: the program is to end. */
static bool title_act(Flow *flow, const Input *input)
{
    if (input_pressed(input, MENU_BACK)) {
        return false;
    }
    if (flow->order->count > 0 && input_has(input, ACTION_TOUR)) {
        return begin_tour(flow);
    }
    if (flow->order->count > 0 && (input_pressed(input, MENU_CHOOSE) || input->clicked)) {
        sound_choose(flow->config.sound);
        show(flow, FLOW_SELECT);
    }
    return true;
}

static void title_picture(const Flow *flow)
{
    Title title = {
        .age_ms = (uint32_t)((clock_now_ns() - flow->shown_ns) / NS_PER_MS),
        .night = backdrop_darkness(&flow->backdrop),
    };
    stage_draw_title(flow->stage, flow->game->world, &title);
}

/* ---- The level select ------------------------------------------------------------------------*/

static Select describe_select(const Flow *flow, char best[SELECT_LINE_SIZE])
{
    bool has_notice = clock_now_ns() < flow->notice.until_ns;
    level_cards_best(best, flow->order, &flow->progress, (int)flow->chosen);
    return (Select){
        .cards = flow->cards,
        .count = flow->order->count,
        .chosen = flow->chosen,
        .hint = flow->order->levels[flow->chosen].hint,
        .best = best,
        .notice = has_notice ? flow->notice.text : NULL,
        .night = backdrop_darkness(&flow->backdrop),
    };
}

/* A step to a card that is there, or none. */
static void step_chosen(Flow *flow, int step)
{
    int to = (int)flow->chosen + step;
    if (to >= 0 && to < (int)flow->order->count) {
        flow->chosen = (uint32_t)to;
    }
}

static void move_chosen(Flow *flow, const Input *input)
{
    int columns = (int)stage_select_columns(flow->stage);
    static const MenuPress WAYS[] = {MENU_LEFT, MENU_RIGHT, MENU_UP, MENU_DOWN};
    const int steps[] = {-1, 1, -columns, columns};
    for (int i = 0; i < 4; i++) {
        if (input_pressed(input, WAYS[i])) {
            step_chosen(flow, steps[i]);
        }
    }
}

/* The card below the pointer, which is lit from now on; SELECT_NOWHERE. */
static int point_at_card(Flow *flow, const Input *input)
{
    char best[SELECT_LINE_SIZE];
    Select select = describe_select(flow, best);
    int at = SELECT_NOWHERE;
    if (input->pointer_moved) {
        at = stage_select_at(flow->stage, &select, input->pointer_x, input->pointer_y);
        flow->chosen = at != SELECT_NOWHERE ? (uint32_t)at : flow->chosen;
    }
    return at;
}

/* False: the program is to end. */
static bool select_act(Flow *flow, const Input *input)
{
    uint32_t before = flow->chosen;
    move_chosen(flow, input);
    int at = point_at_card(flow, input);
    if (flow->chosen != before) {
        sound_move(flow->config.sound);
    }
    if (input_pressed(input, MENU_BACK)) {
        show(flow, FLOW_TITLE);
        return true;
    }
    if (!input_pressed(input, MENU_CHOOSE) && !(input->clicked && at != SELECT_NOWHERE)) {
        return true;
    }
    if (flow->cards[flow->chosen].locked) {
        char text[SELECT_LINE_SIZE + 32];
        snprintf(text, sizeof text, "Not open yet: first %s.", flow->cards[flow->chosen].line);
        notify(flow, text);
        return true;
    }
    sound_choose(flow->config.sound);
    return open_chosen(flow);
}

static void select_picture(const Flow *flow)
{
    char best[SELECT_LINE_SIZE];
    Select select = describe_select(flow, best);
    stage_draw_select(flow->stage, flow->game->world, &select);
}

/* ---- The frame -------------------------------------------------------------------------------*/

static bool screen_frame(Flow *flow, Error *error)
{
    Input input = input_poll(loop_devices(flow->loop), flow->stage, world_scene(flow->game->world));
    if (input.resized) {
        stage_resized(flow->stage);
    }
    if (input_has(&input, ACTION_FULLSCREEN)) {
        stage_toggle_fullscreen(flow->stage);
    }
    bool goes_on = flow->screen == FLOW_TITLE ? title_act(flow, &input) : select_act(flow, &input);
    if (input.quit || !goes_on) {
        return false;
    }
    if (flow->screen == FLOW_LEVEL) {
        return true; /* its first frame comes next */
    }
    if (!backdrop_begin(&flow->backdrop, error)) {
        return false;
    }
    listen(flow->config.sound, flow->game, true);
    if (flow->screen == FLOW_TITLE) {
        title_picture(flow);
    } else {
        select_picture(flow);
    }
    backdrop_finish(&flow->backdrop, flow->config.unlimited);
    return true;
}

bool flow_frame(Flow *flow, Error *error)
{
    if (flow->screen == FLOW_LEVEL) {
        return loop_frame(flow->loop) || leave_level(flow, error);
    }
    return screen_frame(flow, error);
}

bool flow_run(Flow *flow, Error *error)
{
    error->text[0] = '\0';
    while (!interrupt_requested() && flow_frame(flow, error)) {
    }
    return error->text[0] == '\0';
}

Flow *flow_create(const FlowConfig *config, Game *game, Stage *stage, Log *log, Error *error)
{
    Flow *flow = calloc(1, sizeof *flow);
    if (!flow) {
        error_set(error, "no memory for the screens");
        return NULL;
    }
    flow->config = *config;
    flow->order = config->order;
    flow->game = game;
    flow->stage = stage;
    flow->wants_tour = config->tour;
    flow->log = log;
    progress_open(&flow->progress, config->progress_path, log);
    LoopConfig level = loop_config(flow);
    flow->loop = loop_create(game, stage, &level, log, error);
    flow->wants_tour = false;
    if (!flow->loop ||
        (!config->starts_in_level && !backdrop_start(&flow->backdrop, game, stage, error))) {
        flow_destroy(flow);
        return NULL;
    }
    show(flow, config->starts_in_level ? FLOW_LEVEL : FLOW_TITLE);
    return flow;
}

void flow_destroy(Flow *flow)
{
    if (flow) {
        loop_destroy(flow->loop);
        free(flow);
    }
}

FlowScreen flow_screen(const Flow *flow)
{
    return flow->screen;
}

uint32_t flow_chosen(const Flow *flow)
{
    return flow->chosen;
}

const Loop *flow_loop(const Flow *flow)
{
    return flow->loop;
}

const Progress *flow_progress(const Flow *flow)
{
    return &flow->progress;
}
