/* The guided tour, told frame by frame: each stop sets what it shows, says so within its card, and
 * what there was before comes back. */
#include "support/session.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static TourCard card_of(const Session *session, TourText *text)
{
    TourCard card;
    assert_true(tour_card(session->loop, &card, text));
    return card;
}

static void assert_fits(const char *text)
{
    assert_in_range(strlen(text), 1, TOUR_COLUMNS + 8);
}

static void each_stop_shows_what_it_says(void **state)
{
    Session *session = *state;
    static const char *const models[TOUR_STOPS] = {
        "sequential", "threads",    "jobs",       "gil",        "racy",
        "processes",  "coroutines", "coroutines", "sequential", "sequential"};
    session_press(session, SDL_SCANCODE_T);
    for (uint32_t stop = 0; stop < TOUR_STOPS; stop++) {
        session_frames_until_tick(session, session_tick(session) + 3);
        session_frames(session, 2);
        TourText text;
        TourCard card = card_of(session, &text);
        assert_int_equal(card.number, stop + 1);
        assert_int_equal(card.count, TOUR_STOPS);
        assert_string_equal(session_backend(session), models[stop]);
        assert_fits(card.title);
        assert_fits(card.lines[0]);
        assert_fits(card.lines[1]);
        assert_fits(card.keys);
        assert_fits(card.look);
        assert_non_null(strstr(card.now, "a step "));
        assert_in_range(strlen(card.now), 1, TOUR_COLUMNS + 8);
        assert_non_null(strstr(card.ways, "goes on"));
        session_press(session, SDL_SCANCODE_PAGEDOWN);
    }
    assert_false(session->loop->tour.on);
}

static void it_goes_back_and_can_be_left(void **state)
{
    Session *session = *state;
    const char *before = session_backend(session);
    OverlayLevel overlay = session->loop->overlay;
    const Kernel *kernel = session->game->kernel;
    TourText text;
    session_press(session, SDL_SCANCODE_PAGEDOWN); /* means nothing as yet */
    assert_false(session->loop->tour.on);
    session_press(session, SDL_SCANCODE_T);
    session_press(session, SDL_SCANCODE_PAGEUP);
    assert_int_equal(card_of(session, &text).number, 1);
    session_press(session, SDL_SCANCODE_PAGEDOWN);
    session_press(session, SDL_SCANCODE_PAGEDOWN);
    session_press(session, SDL_SCANCODE_PAGEUP);
    assert_int_equal(card_of(session, &text).number, 2);
    session_press(session, SDL_SCANCODE_T);
    assert_false(session->loop->tour.on);
    assert_string_equal(session_backend(session), before);
    assert_ptr_equal(session->game->kernel, kernel);
    assert_false(session->game->brute);
    assert_int_equal(session->game->burden.load, LOAD_LIGHT);
    assert_int_equal(session->loop->overlay, overlay);
    session_frames_until_tick(session, session_tick(session) + 3);
    session_assert_reference_bits(session); /* it was left before the race */
}

static void it_stops_at_the_race_and_counts(void **state)
{
    Session *session = *state;
    session_press(session, SDL_SCANCODE_T);
    for (uint32_t i = 0; i < 4; i++) {
        session_press(session, SDL_SCANCODE_PAGEDOWN);
    }
    session_frames_until_tick(session, session_tick(session) + 2);
    TourText text;
    assert_non_null(strstr(card_of(session, &text).now, "sprites differ"));
    assert_true(session->game->tainted);
    session_press(session, SDL_SCANCODE_T);
    assert_false(backend_type_of(session->game->backend)->unsafe);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_A_SESSION(each_stop_shows_what_it_says),
        IN_A_SESSION(it_goes_back_and_can_be_left),
        IN_A_SESSION(it_stops_at_the_race_and_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
