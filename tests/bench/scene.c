#include "bench/scene.h"

#include "base/clock.h"
#include "sim/step.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

enum { SEED = 1, REST_MS = 25 };

BenchScene *scene_open(const char *level, uint32_t sprites)
{
    BenchScene *scene = calloc(1, sizeof *scene);
    if (!scene) {
        fprintf(stderr, "no memory\n");
        exit(1);
    }
    scene->level = bench_load_level(level);
    scene->sprites = sprites;
    return scene;
}

void scene_close(BenchScene *scene)
{
    for (uint32_t i = 0; i < scene->count; i++) {
        backend_close(scene->entries[i].backend);
        world_destroy(scene->entries[i].world);
    }
    level_destroy(scene->level);
    free(scene);
}

BenchContestant *scene_add(BenchScene *scene, const BackendType *type, uint32_t lanes,
                           uint32_t grain, uint32_t ticks)
{
    assert(scene->count < BENCH_CONTESTANTS_MAX);
    Error error = {""};
    SceneEntry *entry = &scene->entries[scene->count];
    BenchContestant *contestant = &scene->contestants[scene->count++];
    *entry = (SceneEntry){.world = world_create(&scene->level->spec, SEED, scene->sprites, &error),
                          .backend = bench_open(type, lanes),
                          .grain = grain,
                          .ticks = ticks};
    if (!entry->world) {
        fprintf(stderr, "%s\n", error.text);
        exit(1);
    }
    bench_name(contestant, entry->backend);
    contestant->context = entry;
    return contestant;
}

void scene_add_all(BenchScene *scene, bool slow, uint32_t lanes, uint32_t grain, uint32_t ticks)
{
    for (uint32_t i = 0; i < backend_type_count(); i++) {
        const BackendType *type = backend_type(i);
        if (i == 0 || type->slow == slow) {
            scene_add(scene, type, lanes, grain, ticks);
        }
    }
}

const BenchContestant *scene_find(const BenchScene *scene, const char *model, uint32_t lanes)
{
    for (uint32_t i = 0; i < scene->count; i++) {
        const Backend *backend = scene->entries[i].backend;
        if (backend_type_of(backend) == backend_find(model) &&
            backend_lane_count(backend) == lanes) {
            return &scene->contestants[i];
        }
    }
    return NULL;
}

static double measure_ticks(BenchContestant *contestant)
{
    const SceneEntry *entry = contestant->context;
    const StepInput input = {.glow = true};
    clock_sleep_ns(REST_MS * NS_PER_MS); /* the workers of the one before go to sleep */
    uint64_t start_ns = clock_now_ns();
    for (uint32_t i = 0; i < entry->ticks; i++) {
        Error error = {""};
        if (step_run(entry->world, entry->backend, &input, entry->grain, &error) != BACKEND_DONE) {
            fprintf(stderr, "%s\n", error.text);
            exit(1);
        }
    }
    return clock_ms(clock_now_ns() - start_ns) / entry->ticks;
}

void scene_run(BenchScene *scene, uint32_t rounds)
{
    bench_run(scene->contestants, scene->count, rounds, measure_ticks);
    for (uint32_t i = 1; i < scene->count; i++) {
        if (world_hash(scene->entries[i].world) != world_hash(scene->entries[0].world)) {
            fprintf(stderr, "%s is not where %s is: what was measured is not the same work\n",
                    scene->contestants[i].name, scene->contestants[0].name);
            exit(1);
        }
    }
}

void scene_print(const BenchScene *scene)
{
    printf("%-24s %-28s %s\n", "", "ms a tick [quartiles]", "times as fast as one loop");
    for (uint32_t i = 0; i < scene->count; i++) {
        const BenchContestant *contestant = &scene->contestants[i];
        printf("%-24s ", contestant->name);
        bench_print_spread(bench_spread(contestant), "%8.4f");
        printf("   ");
        bench_print_spread(bench_speed(contestant, &scene->contestants[0]), "%.2f");
        printf("\n");
    }
}
