#define _XOPEN_SOURCE 700 /* nftw */

#include "support/files.h"

#include <dirent.h>
#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

TestFolder files_folder_create(void)
{
    const char *base = getenv("TMPDIR");
    TestFolder folder;
    int length = snprintf(folder.path, sizeof folder.path, "%s/lampyris-XXXXXX",
                          base && *base ? base : "/tmp");
    assert_in_range(length, 1, sizeof folder.path - 1);
    assert_non_null(mkdtemp(folder.path));
    return folder;
}

void files_path(const TestFolder *folder, const char *name, char path[FILES_PATH_SIZE])
{
    int length = snprintf(path, FILES_PATH_SIZE, "%s/%s", folder->path, name);
    assert_in_range(length, 1, FILES_PATH_SIZE - 1);
}

static int remove_entry(const char *path, const struct stat *status, int kind, struct FTW *position)
{
    (void)status;
    (void)kind;
    (void)position;
    return remove(path);
}

void files_folder_destroy(const TestFolder *folder)
{
    assert_int_equal(nftw(folder->path, remove_entry, 8, FTW_DEPTH | FTW_PHYS), 0);
}

void files_write(const TestFolder *folder, const char *name, const void *bytes, size_t count,
                 char path[FILES_PATH_SIZE])
{
    files_path(folder, name, path);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, count, file), count);
    assert_int_equal(fclose(file), 0);
}

uint32_t files_count(const TestFolder *folder)
{
    DIR *opened = opendir(folder->path);
    assert_non_null(opened);
    uint32_t count = 0;
    while (readdir(opened)) {
        count++;
    }
    closedir(opened);
    return count - 2; /* itself and its parent */
}

char *files_read(const char *path, size_t *count)
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    long size = ftell(file);
    assert_true(size >= 0);
    rewind(file);
    *count = (size_t)size;
    char *bytes = malloc(*count + 1);
    assert_non_null(bytes);
    assert_int_equal(fread(bytes, 1, *count, file), *count);
    bytes[*count] = '\0';
    fclose(file);
    return bytes;
}
