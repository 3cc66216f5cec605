/* The pace: how many ticks a frame runs, where between two states it draws, and how long it sleeps,
 * for frames of every length. No clock is asked: time is handed in. */
#include "app/pace.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

/* Frames of these lengths, over and over, each running what is due. */
typedef struct Ride {
    Pace pace;
    uint32_t ticks;
    uint32_t most_in_a_frame;
    uint32_t clamped; /* frames that had to show the front for want of a newer one */
} Ride;

static void ride_frame(Ride *ride, uint64_t frame_ns)
{
    pace_advance(&ride->pace, frame_ns);
    float blend = pace_blend(&ride->pace);
    assert_true(blend >= 0.0f && blend <= 1.0f);
    ride->clamped += blend >= 1.0f;
    uint32_t due = pace_due_ticks(&ride->pace);
    ride->most_in_a_frame = due > ride->most_in_a_frame ? due : ride->most_in_a_frame;
    for (uint32_t i = 0; i < due; i++) {
        pace_ticked(&ride->pace);
    }
    ride->ticks += due;
}

static Ride ride(uint32_t frames, uint64_t frame_ns)
{
    Ride ride = {0};
    pace_init(&ride.pace);
    for (uint32_t i = 0; i < frames; i++) {
        ride_frame(&ride, frame_ns);
    }
    return ride;
}

static void assert_near(uint32_t value, uint32_t expected, uint32_t tolerance)
{
    assert_in_range(value, expected - tolerance, expected + tolerance);
}

static void sixty_ticks_a_second_at_any_frame_rate(void **state)
{
    (void)state;
    static const uint32_t rates[] = {20, 30, 50, 59, 60, 61, 75, 120, 144, 240, 1000};
    for (uint32_t i = 0; i < sizeof rates / sizeof rates[0]; i++) {
        Ride ten_s = ride(10 * rates[i], NS_PER_S / rates[i]);
        assert_near(ten_s.ticks, 600, 4);
        assert_int_equal(ten_s.pace.dropped_ticks, 0);
    }
}

static void one_tick_a_frame_at_sixty(void **state)
{
    (void)state;
    Ride hour = ride(3, NS_PER_S / 60); /* the first frames get ahead of the display */
    hour.most_in_a_frame = 0;
    for (uint32_t i = 3; i < 60 * 3600; i++) {
        ride_frame(&hour, NS_PER_S / 60);
    }
    assert_near(hour.ticks, 60 * 3600, 2);
    assert_int_equal(hour.most_in_a_frame, 1);
}

static void fast_displays_are_interpolated(void **state)
{
    (void)state;
    Ride ten_s = ride(1440, NS_PER_S / 144);
    assert_int_equal(ten_s.most_in_a_frame, 1);
    assert_in_range(ten_s.clamped, 0, 2);
}

/* What is shown moves on evenly, whatever the ticks do. */
static void shown_time_never_jumps(void **state)
{
    (void)state;
    Pace pace;
    pace_init(&pace);
    double shown_before = 0;
    uint32_t ticks = 0;
    for (uint32_t i = 0; i < 3000; i++) {
        uint64_t frame_ns = 6900000 + i * 7919 % 97 * 1000; /* 144 Hz with some jitter */
        pace_advance(&pace, frame_ns);
        double shown = ticks + (double)pace_blend(&pace);
        double moved = shown - shown_before;
        if (i > 3) {
            assert_true(moved > 0.3 && moved < 0.5); /* 0.41 to 0.42 ticks a frame */
        }
        shown_before = shown;
        for (uint32_t due = pace_due_ticks(&pace); due > 0; due--) {
            pace_ticked(&pace);
            ticks++;
        }
    }
}

static void a_hitch_is_dropped_not_replayed(void **state)
{
    (void)state;
    Ride ride = {0};
    pace_init(&ride.pace);
    for (int i = 0; i < 60; i++) {
        ride_frame(&ride, NS_PER_S / 60);
    }
    uint32_t ticks_before = ride.ticks;
    ride_frame(&ride, 3 * (uint64_t)NS_PER_S); /* somebody dragged the window */
    for (int i = 0; i < 60; i++) {
        ride_frame(&ride, NS_PER_S / 60);
    }
    assert_int_equal(ride.most_in_a_frame, PACE_TICKS_A_FRAME_MAX);
    assert_near(ride.pace.dropped_ticks, 180 - PACE_TICKS_A_FRAME_MAX, 2);
    assert_near(ride.ticks - ticks_before, 60 + PACE_TICKS_A_FRAME_MAX, 2);
}

static void overload_slows_the_game_down(void **state)
{
    (void)state;
    Ride ten_s = ride(100, NS_PER_S / 10); /* six ticks a frame are owed, four are run */
    assert_near(ten_s.ticks, 400, 8);
    assert_near(ten_s.pace.dropped_ticks, 200, 10);
}

static void absurd_times_are_survived(void **state)
{
    (void)state;
    Ride ride = {0};
    pace_init(&ride.pace);
    ride.pace.speed = PACE_SPEED_MAX;
    static const uint64_t times_ns[] = {0, UINT64_MAX, 0, 1, UINT64_MAX, UINT64_MAX, 0, 0};
    for (uint32_t i = 0; i < sizeof times_ns / sizeof times_ns[0]; i++) {
        ride_frame(&ride, times_ns[i]);
    }
    assert_in_range(ride.most_in_a_frame, 0, PACE_TICKS_A_FRAME_MAX);
}

static void speeds_double_and_halve_within_their_ends(void **state)
{
    (void)state;
    Pace pace;
    pace_init(&pace);
    assert_int_equal(pace.speed, PACE_SPEED_UNIT);
    while (pace_faster(&pace)) {
    }
    assert_int_equal(pace.speed, PACE_SPEED_MAX);
    while (pace_slower(&pace)) {
    }
    assert_int_equal(pace.speed, PACE_SPEED_MIN);
}

static void speed_scales_the_ticks(void **state)
{
    (void)state;
    for (uint32_t speed = PACE_SPEED_MIN; speed <= PACE_SPEED_MAX; speed *= 2) {
        Ride ride = {0};
        pace_init(&ride.pace);
        ride.pace.speed = speed;
        for (uint32_t i = 0; i < 600; i++) {
            /* Frames come a little early and a little late, in turn. */
            ride_frame(&ride, NS_PER_S / 60 - 200000 + i % 2 * 400000);
        }
        assert_near(ride.ticks, 600 * speed / PACE_SPEED_UNIT, 6);
        assert_int_equal(ride.pace.dropped_ticks, 0);
    }
}

static void a_movie_goes_by_ticks_at_any_speed(void **state)
{
    (void)state;
    enum { FRAMES = 10000 };
    for (uint32_t speed = PACE_SPEED_MIN; speed <= PACE_SPEED_MAX; speed *= 2) {
        Pace pace;
        uint32_t ticks = 0;
        pace_init(&pace);
        pace_show_front(&pace);
        pace.speed = speed;
        for (uint32_t frame = 0; frame < FRAMES; frame++) {
            pace_advance_tick(&pace);
            for (uint32_t due = pace_due_ticks(&pace); due > 0; due--) {
                pace_ticked(&pace);
                ticks++;
            }
        }
        assert_in_range(ticks, FRAMES * speed / PACE_SPEED_UNIT,
                        FRAMES * speed / PACE_SPEED_UNIT + PACE_TICKS_A_FRAME_MAX);
        assert_int_equal(pace.dropped_ticks, 0);
    }
}

static void a_pause_shows_the_front(void **state)
{
    (void)state;
    Pace pace;
    pace_init(&pace);
    pace_advance(&pace, 5 * NS_PER_MS);
    pace_show_front(&pace);
    assert_true(pace_blend(&pace) == 1.0f);
    pace_advance(&pace, 0);
    assert_int_equal(pace_due_ticks(&pace), 1); /* going on begins with the next state */
}

static void the_limiter_holds_sixty(void **state)
{
    (void)state;
    Limiter limiter = {0};
    uint64_t period_ns = NS_PER_S / 60;
    uint64_t now_ns = 1000 * (uint64_t)NS_PER_S;
    limiter_sleep_ns(&limiter, now_ns, period_ns); /* the first has nothing to keep to */
    uint64_t start_ns = now_ns;
    for (uint32_t i = 0; i < 600; i++) {
        now_ns += 1000000 + i % 7 * 1000000; /* the work, of any length */
        now_ns += limiter_sleep_ns(&limiter, now_ns, period_ns) + 60000; /* and a late wake-up */
    }
    uint64_t took_ms = (now_ns - start_ns) / NS_PER_MS;
    assert_in_range(took_ms, 9990, 10010);
}

static void a_late_frame_is_not_made_up_for(void **state)
{
    (void)state;
    Limiter limiter = {0};
    uint64_t period_ns = NS_PER_S / 60;
    uint64_t now_ns = NS_PER_S;
    limiter_sleep_ns(&limiter, now_ns, period_ns);
    now_ns += NS_PER_S;
    assert_int_equal(limiter_sleep_ns(&limiter, now_ns, period_ns), 0);
    now_ns += NS_PER_MS;
    assert_int_equal(limiter_sleep_ns(&limiter, now_ns, period_ns), period_ns - NS_PER_MS);
}

static void a_shorter_period_begins_at_once(void **state)
{
    (void)state;
    Limiter limiter = {0};
    limiter_sleep_ns(&limiter, NS_PER_S, NS_PER_S);
    limiter_sleep_ns(&limiter, NS_PER_S, NS_PER_S);
    uint64_t sleep_ns = limiter_sleep_ns(&limiter, NS_PER_S + 1, NS_PER_MS);
    assert_in_range(sleep_ns, 1, NS_PER_MS);
}

static void vsync_that_does_not_wait_is_found_out(void **state)
{
    (void)state;
    Limiter limiter = {0};
    for (int i = 0; i < 1000; i++) {
        assert_true(limiter_trusts_vsync(&limiter, 4 * NS_PER_MS)); /* 250 Hz displays exist */
    }
    int frames = 0;
    while (limiter_trusts_vsync(&limiter, NS_PER_MS / 10) && frames < 1000) {
        frames++;
    }
    assert_in_range(frames, 5, 60);
    assert_false(limiter_trusts_vsync(&limiter, 16 * NS_PER_MS)); /* and stays found out */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sixty_ticks_a_second_at_any_frame_rate),
        cmocka_unit_test(one_tick_a_frame_at_sixty),
        cmocka_unit_test(fast_displays_are_interpolated),
        cmocka_unit_test(shown_time_never_jumps),
        cmocka_unit_test(a_hitch_is_dropped_not_replayed),
        cmocka_unit_test(overload_slows_the_game_down),
        cmocka_unit_test(absurd_times_are_survived),
        cmocka_unit_test(speeds_double_and_halve_within_their_ends),
        cmocka_unit_test(speed_scales_the_ticks),
        cmocka_unit_test(a_movie_goes_by_ticks_at_any_speed),
        cmocka_unit_test(a_pause_shows_the_front),
        cmocka_unit_test(the_limiter_holds_sixty),
        cmocka_unit_test(a_late_frame_is_not_made_up_for),
        cmocka_unit_test(a_shorter_period_begins_at_once),
        cmocka_unit_test(vsync_that_does_not_wait_is_found_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
