#include "support/process.h"

#include "base/clock.h"

#include <dirent.h>
#include <stdio.h>
#include <unistd.h>

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

uint64_t process_resident_bytes(void)
{
    FILE *file = fopen("/proc/self/statm", "r");
    if (!file) {
        return 0;
    }
    unsigned long long total = 0;
    unsigned long long resident = 0;
    int fields = fscanf(file, "%llu %llu", &total, &resident);
    fclose(file);
    return fields == 2 ? resident * (uint64_t)sysconf(_SC_PAGESIZE) : 0;
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
