/* What a sprite costs the processor where a GPU draws: on Mesa's driver that takes everything and
 * does nothing, in a process of its own, for Mesa reads GALLIUM_NOOP once. */
#include "bench/bench.h"
#include "support/display.h"
#include "bench/draw_artist.h"
#include "bench/draw_sections.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { WAYS = 4, SPRITES = 100000, FRAMES = 3, WARM_UP = 20, ROUNDS = 9 };

static const ArtistPlan plans[WAYS] = {
    {"SDL_RenderCopy, unbatched", ARTIST_UNBATCHED, NULL, 1, true},
    {"SDL_RenderCopy, batched", ARTIST_COPY, NULL, 1, true},
    {"ours, sdl", ARTIST_CANVAS, "sdl", 1, true},
    {"ours, gl", ARTIST_CANVAS, "gl", 1, true},
};

typedef struct Limit {
    const char *name;
    uint32_t way, base;
    double times;
} Limit;

static const Limit limits[] = {
    {"times less a sprite than batched copies, gl", 3, 1, 10},
    {"times less a sprite than unbatched copies, gl", 3, 0, 100},
    {"times less a sprite than batched copies, sdl", 2, 1, 1.5},
};

/* A way, and the scatter that it draws. */
typedef struct Entry {
    const ArtistPlan *plan;
    const Scatter *scatter;
} Entry;

/* ns of this thread a sprite. Each turn opens one of its own, so that no context of another's
 * is in the way, and first draws more frames than there are buffers that take turns: the pages of
 * each are made when it is first touched, which is once in a game. */
static double measure_submit(BenchContestant *contestant)
{
    const Entry *entry = contestant->context;
    Error error = {""};
    Artist *artist = artist_open(entry->plan, entry->scatter, &error);
    if (!artist) {
        fprintf(stderr, "%s: %s\n", entry->plan->name, error.text);
        exit(1);
    }
    double total_ns = 0;
    for (uint32_t i = 0; i < WARM_UP; i++) {
        artist_draw(artist);
        artist_present(artist);
    }
    for (uint32_t i = 0; i < FRAMES; i++) {
        double start_ns = bench_thread_ns();
        artist_draw(artist);
        total_ns += bench_thread_ns() - start_ns;
        artist_present(artist);
    }
    artist_close(artist);
    return total_ns / FRAMES / SPRITES;
}

static void no_bars(const char *reason)
{
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
        bench_bar_none(limits[i].name, limits[i].times, reason);
    }
}

/* ---- In the child --------------------------------------------------------------------------- */

/* Whether the way is to be had, and on the driver that does nothing. */
static bool try_way(const ArtistPlan *plan, const Scatter *scatter, Error *error)
{
    Artist *artist = artist_open(plan, scatter, error);
    if (!artist) {
        return false;
    }
    artist_draw(artist);
    bool is_noop = strcmp(artist_gl_name(), "NOOP") == 0;
    if (!is_noop) {
        error_set(error, "the GL here is no Mesa that can do nothing: '%s'", artist_gl_name());
    }
    artist_close(artist);
    return is_noop;
}

static void print_table(const BenchContestant *contestants, const int *rows, const Error *errors)
{
    printf("\n%d sprites handed to a GPU that does nothing\n%-28s %-30s times less than batched "
           "copies\n",
           SPRITES, "", "ns a sprite of the main thread");
    for (uint32_t way = 0; way < WAYS; way++) {
        printf("%-28s ", plans[way].name);
        if (rows[way] < 0) {
            printf("%s\n", errors[way].text);
            continue;
        }
        bench_print_spread(bench_spread(&contestants[rows[way]]), "%8.2f");
        if (rows[1] >= 0) {
            printf("   ");
            bench_print_spread(bench_speed(&contestants[rows[way]], &contestants[rows[1]]), "%.2f");
        }
        printf("\n");
    }
}

static void print_bars(const BenchContestant *contestants, const int *rows, const Error *errors)
{
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
        const Limit *limit = &limits[i];
        if (rows[limit->way] < 0 || rows[limit->base] < 0) {
            uint32_t missing = rows[limit->way] < 0 ? limit->way : limit->base;
            bench_bar_none(limit->name, limit->times, errors[missing].text);
            continue;
        }
        bench_bar_at_least(
            limit->name,
            bench_speed(&contestants[rows[limit->way]], &contestants[rows[limit->base]]).median,
            limit->times);
    }
}

int draw_submit_child(void)
{
    Error error = {""};
    BenchContestant contestants[WAYS];
    Entry entries[WAYS];
    Error errors[WAYS] = {{""}};
    int rows[WAYS];
    uint32_t count = 0;
    if (!display_open(&error)) {
        no_bars(error.text);
        return 0;
    }
    Scatter *scatter = scatter_open(SCATTER_DISCS, 32, SPRITES);
    for (uint32_t way = 0; way < WAYS; way++) {
        rows[way] = -1;
        if (try_way(&plans[way], scatter, &errors[way])) {
            entries[way] = (Entry){&plans[way], scatter};
            rows[way] = (int)count;
            contestants[count] = (BenchContestant){.context = &entries[way]};
            snprintf(contestants[count++].name, BENCH_NAME_SIZE, "%s", plans[way].name);
        }
    }
    bench_run(contestants, count, ROUNDS, measure_submit);
    print_table(contestants, rows, errors);
    print_bars(contestants, rows, errors);
    scatter_close(scatter);
    SDL_Quit();
    return 0;
}

/* ---- In the parent -------------------------------------------------------------------------- */

void draw_submit(void)
{
    Error error = {""};
    int status = 0;
    if (!display_open(&error)) {
        no_bars(error.text);
        return;
    }
    fflush(stdout);
    pid_t id = fork();
    if (id == 0) {
        if (setenv("GALLIUM_NOOP", "1", 1) == 0 && setenv("LIBGL_ALWAYS_SOFTWARE", "1", 1) == 0) {
            execl("/proc/self/exe", "bench_draw", DRAW_SUBMIT_CHILD, (char *)NULL);
        }
        _exit(1);
    }
    if (id < 0 || waitpid(id, &status, 0) != id || status != 0) {
        no_bars("the process with the GL that does nothing failed");
    }
}
