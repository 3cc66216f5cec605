#include "support/rig.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

int rig_set_up(void **state)
{
    Error error = {""};
    Rig *rig = calloc(1, sizeof *rig);
    assert_non_null(rig);
    SDL_setenv("SDL_VIDEODRIVER", "dummy", 1);
    SDL_SetHint(SDL_HINT_JOYSTICK_ALLOW_BACKGROUND_EVENTS, "1");
    log_init(&rig->log, LOG_ERROR);
    StageConfig config = {.assets = "none", .width = 640, .height = 360, .window = true};
    rig->stage = stage_open(&config, &rig->log, &error);
    assert_non_null(rig->stage);
    rig->devices = input_open(NULL, &rig->log, &error);
    assert_non_null(rig->devices);
    rig->scene = calloc(1, sizeof *rig->scene);
    assert_non_null(rig->scene);
    SDL_FlushEvents(SDL_FIRSTEVENT, SDL_LASTEVENT); /* of the window's birth */
    *state = rig;
    return 0;
}

int rig_tear_down(void **state)
{
    Rig *rig = *state;
    input_close(rig->devices);
    stage_close(rig->stage);
    free(rig->scene);
    free(rig);
    return 0;
}

Input rig_poll(Rig *rig)
{
    return input_poll(rig->devices, rig->stage, rig->scene);
}

void rig_push_key(SDL_Scancode key, bool down, uint16_t modifiers, bool repeat)
{
    SDL_Event event = {.type = down ? SDL_KEYDOWN : SDL_KEYUP};
    event.key.state = down ? SDL_PRESSED : SDL_RELEASED;
    event.key.repeat = repeat;
    event.key.keysym.scancode = key;
    event.key.keysym.mod = modifiers;
    assert_int_equal(SDL_PushEvent(&event), 1);
}
