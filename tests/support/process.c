#include "support/process.h"

#include "base/clock.h"

#include <dirent.h>
#include <stdio.h>

static uint32_t count_entries(const char *path)
{
    DIR *folder = opendir(path);
    if (!folder) {
        return 0;
    }
    uint32_t count = 0;
    for (struct dirent *entry = readdir(folder); entry; entry = readdir(folder)) {
        count += entry->d_name[0] != '.';
    }
    closedir(folder);
    return count;
}

uint32_t process_threads_at_rest(void)
{
    uint32_t count = count_entries("/proc/self/task");
    for (uint32_t same = 0; same < 20; same++) {
        clock_sleep_ns(NS_PER_MS);
        uint32_t now = count_entries("/proc/self/task");
        same = now == count ? same : 0;
        count = now;
    }
    return count;
}

uint32_t process_threads(uint32_t expected)
{
    uint32_t count = count_entries("/proc/self/task");
    for (uint32_t tries = 0; count > expected && tries < 1000; tries++) {
        clock_sleep_ns(2 * NS_PER_MS);
        count = count_entries("/proc/self/task");
    }
    return count;
}

uint32_t process_files(void)
{
    return count_entries("/proc/self/fd");
}

ProcessPages process_pages(void)
{
    ProcessPages pages = {0, 0};
    FILE *file = fopen("/proc/self/statm", "r");
    if (file) {
        if (fscanf(file, "%zu %zu", &pages.reserved, &pages.resident) != 2) {
            pages = (ProcessPages){0, 0};
        }
        fclose(file);
    }
    return pages;
}

uint32_t process_mappings(void)
{
    FILE *file = fopen("/proc/self/maps", "r");
    if (!file) {
        return 0;
    }
    uint32_t lines = 0;
    for (int c = getc(file); c != EOF; c = getc(file)) {
        lines += c == '\n';
    }
    fclose(file);
    return lines;
}
