/* Owls and bats. Both fly from point to point of a path; an owl that sees a crowd of fireflies glow
 * in the dark leaves it and dives there. When the whole swarm flashes at once, owls near many of
 * them see nothing for a while. */
#include "sim/motion.h"

#include <math.h>

#define OWL_SIGHT      190.0f /* pixels */
#define OWL_CROWD      14     /* fireflies in a place and around it that are worth a dive */
#define OWL_DIVE_SPEED 2.4f   /* times its cruise */
#define DIVE_TICKS     70     /* then it gives up */
#define REST_TICKS     150    /* after a dive, on its way back: it does not look for another */
#define DAZZLE_CROWD   24     /* fireflies around it whose flash blinds it */
#define DAZZLE_TICKS   75     /* less than a flash's period: the swarm must go on */

typedef struct Hunt {
    const MotionView *view;
    SpriteSlice *slice;
    uint32_t hunter; /* counted from 0 */
    uint32_t slot;
    float x, y;
    HunterState state;
    bool dazzled;
} Hunt;

static uint16_t one_less(uint16_t ticks)
{
    return ticks > 0 ? (uint16_t)(ticks - 1) : ticks;
}

static void write_hunt(const Hunt *hunt, float x, float y, float vx, float vy)
{
    uint32_t i = hunt->slot - hunt->slice->range.begin;
    uint32_t flash = hunt->view->front.flash[hunt->slot];
    hunt->slice->x[i] = x;
    hunt->slice->y[i] = y;
    hunt->slice->vx[i] = vx;
    hunt->slice->vy[i] = vy;
    hunt->slice->flash[i] =
        sprite_with_state(flash, hunt->dazzled ? SPRITE_DAZZLED : SPRITE_FLYING);
    hunt->slice->hunters[i] = hunt->state;
}

static void stay(const Hunt *hunt)
{
    uint32_t slot = hunt->slot;
    write_hunt(hunt, hunt->x, hunt->y, hunt->view->front.vx[slot], hunt->view->front.vy[slot]);
}

/* True: it is there. */
static bool fly_to(Hunt *hunt, SpecPoint goal, float speed)
{
    float x = goal.x - hunt->x;
    float y = goal.y - hunt->y;
    float distance = sqrtf(x * x + y * y);
    if (distance <= speed) {
        write_hunt(hunt, goal.x, goal.y, hunt->view->front.vx[hunt->slot],
                   hunt->view->front.vy[hunt->slot]);
        return true;
    }
    float vx = x * speed / distance;
    float vy = y * speed / distance;
    write_hunt(hunt, hunt->x + vx, hunt->y + vy, vx, vy);
    return false;
}

/* Flies straight to the point of its leg; there it waits, then goes on to the next. */
static void follow_route(Hunt *hunt)
{
    const HunterPlan *plan = &hunt->view->hunters[hunt->hunter];
    const Route *route = &hunt->view->routes[plan->route];
    if (hunt->state.wait > 0) {
        hunt->state.wait--;
        stay(hunt);
        return;
    }
    if (fly_to(hunt, route->points[hunt->state.leg], plan->cruise)) {
        hunt->state.leg = (uint16_t)((hunt->state.leg + 1u) % route->leg_count);
        hunt->state.wait = (uint16_t)route->wait_ticks;
        hunt->slice->hunters[hunt->slot - hunt->slice->range.begin] = hunt->state;
    }
}

/* The place of the crowd map that glows most within sight and out of the light, + 1; 0: none. */
static uint16_t find_quarry(const Hunt *hunt)
{
    const Grid *grid = hunt->view->grid;
    uint32_t best = 0;
    uint32_t most = OWL_CROWD - 1;
    uint32_t places = grid->block_count > 0 ? grid_crowd_places(grid) : 0;
    for (uint32_t place = 0; place < places; place++) {
        float x = 0.0f;
        float y = 0.0f;
        grid_crowd_middle(grid, place, &x, &y);
        float away_x = x - hunt->x;
        float away_y = y - hunt->y;
        uint32_t crowd = grid->crowd[place];
        if (crowd > most && away_x * away_x + away_y * away_y < OWL_SIGHT * OWL_SIGHT &&
            !world_is_safe(hunt->view->scene, x, y)) {
            most = crowd;
            best = place + 1;
        }
    }
    return (uint16_t)best;
}

static void give_up(Hunt *hunt)
{
    hunt->state.quarry = 0;
    hunt->state.wait = 0;
    hunt->state.sated = REST_TICKS;
}

static void dive(Hunt *hunt)
{
    const MotionView *view = hunt->view;
    SpecPoint goal;
    grid_crowd_middle(view->grid, hunt->state.quarry - 1u, &goal.x, &goal.y);
    bool is_over = hunt->state.wait == 0 || world_is_safe(view->scene, hunt->x, hunt->y);
    hunt->state.wait = one_less(hunt->state.wait);
    float speed = OWL_DIVE_SPEED * view->hunters[hunt->hunter].cruise;
    if (is_over) {
        give_up(hunt);
        stay(hunt);
    } else {
        fly_to(hunt, goal, speed); /* and once there it snaps at whoever is near */
    }
}

static bool is_blinded(const Hunt *hunt)
{
    const MotionView *view = hunt->view;
    const Scene *scene = view->scene;
    return scene->flash_tick > 0 && scene->flash_tick == scene->tick &&
           view->grid->block_count > 0 &&
           grid_crowd_near(view->grid, grid_crowd_place(view->grid, hunt->x, hunt->y)) >=
               DAZZLE_CROWD;
}

static void hunt_on(Hunt *hunt)
{
    bool is_owl = hunt->view->hunters[hunt->hunter].kind == HUNTER_OWL;
    if (is_owl && is_blinded(hunt)) {
        hunt->dazzled = true;
        hunt->state.quarry = 0;
        hunt->state.wait = DAZZLE_TICKS;
    }
    if (hunt->dazzled && hunt->state.wait > 0) {
        hunt->state.wait--;
        stay(hunt);
        return;
    }
    hunt->dazzled = false;
    if (is_owl && hunt->state.quarry == 0 && hunt->state.sated == 0) {
        hunt->state.quarry = find_quarry(hunt);
        hunt->state.wait = hunt->state.quarry > 0 ? DIVE_TICKS : hunt->state.wait;
    }
    if (hunt->state.quarry > 0) {
        dive(hunt);
    } else {
        follow_route(hunt);
    }
}

void motion_patrol(const MotionView *view, SpriteSlice *slice, EventList *events)
{
    (void)events;
    for (uint32_t slot = slice->range.begin; slot < slice->range.end; slot++) {
        uint32_t hunter = slot - view->hunter_slots.begin;
        Hunt hunt = {.view = view,
                     .slice = slice,
                     .hunter = hunter,
                     .slot = slot,
                     .x = view->front.x[slot],
                     .y = view->front.y[slot],
                     .state = view->front.hunters[hunter],
                     .dazzled = sprite_state(view->front.flash[slot]) == SPRITE_DAZZLED};
        hunt.state.sated = one_less(hunt.state.sated);
        hunt_on(&hunt);
    }
}
