/* A frame of play asks for no memory: all calls of the game's own objects are counted, on whatever
 * lane, with each model, at each level of the overlay. What SDL and its drivers do inside goes by
 * unseen here; the overlay's "heap growth" is the figure for that. */
#include "base/clock.h"
#include "scarce/scarce.h"
#include "support/session.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { FASTER = 3, LANES = 2, TICKS = 2, STRETCHES = 5 };

#define FORMATTED_NS                                                                               \
    (NS_PER_S * 26 / 100) /* as long as the overlay keeps its figures, and longer                  \
                           */

static void play(Session *session)
{
    for (uint64_t end_ns = clock_now_ns() + FORMATTED_NS; clock_now_ns() < end_ns;) {
        session_frames_until_tick(session, session_tick(session) + TICKS);
    }
}

/* A list that becomes longer than ever doubles its room, which is over soon; what a frame asks for
 * again and again is not. */
static void assert_no_calls(Session *session, const char *model)
{
    uint32_t calls = 1;
    for (int i = 0; i < STRETCHES && calls > 0; i++) {
        scarce_begin(SCARCE_MEMORY, SCARCE_FOR_EVER, 1);
        play(session);
        scarce_end();
        calls = scarce_calls();
    }
    if (calls > 0) {
        fail_msg("%s, overlay level %d: %u calls", model, session->loop->overlay, calls);
    }
}

static void choose(Session *session, const BackendType *type)
{
    assert_true(game_set_backend(session->game, type, LANES, &(Error){""}));
}

static void a_frame_asks_for_no_memory(void **state)
{
    Session *session = *state;
    for (int i = 0; i < FASTER; i++) {
        session_press(session, SDL_SCANCODE_PERIOD);
    }
    for (OverlayLevel level = OVERLAY_OFF; level < OVERLAY_LEVEL_COUNT; level++) {
        session->loop->overlay = level;
        assert_no_calls(session, session_backend(session));
    }
    for (uint32_t i = 1; i < backend_type_count(); i++) {
        choose(session, backend_type(i));
        assert_no_calls(session, session_backend(session));
    }
}

/* Otherwise the test above proves nothing. */
static void calls_are_counted(void **state)
{
    Session *session = *state;
    scarce_begin(SCARCE_MEMORY, SCARCE_FOR_EVER, 1);
    choose(session, backend_find("jobs"));
    scarce_end();
    assert_true(scarce_calls() > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_A_SESSION(calls_are_counted),
        IN_A_SESSION(a_frame_asks_for_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
