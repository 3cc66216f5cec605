#include "app/tour.h"

#include "app/loop_state.h"
#include "view/key_name.h"
#include "view/keys.h"

#include <math.h>
#include <stdio.h>

/* What of the figures a stop adds to its step's time. */
typedef enum Figure { FIGURE_STEP, FIGURE_SLICES, FIGURE_LOCK, FIGURE_DAMAGE } Figure;

typedef struct Stop {
    const char *title;
    const char *lines[TOUR_LINES];
    const char *keys;
    const char *look;
    const char *backend;
    LoadKind load;
    bool scalar; /* without vectors */
    bool brute;
    Figure figure;
    int against; /* the stop that its time is compared with; -1: none */
} Stop;

static const Stop stops[TOUR_STOPS] = {
    {"One loop",
     {"Every firefly moves, one after the other, on one thread. It is the reference: all that",
      "comes after must reach the same bits, and the hash in the first line says so."},
     "1 chooses it at any time; - and = change how many there are",
     "one lane, busy without a gap; the frame's time is the work's",
     "sequential",
     LOAD_HEAVY,
     false,
     false,
     FIGURE_STEP,
     -1},
    {"A thread a slice",
     {"A new thread for each slice of the swarm, joined when it has ended: the tutorials' first",
      "step. Two cores work now, but starting a thread takes longer than a small slice does."},
     "; and ' change how large a slice is: finer, and the starting is all there is",
     "the dark between the boxes of a lane: threads that are being made",
     "threads",
     LOAD_HEAVY,
     false,
     false,
     FIGURE_SLICES,
     0},
    {"The pool",
     {"The same threads, kept. They take slices from each other when they run out, and sleep",
      "when there is nothing to do. What was spent on starting threads is gone."},
     "[ and ] change how many lanes there are",
     "lanes of equal length; a steal is counted beside them",
     "jobs",
     LOAD_HEAVY,
     false,
     false,
     FIGURE_STEP,
     1},
    {"The global lock",
     {"The pool once more, but who computes must hold one lock, as in some interpreters. Two",
      "lanes take turns where they could work side by side: as slow as one loop, and slower."},
     "L makes slices wait in place of computing: who waits lets the lock go",
     "lanes that are never busy at the same time",
     "gil",
     LOAD_HEAVY,
     false,
     false,
     FIGURE_LOCK,
     0},
    {"The race, caught",
     {"No lock, no order, one buffer: fireflies see half of the next tick, and of what lanes",
      "count together some is lost. Nothing looks broken; the hash knows, and so do the counts."},
     "2 (the pool) is right again from the next tick on, but this night is spoilt",
     "UNSAFE in the first line: updates lost, sprites that differ from the reference",
     "racy",
     LOAD_LIGHT,
     false,
     false,
     FIGURE_DAMAGE,
     -1},
    {"Processes, one killed",
     {"Workers that are processes, over memory that they share: as fast as threads, and none of",
      "them can take the game down. One that dies is replaced, and its slices are run again."},
     "kill -9 a worker from a terminal: the night goes on, with the same bits",
     "the hash, which does not change; the log (F2), which tells of the death",
     "processes",
     LOAD_HEAVY,
     false,
     false,
     FIGURE_STEP,
     2},
    {"Coroutines, and a flat frame",
     {"One thread again, but slices yield. A step too large for a frame is spread over several:",
      "the swarm slows down, and the picture does not stutter."},
     "= doubles the swarm until a step no longer fits into a frame",
     "the graph: bars that stay below the line at 16.7 ms",
     "coroutines",
     LOAD_HEAVY,
     false,
     false,
     FIGURE_STEP,
     0},
    {"Waiting against computing",
     {"Now each slice waits 20 ms, as for a disk or a network. One thread would wait for one",
      "after the other; coroutines wait for all of them at the same time, on the same thread."},
     "1 shows one loop at it (slow!), 4 threads; L goes through the loads",
     "runs that lie over each other on one single lane",
     "coroutines",
     LOAD_WAIT,
     false,
     false,
     FIGURE_STEP,
     6},
    {"Vectors",
     {"Before the second thread: one core can move 4, 8 or 16 fireflies side by side. This is",
      "the plain loop, one by one; the bits are the same with and without vectors."},
     "X goes through the processor's vectors",
     "the step's time in the stages: X makes it a fraction",
     "sequential",
     LOAD_LIGHT,
     true,
     false,
     FIGURE_STEP,
     -1},
    {"The better algorithm",
     {"The first lesson of all. Here everyone looks at everyone for neighbours. With a grid each",
      "looks at a few cells around it: no number of threads makes up for that."},
     "N changes between brute force and the grid",
     "the step's time, before N and after it; the hash does not change",
     "sequential",
     LOAD_LIGHT,
     false,
     true,
     FIGURE_STEP,
     8},
};

enum { BRUTE_MOST = 20000 };

/* ---- From stop to stop ---------------------------------------------------------------------- */

static void choose(Loop *loop, const BackendType *type)
{
    Error error = {""};
    if (type && backend_type_of(loop->game->backend) != type &&
        !game_set_backend(loop->game, type, loop->game->lanes, &error)) {
        loop_toast_fault(loop, &error);
    }
}

static void arrive(Loop *loop)
{
    const Stop *stop = &stops[loop->tour.stop];
    Game *game = loop->game;
    choose(loop, backend_find(stop->backend));
    game_set_load(game, stop->load);
    game_set_kernel(game, stop->scalar ? kernel_at(0) : kernel_best());
    game_set_brute(game, stop->brute && game_sprite_count(game) <= BRUTE_MOST);
    loop->tour.now_ms = 0.0;
    meter_reset(&loop->meter);
}

/* Its figure stays, for the stops that are compared with it. */
static void depart(Loop *loop)
{
    Tour *tour = &loop->tour;
    if (tour->now_ms > 0.0) {
        tour->step_ms[tour->stop] = tour->now_ms;
    }
}

void tour_begin(Loop *loop)
{
    const Game *game = loop->game;
    loop->tour = (Tour){.on = true,
                        .backend = backend_type_of(game->backend),
                        .kernel = game->kernel,
                        .brute = game->brute,
                        .load = game->burden.load,
                        .overlay = loop->overlay};
    loop->overlay = OVERLAY_LANES;
    loop->menu = false;
    arrive(loop);
}

void tour_leave(Loop *loop)
{
    const Tour tour = loop->tour;
    if (!tour.on) {
        return;
    }
    loop->tour.on = false;
    loop->overlay = tour.overlay;
    choose(loop, tour.backend);
    game_set_load(loop->game, tour.load);
    game_set_kernel(loop->game, tour.kernel);
    game_set_brute(loop->game, tour.brute);
    meter_reset(&loop->meter);
}

void tour_toggle(Loop *loop)
{
    if (loop->tour.on) {
        tour_leave(loop);
    } else {
        tour_begin(loop);
    }
}

void tour_next(Loop *loop)
{
    if (!loop->tour.on) {
        return;
    }
    depart(loop);
    if (++loop->tour.stop == TOUR_STOPS) {
        tour_leave(loop);
    } else {
        arrive(loop);
    }
}

void tour_back(Loop *loop)
{
    if (loop->tour.on && loop->tour.stop > 0) {
        depart(loop);
        loop->tour.stop--;
        arrive(loop);
    }
}

/* ---- Figures -------------------------------------------------------------------------------- */

/* From the step's begin to the last lane's last run. */
static double last_step_ms(const Backend *backend)
{
    uint64_t first_ns = UINT64_MAX;
    uint64_t last_ns = 0;
    for (uint32_t i = 0; i < backend_lane_count(backend); i++) {
        const LaneRecord *record = &backend_lane(backend, i)->record;
        for (uint32_t k = 0; k < record->run_count; k++) {
            const LaneRun *run = &record->runs[k];
            first_ns = run->start_ns < first_ns ? run->start_ns : first_ns;
            last_ns = run->end_ns > last_ns ? run->end_ns : last_ns;
        }
    }
    return last_ns > 0 ? clock_ms(last_ns - first_ns) : 0.0;
}

void tour_watch(Loop *loop)
{
    if (!loop->tour.on || loop->game->stepping) {
        return; /* the lanes may be looked at when they rest */
    }
    double step_ms = last_step_ms(loop->game->backend);
    if (step_ms > 0.0) {
        double before_ms = loop->tour.now_ms;
        loop->tour.now_ms = before_ms > 0.0 ? before_ms + (step_ms - before_ms) / 8.0 : step_ms;
    }
}

static void write_lock(const Backend *backend, char *text, size_t size)
{
    uint64_t held_ns = 0;
    uint64_t waited_ns = 0;
    for (uint32_t i = 0; i < backend_lane_count(backend); i++) {
        const LaneRecord *record = &backend_lane(backend, i)->record;
        held_ns += record->lock_held_ns;
        waited_ns += record->lock_wait_ns;
    }
    snprintf(text, size, "; lock held %.2f ms, waited for %.2f", clock_ms(held_ns),
             clock_ms(waited_ns));
}

static void write_figure(const Loop *loop, Figure figure, char *text, size_t size)
{
    const Game *game = loop->game;
    const Backend *backend = game->backend;
    uint32_t slices = 0;
    text[0] = '\0';
    switch (figure) {
    case FIGURE_SLICES:
        for (uint32_t i = 0; !game->stepping && i < backend_lane_count(backend); i++) {
            slices += backend_lane(backend, i)->record.slices;
        }
        snprintf(text, size, "; %u slices", slices);
        break;
    case FIGURE_LOCK:
        if (!game->stepping) {
            write_lock(backend, text, size);
        }
        break;
    case FIGURE_DAMAGE:
        snprintf(text, size, "; %llu updates lost, %u sprites differ",
                 (unsigned long long)game->lost, game->differing);
        break;
    default: break;
    }
}

static void write_now(const Loop *loop, const Stop *stop, char text[TOUR_TEXT_SIZE])
{
    const Tour *tour = &loop->tour;
    char more[64];
    char against[64] = "";
    write_figure(loop, stop->figure, more, sizeof more);
    double before_ms = stop->against >= 0 ? tour->step_ms[stop->against] : 0.0;
    if (before_ms > 0.0) {
        snprintf(against, sizeof against, " (%s: %.2f)", stops[stop->against].title, before_ms);
    }
    if (tour->now_ms > 0.0) {
        snprintf(text, TOUR_TEXT_SIZE, "a step %.2f ms%s%s", tour->now_ms, against, more);
    } else {
        snprintf(text, TOUR_TEXT_SIZE, "measuring ...");
    }
}

bool tour_card(const Loop *loop, TourCard *card, TourText *text)
{
    if (!loop->tour.on) {
        return false;
    }
    const Stop *stop = &stops[loop->tour.stop];
    const Keys *keys = input_keys(loop->devices);
    char on[KEY_NAME_SIZE];
    char back[KEY_NAME_SIZE];
    char out[KEY_NAME_SIZE];
    key_title(keys_first(keys, ACTION_TOUR_NEXT), on);
    key_title(keys_first(keys, ACTION_TOUR_BACK), back);
    key_title(keys_first(keys, ACTION_TOUR), out);
    snprintf(text->ways, sizeof text->ways,
             "%s goes on, %s back, %s leaves; pad: X, left stick, Start", on, back, out);
    write_now(loop, stop, text->now);
    *card = (TourCard){.number = loop->tour.stop + 1,
                       .count = TOUR_STOPS,
                       .title = stop->title,
                       .lines = {stop->lines[0], stop->lines[1]},
                       .keys = stop->keys,
                       .look = stop->look,
                       .now = text->now,
                       .ways = text->ways};
    return true;
}
