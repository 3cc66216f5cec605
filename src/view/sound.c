#include "view/sound.h"

#include "view/sound_cues.h"
#include "view/sound_ring.h"

#include <SDL.h>
#include <stdlib.h>
#include <string.h>

enum {
    RATE = 48000,
    DEVICE_FRAMES = 1024, /* a callback's, 21 ms: soon enough, and rare */
    LOWEST_RATE = 22050,  /* crickets would not be heard: SDL is to convert */
    SEED = 0x9a3c,
    CLOSE_MS = 200, /* a device that does not call back is not waited for any longer */
};

struct Sound {
    Log *log;
    SDL_AudioDeviceID device; /* 0: none */
    bool mute;
    bool running; /* the device calls back */

    SoundCues cues;
    SynthLevels levels; /* as the synthesiser was told last */
    bool told;          /* they reached the ring */

    SoundRing ring;
    _Atomic bool silent; /* the callback's: it has faded out, see call_back */
    Synth synth;         /* the callback's, from the first one on */
};

/* ---- The device's thread --------------------------------------------------------------------- */

/* No lock, no allocation, no call of the system. */
static void call_back(void *context, Uint8 *bytes, int length)
{
    Sound *sound = context;
    SynthCommand command;
    while (sound_ring_pop(&sound->ring, &command)) {
        synth_apply(&sound->synth, &command);
    }
    synth_render(&sound->synth, (float *)(void *)bytes,
                 (uint32_t)length / (uint32_t)(2 * sizeof(float)));
    /* Relaxed: it tells that and nothing else; who reads it takes no data of ours. */
    atomic_store_explicit(&sound->silent, synth_is_silent(&sound->synth), memory_order_relaxed);
}

/* ---- The device ------------------------------------------------------------------------------ */

static SDL_AudioDeviceID open_device(Sound *sound, int changes, int *rate)
{
    SDL_AudioSpec wanted = {.freq = RATE,
                            .format = AUDIO_F32SYS,
                            .channels = 2,
                            .samples = DEVICE_FRAMES,
                            .callback = call_back,
                            .userdata = sound};
    SDL_AudioSpec got;
    SDL_AudioDeviceID device = SDL_OpenAudioDevice(NULL, 0, &wanted, &got, changes);
    *rate = got.freq;
    return device;
}

/* Why there is nothing to open; NULL: there is something. ALSA tells stderr at length of each step
 * on the way to a device that is not there, so where none is listed none is tried (a negative
 * number: the driver cannot list them). */
static const char *reason_for_none(void)
{
    if (strcmp(SDL_GetCurrentAudioDriver(), "dummy") == 0) {
        return "SDL's audio driver is its dummy";
    }
    return SDL_GetNumAudioDevices(0) == 0 ? "there is no audio device" : NULL;
}

/* With the rate that it has, where that can carry the night's sounds. */
static bool open_some_device(Sound *sound, int *rate)
{
    sound->device = open_device(sound, SDL_AUDIO_ALLOW_FREQUENCY_CHANGE, rate);
    if (sound->device != 0 && (*rate < LOWEST_RATE || *rate > SYNTH_RATE_MAX)) {
        SDL_CloseAudioDevice(sound->device);
        sound->device = open_device(sound, 0, rate);
    }
    return sound->device != 0;
}

static void find_device(Sound *sound)
{
    if (SDL_InitSubSystem(SDL_INIT_AUDIO) != 0) {
        log_write(sound->log, LOG_INFO, "no sound: %s", SDL_GetError());
        return;
    }
    int rate = RATE;
    const char *reason = reason_for_none();
    if (reason || !open_some_device(sound, &rate)) {
        log_write(sound->log, LOG_INFO, "no sound: %s", reason ? reason : SDL_GetError());
        SDL_QuitSubSystem(SDL_INIT_AUDIO);
        return;
    }
    synth_init(&sound->synth, (uint32_t)rate, SEED); /* before it is first called back: it waits */
    log_write(sound->log, LOG_DEBUG, "sound: %s, %d Hz", SDL_GetCurrentAudioDriver(), rate);
}

static void leave_device(Sound *sound)
{
    SDL_CloseAudioDevice(sound->device);
    SDL_QuitSubSystem(SDL_INIT_AUDIO);
    sound->device = 0;
    sound->running = false;
}

static void run_device(Sound *sound, bool running)
{
    if (sound->running != running) {
        SDL_PauseAudioDevice(sound->device, !running);
        sound->running = running;
    }
}

Sound *sound_open(bool mute, Log *log, Error *error)
{
    Sound *sound = aligned_alloc(_Alignof(Sound), sizeof *sound);
    if (!sound) {
        error_set(error, "no memory for the sound");
        return NULL;
    }
    memset(sound, 0, sizeof *sound);
    sound->log = log;
    sound->mute = mute;
    sound_ring_init(&sound->ring);
    atomic_init(&sound->silent, true);
    find_device(sound);
    return sound;
}

/* ---- What is told ---------------------------------------------------------------------------- */

static bool same_levels(const SynthLevels *a, const SynthLevels *b)
{
    return a->ambience == b->ambience && a->glow == b->glow && a->near == b->near &&
           a->wind_x == b->wind_x && a->wind_y == b->wind_y && a->rain == b->rain &&
           a->dawn == b->dawn && a->master == b->master;
}

/* Once, unless they change; one that found the ring full is told again. */
static void tell_levels(Sound *sound, const SynthLevels *levels)
{
    if (sound->told && same_levels(levels, &sound->levels)) {
        return;
    }
    sound->levels = *levels;
    SynthCommand command = {.kind = SYNTH_SET_LEVELS, .levels = *levels};
    sound->told = sound_ring_push(&sound->ring, &command);
}

static void play(Sound *sound, const SynthCue *cue)
{
    if (sound && sound->running && !sound->mute) {
        SynthCommand command = {.kind = SYNTH_PLAY, .cue = *cue};
        sound_ring_push(&sound->ring, &command);
    }
}

static void play_plain(Sound *sound, SynthEvent event)
{
    play(sound, &(SynthCue){.event = event, .count = 1, .gain = 1.0f});
}

void sound_move(Sound *sound)
{
    play_plain(sound, SYNTH_MOVE);
}

void sound_choose(Sound *sound)
{
    play_plain(sound, SYNTH_CHOOSE);
}

/* Unplugged: SDL goes on calling nobody. */
static bool is_gone(Sound *sound)
{
    if (SDL_GetAudioDeviceStatus(sound->device) != SDL_AUDIO_STOPPED) {
        return false;
    }
    log_write(sound->log, LOG_INFO, "no sound from here on: the audio device is gone");
    leave_device(sound);
    return true;
}

void sound_hear(Sound *sound, const SoundScene *scene)
{
    if (!sound || sound->device == 0 || is_gone(sound)) {
        return;
    }
    SynthCue cues[SOUND_CUES_MAX];
    uint32_t count = sound_cues(&sound->cues, scene, cues);
    SynthLevels levels = sound_levels(scene);
    if (sound->mute) {
        levels.master = 0.0f;
    }
    /* Relaxed: see call_back. A device that has nothing to say is stopped, and starts again with
     * what it is told then. */
    bool silent = atomic_load_explicit(&sound->silent, memory_order_relaxed);
    run_device(sound, !sound->mute || (sound->running && !silent));
    if (sound->running) {
        tell_levels(sound, &levels);
    }
    for (uint32_t i = 0; i < count; i++) {
        play(sound, &cues[i]);
    }
}

void sound_toggle_mute(Sound *sound)
{
    if (sound) {
        sound->mute = !sound->mute;
    }
}

bool sound_is_mute(const Sound *sound)
{
    return !sound || sound->mute;
}

bool sound_has_device(const Sound *sound)
{
    return sound && sound->device != 0;
}

static void fade_out(Sound *sound)
{
    SynthLevels levels = sound->levels;
    levels.master = 0.0f;
    tell_levels(sound, &levels);
    for (uint32_t waited_ms = 0; waited_ms < CLOSE_MS; waited_ms += 5) {
        if (atomic_load_explicit(&sound->silent, memory_order_relaxed)) { /* see call_back */
            break;
        }
        SDL_Delay(5);
    }
}

void sound_close(Sound *sound)
{
    if (!sound) {
        return;
    }
    if (sound->running) {
        fade_out(sound);
    }
    if (sound->device != 0) {
        leave_device(sound);
    }
    free(sound);
}
