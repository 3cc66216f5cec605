#include "scarce/scarce.h"

#include <errno.h>
#include <expat.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>
#include <zlib.h>

static struct {
    unsigned kinds; /* 0: nothing is counted. Written while no other thread calls */
    uint32_t first;
    uint32_t count;
    atomic_uint calls;
    atomic_uint refused;
    const char *name; /* of the first that was refused; by whoever refused it */
    atomic_llong held;
} scarce;

void scarce_begin(unsigned kinds, uint32_t first, uint32_t count)
{
    scarce.first = first;
    scarce.count = count;
    scarce.calls = 0;
    scarce.refused = 0;
    scarce.name = "nothing";
    scarce.kinds = kinds;
}

uint32_t scarce_end(void)
{
    scarce.kinds = 0;
    return scarce.refused;
}

uint32_t scarce_calls(void)
{
    return scarce.calls;
}

const char *scarce_refused(void)
{
    return scarce.name;
}

int64_t scarce_held(void)
{
    return scarce.held;
}

static bool is_refused(ScarceKind kind, const char *name)
{
    if ((scarce.kinds & kind) == 0) {
        return false;
    }
    uint32_t call = atomic_fetch_add(&scarce.calls, 1) + 1;
    if (call < scarce.first || call - scarce.first >= scarce.count) {
        return false;
    }
    if (atomic_fetch_add(&scarce.refused, 1) == 0) {
        scarce.name = name;
    }
    errno = ENOMEM;
    return true;
}

static void *hold(void *block)
{
    scarce.held += block != NULL;
    return block;
}

/* ---- What the linker puts in the place of the calls ----------------------------------------- */

typedef void *ThreadFunction(void *argument);

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *block, size_t size);
void *__real_aligned_alloc(size_t alignment, size_t size);
void __real_free(void *block);
void *__real_mmap(void *at, size_t size, int protection, int flags, int file, off_t offset);
int __real_munmap(void *at, size_t size);
int __real_mprotect(void *at, size_t size, int protection);
int __real_madvise(void *at, size_t size, int advice);
int __real_pthread_create(pthread_t *thread, const pthread_attr_t *attributes, ThreadFunction *run,
                          void *argument);
pid_t __real_fork(void);
int __real_inflateInit2_(z_streamp stream, int window_bits, const char *version, int size);

void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *block, size_t size);
void *__wrap_aligned_alloc(size_t alignment, size_t size);
void __wrap_free(void *block);
void *__wrap_mmap(void *at, size_t size, int protection, int flags, int file, off_t offset);
int __wrap_munmap(void *at, size_t size);
int __wrap_mprotect(void *at, size_t size, int protection);
int __wrap_madvise(void *at, size_t size, int advice);
int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attributes, ThreadFunction *run,
                          void *argument);
pid_t __wrap_fork(void);
XML_Parser __wrap_XML_ParserCreate(const XML_Char *encoding);
int __wrap_inflateInit2_(z_streamp stream, int window_bits, const char *version, int size);

void *__wrap_malloc(size_t size)
{
    return is_refused(SCARCE_MEMORY, "malloc") ? NULL : hold(__real_malloc(size));
}

void *__wrap_calloc(size_t count, size_t size)
{
    return is_refused(SCARCE_MEMORY, "calloc") ? NULL : hold(__real_calloc(count, size));
}

void *__wrap_realloc(void *block, size_t size)
{
    if (is_refused(SCARCE_MEMORY, "realloc")) {
        return NULL;
    }
    return block ? __real_realloc(block, size) : hold(__real_realloc(NULL, size));
}

void *__wrap_aligned_alloc(size_t alignment, size_t size)
{
    return is_refused(SCARCE_MEMORY, "aligned_alloc") ? NULL
                                                      : hold(__real_aligned_alloc(alignment, size));
}

void __wrap_free(void *block)
{
    scarce.held -= block != NULL;
    __real_free(block);
}

void *__wrap_mmap(void *at, size_t size, int protection, int flags, int file, off_t offset)
{
    if (is_refused(SCARCE_MEMORY, "mmap")) {
        return MAP_FAILED;
    }
    void *base = __real_mmap(at, size, protection, flags, file, offset);
    scarce.held += base != MAP_FAILED;
    return base;
}

int __wrap_munmap(void *at, size_t size)
{
    int code = __real_munmap(at, size);
    scarce.held -= code == 0;
    return code;
}

int __wrap_mprotect(void *at, size_t size, int protection)
{
    return is_refused(SCARCE_GUARDS, "mprotect") ? -1 : __real_mprotect(at, size, protection);
}

int __wrap_madvise(void *at, size_t size, int advice)
{
    return is_refused(SCARCE_GUARDS, "madvise") ? -1 : __real_madvise(at, size, advice);
}

int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attributes, ThreadFunction *run,
                          void *argument)
{
    return is_refused(SCARCE_THREADS, "pthread_create")
               ? EAGAIN
               : __real_pthread_create(thread, attributes, run, argument);
}

pid_t __wrap_fork(void)
{
    if (is_refused(SCARCE_THREADS, "fork")) {
        errno = EAGAIN;
        return -1;
    }
    return __real_fork();
}

/* Libraries are not linked with us, so their calls are not wrapped; but they take functions. */
XML_Parser __wrap_XML_ParserCreate(const XML_Char *encoding)
{
    static const XML_Memory_Handling_Suite suite = {__wrap_malloc, __wrap_realloc, __wrap_free};
    return XML_ParserCreate_MM(encoding, &suite, NULL);
}

static void *zlib_allocate(void *opaque, unsigned count, unsigned size)
{
    (void)opaque;
    return __wrap_calloc(count, size);
}

static void zlib_free(void *opaque, void *block)
{
    (void)opaque;
    __wrap_free(block);
}

int __wrap_inflateInit2_(z_streamp stream, int window_bits, const char *version, int size)
{
    stream->zalloc = zlib_allocate;
    stream->zfree = zlib_free;
    return __real_inflateInit2_(stream, window_bits, version, size);
}
