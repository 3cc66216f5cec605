#ifdef __aarch64__

#define PIXELS_HEADER "view/pixels_neon.h"
#define BLIT          blit_neon
#define BLIT_NAME     "neon"

#include "view/blit_body.h"

#else
typedef int NotHere; /* a file holds at least a declaration */
#endif
