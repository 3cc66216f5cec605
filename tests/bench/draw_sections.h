/* The sections of bench_draw. Each prints its tables and its bars; what this machine cannot show is
 * said in them. */
#pragma once

#include <stdint.h>

/* `only`: that many sprites, 0: all populations; `side`: of that size alone, pixels, 0: all;
 * `like`: of the kind whose name begins so, such as "70%", "": all. */
void draw_sprites(uint32_t only, int side, const char *like);

void draw_submit(void);
void draw_present(void);
void draw_frames(void);
void draw_stolen(void);

/* bench_draw, started again by draw_submit with a GL that does nothing. Its exit code. */
int draw_submit_child(void);
#define DRAW_SUBMIT_CHILD "--submit-child"
