/* The guided tour: ten short stops in the running game. Each sets the game up, measures the ways
 * that it compares one after another, stays with the last, and then measures whatever the player
 * makes of it. It knows the game through its functions alone; loop_tour.c is what lies between it
 * and the loop. Main thread only. */
#pragma once

#include "app/game.h"
#include "app/tour_meter.h"
#include "app/tour_stops.h"
#include "view/keys.h"
#include "view/tour_card.h"

#include <stdbool.h>
#include <stdint.h>

enum { TOUR_ROWS_MAX = TOUR_WAYS_MAX + 1 };

/* What the game is set to: another one is measured by itself. */
typedef struct TourSetup {
    const BackendType *model;
    const Kernel *kernel;
    bool brute;
    uint32_t lanes;
    uint32_t grain;
    uint32_t sprites; /* 0: as the level says */
    LoadKind load;
} TourSetup;

/* A line of the card: a way of the stop, or what the player chose in its place. */
typedef struct TourRow {
    TourSetup setup;
    bool used;
    TourMeter meter;
} TourRow;

typedef struct Tour {
    bool on;
    uint32_t stop;
    uint32_t way;                /* that was set up last */
    TourSetup saved;             /* to be restored at the end */
    uint32_t lanes;              /* of its own: the machine's, two at least */
    TourRow rows[TOUR_ROWS_MAX]; /* the ways; the last one is the player's own */
    uint32_t now;                /* the row that is measured */
    uint32_t begun_in; /* the row in which the step began: measured only if it ends there */
    uint64_t begun_ns;
    uint32_t settling;  /* frames that are not measured as yet */
    uint64_t killed_ns; /* when a worker was killed last */
    uint32_t kills;
    bool is_killing; /* in the step that runs */
    double kill_ms;  /* how long the last step with a kill took */
    char own[TOUR_CARD_TEXT_SIZE];
} Tour;

/* Goes to its first stop. False, with the reason: the game stays as it was. */
bool tour_begin(Tour *tour, Game *game, Error *error);

/* To the next (1) or the last (-1) stop that can be shown; stays where there is none. False, with
 * the reason: it could not be set up as it should. */
bool tour_go(Tour *tour, Game *game, int way, Error *error);

/* Whether this is the last stop that can be shown. */
bool tour_is_at_end(const Tour *tour);

/* Restores what was before, from the start. */
bool tour_end(Tour *tour, Game *game, Error *error);

/* Once a frame, after the keys: follows what the game is set to, and goes on to the next way. The
 * last frame's length; 0: it was none to be measured. */
bool tour_frame(Tour *tour, Game *game, uint64_t frame_ns, Error *error);

/* A step was begun at that time; it is done. */
void tour_step_begun(Tour *tour, Game *game, uint64_t begin_ns);
void tour_ticked(Tour *tour, const Game *game);

/* It points into the tour. `keys`: what they do now, for their names. */
TourCard tour_card(const Tour *tour, const Game *game, const Keys *keys);
