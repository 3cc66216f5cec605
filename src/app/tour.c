#include "app/tour.h"

#include "app/tour_keys.h"
#include "base/clock.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define KILL_EVERY_NS (2ull * NS_PER_S)

enum { OWN_ROW = TOUR_ROWS_MAX - 1, SETTLE_FRAMES = 4 };

static const TourStop *stop_of(const Tour *tour)
{
    return tour_stop(tour->stop);
}

/* ---- What the game is set to ----------------------------------------------------------------- */

static TourSetup setup_of_game(const Game *game)
{
    return (TourSetup){.model = backend_type_of(game->backend),
                       .kernel = game->kernel,
                       .brute = game->brute,
                       .lanes = game->lanes,
                       .grain = game->grain,
                       .sprites = game->sprites,
                       .load = game->burden.load};
}

static TourSetup setup_of_way(const Tour *tour, const TourStop *stop, uint32_t index)
{
    const TourWay *way = &stop->ways[index];
    return (TourSetup){.model = backend_find(way->model),
                       .kernel = way->scalar ? kernel_at(0) : kernel_best(),
                       .brute = way->brute,
                       .lanes = tour->lanes,
                       .grain = (stop->sprites + stop->slices - 1) / stop->slices,
                       .sprites = stop->sprites,
                       .load = stop->load};
}

static bool is_same(const TourSetup *a, const TourSetup *b)
{
    return a->model == b->model && a->kernel == b->kernel && a->brute == b->brute &&
           a->lanes == b->lanes && a->grain == b->grain && a->sprites == b->sprites &&
           a->load == b->load;
}

/* What is as it should be is left alone; a swarm of that size is kept as it flies. */
static bool apply(Game *game, const TourSetup *setup, Error *error)
{
    game_set_brute(game, setup->brute);
    game_set_kernel(game, setup->kernel);
    game_set_grain(game, setup->grain);
    game_set_load(game, setup->load);
    if (game->sprites != setup->sprites && !game_set_sprites(game, setup->sprites, error)) {
        return false;
    }
    bool is_open = backend_type_of(game->backend) == setup->model && game->lanes == setup->lanes;
    return is_open || game_set_backend(game, setup->model, setup->lanes, error);
}

/* ---- From stop to stop ----------------------------------------------------------------------- */

static bool set_way(Tour *tour, Game *game, uint32_t way, Error *error)
{
    tour->way = way;
    return apply(game, &tour->rows[way].setup, error);
}

static bool arrive(Tour *tour, Game *game, uint32_t index, Error *error)
{
    const TourStop *stop = tour_stop(index);
    tour->stop = index;
    tour->now = tour->begun_in = OWN_ROW;
    tour->settling = SETTLE_FRAMES;
    tour->killed_ns = 0;
    tour->kills = 0;
    memset(tour->rows, 0, sizeof tour->rows);
    for (uint32_t i = 0; i < tour_stop_ways(stop); i++) {
        tour->rows[i] = (TourRow){.setup = setup_of_way(tour, stop, i), .used = true};
    }
    return set_way(tour, game, 0, error);
}

/* TOUR_NOWHERE: there is none. */
enum { TOUR_NOWHERE = -1 };

static int next_stop(int from, int way)
{
    int at = from + way;
    while (at >= 0 && at < (int)tour_stop_count() && !tour_stop_is_there(tour_stop((uint32_t)at))) {
        at += way;
    }
    return at >= 0 && at < (int)tour_stop_count() ? at : TOUR_NOWHERE;
}

bool tour_begin(Tour *tour, Game *game, Error *error)
{
    *tour = (Tour){
        .on = true, .saved = setup_of_game(game), .lanes = game->lanes > 1 ? game->lanes : 2};
    if (arrive(tour, game, (uint32_t)next_stop(-1, 1), error)) {
        return true;
    }
    Error ignored = {""};
    tour_end(tour, game, &ignored);
    return false;
}

bool tour_go(Tour *tour, Game *game, int way, Error *error)
{
    int at = next_stop((int)tour->stop, way);
    return at == TOUR_NOWHERE || arrive(tour, game, (uint32_t)at, error);
}

bool tour_is_at_end(const Tour *tour)
{
    return next_stop((int)tour->stop, 1) == TOUR_NOWHERE;
}

bool tour_end(Tour *tour, Game *game, Error *error)
{
    tour->on = false;
    Error first = {""};
    uint32_t generation = game->generation;
    bool applied = apply(game, &tour->saved, &first);
    if (game->generation == generation && !game_restart(game, error)) {
        return false;
    }
    *error = first;
    return applied;
}

/* ---- Measuring ------------------------------------------------------------------------------- */

static uint32_t find_row(const Tour *tour, const TourSetup *setup)
{
    uint32_t row = 0;
    while (row < OWN_ROW && !(tour->rows[row].used && is_same(setup, &tour->rows[row].setup))) {
        row++;
    }
    return row;
}

/* The row of what the game is set to now: one of the stop's, or the player's own. */
static void follow(Tour *tour, const Game *game)
{
    TourSetup setup = setup_of_game(game);
    TourRow *own = &tour->rows[OWN_ROW];
    uint32_t row = find_row(tour, &setup);
    bool is_new = row == OWN_ROW && !(own->used && is_same(&setup, &own->setup));
    if (is_new) {
        *own = (TourRow){.setup = setup, .used = true};
        snprintf(tour->own, sizeof tour->own, "yours: %s", setup.model->name);
    }
    if (is_new || row != tour->now) {
        tour->now = row;
        tour->settling = SETTLE_FRAMES;
    }
}

static bool is_last_way(const Tour *tour)
{
    return tour->way + 1 >= tour_stop_ways(stop_of(tour));
}

/* Whoever chose something else is left with it. */
static bool go_on(Tour *tour, Game *game, Error *error)
{
    bool is_done = tour->now == tour->way && tour_meter_is_ready(&tour->rows[tour->way].meter);
    return !is_done || is_last_way(tour) || set_way(tour, game, tour->way + 1, error);
}

bool tour_frame(Tour *tour, Game *game, uint64_t frame_ns, Error *error)
{
    tour->settling -= tour->settling > 0;
    follow(tour, game);
    if (stop_of(tour)->measure == TOUR_LONGEST && frame_ns > 0 && !tour->settling) {
        tour_meter_add(&tour->rows[tour->now].meter, frame_ns);
    }
    bool set = go_on(tour, game, error);
    follow(tour, game);
    return set;
}

/* Only where processes run, and never the caller's own lane: that one is the game. */
static void kill_one(Tour *tour, Game *game)
{
    if (stop_of(tour)->turn != TOUR_KILL || !backend_type_of(game->backend)->private_memory ||
        tour->begun_ns - tour->killed_ns < KILL_EVERY_NS) {
        return;
    }
    bool is_first = tour->killed_ns == 0; /* they are seen at work before */
    tour->killed_ns = tour->begun_ns;
    for (uint32_t i = 1; !is_first && i < backend_lane_count(game->backend); i++) {
        if (backend_kill(game->backend, i)) {
            tour->kills++;
            tour->is_killing = true;
            return;
        }
    }
}

void tour_step_begun(Tour *tour, Game *game, uint64_t begin_ns)
{
    tour->begun_in = tour->now;
    tour->begun_ns = begin_ns;
    tour->is_killing = false;
    kill_one(tour, game);
}

/* When the last slice ended: the caller may have come to join the step later than that. */
static uint64_t end_of_step(const Backend *backend)
{
    uint64_t end_ns = 0;
    for (uint32_t i = 0; i < backend_lane_count(backend); i++) {
        const LaneRecord *record = &backend_lane(backend, i)->record;
        for (uint32_t k = 0; k < record->run_count; k++) {
            end_ns = record->runs[k].end_ns > end_ns ? record->runs[k].end_ns : end_ns;
        }
    }
    return end_ns;
}

void tour_ticked(Tour *tour, const Game *game)
{
    uint64_t end_ns = end_of_step(game->backend);
    uint64_t took_ns = end_ns > tour->begun_ns ? end_ns - tour->begun_ns : 0;
    if (stop_of(tour)->measure == TOUR_STEP && tour->begun_in == tour->now && !tour->settling &&
        took_ns > 0) {
        tour_meter_add(&tour->rows[tour->now].meter, took_ns);
    }
    if (tour->is_killing) {
        tour->kill_ms = clock_ms(took_ns);
    }
}

/* ---- The card -------------------------------------------------------------------------------- */

static double figure_of(const Tour *tour, const TourRow *row)
{
    return stop_of(tour)->measure == TOUR_LONGEST ? tour_meter_longest_ms(&row->meter)
                                                  : tour_meter_median_ms(&row->meter);
}

/* What runs against the stop's first way, and what happened by itself. */
static void write_verdict(const Tour *tour, const Game *game, char text[TOUR_CARD_TEXT_SIZE])
{
    bool is_race = stop_of(tour)->turn == TOUR_RACE && backend_type_of(game->backend)->unsafe;
    double first = figure_of(tour, &tour->rows[0]);
    double now = figure_of(tour, &tour->rows[tour->now]);
    if (is_race) {
        snprintf(text, TOUR_CARD_TEXT_SIZE, "%llu updates lost, %u differ",
                 (unsigned long long)game->lost, game->differing);
    } else if (tour->kills > 0) {
        snprintf(text, TOUR_CARD_TEXT_SIZE, "killed: %u. The step with the last kill: %.2f ms",
                 tour->kills, tour->kill_ms);
    } else if (tour->now == 0 || !isfinite(first) || !isfinite(now) || now <= 0.0) {
        text[0] = '\0';
    } else if (now <= first) {
        snprintf(text, TOUR_CARD_TEXT_SIZE, "%.1f times as fast", first / now);
    } else {
        snprintf(text, TOUR_CARD_TEXT_SIZE, "%.1f times as slow", now / first);
    }
}

TourCard tour_card(const Tour *tour, const Game *game, const Keys *keys)
{
    const TourStop *stop = stop_of(tour);
    TourCard card = {.stop = tour->stop,
                     .stop_count = tour_stop_count(),
                     .title = stop->title,
                     .text = stop->text,
                     .look = stop->look,
                     .measured = stop->measure == TOUR_LONGEST ? "the longest of 60 frames"
                                                               : "the median of 60 steps"};
    for (uint32_t i = 0; i < tour_stop_count(); i++) {
        card.passed_over |= (uint64_t)!tour_stop_is_there(tour_stop(i)) << i;
    }
    for (uint32_t i = 0; i < TOUR_ROWS_MAX; i++) {
        const TourRow *row = &tour->rows[i];
        if (!row->used || (i == OWN_ROW && tour->now != OWN_ROW)) {
            continue;
        }
        TourCardFigure *figure = &card.figures[card.figure_count++];
        snprintf(figure->label, sizeof figure->label, "%s",
                 i == OWN_ROW ? tour->own : stop->ways[i].label);
        figure->ms = figure_of(tour, row);
        figure->is_now = i == tour->now;
    }
    write_verdict(tour, game, card.verdict);
    tour_keys_of_stop(keys, stop, card.keys);
    tour_keys_on(keys, card.ways_on);
    return card;
}
