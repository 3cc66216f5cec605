#include "app/loop_state.h"

#include "base/clock.h"

#include <stdio.h>

#define VERDICT_AFTER_NS (1600ull * NS_PER_MS) /* the night's end is seen before it is told */
#define VERDICT_RISES_NS (600ull * NS_PER_MS)

enum { CLOCK_SIZE = 16 };

/* ---- The choices -----------------------------------------------------------------------------*/

typedef struct Choice {
    const char *label;
    bool (*is_offered)(const Loop *loop);
    void (*act)(Loop *loop);
} Choice;

static bool always(const Loop *loop)
{
    (void)loop;
    return true;
}

static bool has_levels(const Loop *loop)
{
    return loop->config.has_levels;
}

static bool has_no_levels(const Loop *loop)
{
    return !loop->config.has_levels;
}

static bool has_next(const Loop *loop)
{
    bool opens = loop->night.outcome == OUTCOME_WON && !loop->night.practised;
    return loop->config.has_next && (opens || loop->config.next_is_open);
}

static void end_with(Loop *loop, LoopEnd end)
{
    loop->ended = true;
    loop->end = end;
}

static void resume(Loop *loop)
{
    loop->menu = false;
    pace_show_front(&loop->pace);
}

static void to_levels(Loop *loop)
{
    end_with(loop, LOOP_LEVELS);
}

static void to_next(Loop *loop)
{
    end_with(loop, LOOP_NEXT);
}

static void show_help(Loop *loop)
{
    loop->help = true;
}

static void quit(Loop *loop)
{
    end_with(loop, LOOP_QUIT);
}

static const Choice pause_choices[] = {
    {"Resume", always, resume},        {"Restart", always, loop_restart},
    {"Levels", has_levels, to_levels}, {"Guided tour", loop_tour_is_offered, loop_tour_begin},
    {"Help", always, show_help},       {"Quit", always, quit}};

static const Choice verdict_choices[] = {{"Next level", has_next, to_next},
                                         {"Again", always, loop_restart},
                                         {"Levels", has_levels, to_levels},
                                         {"Quit", has_no_levels, quit}};

enum {
    PAUSE_CHOICES = sizeof pause_choices / sizeof *pause_choices,
    VERDICT_CHOICES = sizeof verdict_choices / sizeof *verdict_choices,
};

_Static_assert((int)PAUSE_CHOICES <= (int)MENU_ITEMS_MAX &&
                   (int)VERDICT_CHOICES <= (int)MENU_ITEMS_MAX,
               "a menu has room for all its choices");

/* Those of the open menu that are offered now. */
static uint32_t offered(const Loop *loop, const Choice *found[MENU_ITEMS_MAX])
{
    const Choice *choices = loop->menu ? pause_choices : verdict_choices;
    uint32_t all = loop->menu ? PAUSE_CHOICES : VERDICT_CHOICES;
    uint32_t count = 0;
    for (uint32_t i = 0; i < all; i++) {
        if (choices[i].is_offered(loop)) {
            found[count++] = &choices[i];
        }
    }
    return count;
}

/* ---- What is shown ---------------------------------------------------------------------------*/

static float verdict_light(const Loop *loop)
{
    uint64_t age_ns = clock_now_ns() - loop->night.ended_ns - VERDICT_AFTER_NS;
    return age_ns >= VERDICT_RISES_NS ? 1.0f : (float)age_ns / (float)VERDICT_RISES_NS;
}

static void picture_verdict(const Loop *loop, Menu *menu)
{
    static const char *const TITLES[] = {
        [OUTCOME_PLAYING] = "",
        [OUTCOME_WON] = "The jars are alight",
        [OUTCOME_LOST_DAWN] = "The sun was faster",
        [OUTCOME_LOST_SWARM] = "The owls were faster",
    };
    static const Ink INKS[] = {
        [OUTCOME_PLAYING] = INK_BRIGHT,
        [OUTCOME_WON] = INK_GREEN,
        [OUTCOME_LOST_DAWN] = INK_WARM,
        [OUTCOME_LOST_SWARM] = INK_ALERT,
    };
    const Night *night = &loop->night;
    menu->title = TITLES[night->outcome];
    menu->ink = INKS[night->outcome];
    menu->lines[0] = night->line;
    menu->lines[1] = night->news[0] != '\0' ? night->news : NULL;
    menu->has_stars = night->outcome == OUTCOME_WON;
    menu->stars = night->stars;
    menu->light = verdict_light(loop);
}

bool loop_menu_picture(const Loop *loop, Menu *menu)
{
    if (!loop->menu && !loop->verdict) {
        return false;
    }
    const Choice *choices[MENU_ITEMS_MAX];
    *menu = (Menu){.item_count = offered(loop, choices), .chosen = loop->choice};
    for (uint32_t i = 0; i < menu->item_count; i++) {
        menu->items[i] = choices[i]->label;
    }
    if (loop->menu) {
        menu->title = loop->game->level->spec.title;
        menu->ink = INK_WARM;
        menu->light = 1.0f;
    } else {
        picture_verdict(loop, menu);
    }
    return true;
}

/* ---- What is pressed -------------------------------------------------------------------------*/

void loop_menu_open(Loop *loop)
{
    loop->menu = true;
    loop->choice = 0;
    pace_show_front(&loop->pace);
}

static void go_back(Loop *loop)
{
    end_with(loop, loop->config.back_to_levels ? LOOP_LEVELS : LOOP_QUIT);
}

/* True: the choice that is lit was taken. */
static bool move_and_choose(Loop *loop, const Input *input, const Menu *menu)
{
    uint32_t count = menu->item_count;
    uint32_t before = loop->choice;
    if (input_pressed(input, MENU_UP)) {
        loop->choice = (loop->choice + count - 1) % count;
    }
    if (input_pressed(input, MENU_DOWN)) {
        loop->choice = (loop->choice + 1) % count;
    }
    int at = MENU_NOWHERE;
    if (input->pointer_moved) {
        at = stage_menu_at(loop->stage, menu, input->pointer_x, input->pointer_y);
        loop->choice = at != MENU_NOWHERE ? (uint32_t)at : loop->choice;
    }
    if (loop->choice != before) {
        sound_move(loop->config.sound);
    }
    return input_pressed(input, MENU_CHOOSE) || (input->clicked && at != MENU_NOWHERE);
}

/* What is meant for a menu must not reach the game below it. */
static void take_from_game(Input *input)
{
    input->step = (StepInput){0};
    input->actions &= ~(1ull << ACTION_MENU | 1ull << ACTION_RESUME);
}

void loop_menu_act(Loop *loop, Input *input)
{
    Menu menu;
    if (!loop_menu_picture(loop, &menu)) {
        return;
    }
    bool back = input_pressed(input, MENU_BACK) || input_has(input, ACTION_MENU);
    if (loop->help) {
        loop->help = !back && !input_pressed(input, MENU_CHOOSE) && !input->clicked;
    } else if (back) {
        go_back(loop);
    } else if (menu.light >= 1.0f && move_and_choose(loop, input, &menu)) {
        const Choice *choices[MENU_ITEMS_MAX];
        offered(loop, choices);
        sound_choose(loop->config.sound);
        choices[loop->choice]->act(loop);
    }
    take_from_game(input);
}

/* ---- The night's end -------------------------------------------------------------------------*/

static const char *clock_text(uint32_t ticks, char text[CLOCK_SIZE])
{
    uint32_t seconds = ticks / TICKS_PER_S;
    snprintf(text, CLOCK_SIZE, "%u:%02u", seconds / 60, seconds % 60);
    return text;
}

static void tell_line(Night *night, const Scene *scene, uint32_t goal)
{
    char time[CLOCK_SIZE];
    clock_text(scene->tick, time);
    switch (night->outcome) {
    case OUTCOME_PLAYING: break;
    case OUTCOME_WON:
        snprintf(night->line, sizeof night->line, "%u fireflies are home, %u were eaten, in %s.",
                 scene->jarred, scene->eaten, time);
        break;
    case OUTCOME_LOST_DAWN:
        snprintf(night->line, sizeof night->line,
                 "%u of %u fireflies were home by dawn, %u were eaten.", scene->jarred, goal,
                 scene->eaten);
        break;
    case OUTCOME_LOST_SWARM:
        snprintf(night->line, sizeof night->line,
                 "%u were eaten in %s: too few are left to bring %u home.", scene->eaten, time,
                 goal);
        break;
    }
}

/* What is new against the best before; where it is several things, the one that counts most. */
static void tell_news(Night *night, uint32_t news, const Best *before)
{
    char time[CLOCK_SIZE];
    if (news & PROGRESS_FIRST_WIN) {
        snprintf(night->news, sizeof night->news, "Won for the first time.");
    } else if (news & PROGRESS_FASTER) {
        snprintf(night->news, sizeof night->news, "Faster than ever: it was %s before.",
                 clock_text(before->ticks, time));
    } else if (news & PROGRESS_FEWER_EATEN) {
        snprintf(night->news, sizeof night->news, "Fewer eaten than ever: it was %u before.",
                 before->eaten);
    } else if (news & PROGRESS_MORE_JARRED) {
        snprintf(night->news, sizeof night->news, "More home than ever: it was %u before.",
                 before->jarred);
    } else if (before->won) {
        snprintf(night->news, sizeof night->news, "The best so far: %s, %u eaten.",
                 clock_text(before->ticks, time), before->eaten);
    } else if (before->jarred > 0) {
        snprintf(night->news, sizeof night->news, "The best so far: %u home.", before->jarred);
    }
}

static void take_result(Loop *loop, const NightResult *result)
{
    Progress *progress = loop->config.progress;
    if (loop->night.practised) {
        snprintf(loop->night.news, sizeof loop->night.news,
                 "Practice: with another speed or swarm it does not count.");
        return;
    }
    if (loop->game->tainted) {
        snprintf(loop->night.news, sizeof loop->night.news,
                 "Moved by a model that is wrong on purpose: it does not count.");
        return;
    }
    if (!progress) {
        return;
    }
    const Best *best = progress_find(progress, loop->game->level_name);
    Best before = best ? *best : (Best){.won = false};
    uint32_t news = progress_add(progress, loop->game->level_name, result);
    tell_news(&loop->night, news, &before);
}

static void end_night(Loop *loop)
{
    const Scene *scene = world_scene(loop->game->world);
    const WorldSpec *spec = &loop->game->level->spec;
    Night *night = &loop->night;
    night->ended = true;
    night->ended_ns = clock_now_ns();
    night->outcome = (Outcome)scene->outcome;
    NightResult result = {.won = night->outcome == OUTCOME_WON,
                          .ticks = scene->tick,
                          .jarred = scene->jarred,
                          .eaten = scene->eaten};
    Best alone = {.won = result.won, .ticks = result.ticks, .eaten = result.eaten};
    night->stars = progress_stars(&alone, spec->goal, spec->dawn_ticks);
    tell_line(night, scene, world_goal(loop->game->world));
    take_result(loop, &result);
}

static bool is_practice(const Loop *loop)
{
    return loop->pace.speed != PACE_SPEED_UNIT || loop->single_ticks > 0 ||
           game_sprite_count(loop->game) != spec_swarm_total(&loop->game->level->spec);
}

void loop_watch_night(Loop *loop)
{
    Night *night = &loop->night;
    if (night->generation != loop->game->generation) {
        *night = (Night){.generation = loop->game->generation};
        loop->verdict = false;
    }
    if (loop->tour.on) { /* nobody plays */
        night->practised = true;
        return;
    }
    if (!night->ended) {
        night->practised |= is_practice(loop);
        if (world_scene(loop->game->world)->outcome != OUTCOME_PLAYING) {
            end_night(loop);
        }
    }
    bool is_due = night->ended && clock_now_ns() - night->ended_ns >= VERDICT_AFTER_NS;
    if (is_due && !loop->verdict && !loop->menu) {
        loop->verdict = true;
        /* Who has lost wants to try again before he goes on. */
        loop->choice = night->outcome != OUTCOME_WON && has_next(loop);
    }
}
