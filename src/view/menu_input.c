#include "view/menu_input.h"

enum { STICK_HELD = 20000, STICK_LOOSE = 12000 };

static void press(Input *input, MenuPress press)
{
    input->menu |= 1u << press;
}

void menu_input_action(Action action, bool is_repeat, Input *input)
{
    switch (action) {
    case ACTION_LEFT: press(input, MENU_LEFT); return;
    case ACTION_RIGHT: press(input, MENU_RIGHT); return;
    case ACTION_UP: press(input, MENU_UP); return;
    case ACTION_DOWN: press(input, MENU_DOWN); return;
    default: break;
    }
    if (is_repeat) {
        return;
    }
    if (action == ACTION_GLOW || action == ACTION_RESUME) {
        press(input, MENU_CHOOSE);
    } else if (action == ACTION_MENU) {
        press(input, MENU_BACK);
    }
}

static void key_event(const SDL_KeyboardEvent *key, Input *input)
{
    if (key->keysym.mod & KMOD_ALT) {
        return; /* Alt+Enter is full screen */
    }
    switch (key->keysym.scancode) {
    case SDL_SCANCODE_BACKSPACE:
    case SDL_SCANCODE_LEFT: menu_input_action(ACTION_LEFT, key->repeat != 0, input); break;
    case SDL_SCANCODE_RIGHT: menu_input_action(ACTION_RIGHT, key->repeat != 0, input); break;
    case SDL_SCANCODE_UP: menu_input_action(ACTION_UP, key->repeat != 0, input); break;
    case SDL_SCANCODE_DOWN: menu_input_action(ACTION_DOWN, key->repeat != 0, input); break;
    case SDL_SCANCODE_RETURN: menu_input_action(ACTION_RESUME, key->repeat != 0, input); break;
    case SDL_SCANCODE_ESCAPE: menu_input_action(ACTION_MENU, key->repeat != 0, input); break;
    default: break;
    }
}

static void button_event(uint8_t button, Input *input)
{
    switch (button) {
    case SDL_CONTROLLER_BUTTON_DPAD_LEFT: press(input, MENU_LEFT); break;
    case SDL_CONTROLLER_BUTTON_DPAD_RIGHT: press(input, MENU_RIGHT); break;
    case SDL_CONTROLLER_BUTTON_DPAD_UP: press(input, MENU_UP); break;
    case SDL_CONTROLLER_BUTTON_DPAD_DOWN: press(input, MENU_DOWN); break;
    case SDL_CONTROLLER_BUTTON_A: press(input, MENU_CHOOSE); break;
    case SDL_CONTROLLER_BUTTON_B:
    case SDL_CONTROLLER_BUTTON_BACK: press(input, MENU_BACK); break;
    default: break;
    }
}

/* Where an axis is held; let go only well below where it was taken, so that it does not flutter. */
static int way_of(int value, int before)
{
    int least = before != 0 ? STICK_LOOSE : STICK_HELD;
    return value >= least ? 1 : value <= -least ? -1 : 0;
}

static void axis_event(MenuStick *stick, const SDL_ControllerAxisEvent *axis, Input *input)
{
    if (axis->axis == SDL_CONTROLLER_AXIS_LEFTX) {
        int way = way_of(axis->value, stick->x);
        if (way != 0 && way != stick->x) {
            press(input, way < 0 ? MENU_LEFT : MENU_RIGHT);
        }
        stick->x = way;
    } else if (axis->axis == SDL_CONTROLLER_AXIS_LEFTY) {
        int way = way_of(axis->value, stick->y);
        if (way != 0 && way != stick->y) {
            press(input, way < 0 ? MENU_UP : MENU_DOWN);
        }
        stick->y = way;
    }
}

void menu_input_event(MenuStick *stick, const SDL_Event *event, Input *input)
{
    switch (event->type) {
    case SDL_KEYDOWN: key_event(&event->key, input); break;
    case SDL_MOUSEMOTION:
        input->pointer_moved = true;
        input->pointer_x = event->motion.x;
        input->pointer_y = event->motion.y;
        break;
    case SDL_MOUSEBUTTONDOWN:
        input->pointer_moved = true;
        input->pointer_x = event->button.x;
        input->pointer_y = event->button.y;
        input->clicked |= event->button.button == SDL_BUTTON_LEFT;
        break;
    case SDL_CONTROLLERBUTTONDOWN: button_event(event->cbutton.button, input); break;
    case SDL_CONTROLLERAXISMOTION: axis_event(stick, &event->caxis, input); break;
    default: break;
    }
}
