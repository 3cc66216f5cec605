/* Under the address sanitizer no library is unloaded. What a driver keeps in its own variables
 * until the end (Mesa: which cores of an AMD Zen share a cache) would be taken for lost where the
 * driver is gone, and there would be no name left to suppress it by. */
#include <dlfcn.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define KEEP_LOADED
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(KEEP_LOADED)

int dlclose(void *library)
{
    (void)library;
    return 0;
}

#endif
