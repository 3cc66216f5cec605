/* The colours of what is written over the picture, in one place. The categorical ones are Okabe and
 * Ito's (https://jfly.uni-koeln.de/color/), which people with any colour vision tell apart. */
#pragma once

#include <SDL.h>
#include <stdint.h>

/* Text comes in these inks alone: they are baked into the font's picture (see text.h). */
typedef enum Ink {
    INK_BRIGHT,
    INK_SOFT,
    INK_FAINT,
    INK_WARM,
    INK_GREEN,
    INK_ALERT,
    INK_COUNT,
} Ink;

static inline SDL_Color palette_ink(Ink ink)
{
    static const SDL_Color INKS[INK_COUNT] = {
        {0xf4, 0xf2, 0xe4, 255}, {0xa9, 0xbb, 0xc4, 255}, {0x6d, 0x81, 0x90, 255},
        {0xff, 0xd8, 0x73, 255}, {0xc4, 0xe8, 0x6a, 255}, {0xff, 0x9a, 0x62, 255},
    };
    return INKS[ink];
}

enum { PALETTE_CATEGORIES = 8 };

static inline SDL_Color palette_category(uint32_t index)
{
    static const SDL_Color CATEGORIES[PALETTE_CATEGORIES] = {
        {0x56, 0xb4, 0xe9, 255}, {0xe6, 0x9f, 0x00, 255}, {0x00, 0x9e, 0x73, 255},
        {0xf0, 0xe4, 0x42, 255}, {0xcc, 0x79, 0xa7, 255}, {0xd5, 0x5e, 0x00, 255},
        {0x00, 0x72, 0xb2, 255}, {0xb8, 0xc0, 0xc8, 255},
    };
    return CATEGORIES[index % PALETTE_CATEGORIES];
}

#define PALETTE_PANEL  ((SDL_Color){0x06, 0x0b, 0x16, 0xd0}) /* dark glass behind text */
#define PALETTE_EDGE   ((SDL_Color){0x3a, 0x4e, 0x63, 0xc0}) /* its hairline border */
#define PALETTE_GROUND ((SDL_Color){0x07, 0x0d, 0x18, 0xff}) /* behind the overlay */
#define PALETTE_FAULT  ((SDL_Color){0x44, 0x0e, 0x15, 0xff}) /* behind what is proved wrong */
#define PALETTE_TROUGH ((SDL_Color){0x12, 0x1c, 0x2a, 0xff}) /* the empty part of a bar */
#define PALETTE_LIGHT  ((SDL_Color){0xff, 0xc2, 0x52, 0x48}) /* the glow around what is chosen */
#define PALETTE_SHADE  ((SDL_Color){0x02, 0x05, 0x0c, 0xa0}) /* over the picture, behind a menu */
#define PALETTE_WHITE  ((SDL_Color){255, 255, 255, 255})
