#include "app/match.h"

#include "app/interrupt.h"
#include "app/machine.h"
#include "app/measure.h"
#include "app/yardstick.h"
#include "base/clock.h"
#include "base/sort.h"

#include <assert.h>
#include <stdlib.h>

enum {
    SETTLING_PART = 10, /* of a turn's ticks: so many more come before them, unmeasured */
    YARDSTICKS = 10,    /* a turn */
    TICKS_LEAST = 4,    /* where nobody says how many */
};

/* As long as this should a turn be for the fastest, and no longer than that for the slowest: a
 * process a slice may take a hundred times as long. */
#define TURN_FAST_NS (20 * NS_PER_MS)
#define TURN_SLOW_NS (100 * NS_PER_MS)

/* A turn, while it is taken. */
typedef struct Taking {
    uint64_t cpu_ns;
    uint64_t yardsticks_ns[YARDSTICKS];
} Taking;

/* ---- A turn --------------------------------------------------------------------------------- */

static void spin_ns(uint64_t duration_ns)
{
    uint64_t until_ns = clock_now_ns() + duration_ns;
    while (clock_now_ns() < until_ns) {
    }
}

static bool tick(Match *match, Contestant *contestant, bool is_measured, Error *error)
{
    Tape tape = {0}; /* nothing is replayed: the lantern walks by itself */
    RunFrame frame;
    if (measure_frame(&frame, contestant->game, NULL, &tape, error) != BACKEND_DONE) {
        return error_prefix(error, "%s", contestant->contender->label);
    }
    if (match->plan.slowed > 0) {
        uint64_t more_ns = (uint64_t)((double)frame.frame_ns * match->plan.slowed);
        spin_ns(more_ns);
        frame.frame_ns += more_ns;
    }
    if (is_measured) {
        run_add(&contestant->run, frame);
    }
    return true;
}

/* All of them, or fewer where Ctrl-C comes between. */
static bool run_ticks(Match *match, Contestant *contestant, uint32_t ticks, bool is_measured,
                      Error *error)
{
    for (uint32_t i = 0; i < ticks && !interrupt_requested(); i++) {
        if (!tick(match, contestant, is_measured, error)) {
            return false;
        }
    }
    return true;
}

/* The measured ticks, with the yardstick held to the processor between them. False, with a
 * sentence: a tick failed. */
static bool run_measured(Match *match, Contestant *contestant, Taking *taking, Error *error)
{
    uint32_t done = 0;
    taking->cpu_ns = 0;
    for (uint32_t i = 0; i < YARDSTICKS; i++) {
        uint32_t until = (uint32_t)((uint64_t)match->plan.ticks * (i + 1) / YARDSTICKS);
        taking->yardsticks_ns[i] = yardstick_ns();
        uint64_t cpu_start_ns = machine_cpu_time_ns();
        if (!run_ticks(match, contestant, until - done, true, error)) {
            return false;
        }
        taking->cpu_ns += machine_cpu_time_ns() - cpu_start_ns;
        done = until;
    }
    return true;
}

/* Sorts them. */
static double median_ns(uint64_t *figures_ns, uint32_t count)
{
    sort_u64(figures_ns, count);
    return (double)(figures_ns[(count - 1) / 2] + figures_ns[count / 2]) / 2;
}

static bool sum_up_turn(Match *match, Contestant *contestant, Taking *taking)
{
    uint32_t ticks = match->plan.ticks;
    uint64_t *ticks_ns = malloc(ticks * sizeof *ticks_ns);
    if (!ticks_ns) {
        return false;
    }
    const RunFrame *frames = contestant->run.frames + contestant->run.frame_count - ticks;
    uint64_t sum_ns = 0;
    for (uint32_t i = 0; i < ticks; i++) {
        ticks_ns[i] = frames[i].frame_ns;
        sum_ns += frames[i].frame_ns;
    }
    contestant->turns[match->rounds_done] = (MatchTurn){
        .median_ms = median_ns(ticks_ns, ticks) / NS_PER_MS,
        .mean_ms = clock_ms(sum_ns) / ticks,
        .cpu_ms = clock_ms(taking->cpu_ns) / ticks,
        .yardstick_ns = median_ns(taking->yardsticks_ns, YARDSTICKS),
    };
    free(ticks_ns);
    return true;
}

static bool take_turn(Match *match, Contestant *contestant, Error *error)
{
    Taking taking;
    uint32_t ticks = match->plan.ticks;
    if (!run_reserve(&contestant->run, ticks)) {
        return error_set(error, "no memory for more than %u measured ticks",
                         contestant->run.frame_count);
    }
    if (!run_ticks(match, contestant, 1 + ticks / SETTLING_PART, false, error) ||
        !run_measured(match, contestant, &taking, error)) {
        return false;
    }
    if (interrupt_requested()) {
        return true; /* the round does not count */
    }
    contestant->run.cpu_ns += taking.cpu_ns;
    return sum_up_turn(match, contestant, &taking) ||
           error_set(error, "no memory to sort %u ticks", ticks);
}

/* ---- Rounds --------------------------------------------------------------------------------- */

/* The first whose bits are right by intent is what the others are held against. */
static bool check_states(Match *match, Error *error)
{
    const Contestant *reference = NULL;
    for (uint32_t i = 0; i < match->count; i++) {
        Contestant *one = &match->contestants[i];
        run_end(&one->run, one->game);
        if (one->contender->backend->unsafe) {
            continue;
        }
        if (!reference) {
            reference = one;
        }
        if (one->run.hash != reference->run.hash) {
            char difference[ERROR_TEXT_SIZE / 2] = "the sprites are the same, the scene is not";
            world_first_difference(reference->game->world, one->game->world, difference,
                                   sizeof difference);
            return error_set(error, "tick %u: %s has 0x%016llx and %s 0x%016llx: %s",
                             one->run.ticks, reference->contender->label,
                             (unsigned long long)reference->run.hash, one->contender->label,
                             (unsigned long long)one->run.hash, difference);
        }
    }
    return true;
}

static bool run_round(Match *match, Error *error)
{
    uint32_t count = match->count;
    uint32_t round = match->rounds_done;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t turn = round % 2 ? count - 1 - i : i;
        Contestant *contestant = &match->contestants[(turn + round / 2) % count];
        if (!take_turn(match, contestant, error)) {
            return false;
        }
    }
    if (interrupt_requested()) {
        return true;
    }
    match->rounds_done++;
    return check_states(match, error);
}

/* What a round that was cut short has left. */
static void drop_unfinished(Match *match)
{
    for (uint32_t i = 0; i < match->count; i++) {
        Run *run = &match->contestants[i].run;
        run->frame_count = min_u32(run->frame_count, match->rounds_done * match->plan.ticks);
    }
}

static bool reserve_rounds(Match *match, uint32_t rounds)
{
    if (match->rounds_done + rounds <= match->round_capacity) {
        return true;
    }
    uint32_t capacity = match->rounds_done + rounds;
    for (uint32_t i = 0; i < match->count; i++) {
        MatchTurn *turns = realloc(match->contestants[i].turns, capacity * sizeof *turns);
        if (!turns) {
            return false;
        }
        match->contestants[i].turns = turns;
    }
    match->round_capacity = capacity;
    return true;
}

static bool run_all(Match *match, uint32_t ticks, Error *error)
{
    for (uint32_t i = 0; i < match->count; i++) {
        if (!run_ticks(match, &match->contestants[i], ticks, false, error)) {
            return false;
        }
    }
    return true;
}

/* How many ticks a turn should have, by a few of each. */
static bool choose_ticks(Match *match, Error *error)
{
    uint64_t fastest_ns = UINT64_MAX;
    uint64_t slowest_ns = 1;
    if (!run_all(match, 1, error)) { /* the first one of all makes much that stays */
        return false;
    }
    for (uint32_t i = 0; i < match->count; i++) {
        uint64_t start_ns = clock_now_ns();
        if (!run_ticks(match, &match->contestants[i], TICKS_LEAST, false, error)) {
            return false;
        }
        uint64_t tick_ns = 1 + (clock_now_ns() - start_ns) / TICKS_LEAST;
        fastest_ns = tick_ns < fastest_ns ? tick_ns : fastest_ns;
        slowest_ns = tick_ns > slowest_ns ? tick_ns : slowest_ns;
    }
    uint64_t wanted = TURN_FAST_NS / fastest_ns;
    uint64_t bearable = TURN_SLOW_NS / slowest_ns;
    uint64_t ticks = wanted < bearable ? wanted : bearable;
    ticks = ticks < MATCH_TICKS_DEFAULT ? ticks : MATCH_TICKS_DEFAULT;
    match->plan.ticks = ticks > TICKS_LEAST ? (uint32_t)ticks : TICKS_LEAST;
    match->plan.warmup = match->plan.warmup != 0 ? match->plan.warmup : match->plan.ticks;
    return true;
}

static bool warm_up(Match *match, Error *error)
{
    if (match->plan.ticks == 0 && !choose_ticks(match, error)) {
        return false;
    }
    return run_all(match, match->plan.warmup, error) &&
           (interrupt_requested() || check_states(match, error));
}

ExitCode match_run(Match *match, uint32_t rounds, Error *error)
{
    if (!reserve_rounds(match, rounds)) {
        error_set(error, "no memory for %u rounds more", rounds);
        return EXIT_CODE_BAD_DATA;
    }
    if (match->rounds_done == 0 && !warm_up(match, error)) {
        return EXIT_CODE_FAILED;
    }
    for (uint32_t i = 0; i < rounds && !interrupt_requested(); i++) {
        if (!run_round(match, error)) {
            return EXIT_CODE_FAILED;
        }
    }
    drop_unfinished(match);
    return EXIT_CODE_PASS;
}

void match_figures(const Match *match, uint32_t index, double *figures)
{
    assert(index < match->count);
    for (uint32_t i = 0; i < match->rounds_done; i++) {
        figures[i] = match->contestants[index].turns[i].median_ms;
    }
}

/* ---- Life ----------------------------------------------------------------------------------- */

static bool open_contestant(Match *match, uint32_t index, Log *log, Error *error)
{
    Contestant *contestant = &match->contestants[index];
    contestant->contender = &match->plan.contenders.rows[index];
    GameConfig config = contender_game(contestant->contender, &match->plan.game);
    contestant->game = game_create(&config, log, error);
    if (!contestant->game) {
        return false;
    }
    if (backend_type_of(contestant->game->backend) != config.backend) {
        return error_set(error, "%s could not open, so there is no comparing it",
                         config.backend->name);
    }
    run_start(&contestant->run, contestant->game);
    return true;
}

Match *match_open(const MatchPlan *plan, Log *log, Error *error)
{
    assert(plan->contenders.count >= 1);
    Match *match = calloc(1, sizeof *match);
    if (!match) {
        error_set(error, "no memory for a comparison");
        return NULL;
    }
    match->plan = *plan;
    for (; match->count < plan->contenders.count; match->count++) {
        if (!open_contestant(match, match->count, log, error)) {
            match->count++; /* this one may have got half way */
            match_close(match);
            return NULL;
        }
    }
    return match;
}

void match_close(Match *match)
{
    if (!match) {
        return;
    }
    for (uint32_t i = 0; i < match->count; i++) {
        game_destroy(match->contestants[i].game);
        run_release(&match->contestants[i].run);
        free(match->contestants[i].turns);
    }
    free(match);
}
