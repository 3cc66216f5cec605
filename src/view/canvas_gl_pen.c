#include "view/canvas_gl_pen.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { CORNERS = 4, COLORS = 256 };

/* ---- Tables ---------------------------------------------------------------------------------- */

static void open_table(const GlApi *gl, GlTable *table, GLenum unit, GLenum format)
{
    gl->GenBuffers(1, &table->buffer);
    gl->BindBuffer(GL_TEXTURE_BUFFER, table->buffer);
    gl->BufferData(GL_TEXTURE_BUFFER, sizeof(SDL_Rect), NULL, GL_DYNAMIC_DRAW);
    gl->GenTextures(1, &table->texture);
    gl->ActiveTexture(GL_TEXTURE0 + unit);
    gl->BindTexture(GL_TEXTURE_BUFFER, table->texture);
    gl->TexBuffer(GL_TEXTURE_BUFFER, format, table->buffer);
    gl->ActiveTexture(GL_TEXTURE0 + GL_UNIT_PICTURE);
}

static void close_table(const GlApi *gl, GlTable *table)
{
    gl->DeleteTextures(1, &table->texture); /* 0 is left alone */
    gl->DeleteBuffers(1, &table->buffer);
    free(table->sent);
    *table = (GlTable){0};
}

static void send(const GlApi *gl, GlTable *table, const void *data, size_t size)
{
    if (table->sent && table->size == size && memcmp(table->sent, data, size) == 0) {
        return;
    }
    if (table->size != size) {
        free(table->sent);
        table->sent = malloc(size); /* without it, it is sent each time */
        table->size = size;
    }
    if (table->sent) {
        memcpy(table->sent, data, size);
    }
    gl->BindBuffer(GL_TEXTURE_BUFFER, table->buffer);
    gl->BufferData(GL_TEXTURE_BUFFER, (GLsizeiptr)size, data, GL_DYNAMIC_DRAW);
}

/* ---- Opening --------------------------------------------------------------------------------- */

bool gl_pen_open(GlPen *pen, const GlApi *gl, Error *error)
{
    *pen = (GlPen){.gl = gl, .blend = CANVAS_COPY};
    if (!gl_programs_open(gl, &pen->quads, &pen->sprites, error) ||
        !gl_stream_open(&pen->stream, gl, error)) {
        return false;
    }
    open_table(gl, &pen->frames, GL_UNIT_FRAMES, GL_RGBA32I);
    open_table(gl, &pen->colors, GL_UNIT_COLORS, GL_RGBA8);
    return gl->GetError() == GL_NO_ERROR || error_set(error, "OpenGL refuses a table of frames");
}

void gl_pen_close(GlPen *pen)
{
    if (!pen->gl) {
        return;
    }
    close_table(pen->gl, &pen->frames);
    close_table(pen->gl, &pen->colors);
    gl_stream_close(&pen->stream);
    gl_program_close(pen->gl, &pen->quads);
    gl_program_close(pen->gl, &pen->sprites);
    *pen = (GlPen){0};
}

void gl_pen_aim(GlPen *pen, int width, int height)
{
    assert(pen->waiting == 0);
    pen->scale_x = 2.0f / (float)width;
    pen->scale_y = 2.0f / (float)height;
}

void gl_pen_forget(GlPen *pen)
{
    gl_pen_flush(pen);
    pen->ink = (GlInk){0};
}

/* ---- Drawing --------------------------------------------------------------------------------- */

static void set_blend(const GlApi *gl, CanvasBlend blend)
{
    static const GLenum FACTORS[CANVAS_BLENDS][4] = {
        [CANVAS_COPY] = {GL_ONE, GL_ZERO, GL_ONE, GL_ZERO},
        [CANVAS_BLEND] = {GL_ONE, GL_ONE_MINUS_SRC_ALPHA, GL_ONE, GL_ONE_MINUS_SRC_ALPHA},
        [CANVAS_ADD] = {GL_ONE, GL_ONE, GL_ZERO, GL_ONE},
        [CANVAS_LIGHT] = {GL_DST_COLOR, GL_ONE_MINUS_SRC_ALPHA, GL_ZERO, GL_ONE},
    };
    const GLenum *factors = FACTORS[blend];
    if (blend == CANVAS_COPY) {
        gl->Disable(GL_BLEND);
    } else {
        gl->Enable(GL_BLEND);
        gl->BlendFuncSeparate(factors[0], factors[1], factors[2], factors[3]);
    }
}

/* From now on with these; what waits for others is drawn first. */
static void use(GlPen *pen, GlInk ink, CanvasBlend blend)
{
    if (pen->ink.texture == ink.texture && pen->blend == blend) {
        return;
    }
    gl_pen_flush(pen);
    if (pen->ink.texture != ink.texture) {
        pen->gl->BindTexture(GL_TEXTURE_2D, ink.texture);
        pen->ink = ink;
    }
    if (pen->blend != blend) {
        set_blend(pen->gl, blend);
        pen->blend = blend;
    }
}

static GLint factor_of(const GlPen *pen)
{
    if (pen->blend == CANVAS_LIGHT) {
        return GL_FACTOR_NONE;
    }
    return pen->ink.premultiplied ? GL_FACTOR_TINT : GL_FACTOR_ALPHA;
}

static void begin_call(GlPen *pen, const GlProgram *program)
{
    pen->gl->UseProgram(program->program);
    pen->gl->BindVertexArray(program->array);
    pen->gl->Uniform2f(program->scale, pen->scale_x, pen->scale_y);
    pen->gl->Uniform1i(program->factor, factor_of(pen));
}

void gl_pen_flush(GlPen *pen)
{
    if (pen->waiting == 0) {
        return;
    }
    begin_call(pen, &pen->quads);
    gl_program_point_quads(pen->gl, pen->offset);
    pen->gl->DrawArraysInstanced(GL_TRIANGLE_STRIP, 0, CORNERS, (GLsizei)pen->waiting);
    pen->waiting = 0;
}

/* How many of `count` things find room now, at least one; what waits may be drawn for it. */
static uint32_t make_room(GlPen *pen, uint32_t count, uint32_t size)
{
    if (gl_stream_room(&pen->stream) < size) {
        gl_pen_flush(pen);
        gl_stream_next(&pen->stream);
    }
    return SDL_min(count, gl_stream_room(&pen->stream) / size);
}

void gl_pen_quads(GlPen *pen, GlInk ink, CanvasBlend blend, const CanvasQuad *quads, uint32_t count)
{
    use(pen, ink, blend);
    while (count > 0) {
        uint32_t part = make_room(pen, count, sizeof *quads);
        uint32_t offset = gl_stream_copy(&pen->stream, quads, part * (uint32_t)sizeof *quads);
        pen->offset = pen->waiting == 0 ? offset : pen->offset;
        pen->waiting += part;
        quads += part;
        count -= part;
    }
}

static void begin_sprites(GlPen *pen, const CanvasSprites *sprites)
{
    const GlApi *gl = pen->gl;
    SDL_Color color = sprites->color;
    send(gl, &pen->frames, sprites->frames, sprites->frame_count * sizeof *sprites->frames);
    if (sprites->colors) {
        send(gl, &pen->colors, sprites->colors, COLORS * sizeof *sprites->colors);
    }
    begin_call(pen, &pen->sprites);
    gl->Uniform1i(pen->sprites.zoom, sprites->zoom);
    gl->Uniform1i(pen->sprites.is_tinted, sprites->colors != NULL);
    gl->Uniform4f(pen->sprites.color, (float)color.r / 255.0f, (float)color.g / 255.0f,
                  (float)color.b / 255.0f, (float)color.a / 255.0f);
}

void gl_pen_sprites(GlPen *pen, GlInk ink, const CanvasSprites *sprites)
{
    const CanvasSprite *items = sprites->items;
    uint32_t count = sprites->count;
    gl_pen_flush(pen);
    use(pen, ink, sprites->blend);
    begin_sprites(pen, sprites);
    while (count > 0) {
        uint32_t part = make_room(pen, count, sizeof *items);
        gl_program_point_sprites(
            pen->gl, gl_stream_copy(&pen->stream, items, part * (uint32_t)sizeof *items));
        pen->gl->DrawArraysInstanced(GL_TRIANGLE_STRIP, 0, CORNERS, (GLsizei)part);
        items += part;
        count -= part;
    }
}
