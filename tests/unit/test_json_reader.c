/* JSON that is read again: what is told of it, and where what is none ends to be some. */
#include "app/json_reader.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { TOLD_SIZE = 1024 };

typedef struct Told {
    char text[TOLD_SIZE];
} Told;

static bool note(void *context, const char *path, JsonKind kind, const char *text, Error *error)
{
    (void)error;
    static const char kinds[] = {'s', 'n', 'w', 'o'};
    Told *told = context;
    size_t length = strlen(told->text);
    snprintf(told->text + length, TOLD_SIZE - length, "%s:%c:%s;", path, kinds[kind], text);
    return true;
}

static void tells(const char *json, const char *expected)
{
    Told told = {""};
    Error error = {""};
    if (!json_read(json, note, &told, &error)) {
        fail_msg("%s", error.text);
    }
    assert_string_equal(told.text, expected);
}

static void refuses(const char *json, const char *sentence)
{
    Told told = {""};
    Error error = {""};
    assert_false(json_read(json, note, &told, &error));
    assert_string_equal(error.text, sentence);
}

static void values_are_told_with_their_paths(void **state)
{
    (void)state;
    tells("{\"context\": {\"cpus\": 2, \"ok\": true}, \"runs\": [{\"t\": 1.5e-3}, {\"t\": -4}]}\n",
          "context.cpus:n:2;context.ok:w:true;context:o:;runs[].t:n:1.5e-3;runs[]:o:;"
          "runs[].t:n:-4;runs[]:o:;:o:;");
    tells(" [ ] ", "");
    tells("[[1], [], {}]", "[][]:n:1;[]:o:;");
    tells("null", ":w:null;");
}

static void strings_lose_their_escapes(void **state)
{
    (void)state;
    tells("\"a\\\"b\\\\c\\/d\\n\\u0041\\u00e9\"", ":s:a\"b\\c/d\nA?;");
    tells("{\"k\\ney\": \"\"}", "k\ney:s:;:o:;");
}

static void what_is_no_json_is_refused_with_its_place(void **state)
{
    (void)state;
    refuses("", "1:1: it ends where a value should be");
    refuses("{\n  \"a\": 01}", "2:8: expected a value");
    refuses("{\"a\" 1}", "1:6: expected a : behind the key");
    refuses("{a: 1}", "1:2: expected a key in quotes");
    refuses("[1, 2", "1:6: expected , or ] behind an element");
    refuses("{\"a\": 1,}", "1:9: expected a key in quotes");
    refuses("[1] 2", "1:5: expected nothing behind the value");
    refuses("\"abc", "1:5: it ends within a string");
    refuses("\"a\\x\"", "1:4: expected an escape that JSON has behind the backslash");
    refuses("\"a\tb\"", "1:3: expected no control character in a string");
    refuses("[1.]", "1:2: expected a value");
    refuses("[+1]", "1:2: expected a value");
    refuses("[nul]", "1:2: expected a value");
}

static void nesting_and_lengths_have_limits(void **state)
{
    (void)state;
    char deep[128];
    memset(deep, '[', sizeof deep);
    deep[sizeof deep - 1] = '\0';
    refuses(deep, "1:34: it is nested too deep");

    /* A key longer than a path, and a string longer than a text. */
    static char text[4096];
    static char word[1500];
    memset(word, 'k', sizeof word - 1);
    snprintf(text, sizeof text, "{\"%s\": \"%s\", \"b\": 1}", word, word);
    static Told told;
    assert_true(json_read(text, note, &told, NULL));
    assert_non_null(strstr(told.text, ";b:n:1;"));
}

static bool stop_at_two(void *context, const char *path, JsonKind kind, const char *text,
                        Error *error)
{
    (void)context, (void)path, (void)kind;
    return strcmp(text, "2") != 0 || error_set(error, "two is too many");
}

static void the_visitor_may_refuse(void **state)
{
    (void)state;
    Error error = {""};
    assert_false(json_read("[1,\n2, 3]", stop_at_two, NULL, &error));
    assert_string_equal(error.text, "2:2: two is too many");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_told_with_their_paths),
        cmocka_unit_test(strings_lose_their_escapes),
        cmocka_unit_test(what_is_no_json_is_refused_with_its_place),
        cmocka_unit_test(nesting_and_lengths_have_limits),
        cmocka_unit_test(the_visitor_may_refuse),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
