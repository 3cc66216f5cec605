#include "bench/draw_scatter.h"

#include "base/random.h"
#include "view/image.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { SEED = 7 };

#define OPAQUE_RADIUS 0.472f /* of a side: a circle of 70% of its square */
#define VEIL          0.6f   /* how opaque a translucent disc is */

static const uint32_t HUES[SCATTER_FRAMES] = {0xffd060, 0x60d0ff, 0xb0ff70, 0xff80a0};

const char *scatter_kind_name(ScatterKind kind)
{
    static const char *const NAMES[SCATTER_KINDS] = {"70% opaque", "translucent", "additive"};
    return NAMES[kind];
}

static void require(bool there)
{
    if (!there) {
        fprintf(stderr, "no memory for a scatter\n");
        exit(1);
    }
}

/* `distance` from the middle, in sides. */
static float alpha_at(ScatterKind kind, float distance, int side)
{
    if (kind == SCATTER_ADDITIVE) {
        float left = 1.0f - 2.0f * distance;
        return left > 0.0f ? 0.5f * left * left : 0.0f;
    }
    float beyond = (distance - OPAQUE_RADIUS) * (float)side;
    float alpha = beyond <= 0.0f ? 1.0f : beyond >= 1.0f ? 0.0f : 1.0f - beyond;
    return kind == SCATTER_TRANSLUCENT ? alpha * VEIL : alpha;
}

static void paint_frame(Scatter *scatter, int frame)
{
    float middle = 0.5f * (float)(scatter->side - 1);
    for (int y = 0; y < scatter->side; y++) {
        for (int x = 0; x < scatter->side; x++) {
            float across = ((float)x - middle) / (float)scatter->side;
            float down = ((float)y - middle) / (float)scatter->side;
            float alpha =
                alpha_at(scatter->kind, sqrtf(across * across + down * down), scatter->side);
            *image_pixel(scatter->picture, frame * scatter->side + x, y) =
                (uint32_t)(alpha * 255.0f + 0.5f) << 24 | HUES[frame];
        }
    }
}

static void strew(Scatter *scatter)
{
    for (uint32_t i = 0; i < scatter->count; i++) {
        uint64_t number = random_u64(SEED, i, 0, RANDOM_TEST);
        scatter->items[i] = (CanvasSprite){.x = (int16_t)(number % SCATTER_WIDTH),
                                           .y = (int16_t)((number >> 24) % SCATTER_HEIGHT),
                                           .frame = (uint16_t)((number >> 48) % SCATTER_FRAMES)};
    }
}

Scatter *scatter_open(ScatterKind kind, int side, uint32_t count)
{
    Scatter *scatter = calloc(1, sizeof *scatter);
    require(scatter);
    scatter->kind = kind;
    scatter->side = side;
    scatter->count = count;
    scatter->items = calloc(count, sizeof *scatter->items);
    scatter->picture = SDL_CreateRGBSurfaceWithFormat(0, side * SCATTER_FRAMES, side, 32,
                                                      SDL_PIXELFORMAT_ARGB8888);
    require(scatter->items && scatter->picture);
    for (int frame = 0; frame < SCATTER_FRAMES; frame++) {
        scatter->frames[frame] = (SDL_Rect){frame * side, 0, side, side};
        paint_frame(scatter, frame);
    }
    strew(scatter);
    return scatter;
}

void scatter_close(Scatter *scatter)
{
    SDL_FreeSurface(scatter->picture);
    free(scatter->items);
    free(scatter);
}

CanvasBlend scatter_blend(const Scatter *scatter)
{
    return scatter->kind == SCATTER_ADDITIVE ? CANVAS_ADD : CANVAS_BLEND;
}

SDL_BlendMode scatter_sdl_blend(const Scatter *scatter)
{
    return scatter->kind == SCATTER_ADDITIVE ? SDL_BLENDMODE_ADD : SDL_BLENDMODE_BLEND;
}
