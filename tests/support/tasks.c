#include "support/tasks.h"

#include "base/clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

bool tasks_have_helpers(const Backend *backend)
{
    return backend_type_of(backend)->announce && backend_lane_count(backend) > 1;
}

bool task_pass_gate(Lane *lane, void *argument)
{
    Gate *gate = argument;
    while (!gate->open) {
        if (!lane_sleep_ns(lane, 50 * NS_PER_US)) {
            return false;
        }
    }
    gate->passed++;
    return true;
}

void tasks_await_begin(const Future *future)
{
    while (future_state(future) == FUTURE_PENDING) {
        clock_sleep_ns(50 * NS_PER_US);
    }
}

void crowd_gather(Crowd *crowd, Backend *backend)
{
    crowd->gate.open = false;
    crowd->gate.passed = 0;
    crowd->count = tasks_have_helpers(backend) ? backend_lane_count(backend) - 1 : 0;
    for (uint32_t i = 0; i < crowd->count; i++) {
        future_submit(&crowd->futures[i], backend, task_pass_gate, &crowd->gate, NULL);
    }
    for (uint32_t i = 0; i < crowd->count; i++) {
        tasks_await_begin(&crowd->futures[i]);
    }
}

void crowd_dismiss(Crowd *crowd)
{
    crowd->gate.open = true;
    for (uint32_t i = 0; i < crowd->count; i++) {
        future_wait(&crowd->futures[i], NULL, BACKEND_NO_DEADLINE);
        assert_int_equal(future_state(&crowd->futures[i]), FUTURE_DONE);
    }
    assert_int_equal(crowd->gate.passed, crowd->count);
}
