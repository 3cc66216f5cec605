/* Ctrl-C, and the system's wish that we end: for the loops, which look at it once a frame and then
 * end in good order. A second Ctrl-C ends the process at once. */
#pragma once

#include <stdbool.h>

/* Also makes a reader that left (`lampyris ... | head`) an error of the write, not a signal. */
void interrupt_install(void);

bool interrupt_requested(void);
