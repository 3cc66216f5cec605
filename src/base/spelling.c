#include "base/spelling.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

static bool is_same(char a, char b)
{
    return tolower((unsigned char)a) == tolower((unsigned char)b);
}

static uint32_t least(uint32_t a, uint32_t b, uint32_t c)
{
    uint32_t less = a < b ? a : b;
    return less < c ? less : c;
}

/* The last two of a's first i letters are the last two of b's first j, the other way round. */
static bool are_swapped(const char *a, uint32_t i, const char *b, uint32_t j)
{
    return i > 1 && j > 1 && is_same(a[i - 1], b[j - 2]) && is_same(a[i - 2], b[j - 1]);
}

uint32_t spelling_distance(const char *a, const char *b)
{
    size_t a_length = strnlen(a, SPELLING_WORD_MAX + 1);
    size_t b_length = strnlen(b, SPELLING_WORD_MAX + 1);
    if (a_length > SPELLING_WORD_MAX || b_length > SPELLING_WORD_MAX) {
        return SPELLING_FAR;
    }
    /* Wagner and Fischer's table: way[i][j] leads from the first i letters of a to the first j of
     * b. Two letters that changed places are one fault, as Damerau has it. */
    uint32_t way[SPELLING_WORD_MAX + 1][SPELLING_WORD_MAX + 1];
    for (uint32_t i = 0; i <= a_length; i++) {
        for (uint32_t j = 0; j <= b_length; j++) {
            if (i == 0 || j == 0) {
                way[i][j] = i + j;
                continue;
            }
            way[i][j] = least(way[i - 1][j - 1] + !is_same(a[i - 1], b[j - 1]), way[i - 1][j] + 1,
                              way[i][j - 1] + 1);
            if (are_swapped(a, i, b, j) && way[i - 2][j - 2] + 1 < way[i][j]) {
                way[i][j] = way[i - 2][j - 2] + 1;
            }
        }
    }
    return way[a_length][b_length];
}

uint32_t spelling_tolerance(const char *word)
{
    size_t length = strlen(word);
    return length < 3 ? 0 : length < 6 ? 1 : length < 10 ? 2 : 3;
}
