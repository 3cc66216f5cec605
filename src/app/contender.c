#include "app/contender.h"

#include "app/argument.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

Contender contender_of(const BackendType *backend)
{
    Contender contender = {.backend = backend};
    snprintf(contender.label, sizeof contender.label, "%s", backend->name);
    return contender;
}

void contenders_add_safe(Contenders *contenders)
{
    for (uint32_t i = 0; i < backend_safe_count() && contenders->count < CONTENDERS_MAX; i++) {
        contenders->rows[contenders->count++] = contender_of(backend_safe(i));
    }
}

GameConfig contender_game(const Contender *contender, const GameConfig *options)
{
    GameConfig config = *options;
    config.backend = contender->backend;
    config.kernel = contender->kernel ? contender->kernel : options->kernel;
    config.brute = contender->neighbours_given ? contender->brute : options->brute;
    config.lanes = contender->lanes != 0 ? contender->lanes : options->lanes;
    config.grain = contender->grain != 0 ? contender->grain : options->grain;
    return config;
}

/* ---- As they are written -------------------------------------------------------------------- */

static bool refuse_model(const char *name, Error *error)
{
    error_set(error, "there is no model '%s'; there are", name);
    for (uint32_t i = 0; i < backend_type_count(); i++) {
        char names[ERROR_TEXT_SIZE];
        memcpy(names, error->text, sizeof names);
        error_set(error, "%.400s %s,", names, backend_type(i)->name);
    }
    error->text[strlen(error->text) - 1] = '\0';
    return false;
}

static bool take_number(const char *text, uint32_t most, uint32_t *number, const char *name,
                        Error *error)
{
    return argument_u32(text, 1, most, number, error) || error_prefix(error, "%s=%s", name, text);
}

static bool take_modifier(Contender *contender, const char *word, Error *error)
{
    if (strcmp(word, "brute") == 0 || strcmp(word, "grid") == 0) {
        contender->neighbours_given = true;
        contender->brute = word[0] == 'b';
        return true;
    }
    if (strncmp(word, "lanes=", 6) == 0) {
        return take_number(word + 6, BACKEND_LANES_MAX, &contender->lanes, "lanes", error);
    }
    if (strncmp(word, "grain=", 6) == 0) {
        return take_number(word + 6, SPEC_SPRITES_MAX, &contender->grain, "grain", error);
    }
    contender->kernel = kernel_find(word);
    return contender->kernel ||
           error_set(error,
                     "expected brute, grid, lanes=N, grain=N or an instruction set of this "
                     "processor behind the +, and got '%s'",
                     word);
}

/* Splits `text` at the first `separator`: the part before ends there, the one behind is returned.
 * NULL: there is none. */
static char *cut(char *text, char separator)
{
    char *found = text ? strchr(text, separator) : NULL;
    if (found) {
        *found++ = '\0';
    }
    return found;
}

static bool take_contender(Contender *contender, char *text, Error *error)
{
    *contender = (Contender){0};
    snprintf(contender->label, sizeof contender->label, "%s", text);
    char *modifier = cut(text, '+');
    contender->backend = backend_find(text);
    if (!contender->backend) {
        return refuse_model(text, error);
    }
    while (modifier) {
        char *next = cut(modifier, '+');
        if (!take_modifier(contender, modifier, error)) {
            return false;
        }
        modifier = next;
    }
    return true;
}

static void add_all(Contenders *contenders)
{
    for (uint32_t i = 0; i < backend_safe_count() && contenders->count < CONTENDERS_MAX; i++) {
        contenders->rows[contenders->count++] = contender_of(backend_safe(i));
    }
}

static bool check_twice(const Contenders *contenders, Error *error)
{
    const Contender *last = &contenders->rows[contenders->count - 1];
    for (uint32_t i = 0; i + 1 < contenders->count; i++) {
        if (strcmp(contenders->rows[i].label, last->label) == 0) {
            return error_set(error, "'%s' stands there twice", last->label);
        }
    }
    return true;
}

bool contenders_parse(Contenders *contenders, const char *text, Error *error)
{
    char words[CONTENDERS_MAX * CONTENDER_LABEL_SIZE];
    *contenders = (Contenders){0};
    if (strcmp(text, "all") == 0) {
        add_all(contenders);
        return true;
    }
    snprintf(words, sizeof words, "%s", text);
    for (char *word = words; word;) {
        char *next = cut(word, ',');
        if (strlen(word) >= CONTENDER_LABEL_SIZE) {
            return error_set(error, "'%.60s...' is longer than any model's name", word);
        }
        if (contenders->count == CONTENDERS_MAX) {
            return error_set(error, "expected at most %d models", CONTENDERS_MAX);
        }
        if (!take_contender(&contenders->rows[contenders->count++], word, error) ||
            !check_twice(contenders, error)) {
            return false;
        }
        word = next;
    }
    return true;
}
