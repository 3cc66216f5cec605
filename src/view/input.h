/* What the player wants: keys, mouse and gamepads, turned into one tick's wish and a set of
 * actions. One table of bindings (input_keys.c), as keys.conf changed it, makes both the keys and
 * the page that F1 shows. For the loop with a window. Main thread only.
 *
 *     InputDevices *devices = input_open(&keys, log, &error);
 *     while (!quit) { Input input = input_poll(devices, stage, world_scene(world)); ... }
 *     input_close(devices);      (before stage_close)
 */
#pragma once

#include "base/error.h"
#include "base/log.h"
#include "sim/step.h"
#include "view/stage.h"

#include <stdbool.h>
#include <stdint.h>

/* What happens once for each press. */
typedef enum Action {
    ACTION_NONE,
    ACTION_LEFT, /* held ones: they become the tick's wish and are never reported */
    ACTION_RIGHT,
    ACTION_UP,
    ACTION_DOWN,
    ACTION_WALK, /* to the pointer */
    ACTION_GLOW,
    ACTION_BACKEND, /* reported as Input.backend_slot */
    ACTION_NEXT_BACKEND,
    ACTION_LANES_FEWER,
    ACTION_LANES_MORE,
    ACTION_GRAIN_FINER,
    ACTION_GRAIN_COARSER,
    ACTION_SPRITES_FEWER,
    ACTION_SPRITES_MORE,
    ACTION_PAUSE,
    ACTION_ONE_TICK,
    ACTION_RESTART,
    ACTION_SLOWER,
    ACTION_FASTER,
    ACTION_HELP,
    ACTION_LOG,
    ACTION_OVERLAY,
    ACTION_RELOAD,
    ACTION_RESET_STATS,
    ACTION_VERIFY,
    ACTION_TRACE,
    ACTION_SCREENSHOT,
    ACTION_FULLSCREEN,
    ACTION_VSYNC,
    ACTION_DRAWING,
    ACTION_COLOR_BY_LANE,
    ACTION_MUTE,
    ACTION_ISA,
    ACTION_NEIGHBOURS,
    ACTION_LOAD,
    ACTION_TOUR, /* the guided tour, from a level or from the title */
    ACTION_KILL,
    ACTION_MENU,   /* opens the menu; while it is open: one step back */
    ACTION_RESUME, /* chooses in a menu; means nothing where there is none */
    ACTION_COUNT,
} Action;

_Static_assert(ACTION_COUNT <= 64, "Input.actions has a bit for each");

/* What is pressed in a menu: the keys of the actions that are nearest, and gamepads. */
typedef enum MenuPress {
    MENU_LEFT,
    MENU_RIGHT,
    MENU_UP,
    MENU_DOWN,
    MENU_CHOOSE, /* of ACTION_GLOW and ACTION_RESUME */
    MENU_BACK,   /* of ACTION_MENU, which is reported too */
} MenuPress;

typedef struct Input {
    StepInput step;       /* what is held now */
    uint64_t actions;     /* bit 1 << Action: pressed since the last poll */
    int backend_slot;     /* 0 to 9: that row of the backend table was asked for; -1: none */
    bool quit;            /* the window was closed, or the system asks to end */
    bool resized;         /* call stage_resized */
    bool pad_lost;        /* the gamepad that was played with last was unplugged */
    const char *pad_news; /* a gamepad came or went, in a sentence that the log has already; NULL:
                           * none did. Holds until the next poll */

    /* For menus: whoever shows none ignores them. */
    uint32_t menu;            /* bit 1 << MenuPress: pressed since the last poll */
    bool pointer_moved;       /* the pointer moved or was clicked, to (pointer_x, pointer_y) */
    bool clicked;             /* the left button went down there */
    int pointer_x, pointer_y; /* window coordinates */
} Input;

static inline bool input_has(const Input *input, Action action)
{
    return input->actions >> action & 1;
}

static inline bool input_pressed(const Input *input, MenuPress press)
{
    return input->menu >> press & 1;
}

typedef struct InputDevices InputDevices;
typedef struct Keys Keys; /* view/keys.h */

/* After stage_open with a window. The keys are copied; NULL: as they are from the start. No gamepad
 * support: says so once in the log and goes on. NULL: no memory. */
InputDevices *input_open(const Keys *keys, Log *log, Error *error);
void input_close(InputDevices *devices); /* takes NULL */

/* What keys do. */
const Keys *input_keys(const InputDevices *devices);

/* Takes all events that wait. The pointer's place in the world comes from the stage's camera, the
 * lantern's from the scene: holding the left button walks from the one to the other. */
Input input_poll(InputDevices *devices, const Stage *stage, const Scene *scene);

/* What may be asked for while a level is loaded. Everything else waits for input_poll; no devices
 * are needed. */
typedef struct InputBreak {
    bool quit;    /* as Input.quit */
    bool escape;  /* Escape, whatever it is bound to: that is always a way out */
    bool resized; /* as Input.resized */
} InputBreak;

InputBreak input_poll_break(void);

/* Sleeps until something happens or the time is over: for a loop that has nothing to draw. */
void input_wait(InputDevices *devices, uint32_t timeout_ms);

/* Shakes the gamepad that was played with last, `strength` 0 to 1, in place of what it shook
 * before. Does nothing where that pad cannot, and where keys or the mouse were used since. */
void input_rumble(InputDevices *devices, float strength, uint32_t duration_ms);
