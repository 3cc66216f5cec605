/* What this process holds of the system's: for tests that say "nothing is left behind". */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* The threads of this process. A thread that was joined is counted for a moment more: so the first
 * waits until the number rests, the second until no more than `expected` are left, or it gives up.
 */
uint32_t process_threads_at_rest(void);
uint32_t process_threads(uint32_t expected);

/* Its open files. */
uint32_t process_files(void);

/* Pages of its address space: reserved, or in memory. Both 0 where the system does not say. */
typedef struct ProcessPages {
    size_t reserved, resident;
} ProcessPages;
ProcessPages process_pages(void);

/* Lines of its memory map. */
uint32_t process_mappings(void);
