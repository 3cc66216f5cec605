/* The guided tour: ten short stops in the running game, each a model or a setting, with a card that
 * says what is shown, which key changes it, what to look at, and what it measures here and now. For
 * the loop. Main thread only. */
#pragma once

#include "app/game.h"
#include "view/overlay.h"
#include "view/tour_card.h"

#include <stdbool.h>
#include <stdint.h>

enum { TOUR_STOPS = 10, TOUR_TEXT_SIZE = 224 };

typedef struct Loop Loop;

typedef struct Tour {
    bool on;
    uint32_t stop;
    double
        step_ms[TOUR_STOPS]; /* of each stop that was seen, as it was when it was left; 0: none */
    double now_ms;           /* the last step, smoothed */

    /* What there was before, to be put back. */
    const BackendType *backend;
    const Kernel *kernel;
    bool brute;
    LoadKind load;
    OverlayLevel overlay;
} Tour;

void tour_begin(Loop *loop);
void tour_next(Loop *loop); /* after the last stop: leaves */
void tour_back(Loop *loop);
void tour_leave(Loop *loop); /* puts back what there was before */

/* Begins the tour, or leaves it. */
void tour_toggle(Loop *loop);

/* Once a frame: takes in what was measured. */
void tour_watch(Loop *loop);

/* What the card says now; false: there is no tour. Its texts hold until the next call. */
typedef struct TourText {
    char now[TOUR_TEXT_SIZE];
    char ways[TOUR_TEXT_SIZE];
} TourText;
bool tour_card(const Loop *loop, TourCard *card, TourText *text);
