/* A flock that no world holds, a grid over it, and what each of it sees by the definition: for
 * tests of the grid and of the kernels. Faults in here fail the running test; main thread only. */
#pragma once

#include "sim/grid.h"
#include "sim/kernel.h"

enum { CROWD_MAX = 70000 };

/* The fields that the grid reads, by slot, and the grid. */
typedef struct Crowd {
    float x[CROWD_MAX];
    float y[CROWD_MAX];
    float vx[CROWD_MAX];
    float vy[CROWD_MAX];
    uint32_t tag[CROWD_MAX]; /* the slot */
    uint32_t flash[CROWD_MAX];
    SpriteFront front;
    float width, height;          /* pixels */
    int64_t cosines[GRID_PHASES]; /* as a flash's phase is seen */
    int64_t sines[GRID_PHASES];
    const Kernel *kernel; /* which builds the grid: the best one at first */
    uint32_t blocks;      /* into which it is cut, where there are so many */
    uint32_t lanes; /* that count them, each some neighbours; 0: one a block, the last first */
    Grid grid;
    void *block;
} Crowd;

/* Open ground; everyone flies. */
void crowd_init(Crowd *crowd, float width, float height);

/* The first `count`, anywhere, at up to 3 pixels a tick each way. */
void crowd_scatter(Crowd *crowd, uint32_t count, uint64_t seed);
void crowd_set_state(Crowd *crowd, uint32_t slot, SpriteState state);

/* Lays a grid over those in `sprites` and builds it. blocks 0: as many as the grid itself takes;
 * otherwise at most so many. Closed by crowd_close. */
void crowd_open(Crowd *crowd, Range sprites, float radius, uint32_t blocks);
void crowd_build(Crowd *crowd);
void crowd_count(Crowd *crowd); /* its first part */
void crowd_close(Crowd *crowd);

/* FlockSums in whole numbers. */
typedef struct CrowdSums {
    int64_t count;
    int64_t x, y;
    int64_t vx, vy;
    int64_t away_x, away_y;
    int64_t cosine, sine;
} CrowdSums;

/* Sums by their definition, over everyone who flies, without cells. */
CrowdSums crowd_look(const Crowd *crowd, uint32_t slot);

void crowd_assert_same(FlockSums sums, CrowdSums expected, const char *who, uint32_t slot);

/* Has every kernel that runs here build the grid, and asks it what all who fly see, by the cells
 * and by looking at everyone, in ranges of several lengths, and compares it with the definition.
 * Returns the neighbours counted, for those who want to know that there were any. */
int64_t crowd_assert_agrees(Crowd *crowd);
