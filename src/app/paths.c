#include "app/paths.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool is_folder(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

static bool join(char out[LEVEL_PATH_SIZE], const char *folder, const char *name, const char *end)
{
    int length = snprintf(out, LEVEL_PATH_SIZE, "%s/%s%s", folder, name, end);
    return length > 0 && length < LEVEL_PATH_SIZE;
}

static bool take_folders_in(Paths *paths, const char *folder)
{
    return join(paths->levels, folder, "levels", "") && join(paths->assets, folder, "assets", "") &&
           is_folder(paths->levels) && is_folder(paths->assets);
}

/* Works for build/lampyris, for build/asan/lampyris, and for /usr/local/bin/lampyris. */
static bool search_upwards(Paths *paths)
{
    char folder[LEVEL_PATH_SIZE];
    ssize_t length = readlink("/proc/self/exe", folder, sizeof folder - 1);
    if (length <= 0) {
        return false;
    }
    folder[length] = '\0';
    char *slash;
    while ((slash = strrchr(folder, '/'))) {
        *slash = '\0';
        char share[LEVEL_PATH_SIZE];
        if (take_folders_in(paths, folder) ||
            (join(share, folder, "share/lampyris", "") && take_folders_in(paths, share))) {
            return true;
        }
    }
    return false;
}

bool paths_find(Paths *paths, Error *error)
{
    const char *chosen = getenv("LAMPYRIS_DATA");
    if (chosen && chosen[0] != '\0') {
        return take_folders_in(paths, chosen) ||
               error_set(error,
                         "LAMPYRIS_DATA=%s: expected a folder that holds levels/ and assets/",
                         chosen);
    }
    return search_upwards(paths) ||
           error_set(error, "found no levels/ and assets/ above the program; name the folder that "
                            "holds them in the environment as LAMPYRIS_DATA");
}

static bool is_map(const char *name)
{
    size_t length = strlen(name);
    return length > 4 && strcmp(name + length - 4, ".tmx") == 0;
}

bool paths_level(const Paths *paths, const char *level, char path[LEVEL_PATH_SIZE], Error *error)
{
    if (strchr(level, '/') || (is_map(level) && access(level, F_OK) == 0)) {
        int length = snprintf(path, LEVEL_PATH_SIZE, "%s", level);
        return (length > 0 && length < LEVEL_PATH_SIZE) ||
               error_set(error, "the level's path has %d characters, and may have %d", length,
                         LEVEL_PATH_SIZE - 1);
    }
    if (join(path, paths->levels, level, is_map(level) ? "" : ".tmx") && access(path, F_OK) == 0) {
        return true;
    }
    return error_set(error,
                     "there is no level '%.200s': expected a path to a .tmx file, or a name "
                     "that --list-levels lists",
                     level);
}

void paths_level_name(const char *path, char name[SPEC_NAME_SIZE])
{
    const char *slash = strrchr(path, '/');
    const char *base = slash ? slash + 1 : path;
    size_t length = strlen(base) - (is_map(base) ? 4 : 0);
    length = length < SPEC_NAME_SIZE ? length : SPEC_NAME_SIZE - 1;
    memcpy(name, base, length);
    name[length] = '\0';
}

static int keep_map(const struct dirent *entry)
{
    return entry->d_name[0] != '.' && is_map(entry->d_name);
}

bool paths_each_level(const Paths *paths, LevelVisitor *visit, void *context, Error *error)
{
    struct dirent **entries;
    int count = scandir(paths->levels, &entries, keep_map, alphasort);
    if (count < 0) {
        return error_set(error, "%s: %s", paths->levels, strerror(errno));
    }
    for (int i = 0; i < count; i++) {
        char path[LEVEL_PATH_SIZE];
        if (join(path, paths->levels, entries[i]->d_name, "")) {
            visit(path, context);
        }
        free(entries[i]);
    }
    free(entries);
    return true;
}
