#include "sim/kernel.h"

#include "sim/kernels.h"

#include <assert.h>
#include <string.h>

typedef struct KernelRow {
    const Kernel *kernel;
    bool (*runs)(void);
} KernelRow;

static bool everywhere(void)
{
    return true;
}

#ifdef __x86_64__
static bool has_avx2(void)
{
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
}

static bool has_avx512(void)
{
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
           __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
           __builtin_cpu_supports("avx512vnni");
}
#endif

static const KernelRow rows[] = {
    {&kernel_scalar, everywhere},
#ifdef __x86_64__
    {&kernel_sse2, everywhere},   {&kernel_avx2, has_avx2}, {&kernel_avx512, has_avx512},
#endif
#ifdef __aarch64__
    {&kernel_neon, everywhere},
#endif
};

enum { ROWS = sizeof rows / sizeof *rows };

uint32_t kernel_count(void)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < ROWS; i++) {
        count += rows[i].runs();
    }
    return count;
}

const Kernel *kernel_at(uint32_t index)
{
    assert(index < kernel_count());
    uint32_t row = 0;
    for (uint32_t seen = 0;; row++) {
        if (rows[row].runs() && seen++ == index) {
            return rows[row].kernel;
        }
    }
}

const Kernel *kernel_best(void)
{
    return kernel_at(kernel_count() - 1);
}

const Kernel *kernel_find(const char *name)
{
    for (uint32_t i = 0; i < kernel_count(); i++) {
        if (strcmp(kernel_at(i)->name, name) == 0) {
            return kernel_at(i);
        }
    }
    return strcmp(name, "auto") == 0 ? kernel_best() : NULL;
}

const char *kernel_names(void)
{
    return "auto, scalar, sse2, avx2, avx512, neon";
}
