/* What this process holds of the system's: for tests that say "nothing is left behind". */
#pragma once

#include <stdint.h>

/* The threads and the open files of this process. The first waits a moment for threads that have
 * been joined and are on their way out, should there be more than `expected`. */
uint32_t process_threads(uint32_t expected);
uint32_t process_files(void);

/* Bytes of memory that is really in use, and lines of the memory map. */
uint64_t process_resident_bytes(void);
uint32_t process_mappings(void);
