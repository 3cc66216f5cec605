#include "support/crowd.h"

#include "base/random.h"

#include <inttypes.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { GROUND_TILES = 65536 };

static const uint8_t open_ground[GROUND_TILES];

void crowd_init(Crowd *crowd, float width, float height)
{
    crowd->width = width;
    crowd->height = height;
    for (uint32_t slot = 0; slot < CROWD_MAX; slot++) {
        crowd->tag[slot] = sprite_tag(slot, 0);
        crowd->flash[slot] = sprite_flash(0, SPRITE_PACE_LEAST, SPRITE_FLYING);
    }
    for (uint32_t phase = 0; phase < GRID_PHASES; phase++) {
        double angle = 2.0 * 3.14159265358979323846 * (phase + 0.5) / GRID_PHASES;
        crowd->cosines[phase] = (int64_t)(GRID_BEAT_UNITS * cos(angle));
        crowd->sines[phase] = (int64_t)(GRID_BEAT_UNITS * sin(angle));
    }
    crowd->kernel = kernel_best();
    crowd->front = (SpriteFront){.x = crowd->x,
                                 .y = crowd->y,
                                 .vx = crowd->vx,
                                 .vy = crowd->vy,
                                 .tag = crowd->tag,
                                 .flash = crowd->flash};
}

void crowd_scatter(Crowd *crowd, uint32_t count, uint64_t seed)
{
    assert_in_range(count, 0, CROWD_MAX);
    for (uint32_t i = 0; i < count; i++) {
        crowd->x[i] = crowd->width * random_unit(seed, i, 0, RANDOM_TEST);
        crowd->y[i] = crowd->height * random_unit(seed, i, 1, RANDOM_TEST);
        crowd->vx[i] = 3.0f * random_signed(seed, i, 2, RANDOM_TEST);
        crowd->vy[i] = 3.0f * random_signed(seed, i, 3, RANDOM_TEST);
        uint32_t phase = (uint16_t)random_u64(seed, i, 4, RANDOM_TEST);
        crowd->flash[i] = sprite_flash(phase, SPRITE_PACE_LEAST, sprite_state(crowd->flash[i]));
    }
}

void crowd_set_state(Crowd *crowd, uint32_t slot, SpriteState state)
{
    crowd->flash[slot] = sprite_with_state(crowd->flash[slot], state);
}

static Walls ground_of(const Crowd *crowd)
{
    float tile = 16.0f;
    while (ceilf(crowd->width / tile) * ceilf(crowd->height / tile) > (float)GROUND_TILES) {
        tile *= 2.0f;
    }
    return (Walls){.solid = open_ground,
                   .columns = (uint32_t)ceilf(crowd->width / tile),
                   .rows = (uint32_t)ceilf(crowd->height / tile),
                   .tile_size = tile,
                   .tiles_a_pixel = 1.0f / tile};
}

void crowd_open(Crowd *crowd, Range sprites, float radius, uint32_t blocks)
{
    Arena arena = {0};
    grid_lay_out(&crowd->grid, &arena, sprites, radius, crowd->width, crowd->height);
    crowd->block = aligned_alloc(ARENA_ALIGNMENT, arena.used);
    assert_non_null(crowd->block);
    memset(crowd->block, 0xa5, arena.used); /* of a tick ago: anything */
    arena = (Arena){.block = crowd->block};
    grid_lay_out(&crowd->grid, &arena, sprites, radius, crowd->width, crowd->height);
    crowd->blocks = blocks > 0 ? blocks : GRID_BLOCKS_MAX;
    assert_true(blocks <= crowd->grid.block_most);
    Walls ground = ground_of(crowd);
    grid_prepare(&crowd->grid, &ground, 22.0f, 1.0f, true);
    crowd_build(crowd);
}

void crowd_count(Crowd *crowd)
{
    Grid *grid = &crowd->grid;
    grid_cut(grid, crowd->blocks);
    for (uint32_t i = 0; i < grid->block_count; i++) {
        uint32_t block = crowd->lanes > 0 ? i : grid->block_count - 1 - i; /* any order will do */
        uint32_t lane = crowd->lanes > 0 ? block * crowd->lanes / grid->block_count : block;
        grid_count_block(grid, crowd->kernel, &crowd->front, block, lane);
    }
}

void crowd_build(Crowd *crowd)
{
    Grid *grid = &crowd->grid;
    crowd_count(crowd);
    for (uint32_t strip = grid->block_count; strip-- > 0;) {
        grid_place_strip(grid, strip);
    }
    if (grid->block_count > 0) { /* as in the step: where nobody flocks, there are no tables */
        grid_join_blocks(grid);
    }
    for (uint32_t block = grid->block_count; block-- > 0;) {
        grid_sort_block(grid, block);
    }
    crowd->kernel->show(grid, &crowd->front, (Range){0, range_count(grid->sprites)});
}

void crowd_close(Crowd *crowd)
{
    free(crowd->block);
    crowd->block = NULL;
}

/* ---- The definition ------------------------------------------------------------------------- */

static int64_t whole(float value)
{
    return (int64_t)value;
}

CrowdSums crowd_look(const Crowd *crowd, uint32_t slot)
{
    const float units = crowd->grid.units_a_pixel;
    const int64_t radius = whole(crowd->grid.units_a_radius);
    const int64_t within = radius * radius >> GRID_SQUARED_SHIFT;
    const int64_t beside = within / 4;
    CrowdSums sums = {0};
    for (uint32_t i = crowd->grid.sprites.begin; i < crowd->grid.sprites.end; i++) {
        int64_t x = whole(crowd->x[i] * units) - whole(crowd->x[slot] * units);
        int64_t y = whole(crowd->y[i] * units) - whole(crowd->y[slot] * units);
        int64_t squared = (x * x >> GRID_SQUARED_SHIFT) + (y * y >> GRID_SQUARED_SHIFT);
        if (i == slot || sprite_state(crowd->flash[i]) != SPRITE_FLYING || squared >= within) {
            continue;
        }
        sums.count++;
        sums.x += x;
        sums.y += y;
        sums.vx += whole(crowd->vx[i] * crowd->grid.velocity_units);
        sums.vy += whole(crowd->vy[i] * crowd->grid.velocity_units);
        sums.cosine += crowd->cosines[sprite_phase(crowd->flash[i]) >> 8];
        sums.sine += crowd->sines[sprite_phase(crowd->flash[i]) >> 8];
        int64_t nearness = squared < beside ? beside - squared : 0;
        sums.away_x -= nearness * x;
        sums.away_y -= nearness * y;
    }
    return sums;
}

/* ---- Asking --------------------------------------------------------------------------------- */

void crowd_assert_same(FlockSums sums, CrowdSums expected, const char *who, uint32_t slot)
{
    const struct {
        const char *name;
        float sum;
        int64_t expected;
    } fields[] = {
        {"count", sums.count, expected.count},
        {"x", sums.x, expected.x},
        {"y", sums.y, expected.y},
        {"vx", sums.vx, expected.vx},
        {"vy", sums.vy, expected.vy},
        {"away_x", sums.away_x, expected.away_x},
        {"away_y", sums.away_y, expected.away_y},
        {"cosine", sums.cosine, expected.cosine},
        {"sine", sums.sine, expected.sine},
    };
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        if (fields[i].sum != (float)fields[i].expected) {
            fail_msg("%s, sprite %u: %s is %.9g, expected %" PRId64, who, slot, fields[i].name,
                     (double)fields[i].sum, fields[i].expected);
        }
    }
}

static void assert_kernel_agrees(const Crowd *crowd, const Kernel *kernel, bool brute,
                                 uint32_t grain, const CrowdSums *expected)
{
    const Grid *grid = &crowd->grid;
    uint32_t flying = grid_flying(grid);
    FlockSums *sums = calloc(grain, sizeof *sums);
    uint32_t *counts = calloc(grain, sizeof *counts);
    assert_true(sums && counts);
    for (uint32_t begin = 0; begin < flying; begin += grain) {
        Range places = {begin, min_u32(begin + grain, flying)};
        kernel->look_around(grid, brute, places, sums);
        kernel->count_near(grid, places, counts);
        for (uint32_t place = begin; place < places.end; place++) {
            crowd_assert_same(sums[place - begin], expected[place], kernel->name,
                              sprite_id(grid->tag[place]));
            assert_int_equal(counts[place - begin], expected[place].count);
        }
    }
    free(sums);
    free(counts);
}

/* Who only counts who is near needs to be shown the places, and nothing else. */
static void assert_places_suffice(const Crowd *crowd, const Kernel *kernel,
                                  const CrowdSums *expected)
{
    const Grid *grid = &crowd->grid;
    uint32_t flying = grid_flying(grid);
    Range all = {0, range_count(grid->sprites)};
    uint32_t *counts = calloc(flying + 1, sizeof *counts);
    assert_non_null(counts);
    for (uint32_t place = 0; place < all.end; place++) {
        grid->x[place] = grid->y[place] = -1.0f;
        grid->mates.x[place] = grid->mates.y[place] = -1;
    }
    kernel->show_places(grid, &crowd->front, all);
    kernel->count_near(grid, (Range){0, flying}, counts);
    for (uint32_t place = 0; place < flying; place++) {
        assert_int_equal(counts[place], expected[place].count);
    }
    free(counts);
}

int64_t crowd_assert_agrees(Crowd *crowd)
{
    static const uint32_t grains[] = {1, 3, 16, 23, CROWD_MAX};
    const Grid *grid = &crowd->grid;
    uint32_t flying = grid->block_count > 0 ? grid_flying(grid) : 0;
    CrowdSums *expected = calloc(flying + 1, sizeof *expected);
    assert_non_null(expected);
    int64_t neighbours = 0;
    for (uint32_t place = 0; place < flying; place++) {
        expected[place] = crowd_look(crowd, sprite_id(grid->tag[place]));
        neighbours += expected[place].count;
    }
    const GridBeat beat = grid->beat;
    for (uint32_t i = 0; flying > 0 && i < kernel_count(); i++) {
        crowd->kernel = kernel_at(i);
        crowd_build(crowd);
        assert_int_equal(grid->beat.cosine, beat.cosine);
        assert_int_equal(grid->beat.sine, beat.sine);
        assert_int_equal(grid->beat.flying, beat.flying);
        for (size_t grain = 0; grain < sizeof grains / sizeof *grains; grain++) {
            assert_kernel_agrees(crowd, kernel_at(i), false, grains[grain], expected);
        }
        assert_kernel_agrees(crowd, kernel_at(i), true, grains[i % 4], expected);
        assert_places_suffice(crowd, kernel_at(i), expected);
    }
    free(expected);
    return neighbours;
}
