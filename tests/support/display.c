#include "support/display.h"

#include "base/clock.h"

#include <SDL.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { TRIES = 20, TRY_NS = 50000000 };

/* Its id stands in the environment, beside DISPLAY, which is as long-lived as it is. */
static const char ID[] = "LAMPYRIS_TEST_XVFB";

static void become_xvfb(int number_to)
{
    char number[16];
    snprintf(number, sizeof number, "%d", number_to);
    int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (nowhere >= 0) {
        dup2(nowhere, STDOUT_FILENO);
        dup2(nowhere, STDERR_FILENO);
    }
    prctl(PR_SET_PDEATHSIG, SIGTERM); /* whoever is killed leaves no server behind */
    execlp("Xvfb", "Xvfb", "-displayfd", number, "-screen", "0", "1280x720x24", "-noreset",
           "-nolisten", "tcp", (char *)NULL);
    _exit(127);
}

/* The number that it says when it is ready, and the end of the line with it: whoever stops reading
 * before that has the server end by SIGPIPE. Closes `from`. */
static bool read_line(int from, char *line, int size)
{
    FILE *file = fdopen(from, "r");
    if (!file) {
        close(from);
        return false;
    }
    bool is_whole = fgets(line, size, file) && strchr(line, '\n');
    fclose(file);
    return is_whole;
}

static bool start_xvfb(Error *error)
{
    int ends[2];
    char number[16] = "";
    if (pipe(ends) != 0) {
        return error_set(error, "no display, and no pipe to an Xvfb");
    }
    fflush(stdout);
    pid_t id = fork();
    if (id == 0) {
        close(ends[0]);
        become_xvfb(ends[1]);
    }
    close(ends[1]);
    if (!read_line(ends[0], number, sizeof number)) { /* nobody else has the other end */
        if (id > 0) {
            waitpid(id, NULL, 0);
        }
        return error_set(error, "no display, and no Xvfb (make setup installs it)");
    }
    char display[32];
    char own[16];
    number[strcspn(number, "\n")] = '\0';
    snprintf(display, sizeof display, ":%s", number);
    snprintf(own, sizeof own, "%d", (int)id);
    return (setenv("DISPLAY", display, 1) == 0 && setenv(ID, own, 1) == 0) ||
           error_set(error, "no memory for the environment");
}

bool display_find(Error *error)
{
    const char *display = getenv("DISPLAY");
    return (display && *display) || start_xvfb(error);
}

bool display_open(Error *error)
{
    if (SDL_WasInit(SDL_INIT_VIDEO)) {
        return true;
    }
    if (!display_find(error)) {
        return false;
    }
    SDL_SetHint(SDL_HINT_VIDEODRIVER, "x11");
    for (int try = 0; try < TRIES; try++) { /* an Xvfb that has just come may not listen yet */
        if (SDL_InitSubSystem(SDL_INIT_VIDEO) == 0) {
            return true;
        }
        clock_sleep_ns(TRY_NS);
    }
    return error_set(error, "no display: %s", SDL_GetError());
}

void display_close(void)
{
    SDL_Quit();
    const char *id = getenv(ID);
    if (id) {
        kill((pid_t)atoi(id), SIGTERM);
        waitpid((pid_t)atoi(id), NULL, 0);
        unsetenv(ID);
    }
}
