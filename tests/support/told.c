#include "support/told.h"

#include <string.h>

bool told(const Log *log, const char *words)
{
    for (uint32_t age = 0; age < log_kept(log); age++) {
        if (strstr(log_recent(log, age), words)) {
            return true;
        }
    }
    return false;
}
