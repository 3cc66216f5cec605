/* A board in shared memory that slices mark, wherever they run: for tests of lanes that are other
 * processes. A fault in here fails the running test. */
#pragma once

#include "backend/backend.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

enum { BOARD_SLOTS = 4000, BOARD_FAILS_AT = 1234 };

typedef struct Board {
    SharedMemory *memory;
    atomic_uint times[BOARD_SLOTS]; /* that each was marked */
    atomic_int pids[BOARD_SLOTS];   /* by whom last */
    bool fails;                     /* the slice with BOARD_FAILS_AT does */
    uint64_t sleep_ns;              /* that each slice waits; 0: it does not */
} Board;

Board *board_create(void);
void board_destroy(Board *board);

/* A phase over all slots. */
Phase board_phase(Board *board, uint32_t grain);

/* How many were not marked just so many times; all are as new afterwards. */
uint32_t board_take_wrong(Board *board, uint32_t times);

/* How many were marked by another process last. */
uint32_t board_foreign(const Board *board);

/* Has this process children, living or dead? */
bool board_has_children(void);
