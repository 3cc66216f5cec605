/* Any bytes as a recording: it is refused with a sentence, or it is good up to a known tick, and
 * all that is asked of it has an answer. */
#include "app/recording.h"
#include "base/hash.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);
size_t LLVMFuzzerMutate(uint8_t *bytes, size_t count, size_t most);
size_t LLVMFuzzerCustomMutator(uint8_t *bytes, size_t count, size_t most, unsigned seed);

enum { CHECK_DIGITS = 16 };

/* The checks of all lines that have one, as they ought to be: without that, whatever stands behind
 * the first change would never be looked at. */
static void mend(char *text, size_t count)
{
    size_t start = 0;
    for (size_t at = 0; at < count; at++) {
        bool has_check = text[at] == '\n' && at - start > CHECK_DIGITS + 2 &&
                         (text[start] == 's' || text[start] == 'e') &&
                         memcmp(text + at - CHECK_DIGITS - 2, "0x", 2) == 0;
        if (has_check) {
            char check[CHECK_DIGITS + 1];
            uint64_t hash = hash_bytes(HASH_START, text, at - CHECK_DIGITS - 2);
            snprintf(check, sizeof check, "%016llx", (unsigned long long)hash);
            memcpy(text + at - CHECK_DIGITS, check, CHECK_DIGITS);
        }
        start = text[at] == '\n' ? at + 1 : start;
    }
}

size_t LLVMFuzzerCustomMutator(uint8_t *bytes, size_t count, size_t most, unsigned seed)
{
    count = LLVMFuzzerMutate(bytes, count, most);
    if (seed % 4 != 0) {
        mend((char *)bytes, count);
    }
    return count;
}

static void demand(bool holds)
{
    if (!holds) {
        abort();
    }
}

/* Nothing that a terminal would obey. */
static void demand_plain(const char *text)
{
    for (; *text != '\0'; text++) {
        demand((unsigned char)*text >= ' ');
    }
}

static void demand_whole(const Recording *recording)
{
    demand(recording->ticks >= 1 && recording->run_count >= 1 && recording->mark_count >= 1);
    demand(recording->marks[0].tick == 0);
    demand(recording->marks[recording->mark_count - 1].tick == recording->ticks);
    demand(recording->runs[0].begin == 0);
    for (uint32_t i = 1; i < recording->run_count; i++) {
        demand(recording->runs[i].begin > recording->runs[i - 1].begin);
    }
    for (uint32_t i = 1; i < recording->mark_count; i++) {
        demand(recording->marks[i].tick > recording->marks[i - 1].tick);
    }
    demand(recording->whole || recording->damage.text[0] != '\0');
    demand(recording->whole || recording->outcome == OUTCOME_PLAYING);
    demand_plain(recording->level);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
    Error error = {""};
    char *text = malloc(count + 1); /* with a NUL behind it, as file_read has it */
    memcpy(text, bytes, count);
    text[count] = '\0';
    Recording *recording = recording_parse("a.replay", text, count, &error);
    free(text);
    if (!recording) {
        demand(error.text[0] != '\0');
        demand_plain(error.text);
        return 0;
    }
    demand_whole(recording);
    demand_plain(recording->damage.text);
    recording_input(recording, 0);
    recording_input(recording, recording->ticks - 1);
    StepInput behind = recording_input(recording, recording->ticks);
    demand(behind.move_x == 0 && behind.move_y == 0 && !behind.glow);
    recording_input(recording, UINT32_MAX);
    recording_destroy(recording);
    return 0;
}
