#include "view/input_keys.h"

#define KEY(name) SDL_SCANCODE_##name

static const KeyBinding BINDINGS[] = {
    {ACTION_LEFT, .keys = {KEY(LEFT), KEY(A)}, .name = "Arrows, WASD", .does = "carry the lantern"},
    {ACTION_RIGHT, .keys = {KEY(RIGHT), KEY(D)}},
    {ACTION_UP, .keys = {KEY(UP), KEY(W)}},
    {ACTION_DOWN, .keys = {KEY(DOWN), KEY(S)}},
    {ACTION_GLOW, .keys = {KEY(SPACE)}, .name = "Space", .does = "open the lantern: it glows"},
    {ACTION_NONE, .name = "Mouse", .does = "left: walk there, right: glow"},
    {ACTION_NONE, .name = "Gamepad", .does = "stick, A: glow, Start: pause"},
    {ACTION_PAUSE, .keys = {KEY(P)}, .name = "P", .does = "pause"},
    {ACTION_ONE_TICK, .keys = {KEY(O)}, .repeats = true, .name = "O",
     .does = "one tick, then pause"},
    {ACTION_SLOWER, .keys = {KEY(COMMA)}, .repeats = true, .name = ", .", .does = "slower, faster"},
    {ACTION_FASTER, .keys = {KEY(PERIOD)}, .repeats = true},
    {ACTION_RESTART, .keys = {KEY(R)}, .name = "R", .does = "restart the night"},
    {ACTION_RELOAD, .keys = {KEY(F5)}, .name = "F5", .does = "reload the level's file"},
    {ACTION_MENU, .keys = {KEY(ESCAPE)}, .name = "Esc", .does = "menu, then quit"},
    {ACTION_RESUME, .keys = {KEY(RETURN), KEY(KP_ENTER)}},
    {ACTION_BACKEND, .keys = {KEY(1), KEY(KP_1)}, .slot = 0, .name = "1 - 9",
     .does = "choose a backend"},
    {ACTION_BACKEND, .keys = {KEY(2), KEY(KP_2)}, .slot = 1},
    {ACTION_BACKEND, .keys = {KEY(3), KEY(KP_3)}, .slot = 2},
    {ACTION_BACKEND, .keys = {KEY(4), KEY(KP_4)}, .slot = 3},
    {ACTION_BACKEND, .keys = {KEY(5), KEY(KP_5)}, .slot = 4},
    {ACTION_BACKEND, .keys = {KEY(6), KEY(KP_6)}, .slot = 5},
    {ACTION_BACKEND, .keys = {KEY(7), KEY(KP_7)}, .slot = 6},
    {ACTION_BACKEND, .keys = {KEY(8), KEY(KP_8)}, .slot = 7},
    {ACTION_BACKEND, .keys = {KEY(9), KEY(KP_9)}, .slot = 8},
    {ACTION_NEXT_BACKEND, .keys = {KEY(TAB)}, .name = "Tab", .does = "the next backend"},
    {ACTION_LANES_FEWER, .keys = {KEY(LEFTBRACKET)}, .repeats = true, .name = "[ ]",
     .does = "fewer, more lanes"},
    {ACTION_LANES_MORE, .keys = {KEY(RIGHTBRACKET)}, .repeats = true},
    {ACTION_GRAIN_FINER, .keys = {KEY(SEMICOLON)}, .repeats = true, .name = "; '",
     .does = "finer, coarser grain"},
    {ACTION_GRAIN_COARSER, .keys = {KEY(APOSTROPHE)}, .repeats = true},
    {ACTION_SPRITES_FEWER, .keys = {KEY(MINUS), KEY(KP_MINUS)}, .repeats = true,
     .name = "- =", .does = "fewer, more sprites"},
    {ACTION_SPRITES_MORE, .keys = {KEY(EQUALS), KEY(KP_PLUS)}, .repeats = true},
    {ACTION_COLOR_BY_LANE, .keys = {KEY(C)}, .name = "C", .does = "colour the sprites by lane"},
    {ACTION_OVERLAY, .keys = {KEY(F3)}, .name = "F3", .does = "overlay: off ... lanes"},
    {ACTION_RESET_STATS, .keys = {KEY(F9)}, .name = "F9", .does = "reset the statistics"},
    {ACTION_HELP, .keys = {KEY(F1), KEY(H)}, .name = "F1, H", .does = "this page"},
    {ACTION_LOG, .keys = {KEY(F2)}, .name = "F2", .does = "the log"},
    {ACTION_SCREENSHOT, .keys = {KEY(F10), KEY(PRINTSCREEN)}, .name = "F10, PrintScreen",
     .does = "save a picture"},
    {ACTION_FULLSCREEN, .keys = {KEY(F11)}, .name = "F11, Alt+Enter", .does = "full screen"},
    {ACTION_FULLSCREEN, .keys = {KEY(RETURN), KEY(KP_ENTER)}, .with_alt = true},
    {ACTION_VSYNC, .keys = {KEY(V)}, .name = "V", .does = "vsync on, off"},
};

uint32_t input_binding_count(void)
{
    return sizeof BINDINGS / sizeof *BINDINGS;
}

const KeyBinding *input_binding(uint32_t index)
{
    return &BINDINGS[index];
}
