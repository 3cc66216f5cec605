#include "sim/world_state.h"

#include <assert.h>
#include <string.h>

void world_copy_buffer(const World *world, const WorldBuffer *to, const WorldBuffer *from)
{
    size_t count = world->sprite_count;
    memcpy(to->x, from->x, count * sizeof *to->x);
    memcpy(to->y, from->y, count * sizeof *to->y);
    memcpy(to->vx, from->vx, count * sizeof *to->vx);
    memcpy(to->vy, from->vy, count * sizeof *to->vy);
    memcpy(to->tag, from->tag, count * sizeof *to->tag);
    memcpy(to->flash, from->flash, count * sizeof *to->flash);
    memcpy(to->hunters, from->hunters,
           range_count(world->by_motion[MOTION_PATROL]) * sizeof *to->hunters);
    *to->scene = *from->scene;
}

/* Into the front alone: a step leaves nothing of the back as it was. */
void world_copy_front(World *to, const World *from)
{
    assert(to->sprite_count == from->sprite_count && to->seed == from->seed);
    world_copy_buffer(to, front_buffer(to), front_buffer(from));
    to->previous_is_front = true;
}
