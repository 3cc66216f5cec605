/* How far apart two words are, for whoever refuses a name and wants to say which one may have been
 * meant. Any thread. */
#pragma once

#include <stdint.h>

enum {
    SPELLING_WORD_MAX = 32, /* letters that are looked at: longer words are far from all others */
    SPELLING_FAR = 1000,
};

/* Letters to insert, remove, replace or swap with their neighbour to get from one to the other (the
 * distance of Damerau and Levenshtein, no letter touched twice), upper and lower case being the
 * same; SPELLING_FAR where a word is longer than SPELLING_WORD_MAX. */
uint32_t spelling_distance(const char *a, const char *b);

/* The most letters that may be wrong in a word for another one still to be what was meant. */
uint32_t spelling_tolerance(const char *word);
