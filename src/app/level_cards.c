#include "app/level_cards.h"

#include <stdio.h>

enum { OPEN_AT_FIRST = 3 };

static bool is_won(const Progress *progress, const OrderedLevel *level)
{
    const Best *best = progress_find(progress, level->name);
    return best && best->won;
}

bool level_cards_is_open(const LevelOrder *order, const Progress *progress, int index)
{
    const OrderedLevel *level = &order->levels[index];
    if (level->goal == 0 || is_won(progress, level)) {
        return true;
    }
    int before = level_order_before(order, index);
    if (before == LEVEL_ORDER_NONE || is_won(progress, &order->levels[before])) {
        return true;
    }
    int nights = 0;
    for (int i = index; i != LEVEL_ORDER_NONE; i = level_order_before(order, i)) {
        nights++;
    }
    return nights <= OPEN_AT_FIRST;
}

static void say_line(SelectCard *card, const LevelOrder *order, const Best *best, int index)
{
    const OrderedLevel *level = &order->levels[index];
    if (card->locked) {
        const OrderedLevel *before = &order->levels[level_order_before(order, index)];
        snprintf(card->line, sizeof card->line, "win %s", before->title);
    } else if (level->goal == 0) {
        snprintf(card->line, sizeof card->line, "sandbox, %u", level->sprites);
    } else if (best && best->won) {
        uint32_t seconds = best->ticks / TICKS_PER_S;
        snprintf(card->line, sizeof card->line, "%u:%02u, %u eaten", seconds / 60, seconds % 60,
                 best->eaten);
    } else if (best) {
        snprintf(card->line, sizeof card->line, "%u of %u home", best->jarred, level->goal);
    } else {
        snprintf(card->line, sizeof card->line, "%u to bring home", level->goal);
    }
}

void level_cards_fill(SelectCard cards[LEVEL_ORDER_MAX], const LevelOrder *order,
                      const Progress *progress)
{
    for (uint32_t i = 0; i < order->count; i++) {
        const OrderedLevel *level = &order->levels[i];
        const Best *best = progress_find(progress, level->name);
        cards[i] = (SelectCard){
            .title = level->title,
            .locked = !level_cards_is_open(order, progress, (int)i),
            .has_stars = level->goal > 0,
            .stars = progress_stars(best, level->goal, level->dawn_ticks),
        };
        say_line(&cards[i], order, best, (int)i);
    }
}

void level_cards_best(char text[SELECT_LINE_SIZE], const LevelOrder *order,
                      const Progress *progress, int index)
{
    const Best *best = progress_find(progress, order->levels[index].name);
    text[0] = '\0';
    if (best && best->won) {
        uint32_t seconds = best->ticks / TICKS_PER_S;
        snprintf(text, SELECT_LINE_SIZE,
                 "Won in %u:%02u at best, %u home at most, %u eaten at least", seconds / 60,
                 seconds % 60, best->jarred, best->eaten);
    } else if (best && best->jarred > 0) {
        snprintf(text, SELECT_LINE_SIZE, "%u home at most so far", best->jarred);
    }
}
