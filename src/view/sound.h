/* The sound of the game: the app says in each frame what there is to hear, and a synthesiser of our
 * own makes it, in the audio device's thread. For the loop. Main thread only.
 *
 *     Sound *sound = sound_open(mute, log, &error);
 *     while (...) { sound_hear(sound, &scene); }
 *     sound_close(sound);
 *
 * Opened after the stage and closed before it, with which all of SDL ends. Without a device
 * everything may be called all the same. */
#pragma once

#include "base/error.h"
#include "base/log.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct Sound Sound;

enum { SOUND_JARS_MAX = 255 };

/* A jar: how many are in it, and where it stands. */
typedef struct SoundJar {
    float x, y;
    uint32_t fill;
} SoundJar;

typedef enum SoundHunter { SOUND_NO_HUNTER, SOUND_OWL, SOUND_BAT } SoundHunter;

typedef enum SoundOutcome { SOUND_PLAYING, SOUND_WON, SOUND_LOST } SoundOutcome;

/* What there is to hear. Places and lengths are pixels of the map. */
typedef struct SoundScene {
    uint32_t world;     /* another number: another world, or a new start */
    uint32_t tick;      /* of the world's time, 60 a second */
    float ear_x, ear_y; /* the lantern's place */
    bool resting;       /* paused, in a menu, or not to be seen: a soft ambience is left */

    float glow;           /* 0 to 1 */
    float near;           /* fireflies in the lantern's light, about */
    float wind_x, wind_y; /* pixels a tick */
    float rain;           /* 0 to 1 */
    float dawn;           /* 0 to 1: how much of the night is over; 0 where it has no end */
    float order;          /* 0 to 1: how much the flashes agree */

    uint32_t eaten;
    uint32_t dazzled;    /* hunters that are blinded now */
    uint32_t flash_tick; /* when the swarm last flashed in unison; 0: never */
    SoundOutcome outcome;
    SoundHunter hunter; /* the nearest */
    bool hunter_dives;
    float hunter_x, hunter_y;
    uint32_t jar_count; /* at most SOUND_JARS_MAX */
    SoundJar jars[SOUND_JARS_MAX];
} SoundScene;

/* Opens the device; mute, it does not run. There is none, or SDL's dummy: says so once in the log,
 * and what is told later goes nowhere. NULL: no memory. */
Sound *sound_open(bool mute, Log *log, Error *error);

/* Fades out, a tenth of a second. Takes NULL. */
void sound_close(Sound *sound);

/* In each frame. Takes NULL, as do the others: a loop without sound. */
void sound_hear(Sound *sound, const SoundScene *scene);

/* In a menu: to another row; and a row was chosen. */
void sound_move(Sound *sound);
void sound_choose(Sound *sound);

void sound_toggle_mute(Sound *sound);
bool sound_is_mute(const Sound *sound);
bool sound_has_device(const Sound *sound);
