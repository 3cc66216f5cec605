/* A canvas of any driver, for tests that compare what they draw: in memory where the driver can,
 * else in a window of SDL's offscreen video driver, which has OpenGL wherever Mesa is. Faults in
 * here fail the running test; main thread only. */
#pragma once

#include "view/canvas.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct EaselDriver {
    const char *name;   /* for people; NULL: the end of the list */
    const char *canvas; /* a row of the canvas's table, which may not be there */
    bool on_opengl;     /* in a window, SDL's renderer with OpenGL too */
    bool rounds_down;   /* SDL's software renderer, which may differ by more */
} EaselDriver;

/* The likeliest to be right comes first. */
extern const EaselDriver easel_drivers[];

/* The one of that name, which is there. */
const EaselDriver *easel_find(const char *name);

/* NULL, with a sentence. */
Canvas *easel_open(const EaselDriver *driver, int width, int height, Error *error);
void easel_close(Canvas *canvas);

/* Whether it does; says so where it does not. */
bool easel_opens(const EaselDriver *driver);

/* Makes SDL find OpenGL on a machine without a screen, or forgets about that. */
void easel_prepare(const EaselDriver *driver);

/* The pictures are alike; names the first pixel that is not, and writes both as PPM into the folder
 * that LAMPYRIS_TEST_PICTURES names. */
void easel_assert_alike(const EaselDriver *driver, const uint32_t *expected, const uint32_t *found,
                        int width, int height);

/* The pixels of a picture that was saved, which has that size. */
void easel_load(const char *path, uint32_t *pixels, int width, int height);
