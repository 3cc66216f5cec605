#include "app/movie.h"

#include "base/output.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool frame_path(const Movie *movie, uint32_t number, char path[OUTPUT_PATH_SIZE],
                       Error *error)
{
    int length = snprintf(path, OUTPUT_PATH_SIZE, "%s/frame-%06u.png", movie->folder, number);
    return length < OUTPUT_PATH_SIZE ||
           error_set(error, "--movie=%s: the name is too long", movie->folder);
}

bool movie_open(Movie *movie, const char *folder, Error *error)
{
    *movie = (Movie){.folder = folder};
    if (!folder) {
        return true;
    }
    struct stat status;
    char first[OUTPUT_PATH_SIZE];
    if (!frame_path(movie, 1, first, error)) {
        return false;
    }
    if (mkdir(folder, 0777) != 0 && errno != EEXIST) {
        return error_set(error, "--movie=%s: the folder cannot be made: %s", folder,
                         strerror(errno));
    }
    if (stat(folder, &status) != 0 || !S_ISDIR(status.st_mode)) {
        return error_set(error, "--movie=%s: that is no folder", folder);
    }
    return access(first, F_OK) != 0 ||
           error_set(error,
                     "--movie=%s: a movie is in it already; take it away, or name another folder",
                     folder);
}

bool movie_add(Movie *movie, Stage *stage, Error *error)
{
    char path[OUTPUT_PATH_SIZE];
    if (!movie->folder) {
        return true;
    }
    if (!frame_path(movie, movie->frames + 1, path, error) ||
        !stage_screenshot(stage, path, error)) {
        return false;
    }
    movie->frames++;
    return true;
}
