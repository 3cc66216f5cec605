/* A stop of the guided tour, as a card at the right: what is shown, which key changes it, what to
 * look at, and the figures that are measured meanwhile. The rest of the window stays free for the
 * swarm and the overlay. For the stage, and for the tour, which says what is in it. Main thread
 * only. */
#pragma once

#include "view/paint.h"

#include <stdbool.h>
#include <stdint.h>

enum { TOUR_CARD_FIGURES_MAX = 4, TOUR_CARD_TEXT_SIZE = 64, TOUR_CARD_KEYS_SIZE = 512 };

/* A way to do it, and what it costs. */
typedef struct TourCardFigure {
    char label[TOUR_CARD_TEXT_SIZE];
    double ms;   /* NAN: not enough measured as yet */
    bool is_now; /* that is what runs */
} TourCardFigure;

typedef struct TourCard {
    uint32_t stop; /* from 0 */
    uint32_t stop_count;
    uint64_t passed_over; /* bit 1 << stop: it cannot be shown here */
    const char *title;
    const char *text; /* what is shown; it, `look` and `keys` are broken into lines */
    const char *look;
    char keys[TOUR_CARD_KEYS_SIZE];    /* pieces, which three blanks hold apart */
    char ways_on[TOUR_CARD_KEYS_SIZE]; /* the same: to the next stop, back, out */
    const char *measured;              /* what the figures are of */
    TourCardFigure figures[TOUR_CARD_FIGURES_MAX];
    uint32_t figure_count;
    char verdict[TOUR_CARD_TEXT_SIZE]; /* what they come to; empty: nothing as yet */
} TourCard;

/* Units of that window that a card takes off its right side, its margin included. */
int tour_card_width(const Paint *window);

void tour_card_draw(const Paint *window, const TourCard *card);
