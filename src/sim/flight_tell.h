/* Whom a flying sprite touches at the end of its tick: for flight.h. */
#pragma once

#include "sim/motion.h"

#define OWL_REACH 9.0f /* pixels */
#define JAR_REACH 10.0f

/* One event at most: a firefly in an owl's beak does not reach the jar. (x, y): where it is now. */
void flight_tell(const MotionView *view, uint32_t slot, uint32_t tag, float x, float y,
                 EventList *events);
