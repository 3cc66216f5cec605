#include "support/pad.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static int SDLCALL shake(void *context, Uint16 heavy, Uint16 light)
{
    Pad *pad = context;
    pad->heavy = heavy;
    pad->light = light;
    pad->rumbles++;
    return 0;
}

static int index_of(SDL_JoystickID id)
{
    for (int i = 0; i < SDL_NumJoysticks(); i++) {
        if (SDL_JoystickGetDeviceInstanceID(i) == id) {
            return i;
        }
    }
    return -1;
}

void pad_plug_in(Pad *pad, const char *name)
{
    SDL_VirtualJoystickDesc plan = {
        .version = SDL_VIRTUAL_JOYSTICK_DESC_VERSION,
        .type = SDL_JOYSTICK_TYPE_GAMECONTROLLER,
        .naxes = SDL_CONTROLLER_AXIS_MAX,
        .nbuttons = SDL_CONTROLLER_BUTTON_MAX,
        .name = name,
        .userdata = pad,
        .Rumble = shake,
    };
    int device = SDL_JoystickAttachVirtualEx(&plan);
    assert_true(device >= 0);
    assert_true(SDL_IsGameController(device));
    *pad = (Pad){.id = SDL_JoystickGetDeviceInstanceID(device)};
}

void pad_pull_out(Pad *pad)
{
    assert_int_equal(SDL_JoystickDetachVirtual(index_of(pad->id)), 0);
}

void pad_take_up(Pad *pad)
{
    pad->joystick = SDL_JoystickFromInstanceID(pad->id);
    assert_non_null(pad->joystick);
    SDL_JoystickSetVirtualAxis(pad->joystick, SDL_CONTROLLER_AXIS_TRIGGERLEFT, -32768);
    SDL_JoystickSetVirtualAxis(pad->joystick, SDL_CONTROLLER_AXIS_TRIGGERRIGHT, -32768);
}

void pad_hold_button(Pad *pad, SDL_GameControllerButton button, bool down)
{
    SDL_JoystickSetVirtualButton(pad->joystick, button, down);
}

void pad_push_axis(Pad *pad, SDL_GameControllerAxis axis, int16_t value)
{
    SDL_JoystickSetVirtualAxis(pad->joystick, axis, value);
}
