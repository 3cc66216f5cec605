/* What the main thread pays for showing a finished frame in a window. */
#include "base/clock.h"
#include "bench/bench.h"
#include "support/display.h"
#include "bench/draw_scatter.h"
#include "bench/draw_sections.h"
#include "view/canvas.h"

#include <stdio.h>

enum { ROUNDS = 15, FRAMES = 20, TYPES_MAX = 8 };

#define PRESENT_MS 0.3

static const char NAME[] = "ms to present 1280x720 in an X11 window, cpu";

typedef struct Show {
    SDL_Window *window;
    Canvas *canvas;
    Log log;
    double worked_ms; /* of the main thread, in the last turn; the rest waits for the X server */
} Show;

static bool show_open(Show *show, const CanvasType *type, Error *error)
{
    SDL_SetHint(SDL_HINT_RENDER_DRIVER, "");
    SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "0"); /* as the game's window has it */
    show->window = SDL_CreateWindow(canvas_type_name(type), 0, 0, SCATTER_WIDTH, SCATTER_HEIGHT,
                                    canvas_type_window_flags(type) | SDL_WINDOW_SHOWN);
    if (!show->window) {
        return error_set(error, "no window: %s", SDL_GetError());
    }
    CanvasConfig config = {.window = show->window};
    log_init(&show->log, LOG_ERROR);
    show->canvas = canvas_open(type, &config, &show->log, error);
    return show->canvas;
}

static void show_close(Show *show)
{
    canvas_close(show->canvas);
    if (show->window) {
        SDL_DestroyWindow(show->window);
    }
}

/* ms; another frame each time, and finished. Windows lie over each other: of a hidden one nothing
 * would be copied. */
static double measure_present(BenchContestant *contestant)
{
    Show *show = contestant->context;
    uint64_t total_ns = 0;
    double worked_ns = 0;
    SDL_RaiseWindow(show->window);
    for (uint32_t i = 0; i < FRAMES; i++) {
        SDL_PumpEvents();
        canvas_clear(show->canvas, (SDL_Color){(uint8_t)(i * 10), 40, 80, 255});
        canvas_flush(show->canvas);
        double working_ns = bench_thread_ns();
        uint64_t start_ns = clock_now_ns();
        canvas_present(show->canvas);
        total_ns += clock_now_ns() - start_ns;
        worked_ns += bench_thread_ns() - working_ns;
    }
    show->worked_ms = worked_ns / NS_PER_MS / FRAMES;
    return clock_ms(total_ns) / FRAMES;
}

/* The other drivers' presenting contains drawing: theirs are rows of the table, and no bar. */
void draw_present(void)
{
    Error error = {""};
    Show shows[TYPES_MAX] = {{.canvas = NULL}};
    BenchContestant contestants[TYPES_MAX];
    const BenchContestant *cpu = NULL;
    uint32_t count = 0;
    if (!display_open(&error)) {
        bench_bar_none(NAME, PRESENT_MS, error.text);
        return;
    }
    printf("\n%dx%d presented in a window of %s\n", SCATTER_WIDTH, SCATTER_HEIGHT,
           SDL_GetCurrentVideoDriver());
    for (uint32_t i = 0; i < canvas_type_count() && i < TYPES_MAX; i++) {
        Error why = {""};
        if (!show_open(&shows[i], canvas_type(i), &why)) {
            printf("%-28s %s\n", canvas_type_name(canvas_type(i)), why.text);
            continue;
        }
        contestants[count] = (BenchContestant){.context = &shows[i]};
        snprintf(contestants[count].name, BENCH_NAME_SIZE, "%s (%s)",
                 canvas_type_name(canvas_type(i)), canvas_name(shows[i].canvas));
        cpu = canvas_type(i) == canvas_find("cpu") ? &contestants[count] : cpu;
        count++;
    }
    bench_run(contestants, count, ROUNDS, measure_present);
    for (uint32_t i = 0; i < count; i++) {
        printf("%-28s ", contestants[i].name);
        bench_print_spread(bench_spread(&contestants[i]), "%8.3f");
        printf(" ms, of which it works %.3f\n", ((Show *)contestants[i].context)->worked_ms);
    }
    if (cpu) {
        bench_bar_at_most(NAME, bench_spread(cpu).median, PRESENT_MS);
    } else {
        bench_bar_none(NAME, PRESENT_MS, "there is no drawing with the processor");
    }
    for (uint32_t i = 0; i < TYPES_MAX; i++) {
        show_close(&shows[i]);
    }
}
