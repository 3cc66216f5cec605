#include "view/input.h"

#include "view/gamepad.h"
#include "view/input_keys.h"

#include <SDL.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOVE_MAX = 127 };

/* Map pixels from the pointer at which walking towards it ends, and at which it slows down. */
static const float ARRIVED = 2.0f;
static const float SLOW_DOWN = 16.0f;

struct InputDevices {
    Log *log;
    Gamepads gamepads;
    bool held[ACTION_COUNT]; /* the held actions alone, by keys that are down now */
    uint8_t down[SDL_NUM_SCANCODES];
    bool walks_to_pointer; /* the left button is down */
    bool pointer_glows;    /* the right one */
    int pointer_x, pointer_y;
};

InputDevices *input_open(Log *log, Error *error)
{
    InputDevices *devices = calloc(1, sizeof *devices);
    if (!devices) {
        error_set(error, "no memory for the input");
        return NULL;
    }
    devices->log = log;
    gamepads_open(&devices->gamepads, log);
    return devices;
}

void input_close(InputDevices *devices)
{
    if (devices) {
        gamepads_close(&devices->gamepads);
        free(devices);
    }
}

static bool is_held_kind(Action action)
{
    return action >= ACTION_LEFT && action <= ACTION_GLOW;
}

static bool binding_has(const KeyBinding *binding, SDL_Scancode key)
{
    for (int i = 0; i < KEYS_A_BINDING; i++) {
        if (binding->keys[i] == key) {
            return true;
        }
    }
    return false;
}

/* The row of the table that the key means; NULL: none. */
static const KeyBinding *find_binding(SDL_Scancode key, bool alt)
{
    for (uint32_t i = 0; key != SDL_SCANCODE_UNKNOWN && i < input_binding_count(); i++) {
        const KeyBinding *binding = input_binding(i);
        if (binding_has(binding, key) && binding->with_alt == alt) {
            return binding;
        }
    }
    return NULL;
}

/* Two keys may mean the same: the action is held until both are up. */
static void update_held(InputDevices *devices, Action action)
{
    devices->held[action] = false;
    for (uint32_t i = 0; i < input_binding_count(); i++) {
        const KeyBinding *binding = input_binding(i);
        for (int k = 0; binding->action == action && k < KEYS_A_BINDING; k++) {
            devices->held[action] |= devices->down[binding->keys[k]] != 0;
        }
    }
}

static void hold(StepInput *step, Action action)
{
    switch (action) {
    case ACTION_LEFT: step->move_x = -MOVE_MAX; break;
    case ACTION_RIGHT: step->move_x = MOVE_MAX; break;
    case ACTION_UP: step->move_y = -MOVE_MAX; break;
    case ACTION_DOWN: step->move_y = MOVE_MAX; break;
    case ACTION_GLOW: step->glow = true; break;
    default: break;
    }
}

static void key_pressed(InputDevices *devices, const SDL_KeyboardEvent *key, Input *input)
{
    bool alt = (key->keysym.mod & KMOD_ALT) != 0;
    const KeyBinding *binding = find_binding(key->keysym.scancode, alt);
    if (!binding || (key->repeat && !binding->repeats)) {
        return;
    }
    if (is_held_kind(binding->action)) {
        devices->down[key->keysym.scancode] = 1;
        update_held(devices, binding->action);
        /* A tap that is over before the next poll moves for one tick all the same. */
        hold(&input->step, binding->action);
    } else if (binding->action == ACTION_BACKEND) {
        input->backend_slot = binding->slot;
    } else {
        input->actions |= 1u << binding->action;
    }
}

static void key_released(InputDevices *devices, SDL_Scancode key)
{
    /* Whatever Alt is now: the key may have gone down without it. */
    const KeyBinding *binding = find_binding(key, false);
    if (binding && is_held_kind(binding->action)) {
        devices->down[key] = 0;
        update_held(devices, binding->action);
    }
}

/* The keys' releases go to another window from now on. */
static void release_all(InputDevices *devices)
{
    memset(devices->held, 0, sizeof devices->held);
    memset(devices->down, 0, sizeof devices->down);
    devices->walks_to_pointer = false;
    devices->pointer_glows = false;
}

static void button_event(InputDevices *devices, const SDL_MouseButtonEvent *button, Input *input)
{
    bool down = button->state == SDL_PRESSED;
    devices->pointer_x = button->x;
    devices->pointer_y = button->y;
    if (button->button == SDL_BUTTON_LEFT) {
        devices->walks_to_pointer = down;
    } else if (button->button == SDL_BUTTON_RIGHT) {
        devices->pointer_glows = down;
        input->step.glow |= down;
    }
}

static void window_event(InputDevices *devices, const SDL_WindowEvent *window, Input *input)
{
    if (window->event == SDL_WINDOWEVENT_SIZE_CHANGED) {
        input->resized = true;
    } else if (window->event == SDL_WINDOWEVENT_FOCUS_LOST) {
        release_all(devices);
    } else if (window->event == SDL_WINDOWEVENT_CLOSE) {
        input->quit = true;
    }
}

static void take_event(InputDevices *devices, const SDL_Event *event, Input *input)
{
    switch (event->type) {
    case SDL_QUIT: input->quit = true; break;
    case SDL_WINDOWEVENT: window_event(devices, &event->window, input); break;
    case SDL_RENDER_TARGETS_RESET: /* the scene's texture is lost: the stage makes a new one */
    case SDL_RENDER_DEVICE_RESET: input->resized = true; break;
    case SDL_KEYDOWN: key_pressed(devices, &event->key, input); break;
    case SDL_KEYUP: key_released(devices, event->key.keysym.scancode); break;
    case SDL_MOUSEBUTTONDOWN:
    case SDL_MOUSEBUTTONUP: button_event(devices, &event->button, input); break;
    case SDL_MOUSEMOTION:
        devices->pointer_x = event->motion.x;
        devices->pointer_y = event->motion.y;
        break;
    default: gamepads_event(&devices->gamepads, event, input, devices->log); break;
    }
}

static void walk_to_pointer(const InputDevices *devices, const Stage *stage, const Scene *scene,
                            StepInput *step)
{
    float x;
    float y;
    stage_to_world(stage, devices->pointer_x, devices->pointer_y, &x, &y);
    float dx = x - scene->lantern_x;
    float dy = y - scene->lantern_y;
    float distance = sqrtf(dx * dx + dy * dy);
    if (distance < ARRIVED) {
        return;
    }
    float speed = fminf(distance / SLOW_DOWN, 1.0f) * MOVE_MAX / distance;
    step->move_x = (int8_t)lrintf(dx * speed);
    step->move_y = (int8_t)lrintf(dy * speed);
}

Input input_poll(InputDevices *devices, const Stage *stage, const Scene *scene)
{
    Input input = {.backend_slot = -1};
    SDL_Event event;
    while (SDL_PollEvent(&event)) {
        take_event(devices, &event, &input);
    }
    gamepads_hold(&devices->gamepads, &input.step);
    if (devices->walks_to_pointer) {
        walk_to_pointer(devices, stage, scene, &input.step);
    }
    for (Action action = ACTION_LEFT; action <= ACTION_GLOW; action++) {
        if (devices->held[action]) {
            hold(&input.step, action);
        }
    }
    if (devices->held[ACTION_LEFT] && devices->held[ACTION_RIGHT]) {
        input.step.move_x = 0;
    }
    if (devices->held[ACTION_UP] && devices->held[ACTION_DOWN]) {
        input.step.move_y = 0;
    }
    input.step.glow |= devices->pointer_glows;
    return input;
}

static bool is_escape(const SDL_KeyboardEvent *key)
{
    const KeyBinding *binding = find_binding(key->keysym.scancode, false);
    return binding && binding->action == ACTION_MENU;
}

/* For SDL_FilterEvents: 0 takes the event out of the queue. */
static int take_break(void *context, SDL_Event *event)
{
    InputBreak *wish = context;
    switch (event->type) {
    case SDL_QUIT: wish->quit = true; return 0;
    case SDL_KEYDOWN: {
        bool escape = is_escape(&event->key);
        wish->escape |= escape;
        return !escape;
    }
    case SDL_WINDOWEVENT: {
        bool close = event->window.event == SDL_WINDOWEVENT_CLOSE;
        bool resized = event->window.event == SDL_WINDOWEVENT_SIZE_CHANGED;
        wish->quit |= close;
        wish->resized |= resized;
        return !close && !resized;
    }
    case SDL_RENDER_TARGETS_RESET:
    case SDL_RENDER_DEVICE_RESET: wish->resized = true; return 0;
    default: return 1;
    }
}

InputBreak input_poll_break(void)
{
    InputBreak wish = {.quit = false};
    SDL_PumpEvents();
    SDL_FilterEvents(take_break, &wish);
    return wish;
}

void input_wait(InputDevices *devices, uint32_t timeout_ms)
{
    (void)devices;
    SDL_WaitEventTimeout(NULL, (int)timeout_ms);
}
