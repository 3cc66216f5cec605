#include "bench/draw_reel.h"

#include "app/paths.h"
#include "base/clock.h"
#include "bench/bench.h"
#include "bench/draw_scatter.h"
#include "bench/sim_field.h"
#include "sim/step.h"
#include "view/stage.h"

#include <stdio.h>
#include <stdlib.h>

enum {
    FIREFLY = 8 /* pixels */,
    SEED = 1,
    SETTLING = 40 /* ticks: a flock at random is no flock */
};

struct Reel {
    World *world;
    Backend *backend;
    Log log;
    /* REEL_SCREEN. */
    Field *field; /* NULL: the other one */
    Scatter *fireflies;
    Canvas *canvas;
    CanvasPicture *picture;
    float across, down; /* pixels of the screen a pixel of the field */
    /* REEL_GAME. */
    Level *level;
    Stage *stage;
};

/* ---- Opening --------------------------------------------------------------------------------- */

static bool open_screen(Reel *reel, uint32_t sprites, uint32_t lanes, Error *error)
{
    const CanvasConfig config = {.width = SCATTER_WIDTH, .height = SCATTER_HEIGHT};
    reel->field = field_open(FIELD_FLOCK, sprites, lanes);
    reel->world = reel->field->world;
    reel->backend = reel->field->backend;
    reel->fireflies = scatter_open(SCATTER_ADDITIVE, FIREFLY, sprites);
    reel->canvas = canvas_open(canvas_find("cpu"), &config, &reel->log, error);
    reel->picture =
        reel->canvas ? canvas_picture_of(reel->canvas, reel->fireflies->picture, error) : NULL;
    if (!reel->picture) {
        return false;
    }
    canvas_set_backend(reel->canvas, reel->backend);
    reel->across = SCATTER_WIDTH / (float)world_width(reel->world);
    reel->down = SCATTER_HEIGHT / (float)world_height(reel->world);
    return true;
}

static void step(Reel *reel)
{
    Error error = {""};
    const StepInput input = {0};
    if (step_run(reel->world, reel->backend, &input, bench_default_grain(), &error) !=
        BACKEND_DONE) {
        fprintf(stderr, "%s\n", error.text);
        exit(1);
    }
}

static bool open_game(Reel *reel, uint32_t sprites, uint32_t lanes, Error *error)
{
    Paths paths;
    if (!paths_find(&paths, error)) {
        return false;
    }
    const StageConfig config = {.assets = paths.assets,
                                .width = SCATTER_WIDTH,
                                .height = SCATTER_HEIGHT,
                                .canvas = canvas_find("cpu")};
    reel->level = bench_load_level("million");
    reel->world = world_create(&reel->level->spec, SEED, sprites, error);
    reel->stage = reel->world ? stage_open(&config, &reel->log, error) : NULL;
    if (!reel->stage) {
        return false;
    }
    reel->backend = bench_open(backend_find(lanes > 1 ? "jobs" : "sequential"), lanes);
    stage_set_level(reel->stage, reel->level, reel->world);
    for (uint32_t i = 0; i < SETTLING; i++) {
        step(reel);
    }
    return true;
}

Reel *reel_open(ReelScene scene, uint32_t sprites, uint32_t lanes, Error *error)
{
    Reel *reel = calloc(1, sizeof *reel);
    if (!reel) {
        error_set(error, "no memory for a reel");
        return NULL;
    }
    log_init(&reel->log, LOG_ERROR);
    if (!(scene == REEL_GAME ? open_game : open_screen)(reel, sprites, lanes, error)) {
        reel_close(reel);
        return NULL;
    }
    return reel;
}

void reel_close(Reel *reel)
{
    if (!reel) {
        return;
    }
    if (reel->field) {
        canvas_close(reel->canvas);
        scatter_close(reel->fireflies);
        field_close(reel->field);
    } else {
        stage_close(reel->stage);
        backend_close(reel->backend);
        world_destroy(reel->world);
        level_destroy(reel->level);
    }
    free(reel);
}

/* ---- A frame -------------------------------------------------------------------------------- */

static bool write_slice(Lane *lane, Range slice, void *context)
{
    const Reel *reel = context;
    SpriteFront front = world_front(reel->world);
    (void)lane;
    for (uint32_t i = slice.begin; i < slice.end; i++) {
        reel->fireflies->items[i] =
            (CanvasSprite){.x = (int16_t)(front.x[i] * reel->across),
                           .y = (int16_t)(front.y[i] * reel->down),
                           .frame = (uint16_t)(sprite_id(front.tag[i]) % SCATTER_FRAMES)};
    }
    return true;
}

static void write_list(Reel *reel)
{
    Error error = {""};
    if (reel->stage) {
        stage_set_backend(reel->stage, reel->backend);
        stage_write_list(reel->stage, reel->world, 1.0f, false, NULL);
        return;
    }
    const Phase phase = {.name = "list",
                         .run = write_slice,
                         .context = reel,
                         .count = reel->field->sprites,
                         .grain = bench_default_grain()};
    if (backend_run(reel->backend, &phase, 1, &error) != BACKEND_DONE) {
        fprintf(stderr, "%s\n", error.text);
        exit(1);
    }
}

static void draw(Reel *reel)
{
    if (reel->stage) {
        stage_draw(reel->stage, reel->world, &(StageMessages){.log_lines = &reel->log}, NULL);
        stage_present(reel->stage);
        return;
    }
    const Scatter *fireflies = reel->fireflies;
    const CanvasSprites sprites = {.picture = reel->picture,
                                   .frames = fireflies->frames,
                                   .frame_count = SCATTER_FRAMES,
                                   .items = fireflies->items,
                                   .count = fireflies->count,
                                   .zoom = 1,
                                   .blend = scatter_blend(fireflies),
                                   .color = {255, 255, 255, 255}};
    canvas_clear(reel->canvas, (SDL_Color){10, 14, 30, 255});
    canvas_sprites(reel->canvas, &sprites);
    canvas_flush(reel->canvas);
    canvas_present(reel->canvas);
}

uint64_t reel_frame(Reel *reel, ReelParts *parts)
{
    uint64_t start_ns = clock_now_ns();
    write_list(reel);
    uint64_t listed_ns = clock_now_ns();
    draw(reel);
    uint64_t drawn_ns = clock_now_ns();
    step(reel);
    uint64_t end_ns = clock_now_ns();
    parts->list += clock_ms(listed_ns - start_ns);
    parts->draw += clock_ms(drawn_ns - listed_ns);
    parts->step += clock_ms(end_ns - drawn_ns);
    return end_ns - start_ns;
}
