/* How fast this processor runs at this moment: its clock rises and falls by several percent within
 * seconds, with the heat and with whoever shares the core. What is measured beside a yardstick can
 * be held against what was measured beside another one. */
#pragma once

#include <stdint.h>

/* How long the calling thread takes now for a fixed chain of arithmetic that touches no memory: the
 * better of two tries. Some 30 microseconds. Any thread. */
uint64_t yardstick_ns(void);
