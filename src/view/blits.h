/* The blits of each instruction set, for blit.c alone. */
#pragma once

#include "view/blit.h"

extern const Blit blit_scalar;
extern const Blit blit_sse2;
extern const Blit blit_avx2;
extern const Blit blit_avx512;
extern const Blit blit_neon;
