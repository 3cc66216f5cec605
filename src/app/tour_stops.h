/* What the guided tour shows: a table of stops, each a few ways to move the same swarm, which are
 * measured one after another. For tour.c. */
#pragma once

#include "backend/burden.h"
#include "view/input.h"

#include <stdbool.h>
#include <stdint.h>

enum { TOUR_WAYS_MAX = 3, TOUR_KEYS_MAX = 2 };

/* One way to move the swarm. */
typedef struct TourWay {
    const char *label; /* on the card; NULL: there are no more ways */
    const char *model; /* a row of the backend table */
    bool scalar;       /* with the scalar kernels; otherwise with the best */
    bool brute;        /* as game_set_brute */
} TourWay;

typedef enum TourMeasure {
    TOUR_STEP,    /* the median step */
    TOUR_LONGEST, /* the longest frame of the last ones */
} TourMeasure;

/* What happens by itself, or is counted, where the last way runs. */
typedef enum TourTurn {
    TOUR_PLAIN,
    TOUR_RACE, /* the damage is counted */
    TOUR_KILL, /* a worker is killed every now and then */
} TourTurn;

/* What may be tried there, by one key or by two. */
typedef struct TourTry {
    const char *does; /* NULL: there are no more */
    Action by[2];     /* ACTION_NONE: the first alone */
} TourTry;

typedef struct TourStop {
    const char *title;
    const char *text;
    TourTry keys[TOUR_KEYS_MAX]; /* beside those of the models */
    const char *look;
    TourMeasure measure;
    TourTurn turn;
    uint32_t sprites;
    uint32_t slices; /* into which they are cut */
    LoadKind load;
    bool graph; /* what there is to see is in the graph: the overlay without its lanes */
    TourWay ways[TOUR_WAYS_MAX];
} TourStop;

uint32_t tour_stop_count(void);
const TourStop *tour_stop(uint32_t index);

/* Whether all its models are in the backend table. */
bool tour_stop_is_there(const TourStop *stop);
uint32_t tour_stop_ways(const TourStop *stop);
