/* What goes to the graphics card in each frame: bytes are copied once, into memory that it reads
 * itself. A ring of segments, persistently mapped, each guarded by a fence; where GL has no such
 * mapping, one buffer that is given up whenever it is full (orphaned). For the canvas's GL
 * driver. */
#pragma once

#include "view/canvas_gl_api.h"

#include <stdint.h>

enum {
    GL_STREAM_SEGMENTS = 16,         /* two frames of a million sprites */
    GL_STREAM_SEGMENT_SIZE = 1 << 20 /* bytes: 131072 sprites */
};

typedef struct GlStream {
    const GlApi *gl;
    GLuint buffer;
    uint8_t *mapped;                   /* NULL: orphaned */
    uint32_t segment;                  /* the one that is being filled */
    uint32_t used;                     /* bytes of it */
    GLsync fences[GL_STREAM_SEGMENTS]; /* NULL: nobody reads it */
} GlStream;

bool gl_stream_open(GlStream *stream, const GlApi *gl, Error *error);
void gl_stream_close(GlStream *stream); /* an opened or a zeroed one */

/* Bytes left in the segment. Whoever wants more first draws all that was copied so far, then asks
 * for the next segment, waiting there until the card is done with it. */
uint32_t gl_stream_room(const GlStream *stream);
void gl_stream_next(GlStream *stream);

/* `bytes`: a multiple of 4, at most the room. Returns where in the buffer they lie. */
uint32_t gl_stream_copy(GlStream *stream, const void *data, uint32_t bytes);
