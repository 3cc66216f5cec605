#include "app/contest.h"

#include "app/interrupt.h"
#include "app/machine.h"
#include "app/measure.h"
#include "base/clock.h"

#include <assert.h>
#include <stdlib.h>

/* Of a turn's ticks: so many more come before them, unmeasured. */
enum { SETTLING_PART = 10 };

/* ---- A turn --------------------------------------------------------------------------------- */

static void spin_ns(uint64_t duration_ns)
{
    uint64_t until_ns = clock_now_ns() + duration_ns;
    while (clock_now_ns() < until_ns) {
    }
}

static bool tick(Contest *contest, Contestant *contestant, bool is_measured, Error *error)
{
    Tape tape = {0}; /* nothing is replayed: the lantern walks by itself */
    RunFrame frame;
    if (measure_frame(&frame, contestant->game, NULL, &tape, error) != BACKEND_DONE) {
        return error_prefix(error, "%s", contestant->contender->label);
    }
    if (contest->plan.slowed > 0) {
        uint64_t more_ns = (uint64_t)((double)frame.frame_ns * contest->plan.slowed);
        spin_ns(more_ns);
        frame.frame_ns += more_ns;
    }
    if (is_measured) {
        run_add(&contestant->run, frame);
    }
    return true;
}

/* All of them, or fewer where Ctrl-C comes between. */
static bool run_ticks(Contest *contest, Contestant *contestant, uint32_t ticks, bool is_measured,
                      Error *error)
{
    for (uint32_t i = 0; i < ticks && !interrupt_requested(); i++) {
        if (!tick(contest, contestant, is_measured, error)) {
            return false;
        }
    }
    return true;
}

static int compare_ns(const void *left, const void *right)
{
    uint64_t a = *(const uint64_t *)left;
    uint64_t b = *(const uint64_t *)right;
    return (a > b) - (a < b);
}

static bool sum_up_turn(Contest *contest, Contestant *contestant, uint64_t cpu_ns)
{
    uint32_t ticks = contest->plan.ticks;
    uint64_t *sorted_ns = malloc(ticks * sizeof *sorted_ns);
    if (!sorted_ns) {
        return false;
    }
    const RunFrame *frames = contestant->run.frames + contestant->run.frame_count - ticks;
    uint64_t sum_ns = 0;
    for (uint32_t i = 0; i < ticks; i++) {
        sorted_ns[i] = frames[i].frame_ns;
        sum_ns += frames[i].frame_ns;
    }
    qsort(sorted_ns, ticks, sizeof *sorted_ns, compare_ns);
    contestant->turns[contest->rounds_done] = (ContestTurn){
        .median_ms = clock_ms(sorted_ns[(ticks - 1) / 2] + sorted_ns[ticks / 2]) / 2,
        .mean_ms = clock_ms(sum_ns) / ticks,
        .cpu_ms = clock_ms(cpu_ns) / ticks,
    };
    free(sorted_ns);
    return true;
}

static bool take_turn(Contest *contest, Contestant *contestant, Error *error)
{
    uint32_t ticks = contest->plan.ticks;
    if (!run_reserve(&contestant->run, ticks)) {
        return error_set(error, "no memory for more than %u measured ticks",
                         contestant->run.frame_count);
    }
    if (!run_ticks(contest, contestant, 1 + ticks / SETTLING_PART, false, error)) {
        return false;
    }
    uint64_t cpu_start_ns = machine_cpu_time_ns();
    if (!run_ticks(contest, contestant, ticks, true, error)) {
        return false;
    }
    if (interrupt_requested()) {
        return true; /* the round does not count */
    }
    uint64_t cpu_ns = machine_cpu_time_ns() - cpu_start_ns;
    contestant->run.cpu_ns += cpu_ns;
    return sum_up_turn(contest, contestant, cpu_ns) ||
           error_set(error, "no memory to sort %u ticks", ticks);
}

/* ---- Rounds --------------------------------------------------------------------------------- */

/* The first whose bits are right by intent is what the others are held against. */
static bool check_states(Contest *contest, Error *error)
{
    const Contestant *reference = NULL;
    for (uint32_t i = 0; i < contest->count; i++) {
        Contestant *one = &contest->contestants[i];
        one->run.ticks = world_scene(one->game->world)->tick;
        one->run.hash = world_hash(one->game->world);
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

static bool run_round(Contest *contest, Error *error)
{
    uint32_t count = contest->count;
    uint32_t round = contest->rounds_done;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t turn = round % 2 ? count - 1 - i : i;
        Contestant *contestant = &contest->contestants[(turn + round / 2) % count];
        if (!take_turn(contest, contestant, error)) {
            return false;
        }
    }
    if (interrupt_requested()) {
        return true;
    }
    contest->rounds_done++;
    return check_states(contest, error);
}

/* What a round that was cut short has left. */
static void drop_unfinished(Contest *contest)
{
    for (uint32_t i = 0; i < contest->count; i++) {
        Run *run = &contest->contestants[i].run;
        run->frame_count = min_u32(run->frame_count, contest->rounds_done * contest->plan.ticks);
    }
}

static bool reserve_rounds(Contest *contest, uint32_t rounds)
{
    if (contest->rounds_done + rounds <= contest->round_capacity) {
        return true;
    }
    uint32_t capacity = contest->rounds_done + rounds;
    for (uint32_t i = 0; i < contest->count; i++) {
        ContestTurn *turns = realloc(contest->contestants[i].turns, capacity * sizeof *turns);
        if (!turns) {
            return false;
        }
        contest->contestants[i].turns = turns;
    }
    contest->round_capacity = capacity;
    return true;
}

static bool warm_up(Contest *contest, Error *error)
{
    for (uint32_t i = 0; i < contest->count; i++) {
        Contestant *contestant = &contest->contestants[i];
        if (!run_ticks(contest, contestant, contest->plan.warmup, false, error)) {
            return false;
        }
    }
    return interrupt_requested() || check_states(contest, error);
}

ExitCode contest_run(Contest *contest, uint32_t rounds, Error *error)
{
    if (!reserve_rounds(contest, rounds)) {
        error_set(error, "no memory for %u rounds more", rounds);
        return EXIT_CODE_BAD_DATA;
    }
    if (contest->rounds_done == 0 && !warm_up(contest, error)) {
        return EXIT_CODE_FAILED;
    }
    for (uint32_t i = 0; i < rounds && !interrupt_requested(); i++) {
        if (!run_round(contest, error)) {
            return EXIT_CODE_FAILED;
        }
    }
    drop_unfinished(contest);
    return EXIT_CODE_PASS;
}

void contest_figures(const Contest *contest, uint32_t index, double *figures)
{
    assert(index < contest->count);
    for (uint32_t i = 0; i < contest->rounds_done; i++) {
        figures[i] = contest->contestants[index].turns[i].median_ms;
    }
}

/* ---- Life ----------------------------------------------------------------------------------- */

static bool open_contestant(Contest *contest, uint32_t index, Log *log, Error *error)
{
    Contestant *contestant = &contest->contestants[index];
    contestant->contender = &contest->plan.contenders.rows[index];
    GameConfig config = contender_game(contestant->contender, &contest->plan.game);
    contestant->game = game_create(&config, log, error);
    if (!contestant->game) {
        return false;
    }
    if (backend_type_of(contestant->game->backend) != config.backend) {
        return error_set(error, "%s could not open, so there is no comparing it",
                         config.backend->name);
    }
    run_start(&contestant->run, contestant->game);
    contestant->run.warmup = contest->plan.warmup;
    return true;
}

Contest *contest_open(const ContestPlan *plan, Log *log, Error *error)
{
    assert(plan->ticks >= 1 && plan->contenders.count >= 1);
    Contest *contest = calloc(1, sizeof *contest);
    if (!contest) {
        error_set(error, "no memory for a comparison");
        return NULL;
    }
    contest->plan = *plan;
    for (; contest->count < plan->contenders.count; contest->count++) {
        if (!open_contestant(contest, contest->count, log, error)) {
            contest->count++; /* this one may have got half way */
            contest_close(contest);
            return NULL;
        }
    }
    return contest;
}

void contest_close(Contest *contest)
{
    if (!contest) {
        return;
    }
    for (uint32_t i = 0; i < contest->count; i++) {
        game_destroy(contest->contestants[i].game);
        run_release(&contest->contestants[i].run);
        free(contest->contestants[i].turns);
    }
    free(contest);
}
