#include "view/blit.h"

#include "view/blits.h"

#include <assert.h>
#include <string.h>

static const Blit *const rows[] = {
    &blit_scalar,
#ifdef __x86_64__
    &blit_sse2,   &blit_avx2, &blit_avx512,
#endif
#ifdef __aarch64__
    &blit_neon,
#endif
};

const Blit *blit_for(const Kernel *kernel)
{
    uint32_t row = 0;
    while (strcmp(rows[row]->name, kernel->name) != 0) {
        row++;
        assert(row < sizeof rows / sizeof *rows);
    }
    return rows[row];
}
