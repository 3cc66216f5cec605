/* The two programs of the canvas's GL driver: quads, and sprites of 8 bytes. Both draw an instance
 * a quad, four corners without a buffer of their own. */
#pragma once

#include "view/canvas_gl_api.h"

/* Texture units. */
enum { GL_UNIT_PICTURE, GL_UNIT_FRAMES, GL_UNIT_COLORS };

/* What colors are multiplied by: nothing, for light; the color's alpha, of a picture that has been
 * drawn and is premultiplied; that and the picture's. */
enum { GL_FACTOR_NONE, GL_FACTOR_TINT, GL_FACTOR_ALPHA };

typedef struct GlProgram {
    GLuint program;  /* 0: none */
    GLuint array;    /* its vertex array object; the caller sets the pointers */
    GLint scale;     /* 2 / size of the target */
    GLint factor;    /* GL_FACTOR_* */
    GLint zoom;      /* sprites: pixels of the target a pixel of the picture */
    GLint color;     /* sprites: of all of them */
    GLint is_tinted; /* sprites: a color each instead */
} GlProgram;

bool gl_programs_open(const GlApi *gl, GlProgram *quads, GlProgram *sprites, Error *error);
void gl_program_close(const GlApi *gl, GlProgram *program); /* an opened or a zeroed one */

/* Where the instances of a draw call lie in the bound buffer, as CanvasQuads or CanvasSprites. The
 * program's array is bound. */
void gl_program_point_quads(const GlApi *gl, uintptr_t offset);
void gl_program_point_sprites(const GlApi *gl, uintptr_t offset);
