/* What the main thread pays for showing a finished frame in a window. */
#include "base/clock.h"
#include "bench/bench.h"
#include "support/display.h"
#include "bench/draw_scatter.h"
#include "bench/draw_sections.h"
#include "view/canvas.h"

#include <stdio.h>

enum { ROUNDS = 15, FRAMES = 20, TYPES_MAX = 8, TURNS_MAX = 2 * (TYPES_MAX + 1) };

#define PRESENT_MS 0.3
#define APART_NS   (16ull * NS_PER_MS) /* as in the game, where there is time to copy a frame */

static const char NAME[] = "ms to present 1280x720 in an X11 window, cpu, 16 ms apart";

typedef struct Show {
    SDL_Window *window;
    Canvas *canvas; /* NULL: SDL's surface of the window, with nothing of ours */
    Log log;
} Show;

typedef struct Turn {
    Show *show;
    uint64_t apart_ns;
    double worked_ms; /* of the main thread, in the last turn; the rest waits for the X server */
} Turn;

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

static SDL_Surface *surface_of(const Show *show)
{
    return show->canvas ? NULL : SDL_GetWindowSurface(show->window);
}

static void draw_frame(Show *show, uint8_t red)
{
    if (show->canvas) {
        canvas_clear(show->canvas, (SDL_Color){red, 40, 80, 255});
        canvas_flush(show->canvas);
    } else {
        SDL_Surface *surface = surface_of(show);
        SDL_FillRect(surface, NULL, SDL_MapRGB(surface->format, red, 40, 80));
    }
}

static void present_frame(Show *show)
{
    if (show->canvas) {
        canvas_present(show->canvas);
    } else {
        SDL_UpdateWindowSurface(show->window);
    }
}

/* ms; another frame each time, and finished. Windows lie over each other: of a hidden one nothing
 * would be copied. */
static double measure_present(BenchContestant *contestant)
{
    Turn *turn = contestant->context;
    uint64_t total_ns = 0;
    double worked_ns = 0;
    SDL_RaiseWindow(turn->show->window);
    for (uint32_t i = 0; i < FRAMES; i++) {
        if (turn->apart_ns > 0) {
            clock_sleep_ns(turn->apart_ns);
        }
        SDL_PumpEvents();
        draw_frame(turn->show, (uint8_t)(i * 10));
        double working_ns = bench_thread_ns();
        uint64_t start_ns = clock_now_ns();
        present_frame(turn->show);
        total_ns += clock_now_ns() - start_ns;
        worked_ns += bench_thread_ns() - working_ns;
    }
    turn->worked_ms = worked_ns / NS_PER_MS / FRAMES;
    return clock_ms(total_ns) / FRAMES;
}

static bool open_surface(Show *show)
{
    SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "0");
    show->window =
        SDL_CreateWindow("surface", 0, 0, SCATTER_WIDTH, SCATTER_HEIGHT, SDL_WINDOW_SHOWN);
    return show->window && surface_of(show);
}

/* Without a pause between them frames wait for the server's copying, which is what limits them. */
static void add_turns(BenchContestant *contestants, Turn *turns, uint32_t *count, Show *show,
                      const char *name)
{
    static const uint64_t apart_ns[] = {0, APART_NS};
    for (uint32_t i = 0; i < sizeof apart_ns / sizeof *apart_ns; i++) {
        turns[*count] = (Turn){.show = show, .apart_ns = apart_ns[i]};
        contestants[*count] = (BenchContestant){.context = &turns[*count]};
        snprintf(contestants[*count].name, BENCH_NAME_SIZE, "%s, %s", name,
                 apart_ns[i] ? "16 ms apart" : "one after another");
        (*count)++;
    }
}

static const BenchContestant *print_turns(const BenchContestant *contestants, uint32_t count)
{
    const BenchContestant *cpu = NULL;
    for (uint32_t i = 0; i < count; i++) {
        const Turn *turn = contestants[i].context;
        const Canvas *canvas = turn->show->canvas;
        printf("%-44s ", contestants[i].name);
        bench_print_spread(bench_spread(&contestants[i]), "%8.3f");
        printf(" ms, of which it works %.3f\n", turn->worked_ms);
        bool is_cpu = canvas && canvas_type_of(canvas) == canvas_find("cpu");
        cpu = is_cpu && turn->apart_ns > 0 ? &contestants[i] : cpu;
    }
    return cpu;
}

/* The other drivers' presenting contains drawing: theirs are rows of the table, and no bar. */
void draw_present(void)
{
    Error error = {""};
    Show shows[TYPES_MAX + 1] = {{.canvas = NULL}};
    Show *surface = &shows[TYPES_MAX];
    BenchContestant contestants[TURNS_MAX];
    Turn turns[TURNS_MAX];
    uint32_t count = 0;
    if (!display_open(&error)) {
        bench_bar_none(NAME, PRESENT_MS, error.text);
        return;
    }
    printf("\n%dx%d presented in a window of %s\n", SCATTER_WIDTH, SCATTER_HEIGHT,
           SDL_GetCurrentVideoDriver());
    for (uint32_t i = 0; i < canvas_type_count() && i < TYPES_MAX; i++) {
        Error why = {""};
        if (show_open(&shows[i], canvas_type(i), &why)) {
            add_turns(contestants, turns, &count, &shows[i], canvas_name(shows[i].canvas));
        } else {
            printf("%-44s %s\n", canvas_type_name(canvas_type(i)), why.text);
        }
    }
    if (open_surface(surface)) {
        add_turns(contestants, turns, &count, surface, "SDL's window surface");
    }
    bench_run(contestants, count, ROUNDS, measure_present);
    const BenchContestant *cpu = print_turns(contestants, count);
    if (cpu) {
        bench_bar_at_most(NAME, bench_spread(cpu).median, PRESENT_MS);
    } else {
        bench_bar_none(NAME, PRESENT_MS, "there is no drawing with the processor");
    }
    for (uint32_t i = 0; i <= TYPES_MAX; i++) {
        show_close(&shows[i]);
    }
}
