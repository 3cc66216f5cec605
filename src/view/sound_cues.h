/* What is to be heard of a change: two SoundScenes are compared, and cues come out. For sound.c and
 * tests. It keeps the world's time, so the same scenes give the same cues. Main thread only. */
#pragma once

#include "view/sound.h"
#include "view/synth.h"

enum { SOUND_CUES_MAX = 8 }; /* of one comparison */

typedef struct SoundCues {
    SoundScene before;
    bool begun;
    uint32_t eaten_told; /* how many of the eaten have been heard of */
    uint32_t eaten_tick; /* when the last were; the same for the call of a hunter */
    uint32_t call_tick;
    bool hunter_near;
} SoundCues;

/* How many were written. After a leap (another world, a restart, another place of a replay), none:
 * the new scene is where comparing starts. */
uint32_t sound_cues(SoundCues *cues, const SoundScene *now, SynthCue *out);

/* Where in the stereo picture a place of the map is heard. */
float sound_pan(const SoundScene *scene, float x);

/* How loud: 1 at the ear, less with the distance. */
float sound_nearness(const SoundScene *scene, float x, float y);

/* What the synthesiser is to be told of the scene. */
SynthLevels sound_levels(const SoundScene *scene);
