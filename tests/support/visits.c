#include "support/visits.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

Visits visits_create(uint32_t count)
{
    Visits visits = {.count = count, .times = calloc(count + 1, sizeof *visits.times)};
    assert_non_null(visits.times);
    return visits;
}

void visits_destroy(Visits *visits)
{
    free(visits->times);
    visits->times = NULL;
}

/* Without order: the backend is not to be helped to one by the counting. */
bool visits_slice(Lane *lane, Range slice, void *context)
{
    (void)lane;
    Visits *visits = context;
    for (uint32_t i = slice.begin; i < slice.end; i++) {
        atomic_fetch_add_explicit(&visits->times[i], 1, memory_order_relaxed);
    }
    return true;
}

Phase visits_phase(Visits *visits, uint32_t grain)
{
    return (Phase){.name = "visit",
                   .run = visits_slice,
                   .context = visits,
                   .count = visits->count,
                   .grain = grain};
}

uint32_t visits_take_wrong(Visits *visits, uint32_t times)
{
    uint32_t wrong = 0;
    for (uint32_t i = 0; i < visits->count; i++) {
        wrong += atomic_load_explicit(&visits->times[i], memory_order_relaxed) != times;
        atomic_store_explicit(&visits->times[i], 0, memory_order_relaxed);
    }
    return wrong;
}
