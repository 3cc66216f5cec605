#include "view/canvas_cpu.h"

#include <stdlib.h>
#include <string.h>

enum {
    SMALL_AREA = 1024 * 1024, /* pixels to be touched: fewer are drawn by the caller alone */
    FRONT_OVERDRAW = 64,      /* so many times the target are sorted first where much is hidden */
};

typedef struct Flush {
    CpuModel *model;
} Flush;

static CpuRows *rows_of(Flush *flush, const Lane *lane)
{
    return &flush->model->rows[lane->index];
}

static bool bin_slice(Lane *lane, Range slice, void *context)
{
    Flush *flush = context;
    (void)lane;
    for (uint32_t chunk = slice.begin; chunk < slice.end; chunk++) {
        cpu_bin_chunk(flush->model, chunk);
    }
    return true;
}

static bool cull_slice(Lane *lane, Range slice, void *context)
{
    Flush *flush = context;
    for (uint32_t band = slice.begin; band < slice.end; band++) {
        if (!flush->model->bands[band].culled) {
            cpu_cull_band(flush->model, band, rows_of(flush, lane));
        }
    }
    return true;
}

static void draw_once(CpuModel *model, uint32_t band, CpuRows *rows)
{
    if (!model->bands[band].drawn && model->bands[band].first != UINT32_MAX) {
        model->bands[band].drawn = true;
        cpu_draw_band(model, band, rows);
    }
}

static bool draw_slice(Lane *lane, Range slice, void *context)
{
    Flush *flush = context;
    for (uint32_t band = slice.begin; band < slice.end; band++) {
        draw_once(flush->model, band, rows_of(flush, lane));
    }
    return true;
}

/* ---- Memory ---------------------------------------------------------------------------------- */

static bool reserve_rows(CpuRows *rows, size_t width)
{
    size_t tiles = (width + CPU_BAND - 1) / CPU_BAND;
    free(rows->row);
    free(rows->tinted);
    free(rows->columns);
    free(rows->covered);
    rows->row = malloc(width * sizeof *rows->row);
    rows->tinted = malloc(width * sizeof *rows->tinted);
    rows->columns = malloc(width * sizeof *rows->columns);
    rows->covered = malloc(tiles * CPU_BAND * sizeof *rows->covered);
    return rows->row && rows->tinted && rows->columns && rows->covered;
}

static bool reserve(CpuModel *model, uint32_t lanes)
{
    uint32_t bands = (uint32_t)(model->target.height + CPU_BAND - 1) / CPU_BAND;
    if (bands > model->band_capacity) {
        free(model->bands);
        model->bands = malloc(bands * sizeof *model->bands);
        model->band_capacity = model->bands ? bands : 0;
    }
    model->band_count = bands;
    bool has_rows = true;
    if (model->target.width > model->row_width) {
        for (uint32_t i = 0; i < BACKEND_LANES_MAX; i++) {
            free(model->rows[i].row);
            model->rows[i].row = NULL;
        }
        model->row_width = model->target.width;
    }
    for (uint32_t i = 0; i < lanes; i++) {
        has_rows &= model->rows[i].row || reserve_rows(&model->rows[i], (size_t)model->row_width);
    }
    memset(model->bands, 0, model->band_capacity ? bands * sizeof *model->bands : 0);
    return has_rows && bands <= model->band_capacity && cpu_bins_reserve(model);
}

/* ---- The passes ------------------------------------------------------------------------------ */

/* The last sprites that hide much are the ones for which others are looked for below. */
static void choose_culled(CpuModel *model)
{
    model->culled = UINT32_MAX;
    for (uint32_t i = 0; i < model->command_count; i++) {
        CpuCommand *command = &model->commands[i];
        if (command->kind != CPU_SPRITES || !command->cull) {
            continue;
        }
        /* Most of a great crowd is behind what is in front: the front is sorted first, and if it
         * covers everything the rest never is. */
        const CpuStamp *stamp = &command->stamps[command->sprites.items[0].frame];
        double area = SDL_max((double)stamp->width * stamp->height, 1.0);
        double front = (double)command->clip.w * command->clip.h * FRONT_OVERDRAW / area;
        model->culled = i;
        command->first_chunk = 0;
        if (front < command->sprites.count) {
            command->first_chunk = (command->sprites.count - (uint32_t)front) / CPU_CHUNK;
        }
    }
}

static double work_of(const CpuModel *model)
{
    double area = 0.0;
    for (uint32_t i = 0; i < model->command_count; i++) {
        const CpuCommand *command = &model->commands[i];
        SDL_Rect within;
        if (command->kind == CPU_SPRITES) {
            const CpuStamp *stamp = &command->stamps[command->sprites.items[0].frame];
            area += (double)stamp->width * stamp->height * command->sprites.count;
        } else if (SDL_IntersectRect(&command->cover, &command->clip, &within)) {
            area += (double)within.w * within.h;
        }
    }
    return area;
}

/* What no lane did is done here: a step that failed, or a model that lost slices on purpose. */
static void finish_alone(CpuModel *model)
{
    for (uint32_t chunk = 0; chunk < model->chunk_count; chunk++) {
        if (!model->chunk_done[chunk]) {
            cpu_bin_chunk(model, chunk);
        }
    }
    for (uint32_t band = 0; band < model->band_count; band++) {
        if (!model->bands[band].culled && model->culled != UINT32_MAX) {
            cpu_cull_band(model, band, &model->rows[0]);
        }
        draw_once(model, band, &model->rows[0]);
    }
}

static void run_passes(CpuModel *model, Backend *backend)
{
    Flush flush = {model};
    Phase phases[] = {
        {"sort", bin_slice, &flush, model->chunk_count, 1},
        {"cull", cull_slice, &flush, model->culled != UINT32_MAX ? model->band_count : 0, 1},
        {"draw", draw_slice, &flush, model->band_count, 1},
    };
    Error error = {""};
    if (backend) {
        backend_run(backend, phases, sizeof phases / sizeof *phases, &error);
    }
}

static bool all_drawn(const CpuModel *model)
{
    bool drawn = true;
    for (uint32_t band = 0; band < model->band_count; band++) {
        drawn &= model->bands[band].drawn;
    }
    return drawn;
}

static void draw(CpuModel *model, Backend *backend)
{
    choose_culled(model);
    run_passes(model, backend);
    if (!all_drawn(model)) {
        finish_alone(model);
    }
    if (!all_drawn(model)) { /* the front did not cover everything */
        model->commands[model->culled].first_chunk = 0;
        memset(model->chunk_done, 0, model->chunk_count * sizeof *model->chunk_done);
        for (uint32_t band = 0; band < model->band_count; band++) {
            model->bands[band].culled = model->bands[band].drawn;
        }
        run_passes(model, backend);
        finish_alone(model);
    }
}

/* Lanes that are other processes do not see our pictures. */
static Backend *lanes_for(const Canvas *canvas, const CpuModel *model)
{
    return work_of(model) < SMALL_AREA ? NULL : backend_beside(canvas->backend, false);
}

/* Not as soon as a frame is shown: until another one is begun, that is what the output has in it.
 */
static void take_next_output(CpuModel *model)
{
    if (model->is_shown && model->target.pixels == model->output.pixels) {
        model->output.pixels = present_x11_pixels(model->x11);
        model->target = model->output;
        model->is_shown = false;
    }
}

void cpu_flush(Canvas *canvas)
{
    CpuModel *model = cpu_model(canvas);
    if (model->command_count == 0) {
        return;
    }
    take_next_output(model);
    Backend *backend = lanes_for(canvas, model);
    if (reserve(model, backend ? backend_lane_count(backend) : 1)) {
        draw(model, backend);
    } else {
        log_write(canvas->log, LOG_ERROR, "no memory to draw %u things", model->command_count);
    }
    model->command_count = 0;
    model->flushes++;
}
