#include "app/recording.h"

#include "base/range.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static const char *const outcome_names[] = {
    [OUTCOME_PLAYING] = "playing",
    [OUTCOME_WON] = "won",
    [OUTCOME_LOST_DAWN] = "lost-dawn",
    [OUTCOME_LOST_SWARM] = "lost-swarm",
};

enum { OUTCOMES = sizeof outcome_names / sizeof outcome_names[0] };

const char *recording_outcome_name(Outcome outcome)
{
    assert((uint32_t)outcome < OUTCOMES);
    return outcome_names[outcome];
}

bool recording_outcome_from_name(const char *name, Outcome *outcome)
{
    for (uint32_t i = 0; i < OUTCOMES; i++) {
        if (strcmp(name, outcome_names[i]) == 0) {
            *outcome = (Outcome)i;
            return true;
        }
    }
    return false;
}

void recording_destroy(Recording *recording)
{
    if (recording) {
        free(recording->runs);
        free(recording->marks);
        free(recording);
    }
}

StepInput recording_input(const Recording *recording, uint32_t tick)
{
    if (tick >= recording->ticks) {
        return (StepInput){.glow = false};
    }
    Range range = {0, recording->run_count}; /* the run lies in it, and it shrinks to one */
    while (range_count(range) > 1) {
        uint32_t middle = range.begin + range_count(range) / 2;
        if (recording->runs[middle].begin <= tick) {
            range.begin = middle;
        } else {
            range.end = middle;
        }
    }
    return recording->runs[range.begin].input;
}

static const RecordingMark *find_mark(const Recording *recording, uint32_t tick)
{
    Range range = {0, recording->mark_count};
    while (!range_is_empty(range)) {
        uint32_t middle = range.begin + range_count(range) / 2;
        const RecordingMark *mark = &recording->marks[middle];
        if (mark->tick == tick) {
            return mark;
        }
        if (mark->tick < tick) {
            range.begin = middle + 1;
        } else {
            range.end = middle;
        }
    }
    return NULL;
}

bool recording_check(const Recording *recording, const World *world, Error *error)
{
    uint32_t tick = world_scene(world)->tick;
    const RecordingMark *mark = find_mark(recording, tick);
    uint64_t hash = mark ? world_hash(world) : 0;
    return !mark || mark->hash == hash ||
           error_set(error,
                     "tick %u: the recording has the state hash 0x%016" PRIx64
                     ", and the game 0x%016" PRIx64,
                     tick, mark->hash, hash);
}
