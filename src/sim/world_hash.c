/* The state hash, and what to say where two states differ. */
#include "sim/world_state.h"

#include "base/hash.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What of a hunter is its own; nothing of others. */
static HunterState hunter_of(const World *world, const WorldBuffer *state, uint32_t slot)
{
    Range hunters = world->by_motion[MOTION_PATROL];
    return slot >= hunters.begin && slot < hunters.end ? state->hunters[slot - hunters.begin]
                                                       : (HunterState){0};
}

static uint64_t sprite_hash(const World *world, const WorldBuffer *state, uint32_t slot)
{
    HunterState hunter = hunter_of(world, state, slot);
    uint64_t hash = random_mix((uint64_t)sprite_id(state->tag[slot]) + 1);
    hash = hash_f32x2(hash, state->x[slot], state->y[slot]);
    hash = hash_f32x2(hash, state->vx[slot], state->vy[slot]);
    hash = hash_u64(hash, (uint64_t)state->tag[slot] << 32 | state->flash[slot]);
    return hash_u64(hash, (uint64_t)hunter.leg << 48 | (uint64_t)hunter.wait << 32 |
                              (uint64_t)hunter.quarry << 16 | hunter.sated);
}

static uint64_t scene_hash(const World *world, const Scene *scene)
{
    uint64_t hash = hash_u64(HASH_START, scene->tick);
    hash = hash_f32x2(hash, scene->lantern_x, scene->lantern_y);
    hash = hash_f32x2(hash, scene->lantern_vx, scene->lantern_vy);
    hash = hash_u64(hash, hash_bits_of(scene->glow));
    hash = hash_u64(hash, (uint64_t)scene->flying << 32 | scene->jarred);
    hash = hash_u64(hash, (uint64_t)scene->eaten << 32 | scene->outcome);
    hash = hash_u64(hash, (uint64_t)scene->waiting << 32 | scene->wave);
    hash = hash_f32x2(hash, scene->wind_x, scene->wind_y);
    hash = hash_u64(hash, hash_bits_of(scene->rain));
    hash = hash_f32x2(hash, scene->beat_cosine, scene->beat_sine);
    hash = hash_u64(hash, hash_bits_of(scene->order));
    hash = hash_u64(hash, (uint64_t)scene->flash_tick << 32 | scene->hint << 8 | scene->dazzled);
    for (uint32_t jar = 0; jar < world->jar_count; jar++) {
        hash = hash_u64(hash, scene->jar_fill[jar]);
    }
    return hash;
}

uint64_t world_hash(const World *world)
{
    const WorldBuffer *state = front_buffer(world);
    uint64_t sum = 0; /* a sum does not depend on the order in which sprites are stored */
    for (uint32_t sprite = 0; sprite < world->sprite_count; sprite++) {
        sum += sprite_hash(world, state, sprite);
    }
    return hash_u64(scene_hash(world, state->scene), sum);
}

typedef struct Field {
    const char *name;
    double a;
    double b;
} Field;

static bool sprite_differs(const World *a, uint32_t i, const World *b, uint32_t k, Field *found)
{
    const WorldBuffer *left = front_buffer(a);
    const WorldBuffer *right = front_buffer(b);
    HunterState ours = hunter_of(a, left, i);
    HunterState theirs = hunter_of(b, right, k);
    uint32_t flash = left->flash[i];
    uint32_t other = right->flash[k];
    const Field fields[] = {
        {"x", (double)left->x[i], (double)right->x[k]},
        {"y", (double)left->y[i], (double)right->y[k]},
        {"vx", (double)left->vx[i], (double)right->vx[k]},
        {"vy", (double)left->vy[i], (double)right->vy[k]},
        {"breed", sprite_breed(left->tag[i]), sprite_breed(right->tag[k])},
        {"phase", sprite_phase(flash), sprite_phase(other)},
        {"pace", sprite_pace(flash), sprite_pace(other)},
        {"state", sprite_state(flash), sprite_state(other)},
        {"leg", ours.leg, theirs.leg},
        {"wait", ours.wait, theirs.wait},
        {"quarry", ours.quarry, theirs.quarry},
        {"sated", ours.sated, theirs.sated},
    };
    for (size_t field = 0; field < sizeof fields / sizeof fields[0]; field++) {
        /* By their bits, as the hash: 0 and -0 differ, and a NaN does not from itself. */
        if (memcmp(&fields[field].a, &fields[field].b, sizeof fields[field].a) != 0) {
            *found = fields[field];
            return true;
        }
    }
    return false;
}

/* Where each sprite is, by id. NULL: no memory. */
static uint32_t *slots_by_id(const World *world)
{
    const uint32_t *tags = front_buffer(world)->tag;
    uint32_t *slots = malloc(world->sprite_count * sizeof *slots);
    for (uint32_t slot = 0; slots && slot < world->sprite_count; slot++) {
        /* A hunter's tag may have no room for its id, and it keeps its slot. */
        bool hunts = slot >= world->by_motion[MOTION_PATROL].begin;
        slots[hunts ? slot : sprite_id(tags[slot])] = slot;
    }
    return slots;
}

static bool first_sprite(const World *a, const World *b, char *sentence, uint32_t size)
{
    bool differs = false;
    uint32_t *ours = slots_by_id(a);
    uint32_t *theirs = slots_by_id(b);
    for (uint32_t id = 0; ours && theirs && !differs && id < a->sprite_count; id++) {
        Field found;
        differs = sprite_differs(a, ours[id], b, theirs[id], &found);
        if (differs) {
            snprintf(sentence, size, "sprite %u: %s is %.9g here and %.9g there", id, found.name,
                     found.a, found.b);
        }
    }
    free(ours);
    free(theirs);
    return differs;
}

bool world_first_difference(const World *a, const World *b, char *sentence, uint32_t size)
{
    if (first_sprite(a, b, sentence, size)) {
        return true;
    }
    if (scene_hash(a, front_buffer(a)->scene) != scene_hash(b, front_buffer(b)->scene)) {
        snprintf(sentence, size, "the lantern, the jars, the weather or the score differ");
        return true;
    }
    return false;
}
