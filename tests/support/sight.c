#include "support/sight.h"

#include <math.h>

float sight_distance(SpecPoint a, SpecPoint b)
{
    return sqrtf((b.x - a.x) * (b.x - a.x) + (b.y - a.y) * (b.y - a.y));
}

SpecPoint sight_lantern(const World *world)
{
    return (SpecPoint){world_scene(world)->lantern_x, world_scene(world)->lantern_y};
}

bool sight_firefly(const World *world, uint32_t sprite, SpecPoint *at)
{
    SpriteFront front = world_front(world);
    *at = (SpecPoint){front.x[sprite], front.y[sprite]};
    return sprite_state(front.flash[sprite]) == SPRITE_FLYING &&
           world_breeds(world)[sprite_breed(front.tag[sprite])].look == LOOK_FIREFLY;
}

uint32_t sight_count_near(const World *world, SpecPoint at, float reach)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < world_sprite_count(world); i++) {
        SpecPoint there;
        count += sight_firefly(world, i, &there) && sight_distance(at, there) < reach;
    }
    return count;
}

uint32_t sight_room(const World *world, uint32_t jar)
{
    uint32_t capacity = world_jars(world)[jar].capacity;
    uint32_t fill = world_scene(world)->jar_fill[jar];
    return capacity == 0 ? UINT32_MAX : capacity - min_u32(fill, capacity);
}

bool sight_is_owl_near(const World *world, SpecPoint at)
{
    SpriteFront front = world_front(world);
    Range owls = world_motion_range(world, MOTION_PATROL);
    for (uint32_t owl = owls.begin; owl < owls.end; owl++) {
        if (sight_distance(at, (SpecPoint){front.x[owl], front.y[owl]}) < SIGHT_OWL_NEAR) {
            return true;
        }
    }
    return false;
}
