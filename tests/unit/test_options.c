/* The command line: what is taken, what is refused, and in which words. */
#include "app/options.h"
#include "app/options_table.h"
#include "sim/spec.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { WORDS_MAX = 16, LINE_SIZE = 512 };

/* Splits the words at blanks, as a shell would without quotes, and parses them. The options keep
 * pointers into `line`. */
static bool parse(Options *options, char line[LINE_SIZE], const char *words, Error *error)
{
    char name[] = "lampyris";
    char *argv[WORDS_MAX + 1] = {name};
    int argc = 1;
    snprintf(line, LINE_SIZE, "%s", words);
    char *rest;
    for (char *word = strtok_r(line, " ", &rest); word && argc < WORDS_MAX;
         word = strtok_r(NULL, " ", &rest)) {
        argv[argc++] = word;
    }
    return options_parse(options, argc, argv, error);
}

/* With strings that hold until the test ends. */
static Options taken_into(char line[LINE_SIZE], const char *words)
{
    Options options;
    Error error = {""};
    if (!parse(&options, line, words, &error)) {
        fail_msg("'%s' was refused: %s", words, error.text);
    }
    return options;
}

/* For whoever looks at no strings. */
static Options taken(const char *words)
{
    char line[LINE_SIZE];
    return taken_into(line, words);
}

/* Refused with a sentence that has both parts in it. */
static void refused(const char *words, const char *name, const char *expected)
{
    Options options;
    Error error = {""};
    char line[LINE_SIZE];
    if (parse(&options, line, words, &error)) {
        fail_msg("'%s' was taken", words);
    }
    if (!strstr(error.text, name) || !strstr(error.text, expected)) {
        fail_msg("'%s' was refused with: %s", words, error.text);
    }
}

static void nothing_given_plays_the_meadow(void **state)
{
    (void)state;
    Options options = taken("");
    assert_int_equal(options.command, COMMAND_PLAY);
    assert_string_equal(options.level, "meadow");
    assert_non_null(options.backend);
    assert_in_range(options.lanes, 1, BACKEND_LANES_MAX);
    assert_in_range(options.grain, 1, SPEC_SPRITES_MAX);
    assert_int_equal(options.sprites, 0);
    assert_int_equal(options.ticks, 0);
    assert_false(options.mute);
    assert_true(taken("--mute").mute);
}

static void values_arrive(void **state)
{
    (void)state;
    char line[LINE_SIZE];
    Options options =
        taken_into(line, "--headless --backend=sequential --workers=3 --grain=7 --sprites=99 "
                         "--seed=18446744073709551615 --ticks=12 --warmup=2 some/where.tmx");
    assert_int_equal(options.command, COMMAND_HEADLESS);
    assert_string_equal(options.backend->name, "sequential");
    assert_int_equal(options.lanes, 3);
    assert_int_equal(options.grain, 7);
    assert_int_equal(options.sprites, 99);
    assert_true(options.seed == UINT64_MAX);
    assert_int_equal(options.ticks, 12);
    assert_int_equal(options.warmup, 2);
    assert_string_equal(options.level, "some/where.tmx");
}

static void letters_mean_the_same(void **state)
{
    (void)state;
    char line[LINE_SIZE];
    Options options = taken_into(line, "reeds -b coroutines -w 2 -g9 -n 5 -s 0x1F -v");
    assert_string_equal(options.backend->name, "coroutines");
    assert_int_equal(options.lanes, 2);
    assert_int_equal(options.grain, 9);
    assert_int_equal(options.sprites, 5);
    assert_true(options.seed == 0x1F);
    assert_int_equal(options.shown, LOG_DEBUG);
    assert_string_equal(options.level, "reeds");
}

static void every_row_is_whole(void **state)
{
    (void)state;
    assert_in_range(options_table_count, 20, OPTIONS_ROWS_MAX);
    for (uint32_t i = 0; i < options_table_count; i++) {
        const OptionRow *row = &options_table[i];
        assert_non_null(row->help);
        if (row->name) {
            assert_non_null(row->apply);
            assert_true(strlen(row->help) > 5);
        }
    }
}

static void unknown_options_are_named(void **state)
{
    (void)state;
    refused("--sprties=5", "--sprties", "unknown");
    refused("--sprties=5", "--sprties;", "--help"); /* without its argument */
    refused("-z", "-z", "unknown");
}

static void wrong_shapes_are_named(void **state)
{
    (void)state;
    refused("--sprites", "--sprites", "expected N");
    refused("-n", "--sprites", "expected N");
    refused("--headless=yes", "--headless", "no argument");
    refused("one.tmx two.tmx", "one.tmx", "two.tmx");
    refused("--sprites=", "--sprites=", "whole number");
}

static void numbers_out_of_range_are_refused(void **state)
{
    (void)state;
    refused("--workers=0", "--workers=0", "1 to 128");
    refused("--workers=129", "--workers=129", "1 to 128");
    refused("--workers=-1", "--workers=-1", "1 to 128");
    refused("--workers=many", "--workers=many", "auto");
    refused("--sprites=-1", "--sprites=-1", "16000000");
    refused("--sprites=0", "--sprites=0", "from 1");
    refused("--sprites=16000001", "--sprites=16000001", "16000000");
    refused("--sprites=99999999999999999999", "--sprites", "16000000");
    refused("--grain=0", "--grain=0", "from 1");
    refused("--ticks=1e9", "--ticks=1e9", "whole number");
    refused("--ticks=12x", "--ticks=12x", "whole number");
    refused("--ticks=+5", "--ticks=+5", "whole number");
    refused("--ticks=0x10", "--ticks=0x10", "whole number");
    refused("--ticks=0", "--ticks=0", "from 1");
    refused("--frames=99999999", "--frames=99999999", "16777216");
    refused("--seed=abc", "--seed=abc", "18446744073709551615");
    refused("--seed=-1", "--seed=-1", "whole number");
    refused("--seed=18446744073709551616", "--seed", "18446744073709551615");
    refused("--seed=0x", "--seed=0x", "hexadecimal");
    refused("--duration=0", "--duration=0", "over 0");
    refused("--duration=-3", "--duration=-3", "over 0");
    refused("--duration=nan", "--duration=nan", "seconds");
    refused("--duration=1h", "--duration=1h", "seconds");
}

static void choices_are_listed(void **state)
{
    (void)state;
    refused("--backend=fibres", "--backend=fibres", "sequential, jobs, coroutines");
    refused("--load=hard", "--load=hard", "light, heavy, wait, pipe or mixed");
    refused("--inject=fall:0.1", "--inject=fall:0.1", "fail:P, hang:P, slow:P or kill:P");
    refused("--inject=fail", "--inject=fail", "from 0 to 1");
    refused("--inject=fail:1.5", "--inject=fail:1.5", "from 0 to 1");
    refused("--inject=slow:0.1x", "--inject=slow", "from 0 to 1");
    refused("--load-us=0", "--load-us=0", "1 to");
    refused("--headless --render=maybe", "--render=maybe", "auto, gpu, cpu, software or none");
    refused("--headless --format=xml", "--format=xml", "text, json, csv or tap");
    refused("--headless --verify=some", "--verify=some", "all");
    refused("--headless --expect-hash=xyz", "--expect-hash=xyz", "hexadecimal");
    refused("--headless --expect-hash=0x0x1", "--expect-hash=0x0x1", "hexadecimal");
    refused("--headless --expect-hash=11112222333344445", "--expect-hash", "16");
}

static void burdens_are_read(void **state)
{
    (void)state;
    Options options = taken("--load=mixed --load-us=7 --wait-ms=3 --inject=fail:0.25");
    assert_int_equal(options.burden.load, LOAD_MIXED);
    assert_int_equal(options.burden.heavy_us, 7);
    assert_int_equal(options.burden.wait_ms, 3);
    assert_true(options.burden.faults[FAULT_FAIL] == 0.25);
    uint32_t time_out_ms = options.burden.time_out_ms;
    assert_in_range(time_out_ms, 10000, UINT32_MAX);
    options = taken("--inject=kill:0.5");
    assert_true(options.burden.faults[FAULT_KILL] == 0.5);
    options = taken("--inject=hang:1e-3");
    assert_in_range(options.burden.time_out_ms, 1, time_out_ms - 1);
    options = taken("--inject=hang:1e-3 --time-out=1234");
    assert_int_equal(options.burden.time_out_ms, 1234);
}

static void budgets_are_read(void **state)
{
    (void)state;
    Options options = taken("--headless --budget=p99:16.7 --budget=mean:5 --budget=max:33.3 "
                            "--budget=p99.9:20");
    assert_int_equal(options.budget_count, 4);
    assert_int_equal(options.budgets[0].kind, BUDGET_PERCENTILE);
    assert_true(options.budgets[0].percent == 99.0);
    assert_true(options.budgets[0].limit_ms > 16.69 && options.budgets[0].limit_ms < 16.71);
    assert_int_equal(options.budgets[1].kind, BUDGET_MEAN);
    assert_int_equal(options.budgets[2].kind, BUDGET_MAX);
    /* p99.9 takes 10,000 frames, so that is how long the run is. */
    assert_int_equal(options.ticks, 10000);
}

static void bad_budgets_are_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "p99",     "p99:",    ":5",      "p0:5",        "p100:5",
        "p:5",     "p-5:5",   "avg:5",   "p99:0",       "p99:-1",
        "p99:5ms", "p99:nan", "p99:inf", "p99.99999:5", "p9999999999999999:5"};
    for (uint32_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        char words[LINE_SIZE];
        snprintf(words, sizeof words, "--headless --budget=%s", bad[i]);
        refused(words, "--budget", bad[i]);
    }
}

static void screenshots_are_read(void **state)
{
    (void)state;
    char line[LINE_SIZE];
    Options options = taken_into(line, "--screenshot=30:a:b.png");
    assert_int_equal(options.screenshot_frame, 30);
    assert_string_equal(options.screenshot, "a:b.png");
    refused("--screenshot=a.png", "--screenshot=a.png", "FRAME:FILE");
    refused("--screenshot=0:a.png", "--screenshot=0:a.png", "FRAME:FILE");
    refused("--screenshot=:a.png", "--screenshot=:a.png", "FRAME:FILE");
    refused("--screenshot=5:", "--screenshot=5:", "FRAME:FILE");
}

static void measuring_needs_headless(void **state)
{
    (void)state;
    static const char *const options[] = {"print-hash", "expect-hash=1", "verify=all",
                                          "output=a",   "format=csv",    "budget=p50:1",
                                          "warmup=5",   "render=none"};
    for (uint32_t i = 0; i < sizeof options / sizeof options[0]; i++) {
        char words[LINE_SIZE];
        snprintf(words, sizeof words, "--%s", options[i]);
        char name[32];
        snprintf(name, sizeof name, "--%.*s", (int)strcspn(options[i], "="), options[i]);
        refused(words, name, "needs --headless");
    }
    refused("--backend=all", "--backend=all", "--headless");
}

static void who_draws_is_chosen(void **state)
{
    (void)state;
    assert_int_equal(taken("").path, DRAW_AUTO);
    assert_int_equal(taken("--render=gpu").path, DRAW_GPU);
    assert_int_equal(taken("--render=cpu").path, DRAW_CPU);
    assert_true(taken("--headless --render=cpu").render);
    assert_true(taken("--headless --render=software").render);
    assert_int_equal(taken("--headless --render=software").path, DRAW_SOFTWARE);
    assert_false(taken("--headless --render=none").render);
    refused("--headless --render=gpu", "--render=gpu", "needs a window");
}

static void contradictions_are_refused(void **state)
{
    (void)state;
    refused("--headless --ticks=5 --frames=6", "--ticks", "--frames");
    refused("--headless --ticks=5 --warmup=5", "--warmup=5", "nothing to measure");
    refused("--headless --render=none --screenshot=1:a.png", "--screenshot", "--render=none");
    refused("--headless --verify=all --render=software", "--verify=all", "--render");
    refused("--headless --render=none --print-frame-hash", "--print-frame-hash", "--render=none");
    refused("--headless --verify=all --screenshot=1:a.png", "--screenshot", "--verify=all");
    refused("--headless --ticks=5 --screenshot=6:a.png", "--screenshot=6", "5 frames");
    refused("--headless --print-hash --format=json", "--print-hash", "stdout");
    refused("--headless --print-hash -o - --format=csv", "--print-hash", "stdout");
    refused("--quiet --verbose", "--quiet", "--verbose");
    refused("--headless --check-level", "--check-level", "another option");
    refused("--list-backends --list-levels", "--list-levels", "another option");
}

static void headless_has_sensible_defaults(void **state)
{
    (void)state;
    Options options = taken("--headless");
    assert_int_equal(options.ticks, OPTIONS_TICKS_DEFAULT);
    assert_false(options.render);
    assert_true(options.report);
    assert_int_equal(taken("--headless --warmup=100").ticks, OPTIONS_TICKS_DEFAULT + 100);
    assert_int_equal(taken("--headless --budget=p99:9").ticks, 1000);
    assert_int_equal(taken("--headless --budget=p99:9 --ticks=50").ticks, 50);
    assert_int_equal(taken("--headless --frames=50").ticks, 50);
    assert_int_equal(taken("--headless --duration=1.5").ticks, 0);
    assert_true(taken("--headless --screenshot=5:a.png").render);
    assert_int_equal(taken("--headless --screenshot=900:a.png").ticks, 900);
    assert_false(taken("--headless --print-hash").report);
    assert_true(taken("--headless --print-hash -o a").report);
    assert_false(taken("--headless --quiet").report);
}

static void the_files_name_chooses_the_format(void **state)
{
    (void)state;
    assert_int_equal(taken("--headless -o a.json").format, FORMAT_JSON);
    assert_int_equal(taken("--headless -o a.csv").format, FORMAT_CSV);
    assert_int_equal(taken("--headless -o a.out").format, FORMAT_TEXT);
    assert_int_equal(taken("--headless -o a.json --format=csv").format, FORMAT_CSV);
    assert_int_equal(taken("--headless -o -").format, FORMAT_TEXT);
}

static void help_and_version_win(void **state)
{
    (void)state;
    assert_int_equal(taken("--headless --help --nonsense").command, COMMAND_HELP);
    assert_int_equal(taken("-h").command, COMMAND_HELP);
    assert_int_equal(taken("--list-levels --version").command, COMMAND_VERSION);
}

static void help_names_every_option(void **state)
{
    (void)state;
    char page[16384];
    FILE *file = fmemopen(page, sizeof page, "w");
    assert_non_null(file);
    options_print_help(file);
    fclose(file);
    for (uint32_t i = 0; i < options_table_count; i++) {
        const OptionRow *row = &options_table[i];
        char name[64];
        snprintf(name, sizeof name, "--%s", row->name ? row->name : "help");
        assert_non_null(strstr(page, name));
        assert_non_null(strstr(page, row->help));
        for (FaultKind fault = FAULT_FAIL; row->name && fault < FAULT_COUNT; fault++) {
            assert_true(strcmp(row->name, "inject") || strstr(row->help, fault_name(fault)));
        }
    }
    char *rest;
    for (char *row = strtok_r(page, "\n", &rest); row; row = strtok_r(NULL, "\n", &rest)) {
        assert_in_range(strlen(row), 0, 100);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_given_plays_the_meadow),
        cmocka_unit_test(values_arrive),
        cmocka_unit_test(letters_mean_the_same),
        cmocka_unit_test(every_row_is_whole),
        cmocka_unit_test(unknown_options_are_named),
        cmocka_unit_test(wrong_shapes_are_named),
        cmocka_unit_test(numbers_out_of_range_are_refused),
        cmocka_unit_test(choices_are_listed),
        cmocka_unit_test(burdens_are_read),
        cmocka_unit_test(budgets_are_read),
        cmocka_unit_test(bad_budgets_are_refused),
        cmocka_unit_test(screenshots_are_read),
        cmocka_unit_test(measuring_needs_headless),
        cmocka_unit_test(who_draws_is_chosen),
        cmocka_unit_test(contradictions_are_refused),
        cmocka_unit_test(headless_has_sensible_defaults),
        cmocka_unit_test(the_files_name_chooses_the_format),
        cmocka_unit_test(help_and_version_win),
        cmocka_unit_test(help_names_every_option),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
