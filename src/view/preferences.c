#include "view/preferences.h"

#include <SDL.h>
#include <stdio.h>

bool preferences_path(const char *name, char *path, size_t size, Error *error)
{
    char *folder = SDL_GetPrefPath("", "lampyris");
    if (!folder) {
        return error_set(error, "no folder for preferences: %s", SDL_GetError());
    }
    int length = snprintf(path, size, "%s%s", folder, name);
    bool fits = length > 0 && (size_t)length < size;
    if (!fits) {
        error_set(error, "%.200s...: the path is too long", folder);
    }
    SDL_free(folder);
    return fits;
}
