/* What the sound costs: a second of each scenario, as a share of a core. With ARGS="NAME FILE" (or
 * ARGS="NAME SECONDS FILE") it writes one as a WAV file instead, to be heard or looked at. */
#include "bench/bench.h"

#include "base/clock.h"
#include "support/soundtrack.h"

#include <stdio.h>
#include <stdlib.h>

enum { MEASURED_S = 5, WRITTEN_S = 12 };

#define SHARE_LIMIT 1.5 /* percent of a core: nobody plays to hear a fan */

static double share_percent(BenchContestant *contestant)
{
    uint32_t frames = MEASURED_S * SOUNDTRACK_RATE;
    uint64_t start_ns = clock_now_ns();
    float *samples = soundtrack_render(contestant->context, SOUNDTRACK_RATE, frames);
    double took_s = (double)(clock_now_ns() - start_ns) / (double)NS_PER_S;
    free(samples);
    return 100.0 * took_s / MEASURED_S;
}

static void measure(void)
{
    static BenchContestant contestants[BENCH_CONTESTANTS_MAX];
    static Soundtrack tracks[BENCH_CONTESTANTS_MAX];
    for (uint32_t i = 0; i < soundtrack_count; i++) {
        tracks[i] = soundtracks[i];
        contestants[i].context = &tracks[i];
        snprintf(contestants[i].name, BENCH_NAME_SIZE, "%s", tracks[i].name);
    }
    bench_run(contestants, soundtrack_count, BENCH_ROUNDS, share_percent);
    printf("%d s of sound at %d Hz, %d rounds\n%-10s %s\n", MEASURED_S, SOUNDTRACK_RATE,
           BENCH_ROUNDS, "", "percent of a core [quartiles]");
    for (uint32_t i = 0; i < soundtrack_count; i++) {
        printf("%-10s ", contestants[i].name);
        bench_print_spread(bench_spread(&contestants[i]), "%.3f");
        printf("   %s\n", tracks[i].what);
    }
    bench_bar_at_most("sound, percent of a core, a quiet night", bench_spread(contestants).median,
                      SHARE_LIMIT);
}

static int write_track(const char *name, uint32_t seconds, const char *path)
{
    const Soundtrack *track = soundtrack_find(name);
    if (!track || seconds == 0 || seconds > 3600) {
        fprintf(stderr, "expected NAME [SECONDS] FILE; the names are");
        for (uint32_t i = 0; i < soundtrack_count; i++) {
            fprintf(stderr, " %s", soundtracks[i].name);
        }
        fprintf(stderr, "\n");
        return 2;
    }
    uint32_t frames = seconds * SOUNDTRACK_RATE;
    float *samples = soundtrack_render(track, SOUNDTRACK_RATE, frames);
    bool written = soundtrack_write(path, samples, SOUNDTRACK_RATE, frames);
    free(samples);
    if (!written) {
        fprintf(stderr, "%s: could not be written\n", path);
    }
    return written ? 0 : 3;
}

int main(int argc, char **argv)
{
    if (argc > 2) {
        uint32_t seconds = argc > 3 ? (uint32_t)strtoul(argv[2], NULL, 10) : WRITTEN_S;
        return write_track(argv[1], seconds, argv[argc - 1]);
    }
    measure();
    return 0;
}
