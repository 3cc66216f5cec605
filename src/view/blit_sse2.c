#ifdef __x86_64__

#define PIXELS_HEADER "view/pixels_sse2.h"
#define BLIT          blit_sse2
#define BLIT_NAME     "sse2"

#include "view/blit_body.h"

#else
typedef int NotHere; /* a file holds at least a declaration */
#endif
