/* The motions of the many, compiled once for each instruction set; all give the scalar one's bits.
 * Which of them runs is chosen while the program does. Any thread. */
#pragma once

#include "sim/motion.h"

/* What a firefly sees of its neighbours, itself left out: sums, in the units of GridMate. */
typedef struct FlockSums {
    float count;
    float x, y;           /* offsets towards them */
    float vx, vy;         /* their velocities, velocity_units */
    float away_x, away_y; /* offsets from those within half the radius, times nearness: how much
                             shorter than half the radius they are, in shifted squares */
    float cosine, sine;   /* of their phases */
} FlockSums;

struct Kernel {
    const char *name; /* as --isa takes it */
    uint32_t lanes;   /* sprites side by side */
    MotionFunction *bounce;
    /* Of those in `slots`, which flock: the cell of each, from `cells` on (the one after the last
     * for those that rest), and how they flash. */
    GridBeat (*find)(const Grid *grid, const SpriteFront *front, Range slots, uint32_t *cells);
    /* Once all are sorted: lays those of the front at `places` of the grid's order, and shows them
     * to the others. */
    void (*show)(const Grid *grid, const SpriteFront *front, Range places);
    MotionFunction *flock;
    /* For tests and benchmarks: what those at `places` of the grid's order see, which must fly. */
    void (*look_around)(const Grid *grid, bool brute, Range places, FlockSums *sums);
    /* The same, but how many there are alone: for that it is enough to show the places. */
    void (*show_places)(const Grid *grid, const SpriteFront *front, Range places);
    void (*count_near)(const Grid *grid, Range places, uint32_t *counts);
};

/* Those that this processor can run, the scalar one first, the fastest last. */
uint32_t kernel_count(void);
const Kernel *kernel_at(uint32_t index);
const Kernel *kernel_best(void);

/* By name, "auto" being the best. NULL: there is none such here. */
const Kernel *kernel_find(const char *name);

/* The names of all that there are anywhere, in one line, for error sentences. */
const char *kernel_names(void);
