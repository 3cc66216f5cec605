/* What draws in the canvas's GL driver: quads gathered into one draw call a texture and blend mode,
 * and sprites, handed over as the 8 bytes they are, in one instanced call. For the driver alone;
 * its context is current. */
#pragma once

#include "view/canvas_driver.h"
#include "view/canvas_gl_programs.h"
#include "view/canvas_gl_stream.h"

/* An array that the sprites' shader looks into; it is sent anew only when it is another one. */
typedef struct GlTable {
    GLuint buffer, texture;
    void *sent; /* a copy */
    size_t size;
} GlTable;

/* What is drawn with. */
typedef struct GlInk {
    GLuint texture;
    bool premultiplied;
} GlInk;

typedef struct GlPen {
    const GlApi *gl;
    GlStream stream;
    GlProgram quads, sprites;
    GlTable frames, colors;
    float scale_x, scale_y; /* 2 / size of the target */
    GlInk ink;              /* its texture is bound */
    CanvasBlend blend;
    /* Quads that wait, all of the bound texture and of this blend mode. */
    uint32_t waiting;
    uint32_t offset; /* of the first one in the stream */
} GlPen;

bool gl_pen_open(GlPen *pen, const GlApi *gl, Error *error);
void gl_pen_close(GlPen *pen); /* an opened or a zeroed one */

/* The size of what is drawn into from now on, pixels. Nothing may be waiting. */
void gl_pen_aim(GlPen *pen, int width, int height);

/* Other hands have bound another texture, in the first unit. */
void gl_pen_forget(GlPen *pen);

void gl_pen_quads(GlPen *pen, GlInk ink, CanvasBlend blend, const CanvasQuad *quads,
                  uint32_t count);
void gl_pen_sprites(GlPen *pen, GlInk ink, const CanvasSprites *sprites);

/* Draws the quads that wait. */
void gl_pen_flush(GlPen *pen);
