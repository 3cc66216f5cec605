/* Who takes part in a comparison: a model, and what about it is not as the options say. For the
 * options that read them and the matches in which they run. */
#pragma once

#include "app/game.h"

#include <stdbool.h>
#include <stdint.h>

enum { CONTENDERS_MAX = 16, CONTENDER_LABEL_SIZE = 48 };

typedef struct Contender {
    char label[CONTENDER_LABEL_SIZE]; /* as it was written: "jobs+avx2+grain=64" */
    const BackendType *backend;
    const Kernel *kernel; /* NULL: as the options say, and so for what follows */
    bool neighbours_given;
    bool brute;
    uint32_t lanes; /* 0: as the options say */
    uint32_t grain;
} Contender;

typedef struct Contenders {
    Contender rows[CONTENDERS_MAX];
    uint32_t count;
} Contenders;

/* Reads "A,B,...": each the name of a model, and behind a + each what is special: brute, grid, an
 * instruction set, lanes=N, grain=N. "all" stands for each model of the table. False, with what was
 * expected. */
bool contenders_parse(Contenders *contenders, const char *text, Error *error);

/* One, as the options have it. */
Contender contender_of(const BackendType *backend);

/* Each model whose bits are the reference's, in the table's order, as the options have it. */
void contenders_add_safe(Contenders *contenders);

/* The game of the options, as this one plays it. */
GameConfig contender_game(const Contender *contender, const GameConfig *options);
