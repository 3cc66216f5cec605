#include "app/interrupt.h"

#include <signal.h>
#include <stddef.h>

/* The one mutable global of the program: a signal handler has no other way to be heard. */
static volatile sig_atomic_t requested;

static void on_signal(int signal_number)
{
    (void)signal_number;
    requested = 1;
}

void interrupt_install(void)
{
    /* SA_RESETHAND: the second one finds the default action, for whoever cannot wait. Installed
     * before SDL's, which leaves a handler that it finds alone. */
    struct sigaction action = {.sa_handler = on_signal, .sa_flags = (int)SA_RESETHAND | SA_RESTART};
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);

    struct sigaction ignore = {.sa_handler = SIG_IGN};
    sigaction(SIGPIPE, &ignore, NULL);
}

bool interrupt_requested(void)
{
    return requested != 0;
}
