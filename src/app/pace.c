#include "app/pace.h"

/* A tick, and a nanosecond at real time, in the unit of Pace.lag. */
#define TICK_LAG ((int64_t)NS_PER_S * PACE_SPEED_UNIT)

/* A frame longer than this was a debugger or a suspended laptop; it counts as one this long, and
 * the arithmetic below cannot overflow. */
#define ELAPSED_MAX_NS (10ull * NS_PER_S)

/* No display refreshes faster than 500 Hz; 30 such frames are no accident. */
enum { QUICK_FRAME_NS = 2 * NS_PER_MS, QUICK_FRAMES = 30 };

static int64_t lag_of(const Pace *pace, uint64_t elapsed_ns)
{
    return (int64_t)(elapsed_ns * TICKS_PER_S * pace->speed);
}

void pace_init(Pace *pace)
{
    *pace = (Pace){.speed = PACE_SPEED_UNIT};
}

void pace_advance(Pace *pace, uint64_t elapsed_ns)
{
    uint64_t before_ns = pace->elapsed_ns;
    pace->elapsed_ns = elapsed_ns < ELAPSED_MAX_NS ? elapsed_ns : ELAPSED_MAX_NS;
    pace->expected_ns = pace->elapsed_ns < before_ns ? pace->elapsed_ns : before_ns;
    pace->lag += lag_of(pace, pace->elapsed_ns);
}

void pace_advance_tick(Pace *pace)
{
    pace->elapsed_ns = pace->expected_ns = NS_PER_S / TICKS_PER_S;
    pace->lag += TICK_LAG / PACE_SPEED_UNIT * pace->speed; /* exactly, and for ever */
}

float pace_blend(const Pace *pace)
{
    if (pace->lag <= 0) {
        return 0.0f;
    }
    return pace->lag >= TICK_LAG ? 1.0f : (float)pace->lag / (float)TICK_LAG;
}

uint32_t pace_due_ticks(Pace *pace)
{
    /* Further ahead than a tick there is nothing to show: a frame shows two states. */
    int64_t ahead = lag_of(pace, pace->expected_ns);
    int64_t at_next_frame = pace->lag + (ahead < TICK_LAG ? ahead : TICK_LAG);
    int64_t due = at_next_frame <= 0 ? 0 : at_next_frame / TICK_LAG;
    if (due <= PACE_TICKS_A_FRAME_MAX) {
        return (uint32_t)due;
    }
    /* What a later frame can make up for stays: at four times the speed, frames that come a little
     * early and a little late owe three ticks and five. */
    int64_t dropped = pace->lag / TICK_LAG - (PACE_TICKS_A_FRAME_MAX + 1);
    if (dropped > 0) {
        pace->dropped_ticks += (uint32_t)dropped;
        pace->lag -= dropped * TICK_LAG;
    }
    return PACE_TICKS_A_FRAME_MAX;
}

void pace_ticked(Pace *pace)
{
    pace->lag -= TICK_LAG;
}

void pace_show_front(Pace *pace)
{
    pace->lag = TICK_LAG;
    pace->elapsed_ns = pace->expected_ns = 0;
}

bool pace_faster(Pace *pace)
{
    if (pace->speed >= PACE_SPEED_MAX) {
        return false;
    }
    pace->speed *= 2;
    return true;
}

bool pace_slower(Pace *pace)
{
    if (pace->speed <= PACE_SPEED_MIN) {
        return false;
    }
    pace->speed /= 2;
    return true;
}

bool limiter_trusts_vsync(Limiter *limiter, uint64_t work_ns)
{
    if (limiter->quick_frames < QUICK_FRAMES) {
        limiter->quick_frames = work_ns < QUICK_FRAME_NS ? limiter->quick_frames + 1 : 0;
    }
    return limiter->quick_frames < QUICK_FRAMES;
}

uint64_t limiter_sleep_ns(Limiter *limiter, uint64_t now_ns, uint64_t period_ns)
{
    limiter->next_ns += period_ns;
    if (limiter->next_ns <= now_ns || limiter->next_ns > now_ns + period_ns) {
        /* Late, or the first, or the period has just become shorter: start counting from here. */
        bool late = limiter->next_ns <= now_ns;
        limiter->next_ns = late ? now_ns : now_ns + period_ns;
    }
    return limiter->next_ns - now_ns;
}
