#include "view/canvas_driver.h"

#include <assert.h>
#include <string.h>

static const CanvasType *const types[] = {
    &canvas_sdl,
    &canvas_gl,
    &canvas_cpu,
};

enum { TYPES = sizeof types / sizeof *types };

uint32_t canvas_type_count(void)
{
    return TYPES;
}

const CanvasType *canvas_type(uint32_t index)
{
    assert(index < TYPES);
    return types[index];
}

const CanvasType *canvas_find(const char *name)
{
    for (uint32_t i = 0; i < TYPES; i++) {
        if (strcmp(types[i]->name, name) == 0) {
            return types[i];
        }
    }
    return NULL;
}

const char *canvas_type_name(const CanvasType *type)
{
    return type->name;
}

const char *canvas_type_summary(const CanvasType *type)
{
    return type->summary;
}

uint32_t canvas_type_window_flags(const CanvasType *type)
{
    return type->window_flags;
}
