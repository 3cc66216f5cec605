#include "app/listen.h"

/* As many of a swarm are looked at in a frame; in the next one others. */
enum { LOOKED_AT = 1024 };

static bool glows(SpriteState state)
{
    return state == SPRITE_FLYING || state == SPRITE_JARRED;
}

/* About how many of that motion are in the lantern's light: a sample's count for all. Whoever rests
 * in a jar glows too. */
static float count_near(const World *world, Motion motion)
{
    const Scene *scene = world_scene(world);
    SpriteFront front = world_front(world);
    Range range = world_motion_range(world, motion);
    float radius = world_glow_radius(1.0f);
    uint32_t stride = (range.end - range.begin) / LOOKED_AT + 1;
    uint32_t found = 0;
    for (uint32_t i = range.begin + scene->tick % stride; i < range.end; i += stride) {
        float dx = front.x[i] - scene->lantern_x;
        float dy = front.y[i] - scene->lantern_y;
        found += dx * dx + dy * dy < radius * radius && glows(sprite_state(front.flash[i]));
    }
    return (float)found * (float)stride;
}

static void find_hunter(const World *world, SoundScene *sounds)
{
    SpriteFront front = world_front(world);
    Range range = world_motion_range(world, MOTION_PATROL);
    float nearest = 0.0f;
    for (uint32_t i = range.begin; i < range.end; i++) {
        float dx = front.x[i] - sounds->ear_x;
        float dy = front.y[i] - sounds->ear_y;
        float distance = dx * dx + dy * dy;
        if (sounds->hunter == SOUND_NO_HUNTER || distance < nearest) {
            nearest = distance;
            Hunter kind = world_hunter_kind(world, i - range.begin);
            sounds->hunter = kind == HUNTER_BAT ? SOUND_BAT : SOUND_OWL;
            sounds->hunter_dives = front.hunters[i - range.begin].quarry > 0;
            sounds->hunter_x = front.x[i];
            sounds->hunter_y = front.y[i];
        }
    }
}

static void find_jars(const World *world, SoundScene *sounds)
{
    const WorldJar *jars = world_jars(world);
    sounds->jar_count = world_jar_count(world);
    for (uint32_t i = 0; i < sounds->jar_count; i++) {
        sounds->jars[i] =
            (SoundJar){.x = jars[i].x, .y = jars[i].y, .fill = world_scene(world)->jar_fill[i]};
    }
}

static SoundOutcome outcome_of(const Scene *scene)
{
    switch (scene->outcome) {
    case OUTCOME_PLAYING: return SOUND_PLAYING;
    case OUTCOME_WON: return SOUND_WON;
    default: return SOUND_LOST;
    }
}

_Static_assert((int)SOUND_JARS_MAX >= (int)SPEC_JARS_MAX, "every jar is heard");

void listen(Sound *sound, const Game *game, bool resting)
{
    if (!sound_has_device(sound)) {
        return;
    }
    const Scene *scene = world_scene(game->world);
    uint32_t dawn_ticks = world_dawn_ticks(game->world);
    SoundScene sounds = {
        .world = game->generation,
        .tick = scene->tick,
        .ear_x = scene->lantern_x,
        .ear_y = scene->lantern_y,
        .resting = resting,
        .glow = scene->glow,
        .near = count_near(game->world, MOTION_SEEK) + count_near(game->world, MOTION_FLOCK),
        .wind_x = scene->wind_x,
        .wind_y = scene->wind_y,
        .rain = scene->rain,
        .dawn = dawn_ticks > 0 ? (float)scene->tick / (float)dawn_ticks : 0.0f,
        .order = scene->order,
        .eaten = scene->eaten,
        .dazzled = scene->dazzled,
        .flash_tick = scene->flash_tick,
        .outcome = outcome_of(scene),
    };
    find_hunter(game->world, &sounds);
    find_jars(game->world, &sounds);
    sound_hear(sound, &sounds);
}
