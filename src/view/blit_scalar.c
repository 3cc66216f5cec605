#define PIXELS_HEADER "view/pixels_scalar.h"
#define BLIT          blit_scalar
#define BLIT_NAME     "scalar"

#include "view/blit_body.h"
