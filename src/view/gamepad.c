#include "view/gamepad.h"

#include <math.h>
#include <stdio.h>

enum { MOVE_MAX = 127, RUMBLE_MAX = 0xFFFF };

/* Of an axis's 32767. A trigger is let go below where it is pressed, so that it does not flutter.
 */
enum { DEAD_ZONE = 8000, AXIS_MAX = 32767, TRIGGER_PRESSED = 10000, TRIGGER_LET_GO = 6000 };

/* The light motor, beside the heavy one. */
static const float LIGHT_SHARE = 0.6f;

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
        if (gamepads->pads[i].controller) {
            SDL_GameControllerClose(gamepads->pads[i].controller);
        }
    }
    if (gamepads->supported) {
        SDL_QuitSubSystem(SDL_INIT_GAMECONTROLLER);
    }
    *gamepads = (Gamepads){0};
}

/* ---- Who is there --------------------------------------------------------------------------- */

static void tell(Gamepads *gamepads, LogLevel level, const char *what, const char *name, Log *log)
{
    snprintf(gamepads->news, sizeof gamepads->news, "%s: %s", what,
             name ? name : "one without a name");
    log_write(log, level, "%s", gamepads->news);
}

static Gamepad *find(Gamepads *gamepads, SDL_JoystickID id)
{
    for (int i = 0; i < GAMEPADS_MAX; i++) {
        SDL_GameController *controller = gamepads->pads[i].controller;
        if (controller && SDL_JoystickInstanceID(SDL_GameControllerGetJoystick(controller)) == id) {
            return &gamepads->pads[i];
        }
    }
    return NULL;
}

static Gamepad *free_place(Gamepads *gamepads)
{
    for (int i = 0; i < GAMEPADS_MAX; i++) {
        if (!gamepads->pads[i].controller) {
            return &gamepads->pads[i];
        }
    }
    return NULL;
}

/* True: there is news of it. */
static bool plugged_in(Gamepads *gamepads, int device, Log *log)
{
    if (find(gamepads, SDL_JoystickGetDeviceInstanceID(device))) {
        return false; /* SDL announces those that were there from the start twice */
    }
    Gamepad *pad = free_place(gamepads);
    if (!pad) {
        tell(gamepads, LOG_INFO, "one gamepad too many", SDL_GameControllerNameForIndex(device),
             log);
        return true;
    }
    *pad = (Gamepad){.controller = SDL_GameControllerOpen(device)};
    if (pad->controller) {
        tell(gamepads, LOG_INFO, "gamepad", SDL_GameControllerName(pad->controller), log);
    } else {
        tell(gamepads, LOG_WARNING, "a gamepad cannot be used", SDL_GetError(), log);
    }
    return true;
}

static GamepadEvent unplugged(Gamepads *gamepads, SDL_JoystickID id, Log *log)
{
    Gamepad *pad = find(gamepads, id);
    if (!pad) {
        return (GamepadEvent){.pressed = KEY_NONE};
    }
    GamepadEvent event = {.has_news = true, .lost = gamepads->used == pad};
    tell(gamepads, LOG_INFO, "gamepad unplugged", SDL_GameControllerName(pad->controller), log);
    SDL_GameControllerClose(pad->controller);
    *pad = (Gamepad){0};
    gamepads->used = event.lost ? NULL : gamepads->used;
    return event;
}

/* ---- What they do --------------------------------------------------------------------------- */

/* True: it was pressed just now. */
static bool pull_trigger(bool *is_pressed, int value)
{
    bool was_pressed = *is_pressed;
    *is_pressed = value > (was_pressed ? TRIGGER_LET_GO : TRIGGER_PRESSED);
    return *is_pressed && !was_pressed;
}

static Key axis_moved(Gamepads *gamepads, const SDL_ControllerAxisEvent *axis)
{
    Gamepad *pad = find(gamepads, axis->which);
    if (!pad) {
        return KEY_NONE;
    }
    /* A stick at rest is never quite still. */
    if (axis->value > DEAD_ZONE || axis->value < -DEAD_ZONE) {
        gamepads->used = pad;
    }
    switch (axis->axis) {
    case SDL_CONTROLLER_AXIS_TRIGGERLEFT:
        return pull_trigger(&pad->left_trigger, axis->value) ? KEY_LEFT_TRIGGER : KEY_NONE;
    case SDL_CONTROLLER_AXIS_TRIGGERRIGHT:
        return pull_trigger(&pad->right_trigger, axis->value) ? KEY_RIGHT_TRIGGER : KEY_NONE;
    default: return KEY_NONE;
    }
}

static Key button_pressed(Gamepads *gamepads, const SDL_ControllerButtonEvent *button)
{
    Gamepad *pad = find(gamepads, button->which);
    if (!pad || button->button >= SDL_CONTROLLER_BUTTON_MAX) {
        return KEY_NONE;
    }
    gamepads->used = pad;
    return KEY_PAD + button->button;
}

GamepadEvent gamepads_event(Gamepads *gamepads, const SDL_Event *event, Log *log)
{
    GamepadEvent result = {.pressed = KEY_NONE};
    if (!gamepads->supported) {
        return result;
    }
    switch (event->type) {
    case SDL_CONTROLLERDEVICEADDED:
        result.has_news = plugged_in(gamepads, event->cdevice.which, log);
        break;
    case SDL_CONTROLLERDEVICEREMOVED: return unplugged(gamepads, event->cdevice.which, log);
    case SDL_CONTROLLERBUTTONDOWN:
        result.pressed = button_pressed(gamepads, &event->cbutton);
        break;
    case SDL_CONTROLLERAXISMOTION: result.pressed = axis_moved(gamepads, &event->caxis); break;
    default: break;
    }
    return result;
}

static void hold(const Keys *keys, Key key, bool held[ACTION_COUNT])
{
    const KeyBinding *binding = keys_find(keys, key);
    if (binding) {
        held[binding->action] = true;
    }
}

void gamepads_hold(const Gamepads *gamepads, const Keys *keys, bool held[ACTION_COUNT])
{
    for (int i = 0; i < GAMEPADS_MAX; i++) {
        const Gamepad *pad = &gamepads->pads[i];
        for (Key button = 0; pad->controller && button < SDL_CONTROLLER_BUTTON_MAX; button++) {
            if (SDL_GameControllerGetButton(pad->controller, (SDL_GameControllerButton)button)) {
                hold(keys, KEY_PAD + button, held);
            }
        }
        hold(keys, pad->left_trigger ? KEY_LEFT_TRIGGER : KEY_NONE, held);
        hold(keys, pad->right_trigger ? KEY_RIGHT_TRIGGER : KEY_NONE, held);
    }
}

/* The dead zone is round: a stick is as slow at first, and as exact, on the slant as along its
 * axes; and walking begins at a standstill at its edge. */
void gamepads_walk(const Gamepads *gamepads, StepInput *step)
{
    float furthest = DEAD_ZONE;
    for (int i = 0; i < GAMEPADS_MAX; i++) {
        SDL_GameController *controller = gamepads->pads[i].controller;
        if (!controller) {
            continue;
        }
        float x = SDL_GameControllerGetAxis(controller, SDL_CONTROLLER_AXIS_LEFTX);
        float y = SDL_GameControllerGetAxis(controller, SDL_CONTROLLER_AXIS_LEFTY);
        float length = sqrtf(x * x + y * y);
        if (length <= furthest) {
            continue;
        }
        furthest = length;
        float speed = fminf((length - DEAD_ZONE) / (AXIS_MAX - DEAD_ZONE), 1.0f) * MOVE_MAX;
        step->move_x = (int8_t)lrintf(x / length * speed);
        step->move_y = (int8_t)lrintf(y / length * speed);
    }
}

void gamepads_rumble(const Gamepads *gamepads, float strength, uint32_t duration_ms)
{
    if (gamepads->used) {
        float heavy = strength * RUMBLE_MAX;
        /* A pad that cannot says so, and that is all. */
        SDL_GameControllerRumble(gamepads->used->controller, (Uint16)heavy,
                                 (Uint16)(heavy * LIGHT_SHARE), duration_ms);
    }
}
