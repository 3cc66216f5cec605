/* What a log was told, for tests. */
#pragma once

#include "base/log.h"

#include <stdbool.h>

/* One of the lines that it keeps has these words; others may have come since. */
bool told(const Log *log, const char *words);
