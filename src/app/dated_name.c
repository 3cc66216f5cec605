#include "app/dated_name.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum { NAMES_A_SECOND = 100 };

static const char *find_folder(void)
{
    if (access(".", W_OK) == 0) {
        return ".";
    }
    const char *home = getenv("HOME");
    return home && access(home, W_OK) == 0 ? home : NULL;
}

bool dated_name(char path[LEVEL_PATH_SIZE], const char *ending, Error *error)
{
    const char *folder = find_folder();
    if (!folder) {
        return error_set(error, "neither the working directory nor $HOME can be written");
    }
    time_t now = time(NULL);
    struct tm local = {0};
    char date[32] = "";
    localtime_r(&now, &local);
    strftime(date, sizeof date, "%Y-%m-%d-%H%M%S", &local);
    for (int i = 1; i <= NAMES_A_SECOND; i++) {
        char number[16] = "";
        if (i > 1) {
            snprintf(number, sizeof number, "-%d", i);
        }
        int length =
            snprintf(path, LEVEL_PATH_SIZE, "%s/lampyris-%s%s.%s", folder, date, number, ending);
        if (length < LEVEL_PATH_SIZE && access(path, F_OK) != 0) {
            return true;
        }
    }
    return error_set(error, "%s/lampyris-%s.%s and its neighbours are there already", folder, date,
                     ending);
}
