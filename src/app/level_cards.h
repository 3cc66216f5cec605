/* What the level select says of each level, and which levels are open. For the flow of screens. Any
 * thread. */
#pragma once

#include "app/level_order.h"
#include "app/progress.h"
#include "view/select.h"

#include <stdbool.h>

/* Sandboxes are open, the first three nights, each night after one that was won, and what was won
 * itself. */
bool level_cards_is_open(const LevelOrder *order, const Progress *progress, int index);

/* A card a level. Their titles point into the order. */
void level_cards_fill(SelectCard cards[LEVEL_ORDER_MAX], const LevelOrder *order,
                      const Progress *progress);

/* What was reached in that level, as a sentence; empty: nothing so far. */
void level_cards_best(char text[SELECT_LINE_SIZE], const LevelOrder *order,
                      const Progress *progress, int index);
