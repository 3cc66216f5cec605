#include "view/input.h"

#include "view/gamepad.h"
#include "view/keys.h"
#include "view/menu_input.h"

#include <SDL.h>
#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOVE_MAX = 127 };

/* Map pixels from the pointer at which walking towards it ends, and at which it slows down. */
static const float ARRIVED = 2.0f;
static const float SLOW_DOWN = 16.0f;

struct InputDevices {
    Log *log;
    Keys keys;
    Gamepads gamepads;
    bool down[KEY_PAD];        /* keys and buttons of the mouse; gamepads are asked */
    bool tapped[ACTION_COUNT]; /* begun since the last poll, over or not */
    int pointer_x, pointer_y;
    MenuStick stick;
};

InputDevices *input_open(const Keys *keys, Log *log, Error *error)
{
    InputDevices *devices = calloc(1, sizeof *devices);
    if (!devices) {
        error_set(error, "no memory for the input");
        return NULL;
    }
    devices->log = log;
    if (keys) {
        devices->keys = *keys;
    } else {
        keys_init(&devices->keys);
    }
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

const Keys *input_keys(const InputDevices *devices)
{
    return &devices->keys;
}

void input_rumble(InputDevices *devices, float strength, uint32_t duration_ms)
{
    assert(strength >= 0.0f && strength <= 1.0f);
    gamepads_rumble(&devices->gamepads, strength, duration_ms);
}

/* ---- What is pressed ------------------------------------------------------------------------ */

static bool is_held_kind(Action action)
{
    return action >= ACTION_LEFT && action <= ACTION_GLOW;
}

/* Any key, of whatever device, went down. */
static void press(InputDevices *devices, Key key, bool is_repeat, Input *input)
{
    const KeyBinding *binding = keys_find(&devices->keys, key);
    if (!binding || (is_repeat && !binding->repeats)) {
        return;
    }
    if (key < KEY_PAD) {
        devices->down[key] = true;
    }
    if (is_held_kind(binding->action)) {
        /* A tap that is over before the next poll moves for one tick all the same. */
        devices->tapped[binding->action] = true;
    } else if (binding->action == ACTION_BACKEND) {
        input->backend_slot = binding->slot;
    } else {
        input->actions |= 1ull << binding->action;
    }
}

static bool is_bound(const InputDevices *devices, Key key)
{
    return keys_find(&devices->keys, key) != NULL;
}

/* A key with Alt held is another one, unless Alt itself is one of the player's keys. */
static Key key_of(const InputDevices *devices, const SDL_Keysym *symbol)
{
    bool alt = (symbol->mod & KMOD_ALT) && !is_bound(devices, SDL_SCANCODE_LALT) &&
               !is_bound(devices, SDL_SCANCODE_RALT);
    bool is_known = symbol->scancode < SDL_NUM_SCANCODES;
    return !is_known ? KEY_NONE : alt ? KEY_ALT + symbol->scancode : symbol->scancode;
}

static void key_pressed(InputDevices *devices, const SDL_KeyboardEvent *key, Input *input)
{
    Key pressed = key_of(devices, &key->keysym);
    const KeyBinding *binding = keys_find(&devices->keys, pressed);
    devices->gamepads.used = NULL;
    menu_input_action(binding ? binding->action : ACTION_NONE, key->repeat != 0, input);
    press(devices, pressed, key->repeat != 0, input);
}

static void key_released(InputDevices *devices, SDL_Scancode key)
{
    /* Whatever Alt is now: the key may have gone down without it, or with it. */
    if (key < SDL_NUM_SCANCODES) {
        devices->down[key] = false;
        devices->down[KEY_ALT + key] = false;
    }
}

static void button_event(InputDevices *devices, const SDL_MouseButtonEvent *button, Input *input)
{
    devices->pointer_x = button->x;
    devices->pointer_y = button->y;
    if (button->button > SDL_BUTTON_X2) {
        return;
    }
    devices->gamepads.used = NULL;
    if (button->state == SDL_PRESSED) {
        press(devices, KEY_MOUSE + button->button, false, input);
    } else {
        devices->down[KEY_MOUSE + button->button] = false;
    }
}

static void gamepad_event(InputDevices *devices, const SDL_Event *event, Input *input)
{
    GamepadEvent pad = gamepads_event(&devices->gamepads, event, devices->log);
    press(devices, pad.pressed, false, input);
    if (pad.pressed == KEY_PAD + SDL_CONTROLLER_BUTTON_A) {
        input->actions |= 1ull << ACTION_RESUME; /* what Enter is in a menu, whatever it is else */
    }
    input->pad_lost |= pad.lost;
    if (pad.has_news) {
        input->pad_news = devices->gamepads.news;
    }
}

/* The keys' releases go to another window from now on. */
static void release_all(InputDevices *devices)
{
    memset(devices->down, 0, sizeof devices->down);
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
    menu_input_event(&devices->stick, event, input);
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
    default: gamepad_event(devices, event, input); break;
    }
}

/* ---- What is held --------------------------------------------------------------------------- */

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

/* Several keys may mean the same: an action is held until all of them are up. */
static void find_held(InputDevices *devices, bool held[ACTION_COUNT])
{
    memcpy(held, devices->tapped, sizeof devices->tapped);
    memset(devices->tapped, 0, sizeof devices->tapped);
    for (Key key = 0; key < KEY_PAD; key++) {
        const KeyBinding *binding = devices->down[key] ? keys_find(&devices->keys, key) : NULL;
        if (binding) {
            held[binding->action] = true;
        }
    }
    gamepads_hold(&devices->gamepads, &devices->keys, held);
}

/* Opposite ones stand still; with neither, a stick or the pointer has its way. */
static int8_t move_of(bool less, bool more, int8_t otherwise)
{
    return less || more ? (int8_t)((more - less) * MOVE_MAX) : otherwise;
}

Input input_poll(InputDevices *devices, const Stage *stage, const Scene *scene)
{
    Input input = {.backend_slot = -1};
    SDL_Event event;
    while (SDL_PollEvent(&event)) {
        take_event(devices, &event, &input);
    }
    bool held[ACTION_COUNT];
    find_held(devices, held);
    StepInput *step = &input.step;
    gamepads_walk(&devices->gamepads, step);
    if (held[ACTION_WALK]) {
        walk_to_pointer(devices, stage, scene, step);
    }
    step->move_x = move_of(held[ACTION_LEFT], held[ACTION_RIGHT], step->move_x);
    step->move_y = move_of(held[ACTION_UP], held[ACTION_DOWN], step->move_y);
    step->glow = held[ACTION_GLOW];
    return input;
}

/* ---- While a level is loaded ---------------------------------------------------------------- */

/* For SDL_FilterEvents: 0 takes the event out of the queue. */
static int take_break(void *context, SDL_Event *event)
{
    InputBreak *wish = context;
    switch (event->type) {
    case SDL_QUIT: wish->quit = true; return 0;
    case SDL_KEYDOWN: {
        bool escape = event->key.keysym.scancode == SDL_SCANCODE_ESCAPE;
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
