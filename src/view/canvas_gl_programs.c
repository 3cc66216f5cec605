#include "view/canvas_gl_programs.h"

#include "view/canvas_driver.h"

#include <assert.h>
#include <stddef.h>

/* Row 0 of a target is the top one, as in pictures: nothing is turned over before it is shown. */
static const char QUAD_VERTEX[] =
    "#version 330 core\n"
    "uniform vec2 scale;\n"
    "uniform sampler2D picture;\n"
    "layout(location = 0) in vec4 place;\n"
    "layout(location = 1) in ivec4 source;\n"
    "layout(location = 2) in vec4 color;\n"
    "out vec2 at;\n"
    "flat out vec4 tint;\n"
    "void main()\n"
    "{\n"
    "    vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1);\n"
    "    gl_Position = vec4((place.xy + corner * place.zw) * scale - 1.0, 0.0, 1.0);\n"
    "    at = (vec2(source.xy) + corner * vec2(source.zw)) / vec2(textureSize(picture, 0));\n"
    "    tint = color;\n"
    "}\n";

static const char SPRITE_VERTEX[] =
    "#version 330 core\n"
    "uniform vec2 scale;\n"
    "uniform sampler2D picture;\n"
    "uniform isamplerBuffer frames;\n"
    "uniform samplerBuffer colors;\n"
    "uniform int zoom;\n"
    "uniform vec4 color;\n"
    "uniform bool is_tinted;\n"
    "layout(location = 0) in ivec2 middle;\n"
    "layout(location = 1) in uint frame;\n"
    "layout(location = 2) in uint lane;\n"
    "out vec2 at;\n"
    "flat out vec4 tint;\n"
    "void main()\n"
    "{\n"
    "    ivec4 source = texelFetch(frames, int(frame));\n"
    "    ivec2 corner = ivec2(gl_VertexID & 1, gl_VertexID >> 1);\n"
    "    ivec2 place = middle - source.zw * zoom / 2 + corner * source.zw * zoom;\n"
    "    gl_Position = vec4(vec2(place) * scale - 1.0, 0.0, 1.0);\n"
    "    at = vec2(source.xy + corner * source.zw) / vec2(textureSize(picture, 0));\n"
    "    tint = is_tinted ? texelFetch(colors, int(lane)) : color;\n"
    "}\n";

/* Premultiplied here and not by the card's blending, which would round the color first. */
static const char FRAGMENT[] = "#version 330 core\n"
                               "uniform sampler2D picture;\n"
                               "uniform int factor;\n"
                               "in vec2 at;\n"
                               "flat in vec4 tint;\n"
                               "out vec4 pixel;\n"
                               "void main()\n"
                               "{\n"
                               "    vec4 straight = texture(picture, at) * tint;\n"
                               "    vec3 factors = vec3(1.0, tint.a, straight.a);\n"
                               "    pixel = vec4(straight.rgb * factors[factor], straight.a);\n"
                               "}\n";

static GLuint compile(const GlApi *gl, GLenum type, const char *text, Error *error)
{
    GLuint shader = gl->CreateShader(type);
    GLint compiled = 0;
    gl->ShaderSource(shader, 1, &text, NULL);
    gl->CompileShader(shader);
    gl->GetShaderiv(shader, GL_COMPILE_STATUS, &compiled);
    if (!compiled) {
        char said[160] = "";
        gl->GetShaderInfoLog(shader, sizeof said, NULL, said);
        error_set(error, "OpenGL takes a shader of ours for wrong: %s", said);
        gl->DeleteShader(shader);
        return 0;
    }
    return shader;
}

static GLuint link_program(const GlApi *gl, GLuint vertex, GLuint fragment, Error *error)
{
    GLuint program = gl->CreateProgram();
    GLint linked = 0;
    gl->AttachShader(program, vertex);
    gl->AttachShader(program, fragment);
    gl->LinkProgram(program);
    gl->GetProgramiv(program, GL_LINK_STATUS, &linked);
    if (!linked) {
        char said[160] = "";
        gl->GetProgramInfoLog(program, sizeof said, NULL, said);
        error_set(error, "OpenGL does not link our shaders: %s", said);
        gl->DeleteProgram(program);
        return 0;
    }
    return program;
}

static void set_up(const GlApi *gl, GlProgram *program, GLuint attributes)
{
    GLuint name = program->program;
    program->scale = gl->GetUniformLocation(name, "scale");
    program->factor = gl->GetUniformLocation(name, "factor");
    program->zoom = gl->GetUniformLocation(name, "zoom");
    program->color = gl->GetUniformLocation(name, "color");
    program->is_tinted = gl->GetUniformLocation(name, "is_tinted");
    gl->UseProgram(name);
    gl->Uniform1i(gl->GetUniformLocation(name, "picture"), GL_UNIT_PICTURE);
    gl->Uniform1i(gl->GetUniformLocation(name, "frames"), GL_UNIT_FRAMES);
    gl->Uniform1i(gl->GetUniformLocation(name, "colors"), GL_UNIT_COLORS);
    gl->GenVertexArrays(1, &program->array);
    gl->BindVertexArray(program->array);
    for (GLuint i = 0; i < attributes; i++) {
        gl->EnableVertexAttribArray(i);
        gl->VertexAttribDivisor(i, 1);
    }
}

static bool open_program(const GlApi *gl, GlProgram *program, const char *vertex_text, Error *error)
{
    GLuint vertex = compile(gl, GL_VERTEX_SHADER, vertex_text, error);
    GLuint fragment = vertex ? compile(gl, GL_FRAGMENT_SHADER, FRAGMENT, error) : 0;
    program->program = fragment ? link_program(gl, vertex, fragment, error) : 0;
    gl->DeleteShader(vertex); /* 0 is left alone */
    gl->DeleteShader(fragment);
    if (program->program) {
        set_up(gl, program, 3);
    }
    return program->program != 0;
}

bool gl_programs_open(const GlApi *gl, GlProgram *quads, GlProgram *sprites, Error *error)
{
    return open_program(gl, quads, QUAD_VERTEX, error) &&
           open_program(gl, sprites, SPRITE_VERTEX, error);
}

void gl_program_close(const GlApi *gl, GlProgram *program)
{
    if (program->program) {
        gl->DeleteVertexArrays(1, &program->array);
        gl->DeleteProgram(program->program);
    }
    *program = (GlProgram){0};
}

/* GL's own way to say where in a buffer something is. */
static const void *pointer_to(uintptr_t offset)
{
    return (const void *)offset;
}

void gl_program_point_quads(const GlApi *gl, uintptr_t offset)
{
    const GLsizei stride = sizeof(CanvasQuad);
    gl->VertexAttribPointer(0, 4, GL_FLOAT, GL_FALSE, stride,
                            pointer_to(offset + offsetof(CanvasQuad, place)));
    gl->VertexAttribIPointer(1, 4, GL_INT, stride,
                             pointer_to(offset + offsetof(CanvasQuad, source)));
    gl->VertexAttribPointer(2, 4, GL_UNSIGNED_BYTE, GL_TRUE, stride,
                            pointer_to(offset + offsetof(CanvasQuad, color)));
}

void gl_program_point_sprites(const GlApi *gl, uintptr_t offset)
{
    const GLsizei stride = sizeof(CanvasSprite);
    static_assert(sizeof(CanvasSprite) == 8, "what one costs to hand over");
    gl->VertexAttribIPointer(0, 2, GL_SHORT, stride,
                             pointer_to(offset + offsetof(CanvasSprite, x)));
    gl->VertexAttribIPointer(1, 1, GL_UNSIGNED_SHORT, stride,
                             pointer_to(offset + offsetof(CanvasSprite, frame)));
    gl->VertexAttribIPointer(2, 1, GL_UNSIGNED_BYTE, stride,
                             pointer_to(offset + offsetof(CanvasSprite, lane)));
}
