/* Temporary files for tests. A fault in here fails the running test; main thread only. */
#pragma once

#include <stddef.h>
#include <stdint.h>

enum { FILES_PATH_SIZE = 512 };

typedef struct TestFolder {
    char path[FILES_PATH_SIZE];
} TestFolder;

/* A new, empty folder of its own under TMPDIR (or /tmp), and its end with all files in it. */
TestFolder files_folder_create(void);
void files_folder_destroy(const TestFolder *folder);

/* Writes a file of that name in the folder and puts its path into `path`. */
void files_write(const TestFolder *folder, const char *name, const void *bytes, size_t count,
                 char path[FILES_PATH_SIZE]);

/* The path a file of that name has, or would have. */
void files_path(const TestFolder *folder, const char *name, char path[FILES_PATH_SIZE]);

/* How many files and folders lie in it. */
uint32_t files_count(const TestFolder *folder);

/* A whole file, with a NUL behind its last byte; the caller frees. */
char *files_read(const char *path, size_t *count);
