#define _GNU_SOURCE /* sched_setaffinity */

#include "hammer/hammer.h"

#include "base/clock.h"
#include "base/random.h"

#include <inttypes.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Read by a signal handler, which takes no argument. */
static const char *volatile last_place = "the start";

static cpu_set_t processors; /* that the program was given */

static void say(const char *text)
{
    ssize_t written = write(STDERR_FILENO, text, strlen(text));
    (void)written; /* nobody is left to tell */
}

static void bark(int signal)
{
    (void)signal;
    say("no sign of life since ");
    say(last_place);
    say("\n");
    _exit(HAMMER_FOUND);
}

static bool is_quick(void)
{
    const char *quick = getenv("LAMPYRIS_TEST_QUICK");
    return quick && *quick && *quick != '0';
}

/* --NAME=N */
static bool read_size(const char *argument, const char *name, uint64_t *count)
{
    size_t length = strlen(name);
    int end = 0;
    return strncmp(argument, "--", 2) == 0 && strncmp(argument + 2, name, length) == 0 &&
           sscanf(argument + 2 + length, "=%" SCNu64 "%n", count, &end) == 1 &&
           argument[2 + length + (size_t)end] == '\0';
}

uint64_t hammer_begin(int argc, char **argv, const HammerSize *size, uint32_t cases)
{
    uint64_t count = is_quick() ? size->quick : size->usual;
    for (int i = 1; i < argc; i++) {
        if (!read_size(argv[i], size->name, &count)) {
            fprintf(stderr, "%s: \"%s\" is not --%s=N\n", argv[0], argv[i], size->name);
            exit(2);
        }
    }
    struct sigaction action = {.sa_handler = bark};
    sigaction(SIGALRM, &action, NULL);
    CPU_ZERO(&processors);
    sched_getaffinity(0, sizeof processors, &processors);
    hammer_alive("the start");
    printf("1..%u\n", cases);
    return count;
}

void hammer_alive(const char *where)
{
    last_place = where;
    alarm(HAMMER_PATIENCE_S);
}

void hammer_pass(const char *format, ...)
{
    static uint32_t number;
    va_list arguments;
    printf("ok %u - ", ++number);
    va_start(arguments, format);
    vprintf(format, arguments);
    va_end(arguments);
    putchar('\n');
    fflush(stdout); /* the next case may end the program */
}

void hammer_fail(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
    _exit(HAMMER_FOUND); /* the other threads may be in any state */
}

uint32_t hammer_dice(uint64_t *throws, uint32_t sides)
{
    return (uint32_t)((random_mix((*throws)++) >> 32) * sides >> 32);
}

void hammer_spin_ns(uint64_t duration_ns)
{
    uint64_t end_ns = clock_now_ns() + duration_ns;
    while (clock_now_ns() < end_ns) {
    }
}

void hammer_pin(uint32_t index)
{
    uint32_t count = (uint32_t)CPU_COUNT(&processors);
    uint32_t skip = count > 0 ? index % count : 0;
    for (size_t processor = 0; processor < CPU_SETSIZE; processor++) {
        if (CPU_ISSET(processor, &processors) && skip-- == 0) {
            cpu_set_t one;
            CPU_ZERO(&one);
            CPU_SET(processor, &one);
            sched_setaffinity(0, sizeof one, &one); /* a courtesy: goes on without */
            return;
        }
    }
}
