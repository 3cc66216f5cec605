/* OpenGL's functions, as SDL finds them: the canvas's GL driver links no GL library. For the files
 * of that driver; with its context current. */
#pragma once

#include "base/error.h"

#include <SDL_opengl.h>
#include <stdbool.h>

/* name, type, parameters; all of them are in OpenGL 3.3. */
#define GL_FUNCTIONS(F)                                                                            \
    F(ActiveTexture, void, (GLenum unit))                                                          \
    F(AttachShader, void, (GLuint program, GLuint shader))                                         \
    F(BindBuffer, void, (GLenum target, GLuint buffer))                                            \
    F(BindFramebuffer, void, (GLenum target, GLuint framebuffer))                                  \
    F(BindTexture, void, (GLenum target, GLuint texture))                                          \
    F(BindVertexArray, void, (GLuint array))                                                       \
    F(BlendFuncSeparate, void, (GLenum s_color, GLenum d_color, GLenum s_alpha, GLenum d_alpha))   \
    F(BlitFramebuffer, void,                                                                       \
      (GLint sx0, GLint sy0, GLint sx1, GLint sy1, GLint dx0, GLint dy0, GLint dx1, GLint dy1,     \
       GLbitfield mask, GLenum filter))                                                            \
    F(BufferData, void, (GLenum target, GLsizeiptr size, const void *data, GLenum usage))          \
    F(CheckFramebufferStatus, GLenum, (GLenum target))                                             \
    F(Clear, void, (GLbitfield mask))                                                              \
    F(ClearColor, void, (GLfloat r, GLfloat g, GLfloat b, GLfloat a))                              \
    F(ClientWaitSync, GLenum, (GLsync sync, GLbitfield flags, GLuint64 timeout_ns))                \
    F(CompileShader, void, (GLuint shader))                                                        \
    F(CreateProgram, GLuint, (void))                                                               \
    F(CreateShader, GLuint, (GLenum type))                                                         \
    F(DeleteBuffers, void, (GLsizei count, const GLuint *buffers))                                 \
    F(DeleteFramebuffers, void, (GLsizei count, const GLuint *framebuffers))                       \
    F(DeleteProgram, void, (GLuint program))                                                       \
    F(DeleteShader, void, (GLuint shader))                                                         \
    F(DeleteSync, void, (GLsync sync))                                                             \
    F(DeleteTextures, void, (GLsizei count, const GLuint *textures))                               \
    F(DeleteVertexArrays, void, (GLsizei count, const GLuint *arrays))                             \
    F(Disable, void, (GLenum capability))                                                          \
    F(DrawArraysInstanced, void, (GLenum mode, GLint first, GLsizei count, GLsizei instances))     \
    F(Enable, void, (GLenum capability))                                                           \
    F(EnableVertexAttribArray, void, (GLuint index))                                               \
    F(FenceSync, GLsync, (GLenum condition, GLbitfield flags))                                     \
    F(FramebufferTexture2D, void,                                                                  \
      (GLenum target, GLenum attachment, GLenum texture_target, GLuint texture, GLint level))      \
    F(GenBuffers, void, (GLsizei count, GLuint * buffers))                                         \
    F(GenFramebuffers, void, (GLsizei count, GLuint * framebuffers))                               \
    F(GenTextures, void, (GLsizei count, GLuint * textures))                                       \
    F(GenVertexArrays, void, (GLsizei count, GLuint * arrays))                                     \
    F(GetError, GLenum, (void))                                                                    \
    F(GetIntegerv, void, (GLenum name, GLint * value))                                             \
    F(GetProgramInfoLog, void, (GLuint program, GLsizei size, GLsizei * length, GLchar * text))    \
    F(GetProgramiv, void, (GLuint program, GLenum name, GLint * value))                            \
    F(GetShaderInfoLog, void, (GLuint shader, GLsizei size, GLsizei * length, GLchar * text))      \
    F(GetShaderiv, void, (GLuint shader, GLenum name, GLint * value))                              \
    F(GetString, const GLubyte *, (GLenum name))                                                   \
    F(GetUniformLocation, GLint, (GLuint program, const GLchar *name))                             \
    F(LinkProgram, void, (GLuint program))                                                         \
    F(MapBufferRange, void *,                                                                      \
      (GLenum target, GLintptr offset, GLsizeiptr size, GLbitfield access))                        \
    F(PixelStorei, void, (GLenum name, GLint value))                                               \
    F(ReadPixels, void,                                                                            \
      (GLint x, GLint y, GLsizei width, GLsizei height, GLenum format, GLenum type, void *pixels)) \
    F(Scissor, void, (GLint x, GLint y, GLsizei width, GLsizei height))                            \
    F(ShaderSource, void,                                                                          \
      (GLuint shader, GLsizei count, const GLchar *const *texts, const GLint *lengths))            \
    F(TexBuffer, void, (GLenum target, GLenum format, GLuint buffer))                              \
    F(TexImage2D, void,                                                                            \
      (GLenum target, GLint level, GLint inner, GLsizei width, GLsizei height, GLint border,       \
       GLenum format, GLenum type, const void *pixels))                                            \
    F(TexParameteri, void, (GLenum target, GLenum name, GLint value))                              \
    F(Uniform1i, void, (GLint location, GLint a))                                                  \
    F(Uniform2f, void, (GLint location, GLfloat a, GLfloat b))                                     \
    F(Uniform4f, void, (GLint location, GLfloat a, GLfloat b, GLfloat c, GLfloat d))               \
    F(UnmapBuffer, GLboolean, (GLenum target))                                                     \
    F(UseProgram, void, (GLuint program))                                                          \
    F(VertexAttribDivisor, void, (GLuint index, GLuint divisor))                                   \
    F(VertexAttribIPointer, void,                                                                  \
      (GLuint index, GLint size, GLenum type, GLsizei stride, const void *offset))                 \
    F(VertexAttribPointer, void,                                                                   \
      (GLuint index, GLint size, GLenum type, GLboolean normalized, GLsizei stride,                \
       const void *offset))                                                                        \
    F(Viewport, void, (GLint x, GLint y, GLsizei width, GLsizei height))

/* Not in 3.3: NULL where they are missing. */
#define GL_FUNCTIONS_MORE(F)                                                                       \
    F(BufferStorage, void, (GLenum target, GLsizeiptr size, const void *data, GLbitfield flags))   \
    F(GetGraphicsResetStatus, GLenum, (void))

#define GL_MEMBER(name, type, parameters) type(APIENTRY *name) parameters;

typedef struct GlApi {
    GL_FUNCTIONS(GL_MEMBER)
    GL_FUNCTIONS_MORE(GL_MEMBER)
} GlApi;

/* False, with a sentence that names the first one missing, or too old a version. */
bool gl_api_load(GlApi *gl, Error *error);

/* Whether the GL is a processor in disguise: the canvas's own drivers draw faster there. */
bool gl_api_is_emulated(const GlApi *gl);
