/* A player made of a few rules, for play-throughs: it sees what a player sees (fireflies, havens,
 * owls, walls) and does what a player does (one StepInput a tick). It walks to the densest crowd
 * that is worth the way, opens the lantern until enough are around, leads them to the nearest haven
 * with room, waits there while they go in, and begins again.
 *
 *     Bot *bot = bot_create(&level->spec, style);
 *     while (...) { StepInput input = bot_play(bot, world); ... step ... }
 *
 * A pure function of what it has seen: the same level, seed and style are the same play. No memory
 * fails the running test; main thread only. */
#pragma once

#include "sim/step.h"
#include "sim/world.h"

typedef struct Bot Bot;

/* What may be tried where another style does not win. */
typedef struct BotStyle {
    uint32_t gather_ticks; /* how long it waits for a crowd, at most */
    float pace;            /* of a walk at full speed, with a crowd behind; 0 to 1 */
    float standoff;        /* pixels between a haven and where it stands */
} BotStyle;

/* Copies what it keeps of the plan. */
Bot *bot_create(const WorldSpec *spec, BotStyle style);
void bot_destroy(Bot *bot); /* takes NULL */

/* The wish for the tick that follows the world's front. */
StepInput bot_play(Bot *bot, const World *world);
