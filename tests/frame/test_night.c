/* The night's end: what is told of it, where it leads, and which results count. */
#include "app/loop_state.h"
#include "support/screens.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static void a_lost_night_is_told(void **state)
{
    Screens *screens = *state;
    screens_enter(screens, 1);
    const Loop *loop = flow_loop(screens->flow);
    screens_until_verdict(screens);
    assert_int_equal(loop->night.outcome, OUTCOME_LOST_DAWN);
    assert_non_null(strstr(loop->night.line, "of 50 fireflies"));
    const Best *best = progress_find(flow_progress(screens->flow), "soon");
    assert_non_null(best);
    assert_false(best->won);
    uint32_t tick = session_tick(screens->session);
    screens_frames(screens, 20);
    while (session_tick(screens->session) == tick) { /* the world goes on moving behind it */
        screens_frames(screens, 1);
    }
    uint32_t generation = screens->session->game->generation;
    screens_press(screens,
                  SDL_SCANCODE_RETURN); /* the third is open: Next level, Again; that one is lit */
    screens_assert_level(screens, "soon");
    assert_int_equal(screens->session->game->generation, generation + 1);
    assert_false(loop->verdict);
}

static void a_won_night_leads_to_the_next(void **state)
{
    Screens *screens = *state;
    screens_enter(screens, 0);
    const Loop *loop = flow_loop(screens->flow);
    session_push_key(SDL_SCANCODE_SPACE, true);
    screens_until_verdict(screens);
    session_push_key(SDL_SCANCODE_SPACE, false);
    assert_int_equal(loop->night.outcome, OUTCOME_WON);
    assert_string_equal(loop->night.news, "Won for the first time.");
    assert_true(progress_find(flow_progress(screens->flow), "easy")->won);
    assert_int_equal(access(screens->progress, R_OK), 0);
    screens_press(screens, SDL_SCANCODE_RETURN);
    screens_assert_level(screens, "soon");
    assert_false(loop->verdict);
    screens_press(screens, SDL_SCANCODE_ESCAPE);
    screens_press(screens, SDL_SCANCODE_ESCAPE);
    screens_assert_shown(screens, FLOW_SELECT);
    assert_int_equal(flow_chosen(screens->flow), 1);
}

/* Each of these, done once, makes the night a practice; a new start is honest again. */
static void tricks_make_a_practice(void **state)
{
    static const SDL_Scancode tricks[] = {SDL_SCANCODE_PERIOD, SDL_SCANCODE_COMMA, SDL_SCANCODE_O,
                                          SDL_SCANCODE_EQUALS};
    static const SDL_Scancode undone[] = {SDL_SCANCODE_COMMA, SDL_SCANCODE_PERIOD, SDL_SCANCODE_P,
                                          SDL_SCANCODE_MINUS};
    Screens *screens = *state;
    screens_enter(screens, 2);
    const Loop *loop = flow_loop(screens->flow);
    for (int i = 0; i < 4; i++) {
        assert_false(loop->night.practised);
        screens_press(screens, tricks[i]);
        assert_true(loop->night.practised);
        screens_press(screens, undone[i]);
        assert_int_equal(loop->night.practised, i < 3); /* another swarm is another night */
        screens_press(screens, SDL_SCANCODE_R);
    }
}

static void a_practice_does_not_count(void **state)
{
    Screens *screens = *state;
    flow_destroy(screens->flow);
    screens_open(screens, 1, true);
    session_tap(SDL_SCANCODE_EQUALS);
    screens_until_verdict(screens);
    assert_non_null(strstr(flow_loop(screens->flow)->night.news, "does not count"));
    assert_null(progress_find(flow_progress(screens->flow), "soon"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_THE_TITLE(a_lost_night_is_told),
        ON_THE_TITLE(a_won_night_leads_to_the_next),
        ON_THE_TITLE(tricks_make_a_practice),
        ON_THE_TITLE(a_practice_does_not_count),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
