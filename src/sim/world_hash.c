/* The state hash, and what to say where two states differ. */
#include "sim/world_state.h"

#include "base/hash.h"

#include <stdio.h>
#include <string.h>

static uint64_t sprite_hash(const WorldBuffer *state, uint32_t sprite)
{
    uint64_t hash = random_mix((uint64_t)sprite + 1);
    hash = hash_f32x2(hash, state->x[sprite], state->y[sprite]);
    hash = hash_f32x2(hash, state->vx[sprite], state->vy[sprite]);
    uint64_t small = (uint64_t)state->phase[sprite] << 48 | (uint64_t)state->leg[sprite] << 32 |
                     (uint64_t)state->wait[sprite] << 16 | state->state[sprite];
    return hash_u64(hash, small);
}

static uint64_t scene_hash(const World *world, const Scene *scene)
{
    uint64_t hash = hash_u64(HASH_START, scene->tick);
    hash = hash_f32x2(hash, scene->lantern_x, scene->lantern_y);
    hash = hash_f32x2(hash, scene->lantern_vx, scene->lantern_vy);
    hash = hash_u64(hash, hash_bits_of(scene->glow));
    hash = hash_u64(hash, (uint64_t)scene->flying << 32 | scene->jarred);
    hash = hash_u64(hash, (uint64_t)scene->eaten << 32 | scene->outcome);
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
        sum += sprite_hash(state, sprite);
    }
    return hash_u64(scene_hash(world, state->scene), sum);
}

typedef struct Field {
    const char *name;
    double a;
    double b;
} Field;

static bool sprite_differs(const WorldBuffer *a, const WorldBuffer *b, uint32_t i, Field *found)
{
    const Field fields[] = {
        {"x", (double)a->x[i], (double)b->x[i]},
        {"y", (double)a->y[i], (double)b->y[i]},
        {"vx", (double)a->vx[i], (double)b->vx[i]},
        {"vy", (double)a->vy[i], (double)b->vy[i]},
        {"phase", a->phase[i], b->phase[i]},
        {"state", a->state[i], b->state[i]},
        {"leg", a->leg[i], b->leg[i]},
        {"wait", a->wait[i], b->wait[i]},
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

bool world_first_difference(const World *a, const World *b, char *sentence, uint32_t size)
{
    const WorldBuffer *left = front_buffer(a);
    const WorldBuffer *right = front_buffer(b);
    Field found;
    for (uint32_t sprite = 0; sprite < a->sprite_count; sprite++) {
        if (sprite_hash(left, sprite) != sprite_hash(right, sprite) &&
            sprite_differs(left, right, sprite, &found)) {
            snprintf(sentence, size, "sprite %u: %s is %.9g here and %.9g there", sprite,
                     found.name, found.a, found.b);
            return true;
        }
    }
    if (scene_hash(a, left->scene) != scene_hash(b, right->scene)) {
        snprintf(sentence, size, "the lantern, the jars or the score differ");
        return true;
    }
    return false;
}
