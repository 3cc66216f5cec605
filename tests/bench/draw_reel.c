#include "bench/draw_reel.h"

#include "base/clock.h"
#include "bench/bench.h"
#include "bench/draw_scatter.h"
#include "bench/sim_field.h"
#include "sim/step.h"

#include <stdio.h>
#include <stdlib.h>

enum { FIREFLY = 8 /* pixels */ };

struct Reel {
    Field *field;
    Scatter *fireflies;
    Log log;
    Canvas *canvas;
    CanvasPicture *picture;
    float across, down; /* pixels of the screen a pixel of the field */
};

Reel *reel_open(uint32_t sprites, uint32_t lanes, Error *error)
{
    Reel *reel = calloc(1, sizeof *reel);
    const CanvasType *type = canvas_find("cpu");
    if (!reel || !type) {
        free(reel);
        error_set(error, "there is no such way of drawing yet");
        return NULL;
    }
    reel->field = field_open(FIELD_FLOCK, sprites, lanes);
    reel->fireflies = scatter_open(SCATTER_ADDITIVE, FIREFLY, sprites);
    log_init(&reel->log, LOG_ERROR);
    CanvasConfig config = {.width = SCATTER_WIDTH, .height = SCATTER_HEIGHT};
    reel->canvas = canvas_open(type, &config, &reel->log, error);
    reel->picture =
        reel->canvas ? canvas_picture_of(reel->canvas, reel->fireflies->picture, error) : NULL;
    if (!reel->picture) {
        reel_close(reel);
        return NULL;
    }
    canvas_set_backend(reel->canvas, reel->field->backend);
    reel->across = SCATTER_WIDTH / (float)world_width(reel->field->world);
    reel->down = SCATTER_HEIGHT / (float)world_height(reel->field->world);
    return reel;
}

void reel_close(Reel *reel)
{
    if (!reel) {
        return;
    }
    canvas_close(reel->canvas);
    scatter_close(reel->fireflies);
    field_close(reel->field);
    free(reel);
}

/* ---- A frame -------------------------------------------------------------------------------- */

static bool write_slice(Lane *lane, Range slice, void *context)
{
    const Reel *reel = context;
    SpriteFront front = world_front(reel->field->world);
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
    const Phase phase = {.name = "list",
                         .run = write_slice,
                         .context = reel,
                         .count = reel->field->sprites,
                         .grain = bench_default_grain()};
    if (backend_run(reel->field->backend, &phase, 1, &error) != BACKEND_DONE) {
        fprintf(stderr, "%s\n", error.text);
        exit(1);
    }
}

static void draw(Reel *reel)
{
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

static void step(Reel *reel)
{
    Error error = {""};
    const StepInput input = {0};
    if (step_run(reel->field->world, reel->field->backend, &input, bench_default_grain(), &error) !=
        BACKEND_DONE) {
        fprintf(stderr, "%s\n", error.text);
        exit(1);
    }
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
