/* What a finer grain costs: 100,000 bouncing hares in slices from one sprite to all of them, in
 * each model. A table, no bars. */
#include "bench/scene.h"

#include "base/range.h"

#include <stdio.h>

enum { SPRITES = 100000, TICKS = 8 };

static const uint32_t grains[] = {1, 16, 256, 1024, SPRITES};

enum { GRAIN_COUNT = sizeof grains / sizeof grains[0] };

int main(void)
{
    BenchScene *scene = scene_open("bounce", SPRITES);
    uint32_t lanes = min_u32(bench_cores(), BACKEND_LANES_MAX);
    for (uint32_t type = 0; type < backend_type_count(); type++) {
        if (backend_type(type)->slow) {
            continue;
        }
        for (uint32_t i = 0; i < GRAIN_COUNT; i++) {
            scene_add(scene, backend_type(type), lanes, grains[i], TICKS);
        }
    }
    scene_run(scene, BENCH_ROUNDS);

    printf("bounce, %d sprites, %d rounds; as fast as: as one loop over all sprites\n%-24s %8s  "
           "%-28s %s\n",
           SPRITES, BENCH_ROUNDS, "", "grain", "ms a tick [quartiles]", "times as fast");
    for (uint32_t i = 0; i < scene->count; i++) {
        const BenchContestant *contestant = &scene->contestants[i];
        printf("%-24s %8u  ", contestant->name, grains[i % GRAIN_COUNT]);
        bench_print_spread(bench_spread(contestant), "%8.4f");
        printf("   ");
        bench_print_spread(bench_speed(contestant, &scene->contestants[GRAIN_COUNT - 1]), "%.2f");
        printf("\n");
    }
    scene_close(scene);
    return 0;
}
