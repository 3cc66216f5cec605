#include "view/canvas_gl_stream.h"

#include <assert.h>
#include <string.h>

enum { WAIT_NS = 100 * 1000 * 1000, RING_SIZE = GL_STREAM_SEGMENTS * GL_STREAM_SEGMENT_SIZE };

static bool map_ring(GlStream *stream)
{
    const GLbitfield access = GL_MAP_WRITE_BIT | GL_MAP_PERSISTENT_BIT | GL_MAP_COHERENT_BIT;
    stream->gl->BufferStorage(GL_ARRAY_BUFFER, RING_SIZE, NULL, access);
    stream->mapped = stream->gl->MapBufferRange(GL_ARRAY_BUFFER, 0, RING_SIZE, access);
    return stream->mapped != NULL;
}

static void orphan(GlStream *stream)
{
    stream->gl->BufferData(GL_ARRAY_BUFFER, GL_STREAM_SEGMENT_SIZE, NULL, GL_STREAM_DRAW);
}

bool gl_stream_open(GlStream *stream, const GlApi *gl, Error *error)
{
    *stream = (GlStream){.gl = gl};
    gl->GenBuffers(1, &stream->buffer);
    gl->BindBuffer(GL_ARRAY_BUFFER, stream->buffer);
    if (gl->BufferStorage && map_ring(stream)) {
        return true;
    }
    gl->DeleteBuffers(1, &stream->buffer); /* what has a storage cannot be given another one */
    gl->GenBuffers(1, &stream->buffer);
    gl->BindBuffer(GL_ARRAY_BUFFER, stream->buffer);
    while (gl->GetError() != GL_NO_ERROR) { /* of the mapping */
    }
    orphan(stream);
    return gl->GetError() == GL_NO_ERROR || error_set(error, "no memory on the graphics card");
}

void gl_stream_close(GlStream *stream)
{
    if (!stream->gl) {
        return;
    }
    for (uint32_t i = 0; i < GL_STREAM_SEGMENTS; i++) {
        if (stream->fences[i]) {
            stream->gl->DeleteSync(stream->fences[i]);
        }
    }
    stream->gl->DeleteBuffers(1, &stream->buffer); /* which unmaps it */
    *stream = (GlStream){0};
}

uint32_t gl_stream_room(const GlStream *stream)
{
    return GL_STREAM_SEGMENT_SIZE - stream->used;
}

/* A context that is lost fails instead of waiting. */
static void wait_for(GlStream *stream, GLsync fence)
{
    while (stream->gl->ClientWaitSync(fence, GL_SYNC_FLUSH_COMMANDS_BIT, WAIT_NS) ==
           GL_TIMEOUT_EXPIRED) {
    }
    stream->gl->DeleteSync(fence);
}

void gl_stream_next(GlStream *stream)
{
    stream->used = 0;
    if (!stream->mapped) {
        orphan(stream);
        return;
    }
    stream->fences[stream->segment] = stream->gl->FenceSync(GL_SYNC_GPU_COMMANDS_COMPLETE, 0);
    stream->segment = (stream->segment + 1) % GL_STREAM_SEGMENTS;
    GLsync fence = stream->fences[stream->segment];
    stream->fences[stream->segment] = NULL;
    if (fence) {
        wait_for(stream, fence);
    }
}

uint32_t gl_stream_copy(GlStream *stream, const void *data, uint32_t bytes)
{
    assert(bytes % 4 == 0 && bytes <= gl_stream_room(stream));
    uint32_t offset = stream->segment * GL_STREAM_SEGMENT_SIZE + stream->used;
    stream->used += bytes;
    if (stream->mapped) {
        memcpy(stream->mapped + offset, data, bytes);
        return offset;
    }
    /* Nobody reads this part yet, so there is nothing to wait for. */
    void *part = stream->gl->MapBufferRange(GL_ARRAY_BUFFER, offset, bytes,
                                            GL_MAP_WRITE_BIT | GL_MAP_INVALIDATE_RANGE_BIT |
                                                GL_MAP_UNSYNCHRONIZED_BIT);
    if (part) {
        memcpy(part, data, bytes);
        stream->gl->UnmapBuffer(GL_ARRAY_BUFFER);
    }
    return offset;
}
