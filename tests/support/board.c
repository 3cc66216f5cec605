#include "support/board.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

Board *board_create(void)
{
    SharedMemory *memory = shared_memory_create(sizeof(Board));
    assert_non_null(memory);
    Board *board = shared_memory_block(memory);
    board->memory = memory;
    return board;
}

void board_destroy(Board *board)
{
    shared_memory_destroy(board->memory);
}

static bool mark(Lane *lane, Range slice, void *context)
{
    Board *board = context;
    for (uint32_t i = slice.begin; i < slice.end; i++) {
        board->times[i]++;
        board->pids[i] = getpid();
        if (board->fails && i == BOARD_FAILS_AT) {
            return lane_fail(lane, "slot %u is taken", i);
        }
    }
    return board->sleep_ns == 0 || lane_sleep_ns(lane, board->sleep_ns);
}

Phase board_phase(Board *board, uint32_t grain)
{
    return (Phase){"mark", mark, board, BOARD_SLOTS, grain};
}

uint32_t board_take_wrong(Board *board, uint32_t times)
{
    uint32_t wrong = 0;
    for (uint32_t i = 0; i < BOARD_SLOTS; i++) {
        wrong += atomic_exchange(&board->times[i], 0) != times;
    }
    return wrong;
}

uint32_t board_foreign(const Board *board)
{
    uint32_t foreign = 0;
    for (uint32_t i = 0; i < BOARD_SLOTS; i++) {
        foreign += board->pids[i] != getpid();
    }
    return foreign;
}

bool board_has_children(void)
{
    siginfo_t info;
    return waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) == 0;
}
