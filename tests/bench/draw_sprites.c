/* What a sprite costs without a GPU: SDL's software renderer, and our lanes. */
#include "base/clock.h"
#include "bench/bench.h"
#include "bench/draw_artist.h"
#include "bench/draw_sections.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WAYS = 4, PIXELS = SCATTER_WIDTH * SCATTER_HEIGHT, NEAR = 24, SHORT_NS = 20000000 };

#define SCALES     1.7  /* two threads do this much more than one, or there are no two cores */
#define UNLIKE     0.02 /* of the pixels may differ by more than NEAR: SDL rounds downwards */
#define HARD_LEAST 9.0  /* times, of 100,000 sprites of 32 x 32 without an opaque pixel */
#define MILLION_MS 12.0

static const ArtistPlan plans[WAYS] = {
    {"SDL_RenderCopy", ARTIST_COPY, NULL, 1, false},
    {"SDL_RenderGeometryRaw", ARTIST_GEOMETRY, NULL, 1, false},
    {"ours, 1 lane", ARTIST_CANVAS, "cpu", 1, false},
    {"ours, 2 lanes", ARTIST_CANVAS, "cpu", 2, false},
};

typedef struct Size {
    uint32_t count;
    int side;
    uint32_t rounds;
    double one_lane, two_lanes; /* times as fast as SDL_RenderCopy; 0: no bar */
} Size;

static const Size sizes[] = {
    {10000, 32, 15, 5, 12}, {100000, 32, 7, 30, 50}, {1000000, 32, 3, 50, 90},
    {10000, 16, 15, 0, 8},  {100000, 16, 7, 0, 14},  {1000000, 16, 3, 0, 35},
};

/* A kind's contest, some of whose ways may not be had. */
typedef struct Contest {
    Scatter *scatter;
    Artist *artists[WAYS];
    Error errors[WAYS];
    BenchContestant contestants[WAYS];
    uint32_t count;
    int row[WAYS]; /* of a way in `contestants`; -1: it is not there */
} Contest;

/* ms a frame. */
static double measure_frame(BenchContestant *contestant)
{
    uint64_t start_ns = clock_now_ns();
    uint64_t now_ns = start_ns;
    uint32_t frames = 0;
    do {
        artist_draw(contestant->context);
        frames++;
        now_ns = clock_now_ns();
    } while (now_ns - start_ns < SHORT_NS);
    return clock_ms(now_ns - start_ns) / frames;
}

/* ---- The same picture ----------------------------------------------------------------------- */

static bool is_near(uint32_t a, uint32_t b)
{
    for (int shift = 0; shift < 24; shift += 8) {
        int difference = (int)(a >> shift & 0xff) - (int)(b >> shift & 0xff);
        if (abs(difference) > NEAR) {
            return false;
        }
    }
    return true;
}

/* Ends the program where a way draws another picture than the first. */
static void compare_pictures(const Contest *contest)
{
    uint32_t *pixels[2] = {calloc(PIXELS, sizeof(uint32_t)), calloc(PIXELS, sizeof(uint32_t))};
    for (uint32_t way = 0; way < WAYS && pixels[0] && pixels[1]; way++) {
        Error error = {""};
        if (!contest->artists[way]) {
            continue;
        }
        artist_draw(contest->artists[way]);
        uint32_t *picture = pixels[way > 0];
        uint32_t unlike = 0;
        bool is_read = artist_read(contest->artists[way], picture, &error);
        for (uint32_t i = 0; is_read && way > 0 && i < PIXELS; i++) {
            unlike += !is_near(pixels[0][i], picture[i]);
        }
        if (!is_read || unlike > UNLIKE * PIXELS) {
            fprintf(stderr, "%s draws another picture: %u pixels differ %s\n", plans[way].name,
                    unlike, error.text);
            exit(1);
        }
    }
    free(pixels[0]);
    free(pixels[1]);
}

/* ---- A contest ------------------------------------------------------------------------------ */

static void contest_run(Contest *contest, ScatterKind kind, const Size *size)
{
    memset(contest, 0, sizeof *contest);
    contest->scatter = scatter_open(kind, size->side, size->count);
    for (uint32_t way = 0; way < WAYS; way++) {
        contest->artists[way] = artist_open(&plans[way], contest->scatter, &contest->errors[way]);
        contest->row[way] = -1;
        if (contest->artists[way]) {
            contest->row[way] = (int)contest->count;
            BenchContestant *contestant = &contest->contestants[contest->count++];
            contestant->context = contest->artists[way];
            snprintf(contestant->name, sizeof contestant->name, "%s", plans[way].name);
        }
    }
    compare_pictures(contest);
    bench_run(contest->contestants, contest->count, size->rounds, measure_frame);
    for (uint32_t way = 0; way < WAYS; way++) {
        artist_close(contest->artists[way]);
    }
    scatter_close(contest->scatter);
}

static void print_table(const Contest *contests, const Size *size)
{
    printf("\n%u sprites of %dx%d, ms a frame (times as fast as SDL_RenderCopy)\n%-22s",
           size->count, size->side, size->side, "");
    for (uint32_t kind = 0; kind < SCATTER_KINDS; kind++) {
        if (contests[kind].count > 0) {
            printf(" %-34s", scatter_kind_name((ScatterKind)kind));
        }
    }
    for (uint32_t way = 0; way < WAYS; way++) {
        printf("\n%-22s", plans[way].name);
        for (uint32_t kind = 0; kind < SCATTER_KINDS; kind++) {
            const Contest *contest = &contests[kind];
            if (contest->count == 0) {
                continue;
            }
            if (contest->row[way] < 0) {
                printf(" %-34s", contest->errors[way].text);
                continue;
            }
            const BenchContestant *contestant = &contest->contestants[contest->row[way]];
            printf(" ");
            bench_print_spread(bench_spread(contestant), "%7.2f");
            printf(" %6.1fx", bench_speed(contestant, contest->contestants).median);
        }
    }
    printf("\n");
}

/* ---- Bars ----------------------------------------------------------------------------------- */

/* What stands in the way of bars for two lanes. */
typedef struct Scaling {
    double times;
    char reason[96];
} Scaling;

static void bar(const Contest *contest, ScatterKind kind, const Size *size, uint32_t way,
                double limit, const Scaling *scaling)
{
    char name[128];
    if (contest->count == 0) {
        return;
    }
    snprintf(name, sizeof name, "times as fast as SDL_RenderCopy, %u of %dx%d, %s, %s", size->count,
             size->side, size->side, scatter_kind_name(kind), plans[way].name);
    if (contest->row[way] < 0) {
        bench_bar_none(name, limit, contest->errors[way].text);
        return;
    }
    const BenchContestant *ours = &contest->contestants[contest->row[way]];
    double figure = bench_speed(ours, contest->contestants).median;
    if (plans[way].lanes > 1 && figure < limit && scaling->times < SCALES) {
        bench_bar_none(name, limit, scaling->reason);
        return;
    }
    bench_bar_at_least(name, figure, limit);
}

static void bar_of_a_million(const Contest *contest, const Scaling *scaling)
{
    static const char NAME[] = "ms a frame, 1000000 of 32x32, 70% opaque, ours, 2 lanes";
    if (contest->count == 0) {
        return;
    }
    if (contest->row[WAYS - 1] < 0) {
        bench_bar_none(NAME, MILLION_MS, contest->errors[WAYS - 1].text);
        return;
    }
    double figure = bench_spread(&contest->contestants[contest->row[WAYS - 1]]).median;
    if (figure > MILLION_MS && scaling->times < SCALES) {
        bench_bar_none(NAME, MILLION_MS, scaling->reason);
        return;
    }
    bench_bar_at_most(NAME, figure, MILLION_MS);
}

static void bars(const Contest *contests, const Size *size)
{
    Scaling scaling = {.times = bench_machine_scaling()};
    snprintf(scaling.reason, sizeof scaling.reason, "the machine scales by %.2f at the moment",
             scaling.times);
    if (size->one_lane > 0) {
        bar(&contests[SCATTER_DISCS], SCATTER_DISCS, size, WAYS - 2, size->one_lane, &scaling);
    }
    bar(&contests[SCATTER_DISCS], SCATTER_DISCS, size, WAYS - 1, size->two_lanes, &scaling);
    if (size->side == 32 && size->count == 100000) {
        bar(&contests[SCATTER_TRANSLUCENT], SCATTER_TRANSLUCENT, size, WAYS - 1, HARD_LEAST,
            &scaling);
        bar(&contests[SCATTER_ADDITIVE], SCATTER_ADDITIVE, size, WAYS - 1, HARD_LEAST, &scaling);
    }
    if (size->side == 32 && size->count == 1000000) {
        bar_of_a_million(&contests[SCATTER_DISCS], &scaling);
    }
}

void draw_sprites(uint32_t only, int side, const char *like)
{
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        Contest contests[SCATTER_KINDS] = {{.count = 0}};
        if ((only != 0 && sizes[i].count != only) || (side != 0 && sizes[i].side != side)) {
            continue;
        }
        for (uint32_t kind = 0; kind < SCATTER_KINDS; kind++) {
            if (strncmp(scatter_kind_name((ScatterKind)kind), like, strlen(like)) == 0) {
                contest_run(&contests[kind], (ScatterKind)kind, &sizes[i]);
            }
        }
        print_table(contests, &sizes[i]);
        bars(contests, &sizes[i]);
    }
}
