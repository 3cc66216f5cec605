#ifdef __x86_64__

#define PIXELS_HEADER "view/pixels_avx512.h"
#define BLIT          blit_avx512
#define BLIT_NAME     "avx512"

#include "view/blit_body.h"

#else
typedef int NotHere; /* a file holds at least a declaration */
#endif
