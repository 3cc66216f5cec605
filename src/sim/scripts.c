/* The scripts of the levels, by name. */
#include "sim/script.h"

#include <assert.h>
#include <string.h>

/* Gusts from two sides. */
static void gusts(Script *script)
{
    while (script_wait_s(script, 18.0f)) {
        script_wind(script, 25.0f, 6.0f, 3.0f);
        if (!script_wait_s(script, 9.0f)) {
            return;
        }
        script_wind(script, 0.0f, 0.0f, 4.0f);
        if (!script_wait_s(script, 14.0f)) {
            return;
        }
        script_wind(script, -20.0f, 10.0f, 3.0f);
        if (!script_wait_s(script, 8.0f)) {
            return;
        }
        script_wind(script, 0.0f, 0.0f, 4.0f);
    }
}

static const ScriptRow rows[] = {{"gusts", gusts}};

uint32_t script_count(void)
{
    return sizeof rows / sizeof *rows;
}

const ScriptRow *script_at(uint32_t index)
{
    assert(index < script_count());
    return &rows[index];
}

const ScriptRow *script_find(const char *name)
{
    for (uint32_t i = 0; i < script_count(); i++) {
        if (strcmp(rows[i].name, name) == 0) {
            return &rows[i];
        }
    }
    return NULL;
}
