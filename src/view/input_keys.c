#include "view/input_keys.h"

#define KEY(name)   SDL_SCANCODE_##name
#define ALT(name)   (KEY_ALT + SDL_SCANCODE_##name)
#define MOUSE(name) (KEY_MOUSE + SDL_BUTTON_##name)
#define PAD(name)   (KEY_PAD + SDL_CONTROLLER_BUTTON_##name)

static const KeyBinding BINDINGS[] = {
    {ACTION_UP, "up", .keys = {KEY(UP), KEY(W), PAD(DPAD_UP)}, .does = "carry the lantern"},
    {ACTION_LEFT, "left", .keys = {KEY(LEFT), KEY(A), PAD(DPAD_LEFT)}},
    {ACTION_DOWN, "down", .keys = {KEY(DOWN), KEY(S), PAD(DPAD_DOWN)}},
    {ACTION_RIGHT, "right", .keys = {KEY(RIGHT), KEY(D), PAD(DPAD_RIGHT)}},
    {ACTION_GLOW, "glow", .keys = {KEY(SPACE), MOUSE(RIGHT), PAD(A), PAD(B), KEY_RIGHT_TRIGGER},
     .does = "open the lantern: it glows"},
    {ACTION_WALK, "walk", .keys = {MOUSE(LEFT)}, .does = "walk to the pointer"},
    {ACTION_PAUSE, "pause", .keys = {KEY(P)}, .does = "pause"},
    {ACTION_ONE_TICK, "one tick", .keys = {KEY(O)}, .repeats = true,
     .does = "one tick, then pause"},
    {ACTION_SLOWER, "slower", .keys = {KEY(COMMA)}, .repeats = true, .does = "slower, faster"},
    {ACTION_FASTER, "faster", .keys = {KEY(PERIOD)}, .repeats = true},
    {ACTION_RESTART, "restart", .keys = {KEY(R), PAD(Y)}, .does = "restart the night"},
    {ACTION_RELOAD, "reload", .keys = {KEY(F5)}, .does = "reload the level's file"},
    {ACTION_MENU, "menu", .keys = {KEY(ESCAPE), PAD(START)}, .does = "menu, then quit"},
    {ACTION_RESUME, "resume", .keys = {KEY(RETURN), KEY(KP_ENTER)}, .does = "close the menu"},
    {ACTION_TOUR, "tour", .keys = {KEY(T), PAD(X)}, .does = "the guided tour"},
    {ACTION_MUTE, "mute", .keys = {KEY(M)}, .does = "sound off, on"},
    {ACTION_BACKEND, "backend 1", .keys = {KEY(1), KEY(KP_1)}, .slot = 0,
     .does = "choose a backend"},
    {ACTION_BACKEND, "backend 2", .keys = {KEY(2), KEY(KP_2)}, .slot = 1},
    {ACTION_BACKEND, "backend 3", .keys = {KEY(3), KEY(KP_3)}, .slot = 2},
    {ACTION_BACKEND, "backend 4", .keys = {KEY(4), KEY(KP_4)}, .slot = 3},
    {ACTION_BACKEND, "backend 5", .keys = {KEY(5), KEY(KP_5)}, .slot = 4},
    {ACTION_BACKEND, "backend 6", .keys = {KEY(6), KEY(KP_6)}, .slot = 5},
    {ACTION_BACKEND, "backend 7", .keys = {KEY(7), KEY(KP_7)}, .slot = 6},
    {ACTION_BACKEND, "backend 8", .keys = {KEY(8), KEY(KP_8)}, .slot = 7},
    {ACTION_BACKEND, "backend 9", .keys = {KEY(9), KEY(KP_9)}, .slot = 8},
    {ACTION_BACKEND, "backend 10", .keys = {KEY(0), KEY(KP_0)}, .slot = 9},
    {ACTION_NEXT_BACKEND, "next backend", .keys = {KEY(TAB), PAD(BACK)},
     .does = "the next backend"},
    {ACTION_LANES_FEWER, "fewer lanes", .keys = {KEY(LEFTBRACKET), PAD(LEFTSHOULDER)},
     .repeats = true, .does = "fewer, more lanes"},
    {ACTION_LANES_MORE, "more lanes", .keys = {KEY(RIGHTBRACKET), PAD(RIGHTSHOULDER)},
     .repeats = true},
    {ACTION_GRAIN_FINER, "finer grain", .keys = {KEY(SEMICOLON)}, .repeats = true,
     .does = "finer, coarser grain"},
    {ACTION_GRAIN_COARSER, "coarser grain", .keys = {KEY(APOSTROPHE)}, .repeats = true},
    {ACTION_SPRITES_FEWER, "fewer sprites", .keys = {KEY(MINUS), KEY(KP_MINUS)}, .repeats = true,
     .does = "fewer, more sprites"},
    {ACTION_SPRITES_MORE, "more sprites", .keys = {KEY(EQUALS), KEY(KP_PLUS)}, .repeats = true},
    {ACTION_COLOR_BY_LANE, "colour by lane", .keys = {KEY(C)},
     .does = "colour the sprites by lane"},
    {ACTION_ISA, "isa", .keys = {KEY(X)}, .does = "scalar, vector kernels"},
    {ACTION_NEIGHBOURS, "neighbours", .keys = {KEY(N)}, .does = "neighbours: grid, brute force"},
    {ACTION_LOAD, "load", .keys = {KEY(L)}, .does = "load: light ... mixed"},
    {ACTION_KILL, "kill", .keys = {KEY(K)}, .does = "kill a worker process"},
    {ACTION_OVERLAY, "overlay", .keys = {KEY(F3)}, .does = "overlay: off ... lanes"},
    {ACTION_RESET_STATS, "reset statistics", .keys = {KEY(F9)}, .does = "reset the statistics"},
    {ACTION_VERIFY, "verify", .keys = {KEY(F6)}, .does = "verify against one loop"},
    {ACTION_TRACE, "trace", .keys = {KEY(F8)}, .does = "save a trace"},
    {ACTION_HELP, "help", .keys = {KEY(F1), KEY(H)}, .does = "this page"},
    {ACTION_LOG, "log", .keys = {KEY(F2)}, .does = "the log"},
    {ACTION_SCREENSHOT, "screenshot", .keys = {KEY(F10), KEY(PRINTSCREEN)},
     .does = "save a picture"},
    {ACTION_FULLSCREEN, "fullscreen", .keys = {KEY(F11), ALT(RETURN), ALT(KP_ENTER)},
     .does = "full screen"},
    {ACTION_VSYNC, "vsync", .keys = {KEY(V)}, .does = "vsync on, off"},
    {ACTION_DRAWING, "drawing", .keys = {KEY(G)}, .does = "who draws: processor, OpenGL, SDL"},
};

_Static_assert(sizeof BINDINGS / sizeof *BINDINGS <= UINT8_MAX,
               "Keys holds their numbers in bytes");

uint32_t input_binding_count(void)
{
    return sizeof BINDINGS / sizeof *BINDINGS;
}

const KeyBinding *input_binding(uint32_t index)
{
    return &BINDINGS[index];
}

bool input_binding_has(const KeyBinding *binding, Key key)
{
    for (int i = 0; i < KEYS_A_BINDING; i++) {
        if (binding->keys[i] == key) {
            return true;
        }
    }
    return false;
}
