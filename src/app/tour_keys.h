/* What the card of a tour's stop says about keys: their names as keys.conf has them now. For
 * tour.c. Main thread only. */
#pragma once

#include "app/tour_stops.h"
#include "view/keys.h"
#include "view/tour_card.h"

/* Those that choose the stop's models, and what else may be tried there; what no key does is left
 * out. */
void tour_keys_of_stop(const Keys *keys, const TourStop *stop, char text[TOUR_CARD_KEYS_SIZE]);

/* To the next stop, back, and out. */
void tour_keys_on(const Keys *keys, char text[TOUR_CARD_KEYS_SIZE]);
