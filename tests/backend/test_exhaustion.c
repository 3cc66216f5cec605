/* A system that runs out of memory or threads: whichever call is refused, the core says so in a
 * sentence, holds nothing more than before, and works the next time. */
#include "backend/scheduler.h"
#include "base/frame_stats.h"
#include "scarce/scarce.h"
#include "support/files.h"
#include "support/levels.h"
#include "support/maps.h"
#include "support/plans.h"
#include "support/play.h"
#include "support/process.h"
#include "support/visits.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { LANES = 4, TICKS = 3 };

/* Makes something, uses it and destroys it. False, with a sentence: it could not. */
typedef bool Attempt(const void *context, Error *error);

/* ---- Each call in turn ---------------------------------------------------------------------- */

/* What a process holds. */
typedef struct Holding {
    int64_t blocks;
    uint32_t files;
    uint32_t threads;
} Holding;

static Holding holding(void)
{
    return (Holding){
        .blocks = scarce_held(), .files = process_files(), .threads = process_threads_at_rest()};
}

static void assert_nothing_left(const Holding *before)
{
    assert_int_equal(scarce_held(), before->blocks);
    assert_int_equal(process_files(), before->files);
    assert_int_equal(process_threads(before->threads), before->threads);
}

static void assert_says_what_is_missing(const Error *error)
{
    const char *text = error->text;
    bool named = strstr(text, "memory") || strstr(text, "thread") || strstr(text, "process") ||
                 strstr(text, "address space");
    if (!named || strchr(text, '\n')) {
        fail_msg("%s was refused, and the sentence is \"%s\"", scarce_refused(), text);
    }
}

static void attempt_and_succeed(Attempt *attempt, const void *context)
{
    Error error = {""};
    if (!attempt(context, &error)) {
        fail_msg("%s (after %s had been refused)", error.text, scarce_refused());
    }
}

/* Stacks without large pages; a slice without a thread of its own. That a pool minds it is the
 * business of test_no_threads. */
static bool has_another_way(const char *call)
{
    return strcmp(call, "mmap") == 0 || strcmp(call, "pthread_create") == 0;
}

/* One sweep through all calls of one attempt; `count` are refused at a time. */
static void refuse_each(Attempt *attempt, const void *context, uint32_t count)
{
    attempt_and_succeed(attempt, context); /* what comes with a first thread or file, stays */
    Holding before = holding();
    uint32_t call = 1;
    for (;; call++) {
        Error error = {""};
        scarce_begin(SCARCE_ALL, call, count);
        bool succeeded = attempt(context, &error);
        if (scarce_end() == 0) {
            assert_true(succeeded);
            break;
        }
        if (!succeeded) {
            assert_says_what_is_missing(&error);
        } else if (!has_another_way(scarce_refused())) {
            fail_msg("%s was refused at call %u, and nobody minded", scarce_refused(), call);
        }
        assert_nothing_left(&before);
        attempt_and_succeed(attempt, context);
        assert_nothing_left(&before);
    }
    assert_in_range(call, 2, UINT32_MAX); /* otherwise no call was counted */
}

/* Once, as a peak of somebody else's passes; and for good. */
static void refuse(Attempt *attempt, const void *context)
{
    refuse_each(attempt, context, 1);
    refuse_each(attempt, context, SCARCE_FOR_EVER);
}

/* ---- Base, sim ------------------------------------------------------------------------------ */

static bool keep_statistics(const void *context, Error *error)
{
    FrameStats *stats = frame_stats_create(*(const uint32_t *)context);
    frame_stats_destroy(stats);
    return stats || error_set(error, "no memory: it returns NULL");
}

static void test_statistics(void **state)
{
    (void)state;
    uint32_t frames = 1000;
    refuse(keep_statistics, &frames);
}

static bool make_world(const void *context, Error *error)
{
    World *world = world_create(context, 1, 500, error);
    world_destroy(world);
    return world != NULL;
}

static void test_world(void **state)
{
    (void)state;
    static Plan plan;
    plan_init_of_all(&plan);
    refuse(make_world, &plan.spec);
}

/* ---- Backend -------------------------------------------------------------------------------- */

typedef struct Model {
    const BackendType *type;
    uint32_t lanes;
    Visits *visits;
} Model;

static bool run_step(const void *context, Error *error)
{
    const Model *model = context;
    Backend *backend = backend_open(model->type, model->lanes, error);
    if (!backend) {
        return false;
    }
    Phase phases[] = {visits_phase(model->visits, 7), visits_phase(model->visits, 1)};
    bool done = backend_run(backend, phases, 2, error) == BACKEND_DONE;
    backend_close(backend);
    assert_int_equal(visits_take_wrong(model->visits, 2), 0);
    return done;
}

static void test_every_model(void **state)
{
    (void)state;
    Visits visits = visits_create(40);
    for (uint32_t type = 0; type < backend_type_count(); type++) {
        for (uint32_t lanes = 1; lanes <= LANES; lanes++) {
            Model model = {.type = backend_type(type), .lanes = lanes, .visits = &visits};
            refuse(run_step, &model);
        }
    }
    visits_destroy(&visits);
}

static void count_turns(Scheduler *scheduler, void *argument)
{
    uint32_t *turns = argument;
    do {
        ++*turns;
    } while (*turns < 10 && scheduler_yield(scheduler));
}

static bool run_tasks(const void *context, Error *error)
{
    enum { TASKS = 100 };
    uint32_t turns[TASKS] = {0};
    Scheduler *scheduler = scheduler_create(TASKS, *(const size_t *)context, error);
    for (uint32_t i = 0; scheduler && i < TASKS; i++) {
        scheduler_spawn(scheduler, count_turns, &turns[i]);
    }
    while (scheduler && scheduler_turn(scheduler)) {
    }
    scheduler_destroy(scheduler);
    for (uint32_t i = 0; i < TASKS; i++) {
        assert_int_equal(turns[i], scheduler ? 10 : 0);
    }
    return scheduler != NULL;
}

static void test_scheduler(void **state)
{
    (void)state;
    const size_t stack_sizes[] = {SCHEDULER_STACK_SIZE, SCHEDULER_STACK_MIN};
    for (size_t i = 0; i < 2; i++) {
        refuse(run_tasks, &stack_sizes[i]);
    }
}

/* Whoever may put no guards below its stacks does without. */
static void test_without_guards(void **state)
{
    (void)state;
    Visits visits = visits_create(1000);
    for (uint32_t type = 0; type < backend_type_count(); type++) {
        for (uint32_t first = 1; first <= 3; first++) {
            Model model = {.type = backend_type(type), .lanes = 1, .visits = &visits};
            int64_t blocks = scarce_held();
            scarce_begin(SCARCE_GUARDS, first, SCARCE_FOR_EVER);
            attempt_and_succeed(run_step, &model);
            scarce_end();
            assert_int_equal(scarce_held(), blocks);
        }
    }
    visits_destroy(&visits);
}

/* ---- Level ---------------------------------------------------------------------------------- */

static bool load_level(const void *context, Error *error)
{
    Level *level = level_load(context, error);
    level_destroy(level);
    return level != NULL;
}

static void refuse_loading(const TestFolder *folder, const char *map)
{
    char path[FILES_PATH_SIZE];
    files_write(folder, "map.tmx", map, strlen(map), path);
    refuse(load_level, path);
}

static void test_level_in_every_encoding(void **state)
{
    (void)state;
    TestFolder folder = files_folder_create();
    static const char *const encodings[][2] = {
        {"encoding=\"csv\"", maps_good_csv},
        {"", maps_good_elements},
        {"encoding=\"base64\"", maps_good_base64},
        {"encoding=\"base64\" compression=\"zlib\"", maps_good_zlib},
        {"encoding=\"base64\" compression=\"gzip\"", maps_good_gzip},
    };
    for (size_t i = 0; i < sizeof encodings / sizeof encodings[0]; i++) {
        char *map = maps_with_data(maps_good, encodings[i][0], encodings[i][1]);
        refuse_loading(&folder, map);
        free(map);
    }
    files_folder_destroy(&folder);
}

static void test_level_with_a_tileset_of_its_own(void **state)
{
    (void)state;
    TestFolder folder = files_folder_create();
    char path[FILES_PATH_SIZE];
    files_write(&folder, "tiles.tsx", maps_good_tsx, strlen(maps_good_tsx), path);
    char *map = maps_replace(maps_good, maps_good_tileset,
                             "<tileset firstgid=\"1\" source=\"tiles.tsx\"/>");
    refuse_loading(&folder, map);
    free(map);
    files_folder_destroy(&folder);
}

/* ---- All together --------------------------------------------------------------------------- */

typedef struct Night {
    const char *path;
    const BackendType *type;
} Night;

static bool play(World *world, Backend *backend, Error *error)
{
    for (uint32_t tick = 0; tick < TICKS; tick++) {
        StepInput input = play_script(tick);
        step_begin(world, backend, &input, 16);
        if (step_finish(world, backend, BACKEND_NO_DEADLINE, error) != BACKEND_DONE) {
            return false;
        }
        world_swap(world);
    }
    return true;
}

static bool spend_a_night(const void *context, Error *error)
{
    const Night *night = context;
    Level *level = level_load(night->path, error);
    World *world = level ? world_create(&level->spec, 1, 300, error) : NULL;
    Backend *backend = world ? backend_open(night->type, LANES, error) : NULL;
    bool done = backend && play(world, backend, error);
    backend_close(backend);
    world_destroy(world);
    level_destroy(level);
    return done;
}

static void test_a_night_of_the_game(void **state)
{
    (void)state;
    char path[LEVEL_PATH_SIZE];
    Level *level = levels_load("meadow");
    memcpy(path, level->path, sizeof path);
    level_destroy(level);
    Night night = {.path = path, .type = backend_find("jobs")};
    refuse(spend_a_night, &night);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_statistics),
        cmocka_unit_test(test_world),
        cmocka_unit_test(test_every_model),
        cmocka_unit_test(test_scheduler),
        cmocka_unit_test(test_without_guards),
        cmocka_unit_test(test_level_in_every_encoding),
        cmocka_unit_test(test_level_with_a_tileset_of_its_own),
        cmocka_unit_test(test_a_night_of_the_game),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
