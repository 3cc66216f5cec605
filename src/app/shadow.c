#include "app/shadow.h"

#include <stdio.h>
#include <stdlib.h>

struct Shadow {
    World *world;
    Backend *reference;
    uint32_t generation; /* of the game */
    uint32_t tick;       /* that both have reached */
    ShadowVerdict verdict;
};

Shadow *shadow_open(const Game *game, Error *error)
{
    Shadow *shadow = calloc(1, sizeof *shadow);
    if (!shadow) {
        error_set(error, "no memory for a shadow");
        return NULL;
    }
    shadow->reference = backend_open(backend_type(0), 1, error);
    if (shadow->reference) {
        shadow->world = world_create(&game->level->spec, game->seed, game->sprites, error);
    }
    if (!shadow->world) {
        shadow_close(shadow);
        return NULL;
    }
    world_copy_front(shadow->world, game->world);
    shadow->generation = game->generation;
    shadow->tick = world_scene(game->world)->tick;
    snprintf(shadow->verdict.text, sizeof shadow->verdict.text, "from tick %u on", shadow->tick);
    return shadow;
}

void shadow_close(Shadow *shadow)
{
    if (shadow) {
        world_destroy(shadow->world);
        backend_close(shadow->reference);
        free(shadow);
    }
}

bool shadow_is_of_another_start(const Shadow *shadow, const Game *game)
{
    return shadow->generation != game->generation;
}

static void tell_difference(Shadow *shadow, const Game *game)
{
    char what[SHADOW_TEXT_SIZE / 2] = "the hashes alone";
    world_first_difference(game->world, shadow->world, what, sizeof what);
    snprintf(shadow->verdict.text, sizeof shadow->verdict.text, "tick %u, %s (here) and %s: %s",
             shadow->tick, backend_type_of(game->backend)->name, backend_type(0)->name, what);
    shadow->verdict.differs = true;
}

bool shadow_tick(Shadow *shadow, const Game *game)
{
    Error error;
    if (shadow->verdict.differs) {
        return false;
    }
    /* It may fail where it was told to: then the two are even again from here on. */
    if (step_repeat(shadow->world, game->world, shadow->reference, game->grain, &error) !=
        BACKEND_DONE) {
        world_copy_front(shadow->world, game->world);
        return false;
    }
    shadow->tick = world_scene(game->world)->tick;
    if (world_hash(shadow->world) != world_hash(game->world)) {
        tell_difference(shadow, game);
        return true;
    }
    shadow->verdict.ticks++;
    snprintf(shadow->verdict.text, sizeof shadow->verdict.text,
             "%u ticks, up to tick %u, have the bits of %s", shadow->verdict.ticks, shadow->tick,
             backend_type(0)->name);
    return false;
}

const ShadowVerdict *shadow_verdict(const Shadow *shadow)
{
    return &shadow->verdict;
}
