/* The frames of a run as numbered pictures in a folder, frame-000001.png and on, of which a tool
 * makes an animation: for the loop and for headless runs, which go by fixed steps then. Main thread
 * only. */
#pragma once

#include "base/error.h"
#include "view/stage.h"

#include <stdbool.h>
#include <stdint.h>

/* Zeroed: none is made. */
typedef struct Movie {
    const char *folder; /* stays the caller's; NULL: none is made */
    uint32_t frames;    /* written so far */
} Movie;

/* Makes the folder, unless it is there. `folder` NULL: no movie. False, with a sentence: there is
 * no such place, or a movie is in it already, with which this one would be mixed up. */
bool movie_open(Movie *movie, const char *folder, Error *error);

/* The stage's last drawn frame, before it is presented; nothing, where no movie is made. False,
 * with a sentence: it could not be written, and what was written before is whole. */
bool movie_add(Movie *movie, Stage *stage, Error *error);
