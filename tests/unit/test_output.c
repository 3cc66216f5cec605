/* Files that are there complete or not at all: what a reader of them sees at any moment, on a disk
 * that is full too. Every file that the program writes is one of these. */
#include "base/output.h"
#include "support/files.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static void assert_holds(const char *path, const char *text)
{
    size_t count;
    char *bytes = files_read(path, &count);
    assert_string_equal(bytes, text);
    free(bytes);
}

static void open_in(const TestFolder *folder, Output *output, char path[FILES_PATH_SIZE])
{
    Error error;
    files_path(folder, "report", path);
    assert_true(output_open(output, path, &error));
}

static void the_old_file_stays_until_the_new_one_is_whole(void **state)
{
    (void)state;
    TestFolder folder = files_folder_create();
    char path[FILES_PATH_SIZE];
    Output output;
    files_write(&folder, "report", "old", 3, path);
    open_in(&folder, &output, path);
    fputs("new", output.file);
    fflush(output.file);
    assert_holds(path, "old");
    assert_true(output_commit(&output, &(Error){""}));
    assert_holds(path, "new");
    assert_int_equal(files_count(&folder), 1);
    files_folder_destroy(&folder);
}

static void what_is_abandoned_leaves_no_trace(void **state)
{
    (void)state;
    TestFolder folder = files_folder_create();
    char path[FILES_PATH_SIZE];
    Output output;
    open_in(&folder, &output, path);
    fputs("half", output.file);
    output_abandon(&output);
    output_abandon(&output); /* twice is nothing */
    assert_int_equal(files_count(&folder), 0);
    files_folder_destroy(&folder);
}

/* A disk that is full after 64 KiB, as far as a program can tell: a limit on the size of files. */
static void a_full_disk_is_a_sentence_and_the_old_file_stays(void **state)
{
    (void)state;
    TestFolder folder = files_folder_create();
    char path[FILES_PATH_SIZE];
    Output output;
    Error error = {""};
    files_write(&folder, "report", "old", 3, path);
    struct rlimit before;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &(struct rlimit){65536, before.rlim_max}), 0);
    open_in(&folder, &output, path);
    for (uint32_t i = 0; i < 20000; i++) {
        fputs("a line of it\n", output.file);
    }
    bool written = output_commit(&output, &error);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    signal(SIGXFSZ, SIG_DFL);
    assert_false(written);
    assert_non_null(strstr(error.text, path));
    assert_holds(path, "old");
    assert_int_equal(files_count(&folder), 1);
    files_folder_destroy(&folder);
}

static void a_device_is_written_and_not_replaced(void **state)
{
    (void)state;
    Output output;
    Error error = {""};
    assert_true(output_open(&output, "/dev/full", &error));
    fputs("lost", output.file);
    assert_false(output_commit(&output, &error));
    assert_non_null(strstr(error.text, "/dev/full: No space left on device"));
    struct stat status;
    assert_int_equal(stat("/dev/full", &status), 0);
    assert_true(S_ISCHR(status.st_mode));
}

static void a_link_is_followed(void **state)
{
    (void)state;
    TestFolder folder = files_folder_create();
    char path[FILES_PATH_SIZE];
    char link_path[FILES_PATH_SIZE];
    Output output;
    Error error;
    files_write(&folder, "report", "old", 3, path);
    files_path(&folder, "link", link_path);
    assert_int_equal(symlink(path, link_path), 0);
    assert_true(output_open(&output, link_path, &error));
    fputs("new", output.file);
    assert_true(output_commit(&output, &error));
    assert_holds(path, "new");
    struct stat status;
    assert_int_equal(lstat(link_path, &status), 0);
    assert_true(S_ISLNK(status.st_mode));
    files_folder_destroy(&folder);
}

static void a_place_that_is_none_is_refused_at_once(void **state)
{
    (void)state;
    Output output;
    Error error = {""};
    assert_false(output_open(&output, "/no/such/folder/report", &error));
    assert_non_null(strstr(error.text, "/no/such/folder/report"));
    char path[2 * OUTPUT_PATH_SIZE];
    memset(path, 'a', sizeof path);
    path[sizeof path - 1] = '\0';
    assert_false(output_open(&output, path, &error));
    assert_non_null(strstr(error.text, "too long"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_old_file_stays_until_the_new_one_is_whole),
        cmocka_unit_test(what_is_abandoned_leaves_no_trace),
        cmocka_unit_test(a_full_disk_is_a_sentence_and_the_old_file_stays),
        cmocka_unit_test(a_device_is_written_and_not_replaced),
        cmocka_unit_test(a_link_is_followed),
        cmocka_unit_test(a_place_that_is_none_is_refused_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
