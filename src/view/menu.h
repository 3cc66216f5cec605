/* A menu over the picture: a title, what there is to say, and the choices, of which one is lit. For
 * the stage, and for the loop, which says what is in it. Main thread only. */
#pragma once

#include "view/cast.h"
#include "view/paint.h"

#include <stdbool.h>
#include <stdint.h>

enum { MENU_ITEMS_MAX = 8, MENU_LINES_MAX = 2, MENU_NOWHERE = -1, MENU_STARS = 3 };

typedef struct Menu {
    const char *title;
    Ink ink;                           /* the title's */
    const char *lines[MENU_LINES_MAX]; /* NULL: none */
    const char *items[MENU_ITEMS_MAX];
    uint32_t item_count;
    uint32_t chosen;
    bool has_stars;
    uint32_t stars; /* so many of MENU_STARS fireflies shine */
    float light;    /* how far it has come up, 0 to 1 */
} Menu;

void menu_draw(const Paint *window, const Cast *cast, const Menu *menu);

/* The item at a pixel of the window; MENU_NOWHERE. */
int menu_at(const Paint *window, const Menu *menu, float x, float y);

/* MENU_STARS fireflies in a row with its middle at (x, y), the first `lit` of them shining. */
void menu_draw_stars(const Paint *paint, const Cast *cast, int x, int y, uint32_t lit,
                     uint8_t alpha);
