/* Flocking after C. W. Reynolds, "Flocks, Herds, and Schools: A Distributed Behavioral Model"
 * (SIGGRAPH 1987): keep apart, fly along, stay together; and the lantern, and the owls. */
#include "sim/flight.h"
#include "sim/motion.h"

/* Accelerations, as parts of the cruising speed a tick. */
#define APART       0.10f
#define ALONG       0.06f
#define TOGETHER    0.025f
#define COMPANY     19.0f /* neighbours at ease; with more of them "together" turns into "apart" */
#define CROWDED     -4.0f /* how far it turns at most */
#define STRAY_FLOCK 0.10f /* radians a tick, at most */
#define SLOWEST     0.5f  /* of the cruising speed */
#define FASTEST     2.2f

/* Sums become means, in radii and pixels a tick; from here on it is floats, of one firefly only. */
static void heed_neighbours(const MotionView *view, Flight *flight)
{
    GridSums sums = grid_look_around(view->grid, &view->front, flight->sprite);
    if (sums.count == 0) {
        return;
    }
    float share = 1.0f / (float)sums.count;
    float radii = share * (1.0f / GRID_UNITS_A_RADIUS);
    float speeds = share * (1.0f / GRID_VELOCITY_UNITS);
    float cruise = flight->cruise;
    /* Not a mean: the more are near, the stronger the push. */
    float push = APART * cruise * (1.0f / 65536.0f);
    flight->vx += push * (float)sums.away_x;
    flight->vy += push * (float)sums.away_y;
    flight->vx += ALONG * ((float)sums.vx * speeds - flight->vx);
    flight->vy += ALONG * ((float)sums.vy * speeds - flight->vy);
    float ease = 1.0f - (float)sums.count / COMPANY;
    float together = TOGETHER * cruise * radii * (ease < CROWDED ? CROWDED : ease);
    flight->vx += together * (float)sums.x;
    flight->vy += together * (float)sums.y;
}

void motion_flock(const MotionView *view, SpriteSlice *slice, EventList *events)
{
    for (uint32_t sprite = slice->range.begin; sprite < slice->range.end; sprite++) {
        if (view->front.state[sprite] != SPRITE_FLYING) {
            flight_rest(view, slice, sprite);
            continue;
        }
        Flight flight = flight_take(view, sprite);
        flight_stray(view, &flight, STRAY_FLOCK);
        heed_neighbours(view, &flight);
        flight_heed_lantern(view, &flight);
        flight_flee_owls(view, &flight);
        flight_limit_speed(&flight, SLOWEST * flight.cruise, FASTEST * flight.cruise);
        flight_end(view, slice, &flight, events);
    }
}
