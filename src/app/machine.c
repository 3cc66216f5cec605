#define _GNU_SOURCE /* sched_getaffinity */

#include "app/machine.h"

#include "base/clock.h"

#include <sched.h>
#include <malloc.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

uint32_t machine_usable_cores(void)
{
    cpu_set_t cores;
    if (sched_getaffinity(0, sizeof cores, &cores) == 0 && CPU_COUNT(&cores) > 0) {
        return (uint32_t)CPU_COUNT(&cores);
    }
    /* More cores than a cpu_set_t holds, or no such call. */
    long online = sysconf(_SC_NPROCESSORS_ONLN);
    return online > 0 ? (uint32_t)online : 1;
}

void machine_host_name(char name[MACHINE_TEXT_SIZE])
{
    if (gethostname(name, MACHINE_TEXT_SIZE) != 0) {
        strcpy(name, "unknown");
    }
    name[MACHINE_TEXT_SIZE - 1] = '\0';
}

/* The value behind "key : " in the description of the first core that has such a line. */
static bool find_cpu_line(const char *key, char value[MACHINE_TEXT_SIZE])
{
    FILE *file = fopen("/proc/cpuinfo", "r");
    if (!file) {
        return false;
    }
    bool found = false;
    char line[4096];
    while (!found && fgets(line, sizeof line, file)) {
        const char *colon = strchr(line, ':');
        if (colon && strncmp(line, key, strlen(key)) == 0) {
            colon += 1 + strspn(colon + 1, " \t");
            size_t length = strcspn(colon, "\n");
            length = length < MACHINE_TEXT_SIZE ? length : MACHINE_TEXT_SIZE - 1;
            memcpy(value, colon, length);
            value[length] = '\0';
            found = true;
        }
    }
    fclose(file);
    return found;
}

void machine_cpu_name(char name[MACHINE_TEXT_SIZE])
{
    if (!find_cpu_line("model name", name)) {
        strcpy(name, "unknown");
    }
}

uint32_t machine_cpu_mhz(void)
{
    char text[MACHINE_TEXT_SIZE];
    return find_cpu_line("cpu MHz", text) ? (uint32_t)strtoul(text, NULL, 10) : 0;
}

uint64_t machine_cpu_time_ns(void)
{
    struct timespec used;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    return (uint64_t)used.tv_sec * NS_PER_S + (uint64_t)used.tv_nsec;
}

bool machine_heap_bytes(uint64_t *bytes)
{
#if defined(__GLIBC__) && __GLIBC_PREREQ(2, 33)
    struct mallinfo2 heap = mallinfo2();
    *bytes = heap.uordblks + heap.hblkhd;
    return *bytes > 0; /* under a sanitizer, there is nothing to see */
#else
    (void)bytes;
    return false;
#endif
}
