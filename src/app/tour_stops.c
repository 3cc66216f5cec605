#include "app/tour_stops.h"

#include "backend/backend.h"

/* Populations are such that a step is a few milliseconds, so that what a model costs or saves is
 * seen; with a load beside the work, which is calibrated, the same on any machine. */
static const TourStop STOPS[] = {
    {.title = "One loop",
     .text = "Each firefly looks at its neighbours, turns a little, and flies on. Here one loop "
             "moves them one after another. All else is measured against this.",
     .keys = {{"fewer, more fireflies", {ACTION_SPRITES_FEWER, ACTION_SPRITES_MORE}},
              {"overlay", {ACTION_OVERLAY}}},
     .look = "The lanes, below in the overlay: there is one, and the other core sleeps.",
     .sprites = 24000,
     .slices = 96,
     .ways = {{.label = "one loop", .model = "sequential"}}},
    {.title = "A thread a slice",
     .text = "The swarm is cut into slices. Every step starts new threads, hands each a slice and "
             "joins them, sixty times a second.",
     .keys = {{"smaller, larger slices", {ACTION_GRAIN_FINER, ACTION_GRAIN_COARSER}}},
     .look = "The gaps in the lanes: making and joining threads costs time in each step.",
     .sprites = 24000,
     .slices = 16,
     .ways = {{.label = "one loop", .model = "sequential"},
              {.label = "threads", .model = "threads"}}},
    {.title = "The pool",
     .text = "The same threads, but kept: they wait for work, take slices, and steal from each "
             "other when they run dry. That is what a pool executor does.",
     .keys = {{"fewer, more lanes", {ACTION_LANES_FEWER, ACTION_LANES_MORE}}},
     .look = "Both lanes are full, hardly a gap, and the hash is the one of one loop.",
     .sprites = 24000,
     .slices = 96,
     .ways = {{.label = "one loop", .model = "sequential"},
              {.label = "threads", .model = "threads"},
              {.label = "pool", .model = "jobs"}}},
    {.title = "The global lock",
     .text = "The same pool, but a worker must hold one lock while it computes. Two threads, one "
             "core's worth of work: that is how an interpreter with a global lock feels.",
     .keys = {{"the load", {ACTION_LOAD}}},
     .look = "The line of the lock: held for as long as all the work takes, and waited for by "
             "whichever lane has not got it.",
     .sprites = 2000,
     .slices = 64,
     .load = LOAD_HEAVY,
     .ways = {{.label = "one loop", .model = "sequential"},
              {.label = "pool", .model = "jobs"},
              {.label = "global lock", .model = "gil"}}},
    {.title = "The race, caught",
     .text = "One buffer that all read and write at once, counted up without order. It looks like "
             "a swarm, but each run is another one, and updates are lost.",
     .keys = {{"from the start", {ACTION_RESTART}}, {"verify", {ACTION_VERIFY}}},
     .look = "In red, updates lost and fireflies that fly otherwise than they should.",
     .turn = TOUR_RACE,
     .sprites = 10000,
     .slices = 64,
     .ways = {{.label = "pool", .model = "jobs"}, {.label = "race", .model = "racy"}}},
    {.title = "Processes, one killed",
     .text = "The workers are processes, and the swarm lies in memory that they share. Every two "
             "seconds one is killed: others do its slices again, a new one takes its place.",
     .keys = {{"kill one", {ACTION_KILL}},
              {"fewer, more workers", {ACTION_LANES_FEWER, ACTION_LANES_MORE}}},
     .look = "The hash goes on as if nothing had happened, and no tick is lost.",
     .turn = TOUR_KILL,
     .sprites = 24000,
     .slices = 96,
     .ways = {{.label = "one loop", .model = "sequential"},
              {.label = "pool", .model = "jobs"},
              {.label = "processes", .model = "processes"}}},
    {.title = "Coroutines and a budget",
     .text = "Too much work for a frame. One loop holds the picture up until it is done. "
             "Coroutines stop when the frame's time is over and go on in the next: the swarm is "
             "slower, the picture is not.",
     .keys = {{"the load", {ACTION_LOAD}}},
     .look = "The graph of frames: jagged above the line, then flat below it.",
     .measure = TOUR_LONGEST,
     .sprites = 6000,
     .slices = 600,
     .load = LOAD_HEAVY,
     .graph = true,
     .ways = {{.label = "one loop", .model = "sequential"},
              {.label = "coroutines", .model = "coroutines"}}},
    {.title = "Waiting is not computing",
     .text = "Now each of 8 slices waits 20 ms, as for a disk or the network. One loop waits for "
             "one after another; a pool for as many as it has workers; coroutines for all at "
             "once, on one thread.",
     .keys = {{"the load", {ACTION_LOAD}}},
     .look = "The lanes: one thread, and all eight waits are over in the time of one.",
     .sprites = 2000,
     .slices = 8,
     .load = LOAD_WAIT,
     .ways = {{.label = "one loop", .model = "sequential"},
              {.label = "pool", .model = "jobs"},
              {.label = "coroutines", .model = "coroutines"}}},
    {.title = "Vectors",
     .text = "No second thread at all: one loop, but its instructions work on 4, 8 or 16 "
             "fireflies side by side. The bits are the same as before.",
     .keys = {{"the next instruction set", {ACTION_ISA}}},
     .look = "The first line names the instruction set; the hash stays what it is.",
     .sprites = 24000,
     .slices = 96,
     .ways = {{.label = "scalar", .model = "sequential", .scalar = true},
              {.label = "vectors", .model = "sequential"}}},
    {.title = "The better algorithm",
     .text = "Before the second thread: do less. Whoever looks at all others does four times the "
             "work for twice the swarm, even on all cores. A grid looks only next door.",
     .keys = {{"all or next door", {ACTION_NEIGHBOURS}},
              {"fewer, more", {ACTION_SPRITES_FEWER, ACTION_SPRITES_MORE}}},
     .look = "brute or grid, in the first line; then the step, in the stages.",
     .sprites = 4000,
     .slices = 64,
     .ways = {{.label = "all, pool", .model = "jobs", .brute = true},
              {.label = "grid, one loop", .model = "sequential"}}},
};

uint32_t tour_stop_count(void)
{
    return sizeof STOPS / sizeof *STOPS;
}

const TourStop *tour_stop(uint32_t index)
{
    return &STOPS[index];
}

uint32_t tour_stop_ways(const TourStop *stop)
{
    uint32_t count = 0;
    while (count < TOUR_WAYS_MAX && stop->ways[count].label) {
        count++;
    }
    return count;
}

bool tour_stop_is_there(const TourStop *stop)
{
    for (uint32_t i = 0; i < tour_stop_ways(stop); i++) {
        if (!backend_find(stop->ways[i].model)) {
            return false;
        }
    }
    return true;
}
