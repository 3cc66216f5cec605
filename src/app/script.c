#include "app/script.h"

/* Four legs to a round, two seconds each; the sideways lean differs from leg to leg, so that rounds
 * drift over the level instead of closing. The lantern is open for three seconds of every four. */
enum {
    LEG_TICKS = 2 * TICKS_PER_S,
    GLOW_PERIOD_TICKS = 4 * TICKS_PER_S,
    GLOW_OPEN_TICKS = 3 * TICKS_PER_S,
};

typedef struct Leg {
    int8_t move_x;
    int8_t move_y;
} Leg;

static const Leg round_trip[] = {{127, 24}, {-16, 127}, {-127, -24}, {48, -127}};

enum { LEG_COUNT = sizeof round_trip / sizeof round_trip[0] };

StepInput script_input(uint32_t tick)
{
    const Leg *leg = &round_trip[tick / LEG_TICKS % LEG_COUNT];
    return (StepInput){
        .move_x = leg->move_x,
        .move_y = leg->move_y,
        .glow = tick % GLOW_PERIOD_TICKS < GLOW_OPEN_TICKS,
    };
}
