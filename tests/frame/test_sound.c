/* The sound with a device, which writes to a file what others play (SDL's `disk`), and without one;
 * and what the game does with it. */
#include "support/files.h"
#include "support/session.h"
#include "support/soundtrack.h"
#include "view/sound.h"

#include <SDL.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

typedef struct SoundFile {
    TestFolder folder;
    char path[FILES_PATH_SIZE];
    Log log;
    Sound *sound;
    float *samples; /* after its end */
    size_t count;
} SoundFile;

static void begin(SoundFile *recording, bool mute)
{
    Error error = {""};
    recording->folder = files_folder_create();
    files_path(&recording->folder, "sound.raw", recording->path);
    SDL_setenv("SDL_AUDIODRIVER", "disk", 1);
    SDL_setenv("SDL_DISKAUDIOFILE", recording->path, 1);
    SDL_setenv("SDL_DISKAUDIODELAY", "1", 1); /* faster than one could listen */
    log_init(&recording->log, LOG_ERROR);
    recording->sound = sound_open(mute, &recording->log, &error);
    assert_non_null(recording->sound);
    assert_true(sound_has_device(recording->sound));
}

static void end(SoundFile *recording)
{
    sound_close(recording->sound);
    SDL_setenv("SDL_AUDIODRIVER", "dummy", 1);
    recording->samples = (float *)(void *)files_read(recording->path, &recording->count);
    recording->count /= sizeof *recording->samples;
    files_folder_destroy(&recording->folder);
}

/* So many frames of a game, in which nothing happens. */
static void hear(Sound *sound, SoundScene *scene, uint32_t frames)
{
    for (uint32_t i = 0; i < frames; i++) {
        scene->tick++;
        sound_hear(sound, scene);
        SDL_Delay(1);
    }
}

static float loudest(const SoundFile *recording)
{
    float peak = 0.0f;
    for (size_t i = 0; i < recording->count; i++) {
        assert_true(fabsf(recording->samples[i]) < 1.0f);
        peak = fmaxf(peak, fabsf(recording->samples[i]));
    }
    return peak;
}

static void a_night_reaches_the_device(void **state)
{
    (void)state;
    static SoundFile recording;
    static SoundScene scene;
    begin(&recording, false);
    scene = (SoundScene){.world = 1, .glow = 1.0f, .jar_count = 1};
    hear(recording.sound, &scene, 100);
    scene.jars[0].fill = 3;
    hear(recording.sound, &scene, 100);
    sound_choose(recording.sound);
    hear(recording.sound, &scene, 50);
    end(&recording);
    assert_true(recording.count > 2 * 1024);
    assert_true(loudest(&recording) > 0.02f);
    assert_true(fabsf(recording.samples[0]) < 1e-3f); /* no click at either end */
    assert_true(fabsf(recording.samples[recording.count - 1]) < 1e-3f);
    free(recording.samples);
}

static void mute_from_the_start_it_does_not_run(void **state)
{
    (void)state;
    static SoundFile recording;
    static SoundScene scene;
    begin(&recording, true);
    assert_true(sound_is_mute(recording.sound));
    hear(recording.sound, &scene, 50);
    sound_move(recording.sound);
    hear(recording.sound, &scene, 50);
    end(&recording);
    assert_true(loudest(&recording) == 0.0f); /* a device that is stopped gives silence, if that */
    free(recording.samples);
}

static void mute_and_back(void **state)
{
    (void)state;
    static SoundFile recording;
    static SoundScene scene;
    begin(&recording, true);
    scene = (SoundScene){.world = 1, .glow = 1.0f};
    for (uint32_t i = 0; i < 20; i++) {
        hear(recording.sound, &scene, i);
        sound_toggle_mute(recording.sound);
    }
    assert_true(sound_is_mute(recording.sound));
    sound_toggle_mute(recording.sound);
    hear(recording.sound, &scene, 200);
    end(&recording);
    assert_true(loudest(&recording) > 0.02f);
    free(recording.samples);
}

static void no_sound(const char *driver)
{
    Log log;
    Error error = {""};
    log_init(&log, LOG_ERROR);
    SDL_setenv("SDL_AUDIODRIVER", driver, 1);
    Sound *sound = sound_open(false, &log, &error);
    SDL_setenv("SDL_AUDIODRIVER", "dummy", 1);
    assert_non_null(sound);
    assert_false(sound_has_device(sound));
    static SoundScene scene;
    hear(sound, &scene, 3);
    sound_move(sound);
    sound_choose(sound);
    sound_toggle_mute(sound);
    hear(sound, &scene, 3);
    sound_close(sound);
    assert_int_equal(log_kept(&log), 1);
    assert_non_null(strstr(log_recent(&log, 0), "no sound: "));
}

static void without_a_device_it_says_so_once(void **state)
{
    (void)state;
    no_sound("dummy");
    no_sound("nonesuch");
}

static void no_sound_at_all_is_taken(void **state)
{
    (void)state;
    static const SoundScene scene;
    sound_hear(NULL, &scene);
    sound_move(NULL);
    sound_choose(NULL);
    sound_toggle_mute(NULL);
    assert_true(sound_is_mute(NULL));
    assert_false(sound_has_device(NULL));
    sound_close(NULL);
}

/* ---- In the game ----------------------------------------------------------------------------- */

static void the_game_sounds_until_m(void **state)
{
    Session *session = *state;
    static SoundFile recording;
    begin(&recording, false);
    session->loop->config.sound = recording.sound;
    session_frames_until_tick(session, 20);
    session_press(session, SDL_SCANCODE_M);
    assert_true(sound_is_mute(recording.sound));
    assert_string_equal(session->loop->toast.text, "sound off");
    session_press(session, SDL_SCANCODE_M);
    assert_false(sound_is_mute(recording.sound));
    assert_string_equal(session->loop->toast.text, "sound on");
    session_press(session, SDL_SCANCODE_P);
    session_press(session, SDL_SCANCODE_ESCAPE);
    session_press(session, SDL_SCANCODE_RETURN);
    session_press(session, SDL_SCANCODE_P);
    session_frames_until_tick(session, 40);
    session_assert_reference_bits(session);
    session->loop->config.sound = NULL;
    end(&recording);
    assert_true(loudest(&recording) > 1e-3f);
    free(recording.samples);
}

static void without_sound_m_says_so(void **state)
{
    Session *session = *state;
    session_press(session, SDL_SCANCODE_M);
    assert_string_equal(session->loop->toast.text, "there is no sound: no audio device");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_night_reaches_the_device),
        cmocka_unit_test(mute_from_the_start_it_does_not_run),
        cmocka_unit_test(mute_and_back),
        cmocka_unit_test(without_a_device_it_says_so_once),
        cmocka_unit_test(no_sound_at_all_is_taken),
        IN_A_SESSION(the_game_sounds_until_m),
        IN_A_SESSION(without_sound_m_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
