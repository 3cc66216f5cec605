/* What of a tick is the same for all: found once, after the flock is counted and before it moves.
 */
#include "sim/flight_tell.h"
#include "sim/world_state.h"

#define GLOW_HEEDED 0.15f /* a dimmer lantern draws nobody */
#define RAIN_DIMS   0.35f /* of the lantern's reach, in a storm */
#define HUNTER_FELT 72.0f /* pixels: farther than anybody flees or is caught */

/* A jar is open while the glowing lantern is this near (pixels), and this bright. */
#define JAR_OPEN_REACH 80.0f
#define JAR_OPEN_GLOW  0.4f

static void find_open_jars(World *world, const Scene *scene)
{
    Weather *weather = &world->weather;
    weather->open_count = 0;
    for (uint32_t i = 0; scene->glow >= JAR_OPEN_GLOW && i < world->jar_count; i++) {
        const WorldJar *jar = &world->jars[i];
        float x = jar->x - scene->lantern_x;
        float y = jar->y - scene->lantern_y;
        bool has_room = jar->capacity == 0 || scene->jar_fill[i] < jar->capacity;
        if (has_room && x * x + y * y < JAR_OPEN_REACH * JAR_OPEN_REACH) {
            weather->open[weather->open_count++] = (OpenJar){jar->x, jar->y, i};
        }
    }
}

static void find_beat(World *world)
{
    const GridBeat *beat = &world->grid.beat;
    float share = beat->flying > 0 ? 1.0f / ((float)beat->flying * GRID_BEAT_UNITS) : 0.0f;
    world->weather.beat_cosine = (float)beat->cosine * share;
    world->weather.beat_sine = (float)beat->sine * share;
}

static void note_all(World *world, const Scene *scene)
{
    const Weather *weather = &world->weather;
    const WorldBuffer *front = front_buffer(world);
    Range hunters = world->by_motion[MOTION_PATROL];
    if (weather->lantern_reach > 0.0f) {
        grid_notice(&world->grid, scene->lantern_x, scene->lantern_y, weather->lantern_reach,
                    NOTICE_LANTERN);
    }
    for (uint32_t slot = hunters.begin; slot < hunters.end; slot++) {
        grid_notice(&world->grid, front->x[slot], front->y[slot], HUNTER_FELT + world->reach,
                    NOTICE_HUNTER);
    }
    for (uint32_t i = 0; i < weather->open_count; i++) {
        grid_notice(&world->grid, weather->open[i].x, weather->open[i].y, JAR_REACH + world->reach,
                    NOTICE_JAR);
    }
}

void weather_prepare(World *world)
{
    Weather *weather = &world->weather;
    const Scene *scene = front_buffer(world)->scene;
    weather->wind_x = world->wish.wind_x;
    weather->wind_y = world->wish.wind_y;
    weather->wave = world->wish.wave;
    bool heeded = scene->glow >= GLOW_HEEDED;
    weather->lantern_reach =
        heeded ? world_glow_radius(scene->glow) * (1.0f - RAIN_DIMS * world->wish.rain) : 0.0f;
    find_open_jars(world, scene);
    find_beat(world);
    if (world->grid.block_count > 0) {
        note_all(world, scene);
    }
}
