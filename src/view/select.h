/* The level select: a card a level over a night that plays by itself, and below them what there is
 * to know of the chosen one. For the stage. Main thread only. */
#pragma once

#include "sim/spec.h"
#include "view/cast.h"
#include "view/paint.h"

#include <stdbool.h>
#include <stdint.h>

enum { SELECT_LINE_SIZE = 160, SELECT_NOWHERE = -1 };

typedef struct SelectCard {
    const char *title;
    char line[SELECT_LINE_SIZE]; /* what comes of it, in a few words */
    bool locked;
    bool has_stars;
    uint32_t stars; /* as Menu.stars */
} SelectCard;

typedef struct Select {
    const SelectCard *cards; /* [count] */
    uint32_t count;
    uint32_t chosen;
    const char *hint;   /* of the chosen one */
    const char *best;   /* what was reached in it; "": nothing so far */
    const char *notice; /* a line that stays a moment; NULL: none */
    float night;        /* as Title.night */
} Select;

void select_draw(const Paint *window, const Cast *cast, const Select *select);

/* The card at a pixel of the window; SELECT_NOWHERE. */
int select_at(const Paint *window, const Select *select, float x, float y);

/* Cards in a row of that window. */
uint32_t select_columns(const Paint *window);
