#include "app/apply_burden.h"

#include "app/argument.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { LOAD_MOST_US = 1000 * 1000, WAIT_MOST_MS = 60 * 1000, TIME_OUT_MOST_MS = 3600 * 1000 };

bool apply_load(Options *options, const char *argument, Error *error)
{
    for (LoadKind load = LOAD_LIGHT; load < LOAD_COUNT; load++) {
        if (strcmp(argument, load_name(load)) == 0) {
            options->burden.load = load;
            return true;
        }
    }
    return error_set(error, "expected light, heavy, wait, pipe or mixed");
}

bool apply_load_us(Options *options, const char *argument, Error *error)
{
    return argument_u32(argument, 1, LOAD_MOST_US, &options->burden.heavy_us, error);
}

bool apply_wait_ms(Options *options, const char *argument, Error *error)
{
    return argument_u32(argument, 1, WAIT_MOST_MS, &options->burden.wait_ms, error);
}

bool apply_time_out(Options *options, const char *argument, Error *error)
{
    return argument_u32(argument, 1, TIME_OUT_MOST_MS, &options->burden.time_out_ms, error);
}

/* A probability: decimal, from 0 to 1. */
static bool read_probability(const char *text, double *value)
{
    char *end;
    bool begins_well = text[0] == '.' || (text[0] >= '0' && text[0] <= '9');
    *value = begins_well && strspn(text, "0123456789.e-") == strlen(text) ? strtod(text, &end)
                                                                          : (double)NAN;
    return begins_well && isfinite(*value) && *end == '\0' && *value <= 1.0;
}

bool apply_inject(Options *options, const char *argument, Error *error)
{
    const char *colon = strchr(argument, ':');
    for (FaultKind fault = FAULT_FAIL; colon && fault < FAULT_COUNT; fault++) {
        size_t length = strlen(fault_name(fault));
        double value;
        if ((size_t)(colon - argument) == length &&
            strncmp(argument, fault_name(fault), length) == 0 &&
            read_probability(colon + 1, &value)) {
            options->burden.faults[fault] = value;
            return true;
        }
    }
    return error_set(error, "expected fail:P, hang:P, slow:P or kill:P, the probability from 0 to "
                            "1, such as fail:0.001");
}
