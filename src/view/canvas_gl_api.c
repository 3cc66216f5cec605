#include "view/canvas_gl_api.h"

#include <SDL.h>
#include <string.h>

enum { VERSION_MIN = 33 };

static bool find(const char *name, void *function, Error *error)
{
    void *address = SDL_GL_GetProcAddress(name);
    memcpy(function, &address, sizeof address); /* a cast would not be ISO C */
    return address || error_set(error, "this OpenGL has no %s", name);
}

/* Only what an extension announces is there to be called: addresses are given out for any name. */
static void find_more(GlApi *gl)
{
    Error fault = {""};
    gl->BufferStorage = NULL;
    gl->GetGraphicsResetStatus = NULL;
    if (SDL_GL_ExtensionSupported("GL_ARB_buffer_storage")) {
        find("glBufferStorage", &gl->BufferStorage, &fault);
    }
    if (SDL_GL_ExtensionSupported("GL_ARB_robustness")) {
        find("glGetGraphicsResetStatusARB", &gl->GetGraphicsResetStatus, &fault);
    }
}

bool gl_api_load(GlApi *gl, Error *error)
{
#define FIND(name, type, parameters)                                                               \
    if (!find("gl" #name, &gl->name, error)) {                                                     \
        return false;                                                                              \
    }
    GL_FUNCTIONS(FIND)
#undef FIND
    GLint major = 0;
    GLint minor = 0;
    gl->GetIntegerv(GL_MAJOR_VERSION, &major);
    gl->GetIntegerv(GL_MINOR_VERSION, &minor);
    if (major * 10 + minor < VERSION_MIN) {
        return error_set(error, "OpenGL 3.3 is wanted, and here is %d.%d", major, minor);
    }
    find_more(gl);
    return true;
}

bool gl_api_is_emulated(const GlApi *gl)
{
    static const char *const EMULATORS[] = {"llvmpipe", "softpipe", "SwiftShader", "Software",
                                            "swrast"};
    const char *renderer = (const char *)gl->GetString(GL_RENDERER);
    for (size_t i = 0; renderer && i < sizeof EMULATORS / sizeof *EMULATORS; i++) {
        if (strstr(renderer, EMULATORS[i])) {
            return true;
        }
    }
    return false;
}
