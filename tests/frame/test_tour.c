/* The guided tour, frame by frame: each stop sets up what it shows and measures it, whatever is
 * pressed meanwhile is measured too, and the game is afterwards what it was before. */
#include "support/pad.h"
#include "support/screens.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static TourCard card_of(const Session *session)
{
    TourCard card;
    assert_true(loop_tour_card(session->loop, &card));
    return card;
}

static void begin(Session *session)
{
    while (pace_faster(&session->loop->pace)) {
    }
    session_press(session, SDL_SCANCODE_T);
    assert_true(session->loop->tour.on);
}

/* From the first stop on. */
static void go_to(Session *session, uint32_t stop)
{
    while (session->loop->tour.stop != stop) {
        session_press(session, SDL_SCANCODE_RIGHT);
    }
}

static void until_measured(Session *session)
{
    TourCard card = card_of(session);
    while (isnan(card.figures[card.figure_count - 1].ms)) {
        session_frames(session, 1);
        card = card_of(session);
    }
}

/* The stop at which that happens. */
static uint32_t stop_with(TourTurn turn)
{
    uint32_t index = 0;
    while (tour_stop(index)->turn != turn) {
        index++;
    }
    return index;
}

static void each_stop_sets_up_what_it_shows(void **state)
{
    Session *session = *state;
    begin(session);
    assert_int_equal(tour_stop_count(), 10);
    for (uint32_t i = 0; i < tour_stop_count(); i++) {
        const TourStop *stop = tour_stop(i);
        const Game *game = session->game;
        assert_true(tour_stop_is_there(stop));
        assert_int_equal(session->loop->tour.stop, i);
        assert_string_equal(session_backend(session), stop->ways[0].model);
        assert_int_equal(game_sprite_count(game), stop->sprites);
        assert_int_equal(game->burden.load, stop->load);
        assert_int_equal(game->brute, stop->ways[0].brute);
        assert_true(session->loop->overlay >= OVERLAY_GRAPH);
        TourCard card = card_of(session);
        assert_string_equal(card.title, stop->title);
        assert_int_equal(card.figure_count, tour_stop_ways(stop));
        assert_true(isnan(card.figures[0].ms)); /* not measured as yet is not made up */
        assert_true(card.figures[0].is_now);
        assert_string_equal(card.verdict, "");
        session_press(session, i % 2 == 0 ? SDL_SCANCODE_RETURN : SDL_SCANCODE_SPACE);
    }
    assert_false(session->loop->tour.on);
}

static void ways_are_measured_one_after_another(void **state)
{
    Session *session = *state;
    begin(session);
    go_to(session, 2);
    until_measured(session);
    TourCard card = card_of(session);
    assert_int_equal(card.figure_count, 3);
    for (uint32_t i = 0; i < card.figure_count; i++) {
        assert_true(card.figures[i].ms > 0.0);
        assert_int_equal(card.figures[i].is_now, i == 2);
    }
    assert_string_equal(session_backend(session), "jobs");
    assert_non_null(strstr(card.verdict, " times as "));
}

static void what_is_pressed_is_measured_too(void **state)
{
    Session *session = *state;
    begin(session);
    until_measured(session);
    session_press(session, SDL_SCANCODE_4);
    assert_string_equal(session_backend(session), "threads");
    TourCard card = card_of(session);
    assert_int_equal(card.figure_count, 2);
    assert_string_equal(card.figures[1].label, "yours: threads");
    assert_true(card.figures[1].is_now);
    assert_false(card.figures[0].is_now);
    until_measured(session);
    session_press(session, SDL_SCANCODE_1); /* back to what the stop shows, with its figure */
    card = card_of(session);
    assert_int_equal(card.figure_count, 1);
    assert_true(isfinite(card.figures[0].ms));
    assert_true(card.figures[0].is_now);
}

static void keys_are_named_as_they_are_bound(void **state)
{
    Session *session = *state;
    begin(session);
    go_to(session, 2);
    TourCard card = card_of(session);
    assert_string_equal(card.keys, "1 sequential   4 threads   2 jobs   [ ] fewer, more lanes");
    assert_string_equal(card.ways_on, "Enter on   Left back   Esc out");

    Keys keys = *input_keys(session->loop->devices);
    keys_bind(&keys, SDL_SCANCODE_4, NULL);
    keys_bind(&keys, SDL_SCANCODE_KP_4, NULL);
    keys_bind(&keys, SDL_SCANCODE_F7, keys_find(&keys, SDL_SCANCODE_2));
    keys_bind(&keys, SDL_SCANCODE_2, NULL);
    keys_bind(&keys, SDL_SCANCODE_KP_2, NULL);
    keys_bind(&keys, SDL_SCANCODE_RIGHTBRACKET, NULL);
    keys_bind(&keys, SDL_SCANCODE_ESCAPE, NULL);
    card = tour_card(&session->loop->tour, session->game, &keys);
    assert_string_equal(card.keys, "1 sequential   F7 jobs   [ fewer, more lanes");
    assert_string_equal(card.ways_on, "Enter on   Left back");
}

static void the_race_is_counted(void **state)
{
    Session *session = *state;
    begin(session);
    go_to(session, stop_with(TOUR_RACE));
    until_measured(session);
    assert_true(backend_type_of(session->game->backend)->unsafe);
    assert_non_null(strstr(card_of(session).verdict, "updates lost"));
}

static void a_worker_is_killed(void **state)
{
    Session *session = *state;
    begin(session);
    go_to(session, stop_with(TOUR_KILL));
    while (session->loop->tour.kills == 0) {
        session_frames(session, 1);
    }
    uint32_t tick = session_tick(session);
    session_frames_until_tick(session, tick + 10);
    assert_non_null(strstr(card_of(session).verdict, "killed: "));
    assert_string_equal(session_backend(session), "processes");
    assert_false(session->game->failing);
}

static void what_was_before_is_restored(void **state)
{
    static const SDL_Scancode PRESSED[] = {SDL_SCANCODE_X,           SDL_SCANCODE_N,
                                           SDL_SCANCODE_L,           SDL_SCANCODE_RIGHTBRACKET,
                                           SDL_SCANCODE_APOSTROPHE,  SDL_SCANCODE_MINUS,
                                           SDL_SCANCODE_LEFTBRACKET, SDL_SCANCODE_F3};
    enum { PRESSED_COUNT = sizeof PRESSED / sizeof *PRESSED };
    Session *session = *state;
    session_press(session, SDL_SCANCODE_3);
    session_press(session, SDL_SCANCODE_L);
    session_press(session, SDL_SCANCODE_X);
    session_press(session, SDL_SCANCODE_SEMICOLON);
    Game before = *session->game;
    OverlayLevel overlay = session->loop->overlay;
    for (uint32_t stop = 0; stop < tour_stop_count(); stop += 2) {
        begin(session);
        go_to(session, stop);
        session_press(session, PRESSED[stop % PRESSED_COUNT]);
        session_press(session, PRESSED[(stop + 1) % PRESSED_COUNT]);
        session_frames(session, 3);
        session_press(session, SDL_SCANCODE_ESCAPE);
        const Game *game = session->game;
        assert_false(session->loop->tour.on);
        assert_false(session->loop->menu);
        assert_string_equal(session_backend(session), "coroutines");
        assert_int_equal(game->lanes, before.lanes);
        assert_int_equal(game->grain, before.grain);
        assert_int_equal(game->sprites, before.sprites);
        assert_int_equal(game->burden.load, before.burden.load);
        assert_ptr_equal(game->kernel, before.kernel);
        assert_int_equal(game->brute, before.brute);
        assert_int_equal(session->loop->overlay, overlay);
    }
    session_frames_until_tick(session, 5);
    session_assert_reference_bits(session);
}

/* Steps of 30 ms, spread over frames: there is one to be given up at any moment. */
static void it_can_be_left_in_the_middle_of_a_step(void **state)
{
    Session *session = *state;
    session->game->burden.heavy_us = 5;
    begin(session);
    while (!tour_stop(session->loop->tour.stop)->graph) {
        session_press(session, SDL_SCANCODE_RIGHT);
    }
    session_press(session, SDL_SCANCODE_3);
    for (uint32_t i = 0; !session->game->stepping; i++) {
        assert_in_range(i, 0, 100000);
        session_frames(session, 1);
    }
    session_press(session, SDL_SCANCODE_ESCAPE);
    assert_string_equal(session_backend(session), "sequential");
    session_frames_until_tick(session, 5);
    session_assert_reference_bits(session);
}

static void back_and_the_first_stop(void **state)
{
    Session *session = *state;
    begin(session);
    go_to(session, 3);
    session_press(session, SDL_SCANCODE_LEFT);
    session_press(session, SDL_SCANCODE_BACKSPACE);
    assert_int_equal(session->loop->tour.stop, 1);
    session_press(session, SDL_SCANCODE_BACKSPACE);
    session_press(session, SDL_SCANCODE_LEFT); /* there is none before it */
    assert_int_equal(session->loop->tour.stop, 0);
    session_press(session, SDL_SCANCODE_F1); /* the page of keys covers it, and Esc closes that */
    session_press(session, SDL_SCANCODE_ESCAPE);
    assert_true(session->loop->tour.on);
    assert_false(session->loop->help);
}

static void press_button(Session *session, Pad *pad, SDL_GameControllerButton button)
{
    pad_hold_button(pad, button, true);
    session_frames(session, 2); /* SDL looks at pads once in a look at its queue */
    pad_hold_button(pad, button, false);
    session_frames(session, 2);
}

static void a_gamepad_leads_through_it(void **state)
{
    Session *session = *state;
    Pad pad;
    SDL_SetHint(SDL_HINT_JOYSTICK_ALLOW_BACKGROUND_EVENTS, "1");
    pad_plug_in(&pad, "Test Pad");
    session_frames(session, 1);
    pad_take_up(&pad);
    session_frames(session, 1);
    press_button(session, &pad, SDL_CONTROLLER_BUTTON_X);
    assert_true(session->loop->tour.on);
    press_button(session, &pad, SDL_CONTROLLER_BUTTON_A);
    press_button(session, &pad, SDL_CONTROLLER_BUTTON_DPAD_RIGHT);
    assert_int_equal(session->loop->tour.stop, 2);
    press_button(session, &pad, SDL_CONTROLLER_BUTTON_B);
    assert_int_equal(session->loop->tour.stop, 1);
    press_button(session, &pad, SDL_CONTROLLER_BUTTON_BACK); /* the next model, as ever */
    assert_int_equal(session->loop->tour.stop, 1);
    assert_string_equal(session_backend(session), "jobs");
    press_button(session, &pad, SDL_CONTROLLER_BUTTON_START);
    assert_false(session->loop->tour.on);
    assert_false(session->loop->menu);
    pad_pull_out(&pad);
    session_frames(session, 1);
}

/* The night on the tour is nobody's: not even one that ends. */
static void its_night_does_not_count(void **state)
{
    Session *session = *state;
    begin(session);
    session_frames(session, 3);
    assert_true(session->loop->night.practised);
    session_press(session, SDL_SCANCODE_ESCAPE);
    while (pace_slower(&session->loop->pace)) {
    }
    while (session->loop->pace.speed < PACE_SPEED_UNIT) {
        pace_faster(&session->loop->pace);
    }
    session_press(session, SDL_SCANCODE_R);
    assert_false(session->loop->night.practised);
}

static void from_the_title_and_to_the_levels(void **state)
{
    Screens *screens = *state;
    screens_press(screens, SDL_SCANCODE_T);
    screens_assert_shown(screens, FLOW_LEVEL);
    assert_true(flow_loop(screens->flow)->tour.on);
    screens_frames(screens, 5);
    screens_press(screens, SDL_SCANCODE_ESCAPE);
    screens_assert_shown(screens, FLOW_SELECT);
    assert_null(progress_find(flow_progress(screens->flow), "easy"));
    screens_press(screens, SDL_SCANCODE_RETURN); /* the night itself is without it */
    screens_assert_level(screens, "easy");
    assert_false(flow_loop(screens->flow)->tour.on);
}

static void not_where_somebody_replays_or_records(void **state)
{
    Session *session = *state;
    session->loop->config.record = "somewhere";
    session_press(session, SDL_SCANCODE_T);
    assert_false(session->loop->tour.on);
    session->loop->config.record = NULL;
    assert_true(loop_tour_is_offered(session->loop));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_A_SESSION(each_stop_sets_up_what_it_shows),
        IN_A_SESSION(ways_are_measured_one_after_another),
        IN_A_SESSION(what_is_pressed_is_measured_too),
        IN_A_SESSION(keys_are_named_as_they_are_bound),
        IN_A_SESSION(the_race_is_counted),
        IN_A_SESSION(a_worker_is_killed),
        IN_A_SESSION(what_was_before_is_restored),
        IN_A_SESSION(it_can_be_left_in_the_middle_of_a_step),
        IN_A_SESSION(back_and_the_first_stop),
        IN_A_SESSION(a_gamepad_leads_through_it),
        IN_A_SESSION(its_night_does_not_count),
        IN_A_SESSION(not_where_somebody_replays_or_records),
        ON_THE_TITLE(from_the_title_and_to_the_levels),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
