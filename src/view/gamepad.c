#include "view/gamepad.h"

enum { DEAD_ZONE = 8000, TRIGGER_PRESSED = 8000, AXIS_MAX = 32767, MOVE_MAX = 127 };

void gamepads_open(Gamepads *gamepads, Log *log)
{
    *gamepads = (Gamepads){0};
    gamepads->supported = SDL_InitSubSystem(SDL_INIT_GAMECONTROLLER) == 0;
    if (!gamepads->supported) {
        log_write(log, LOG_INFO, "no gamepads: %s", SDL_GetError());
    }
}

void gamepads_close(Gamepads *gamepads)
{
    for (int i = 0; i < GAMEPADS_MAX; i++) {
        if (gamepads->open[i]) {
            SDL_GameControllerClose(gamepads->open[i]);
        }
    }
    if (gamepads->supported) {
        SDL_QuitSubSystem(SDL_INIT_GAMECONTROLLER);
    }
    *gamepads = (Gamepads){0};
}

static SDL_JoystickID id_of(SDL_GameController *pad)
{
    return SDL_JoystickInstanceID(SDL_GameControllerGetJoystick(pad));
}

static void plugged_in(Gamepads *gamepads, int device, Log *log)
{
    int place = 0;
    while (place < GAMEPADS_MAX && gamepads->open[place]) {
        if (id_of(gamepads->open[place]) == SDL_JoystickGetDeviceInstanceID(device)) {
            return; /* SDL announces those that were there from the start twice */
        }
        place++;
    }
    if (place == GAMEPADS_MAX) {
        return;
    }
    gamepads->open[place] = SDL_GameControllerOpen(device);
    if (gamepads->open[place]) {
        const char *name = SDL_GameControllerName(gamepads->open[place]);
        log_write(log, LOG_INFO, "gamepad: %s", name ? name : "one without a name");
    } else {
        log_write(log, LOG_WARNING, "a gamepad cannot be used: %s", SDL_GetError());
    }
}

static void unplugged(Gamepads *gamepads, SDL_JoystickID id, Log *log)
{
    for (int i = 0; i < GAMEPADS_MAX; i++) {
        if (gamepads->open[i] && id_of(gamepads->open[i]) == id) {
            SDL_GameControllerClose(gamepads->open[i]);
            gamepads->open[i] = NULL;
            log_write(log, LOG_INFO, "a gamepad was unplugged");
        }
    }
}

static void pressed(uint8_t button, Input *input)
{
    if (button == SDL_CONTROLLER_BUTTON_START) {
        input->actions |= 1u << ACTION_PAUSE;
    } else if (button == SDL_CONTROLLER_BUTTON_BACK) {
        input->actions |= 1u << ACTION_MENU;
    } else if (button == SDL_CONTROLLER_BUTTON_A) {
        input->actions |= 1u << ACTION_RESUME;
    } else if (button == SDL_CONTROLLER_BUTTON_Y) {
        input->actions |= 1u << ACTION_RESTART;
    }
}

void gamepads_event(Gamepads *gamepads, const SDL_Event *event, Input *input, Log *log)
{
    if (!gamepads->supported) {
        return;
    }
    if (event->type == SDL_CONTROLLERDEVICEADDED) {
        plugged_in(gamepads, event->cdevice.which, log);
    } else if (event->type == SDL_CONTROLLERDEVICEREMOVED) {
        unplugged(gamepads, event->cdevice.which, log);
    } else if (event->type == SDL_CONTROLLERBUTTONDOWN) {
        pressed(event->cbutton.button, input);
    }
}

static int8_t move_of(SDL_GameController *pad, SDL_GameControllerAxis axis,
                      SDL_GameControllerButton less, SDL_GameControllerButton more, int8_t before)
{
    int cross = SDL_GameControllerGetButton(pad, more) - SDL_GameControllerGetButton(pad, less);
    if (cross != 0) {
        return (int8_t)(cross * MOVE_MAX);
    }
    int stick = SDL_GameControllerGetAxis(pad, axis);
    if (stick > -DEAD_ZONE && stick < DEAD_ZONE) {
        return before;
    }
    return (int8_t)(SDL_clamp(stick, -AXIS_MAX, AXIS_MAX) * MOVE_MAX / AXIS_MAX);
}

void gamepads_hold(const Gamepads *gamepads, StepInput *step)
{
    for (int i = 0; i < GAMEPADS_MAX; i++) {
        SDL_GameController *pad = gamepads->open[i];
        if (!pad) {
            continue;
        }
        step->move_x = move_of(pad, SDL_CONTROLLER_AXIS_LEFTX, SDL_CONTROLLER_BUTTON_DPAD_LEFT,
                               SDL_CONTROLLER_BUTTON_DPAD_RIGHT, step->move_x);
        step->move_y = move_of(pad, SDL_CONTROLLER_AXIS_LEFTY, SDL_CONTROLLER_BUTTON_DPAD_UP,
                               SDL_CONTROLLER_BUTTON_DPAD_DOWN, step->move_y);
        step->glow |=
            SDL_GameControllerGetButton(pad, SDL_CONTROLLER_BUTTON_A) ||
            SDL_GameControllerGetAxis(pad, SDL_CONTROLLER_AXIS_TRIGGERRIGHT) > TRIGGER_PRESSED;
    }
}
