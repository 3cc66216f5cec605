/* F6 and F8 in a window that nobody sees: the reference beside the play agrees with every model,
 * and finds a model that is wrong, naming what; and the last seconds become a trace. */
#include "backend/model.h"
#include "sim/world_state.h"
#include "support/json.h"
#include "support/levels.h"
#include "support/session.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static const ShadowVerdict *verdict(const Session *session)
{
    assert_non_null(session->loop->shadow);
    return shadow_verdict(session->loop->shadow);
}

static void every_model_is_verified(void **state)
{
    Session *session = *state;
    session_press(session, SDL_SCANCODE_F6);
    for (uint32_t i = 0; i < backend_type_count(); i++) {
        Error error;
        if (backend_type(i)->unsafe ||
            !game_set_backend(session->game, backend_type(i), 3, &error)) {
            continue; /* whether all can open is tested elsewhere */
        }
        uint32_t before = verdict(session)->ticks;
        session_frames_until_tick(session, session_tick(session) + 4);
        assert_in_range(verdict(session)->ticks, before + 4, before + 20);
        if (verdict(session)->differs) {
            fail_msg("%s: %s", backend_type(i)->name, verdict(session)->text);
        }
    }
    session_assert_reference_bits(session);
}

/* The script of a level has its turn once, whoever computes the tick again. */
static void a_script_is_verified_from_the_middle_on(void **state)
{
    Session *session = *state;
    Level *storm = levels_load("storm");
    session_close(session);
    session_open(session, storm->path, &(LoopConfig){.unlimited = true});
    while (pace_faster(&session->loop->pace)) {
    }
    session_frames_until_tick(session, 30);
    session_press(session, SDL_SCANCODE_F6);
    session_frames_until_tick(session, 90);
    assert_false(verdict(session)->differs);
    assert_in_range(verdict(session)->ticks, 50, 70);
    level_destroy(storm);
}

static void another_start_is_verified_anew(void **state)
{
    Session *session = *state;
    session_press(session, SDL_SCANCODE_F6);
    session_frames_until_tick(session, 20);
    session_press(session, SDL_SCANCODE_R);
    session_frames_until_tick(session, 5);
    assert_false(verdict(session)->differs);
    assert_in_range(verdict(session)->ticks, 5, 12);
    session_press(session, SDL_SCANCODE_F6);
    assert_null(session->loop->shadow);
    session_frames(session, 3);
}

/* ---- A model that is wrong ------------------------------------------------------------------ */

enum { WRONG_TICK = 12, WRONG_ID = 3 };

static void spoil(World *world)
{
    const WorldBuffer *back = back_buffer(world);
    uint32_t slot = 0;
    while (sprite_id(back->tag[slot]) != WRONG_ID) {
        slot++;
    }
    back->y[slot] += 0.5f;
}

/* It is as good as the reference, but for one sprite at one tick. */
static BackendStatus finish_wrong(Backend *backend, uint64_t deadline_ns)
{
    World *world = backend->phases[0].context;
    BackendStatus status = backend_type(0)->finish(backend, deadline_ns);
    if (status == BACKEND_DONE && world_scene(world)->tick + 1 == WRONG_TICK) {
        spoil(world);
    }
    return status;
}

static BackendType wrong_type(void)
{
    BackendType type = *backend_type(0);
    type.name = "wrong";
    type.finish = finish_wrong;
    return type;
}

static void a_wrong_model_is_found_at_its_first_sprite(void **state)
{
    Session *session = *state;
    Error error;
    BackendType wrong = wrong_type();
    session->log.shown = LOG_ERROR; /* the warning is looked for in the log, not on stderr */
    session_press(session, SDL_SCANCODE_F6);
    assert_true(game_set_backend(session->game, &wrong, 1, &error));
    session->loop->overlay = OVERLAY_OFF;
    session_frames_until_tick(session, WRONG_TICK - 1);
    session_frames_until_tick(session, WRONG_TICK + 8);
    const ShadowVerdict *found = verdict(session);
    assert_true(found->differs);
    assert_int_equal(session->loop->overlay, OVERLAY_LINE);
    assert_non_null(strstr(found->text, "tick 12, wrong (here) and sequential: sprite 3: y is "));
    assert_non_null(strstr(found->text, " here and "));
    float here = 0;
    float there = 0;
    assert_int_equal(sscanf(strstr(found->text, "y is"), "y is %f here and %f", &here, &there), 2);
    assert_true(here - there > 0.49f && here - there < 0.51f);
    assert_non_null(strstr(log_recent(&session->log, 0), "sprite 3"));
    session_press(session, SDL_SCANCODE_R); /* and from the start, it is all well again */
    assert_true(game_set_backend(session->game, backend_type(0), 1, &error));
    session_frames_until_tick(session, 4);
    assert_false(verdict(session)->differs);
}

/* ---- F8 ------------------------------------------------------------------------------------- */

static void the_last_seconds_are_saved(void **state)
{
    Session *session = *state;
    char place[FILES_PATH_SIZE];
    char path[2 * FILES_PATH_SIZE] = "";
    size_t size;
    assert_non_null(getcwd(place, sizeof place));
    assert_int_equal(chdir(session->folder.path), 0);
    session_press(session, SDL_SCANCODE_F3); /* the play goes on as it was */
    session_frames_until_tick(session, 30);
    session_press(session, SDL_SCANCODE_F8);
    session_frames_until_tick(session, 40);
    assert_int_equal(chdir(place), 0);
    assert_non_null(strstr(log_recent(&session->log, 0), ".json: the last "));
    DIR *folder = opendir(session->folder.path);
    for (struct dirent *entry; (entry = readdir(folder));) {
        if (strstr(entry->d_name, ".json")) {
            snprintf(path, sizeof path, "%s/%s", session->folder.path, entry->d_name);
        }
    }
    closedir(folder);
    char *trace = files_read(path, &size);
    assert_true(json_is_valid(trace));
    assert_non_null(strstr(trace, "\"name\":\"settle\""));
    assert_non_null(strstr(trace, "\"name\":\"draw\""));
    assert_non_null(strstr(trace, "\"name\":\"frame\",\"pid\""));
    assert_non_null(strstr(trace, "\"ph\":\"f\""));
    free(trace);
}

static void a_whole_game_is_traced(void **state)
{
    Session *session = *state;
    Error error;
    char path[FILES_PATH_SIZE];
    size_t size;
    files_path(&session->folder, "game.trace", path);
    session_close(session);
    session_open(session, session->map, &(LoopConfig){.unlimited = true, .trace = path});
    session_frames_until_tick(session, 20);
    session->loop->ended = true;
    assert_true(loop_run(session->loop, &error));
    char *trace = files_read(path, &size);
    assert_true(json_is_valid(trace));
    assert_non_null(strstr(trace, "\"tick\":20,"));
    free(trace);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_A_SESSION(every_model_is_verified),
        IN_A_SESSION(a_script_is_verified_from_the_middle_on),
        IN_A_SESSION(another_start_is_verified_anew),
        IN_A_SESSION(a_wrong_model_is_found_at_its_first_sprite),
        IN_A_SESSION(the_last_seconds_are_saved),
        IN_A_SESSION(a_whole_game_is_traced),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
