#include "view/glare.h"

#include <SDL.h>
#include <string.h>

enum {
    INVERSE_SHIFT = 20,
    ROOM = GLARE_CELL * GLARE_CELL * 8 * 2 / 10, /* for light in a cell, in eighths of a pixel */
    STEPS_A_HALVING = 4,
};

/* What a firefly's frame sheds, its brightest channel, in eighths of a pixel of full light. */
static const uint32_t LIGHT[CAST_FLASH_LEVELS] = {3, 10, 17, 28, 47, 101, 147, 178};

/* 2 to the quarters, in 256ths. */
static const uint32_t ROOTS[STEPS_A_HALVING] = {256, 304, 362, 431};

/* The ratio of light to room at which a step begins, in 256ths. */
static uint32_t ratio_of(uint32_t step)
{
    return ROOTS[step % STEPS_A_HALVING] << (step / STEPS_A_HALVING);
}

/* So dimmed, a level lies between two others: the lower one, and the upper one for as many shades
 * as it is near to that. */
static uint32_t dim(uint32_t level, uint32_t step, uint32_t shade)
{
    uint32_t light = LIGHT[level] * 256 * GLARE_SHADES / ratio_of(step);
    uint32_t lower = level;
    while (lower > 0 && LIGHT[lower] * GLARE_SHADES > light) {
        lower--;
    }
    if (lower == level || light < LIGHT[lower] * GLARE_SHADES) {
        return lower;
    }
    uint32_t over = light - LIGHT[lower] * GLARE_SHADES;
    return over > shade * (LIGHT[lower + 1] - LIGHT[lower]) ? lower + 1 : lower;
}

void glare_init(Glare *glare)
{
    for (uint32_t step = 0; step < GLARE_STEPS; step++) {
        for (uint32_t shade = 0; shade < GLARE_SHADES; shade++) {
            for (uint32_t level = 0; level < CAST_FLASH_LEVELS; level++) {
                glare->dimmed[step][shade][level] = (uint8_t)dim(level, step, shade);
            }
        }
    }
}

/* The cells keep their places on the map, so that nothing flickers when the camera moves. */
static int32_t first_cell(int view, int side, int margin)
{
    int from = view - margin;
    int rest = from % side;
    return from - (rest < 0 ? rest + side : rest) - view;
}

void glare_begin(Glare *glare, const Camera *camera)
{
    int side = GLARE_CELL * camera->zoom;
    int margin = GLARE_MARGIN * camera->zoom;
    memset(glare->light, 0, sizeof glare->light);
    glare->inverse = (1u << INVERSE_SHIFT) / (uint32_t)side + 1;
    glare->left = first_cell(camera->left, side, margin);
    glare->top = first_cell(camera->top, side, margin);
}

static uint32_t cell(int32_t at, int32_t first, uint32_t inverse, uint32_t last)
{
    uint32_t from = (uint32_t)SDL_max(at - first, 0);
    return SDL_min(from * inverse >> INVERSE_SHIFT, last);
}

static uint32_t row_of(const Glare *glare, int y)
{
    return cell(y, glare->top, glare->inverse, GLARE_ROWS - 1);
}

static uint32_t column_of(const Glare *glare, int x)
{
    return cell(x, glare->left, glare->inverse, GLARE_COLUMNS - 1);
}

void glare_add(Glare *glare, int x, int y, uint32_t level)
{
    glare->light[row_of(glare, y)][column_of(glare, x)] += LIGHT[level];
}

/* Of a cell, with the eight around it: their edges are not to be seen. The outermost have none. */
static uint32_t spread(const Glare *glare, uint32_t row, uint32_t column)
{
    uint32_t sum = 0;
    for (uint32_t y = row - 1; y <= row + 1; y++) {
        const uint32_t *light = &glare->light[y][column];
        sum += (light[-1] + 2 * light[0] + light[1]) << (y == row);
    }
    return sum / 16;
}

static uint8_t step_for(uint32_t light)
{
    uint32_t step = 0;
    while (step + 1 < GLARE_STEPS && light * 256 >= ratio_of(step + 1) * ROOM) {
        step++;
    }
    return (uint8_t)step;
}

void glare_settle(Glare *glare)
{
    glare->is_bright = false;
    for (uint32_t row = 1; row + 1 < GLARE_ROWS; row++) {
        for (uint32_t column = 1; column + 1 < GLARE_COLUMNS; column++) {
            uint8_t step = step_for(spread(glare, row, column));
            glare->steps[row][column] = step;
            glare->is_bright |= step > 0;
        }
    }
}

uint32_t glare_level(const Glare *glare, int x, int y, uint32_t level, uint32_t shade)
{
    uint32_t step = glare->steps[row_of(glare, y)][column_of(glare, x)];
    return glare->dimmed[step][shade][level];
}
