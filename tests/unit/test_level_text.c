/* The text of a map's values: numbers, and bytes as base64. */
#include "level/base64.h"
#include "level/number.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void test_numbers(void **state)
{
    (void)state;
    const char *good[] = {"0",
                          "-0.5",
                          "12.25",
                          "1e3",
                          "1.5E-2",
                          ".5",
                          "7.",
                          "0.30000001192",
                          "1e-300",
                          "123456789012345678901234567890",
                          "106.333333333333"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        double value;
        assert_true(number_parse(good[i], &value));
        assert_true((float)value == strtof(good[i], NULL));
    }
    const char *bad[] = {"",   " 1", "1 ", "nan", "inf",   "0x10",  "1,5", "--1",
                         "+1", "1e", "e5", ".",   "1e+-5", "1.2.3", "-",   "1f"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        double value;
        assert_false(number_parse(bad[i], &value));
    }
    uint32_t whole;
    assert_true(number_parse_u32("4294967295", &whole));
    assert_int_equal(whole, UINT32_MAX);
    assert_false(number_parse_u32("4294967296", &whole));
    assert_false(number_parse_u32("-1", &whole));
    assert_false(number_parse_u32("12a", &whole));
    assert_false(number_parse_u32("99999999999999999999999", &whole));
}

static void test_base64(void **state)
{
    (void)state;
    /* RFC 4648, section 10. */
    const char *good[][2] = {{"", ""},
                             {"Zg==", "f"},
                             {"Zm8=", "fo"},
                             {"Zm9v", "foo"},
                             {"Zm9vYg==", "foob"},
                             {"Zm9vYmE=", "fooba"},
                             {"Zm9vYmFy", "foobar"},
                             {" Z\ng\t= =\r", "f"}};
    unsigned char bytes[16];
    size_t count;
    size_t fault;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        assert_true(base64_decode(good[i][0], strlen(good[i][0]), bytes, &count, &fault));
        assert_int_equal(count, strlen(good[i][1]));
        assert_memory_equal(bytes, good[i][1], count);
    }
    const struct {
        const char *text;
        size_t fault;
    } bad[] = {{"Z", 1},        {"Zg", 2},       {"Zg=", 3},   {"Z===", 1},
               {"====", 0},     {"Zm9v=", 4},    {"Zg===", 4}, {"Zg=a", 3},
               {"Zm9v!A==", 4}, {"Zg==Zg==", 4}, {"Zm-v", 2}};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_false(base64_decode(bad[i].text, strlen(bad[i].text), bytes, &count, &fault));
        assert_int_equal(fault, bad[i].fault);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_base64),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
