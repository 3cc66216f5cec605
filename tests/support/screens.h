/* The screens around the game, in a session's window that nobody sees, over five levels of their
 * own: easy (one firefly wins it), soon (dawn comes at once), third, late (locked at first), and
 * box, a sandbox. For tests. Faults in here fail the running test; main thread only. */
#pragma once

#include "app/flow.h"
#include "support/session.h"

typedef struct Screens {
    Session *session; /* its loop is NULL: the flow has its own */
    Paths paths;
    LevelOrder order;
    char progress[FILES_PATH_SIZE];
    Flow *flow; /* on the title */
} Screens;

/* For cmocka: screens as the test's state. */
int screens_set_up(void **state);
int screens_tear_down(void **state);

#define ON_THE_TITLE(test) cmocka_unit_test_setup_teardown(test, screens_set_up, screens_tear_down)

/* A flow over a game on that level of the order, after flow_destroy. */
void screens_open(Screens *screens, uint32_t level, bool starts_in_level);

/* So many frames, after none of which the program wants to end. */
void screens_frames(Screens *screens, uint32_t count);

/* A key, or a click, and the frames that act by it; the last one ends the program, without a fault.
 */
void screens_press(Screens *screens, SDL_Scancode key);
void screens_press_last(Screens *screens, SDL_Scancode key);
void screens_click(Screens *screens, int x, int y);

/* From the title into a level of the order. */
void screens_enter(Screens *screens, uint32_t level);

/* Until the menu of the night's end takes choices. */
void screens_until_verdict(Screens *screens);

void screens_assert_shown(const Screens *screens, FlowScreen expected);
void screens_assert_level(const Screens *screens, const char *name);
