/* A stop of the guided tour, as a card over the lower edge of the running game: what is shown,
 * which key changes it, what to look at, and what it measures just now. For the messages; the app
 * says what is in it. */
#pragma once

#include "view/paint.h"

#include <stdint.h>

enum { TOUR_LINES = 2, TOUR_COLUMNS = 88 /* letters that a line has room for */ };

typedef struct TourCard {
    uint32_t number, count; /* stop 1 of 10 */
    const char *title;
    const char *lines[TOUR_LINES]; /* what is shown */
    const char *keys;              /* which key changes it */
    const char *look;              /* what to look at */
    const char *now;               /* measured here, at this moment */
    const char *ways;              /* on, back, and out of it */
} TourCard;

void tour_card_draw(const Paint *window, const TourCard *card);
