/* F6: the reference computes each tick again beside the play, and the overlay says what comes of
 * it.
 */
#include "app/loop_state.h"

static void begin_proof(Loop *loop)
{
    Error error = {""};
    loop->shadow = shadow_open(loop->game, &error);
    if (!loop->shadow) {
        loop_toast_fault(loop, &error);
    }
}

void loop_proof_toggle(Loop *loop)
{
    if (loop->shadow) {
        shadow_close(loop->shadow);
        loop->shadow = NULL;
        loop_toast(loop, "verify off");
        return;
    }
    begin_proof(loop);
    if (loop->shadow) {
        loop_toast(loop, "verify: %s computes each tick again", backend_type(0)->name);
    }
    if (loop->overlay == OVERLAY_OFF) {
        loop->overlay = OVERLAY_LINE; /* where it is told */
    }
}

void loop_proof_follow(Loop *loop)
{
    if (loop->shadow && shadow_is_of_another_start(loop->shadow, loop->game)) {
        shadow_close(loop->shadow);
        begin_proof(loop);
    }
}

void loop_proof_ticked(Loop *loop)
{
    if (loop->shadow && shadow_tick(loop->shadow, loop->game)) {
        Error error;
        error_set(&error, "verify: %s", shadow_verdict(loop->shadow)->text);
        loop_toast_fault(loop, &error);
        loop->overlay = loop->overlay == OVERLAY_OFF ? OVERLAY_LINE : loop->overlay;
    }
    meter_mark(&loop->meter, STAGE_OVERLAY);
}
