#include "app/tour_keys.h"

#include "backend/backend.h"
#include "view/key_name.h"

#include <stdio.h>
#include <string.h>

#define BETWEEN "   " /* pieces: tour_card.c breaks lines there */

static void append(char text[TOUR_CARD_KEYS_SIZE], const char *words)
{
    size_t length = strlen(text);
    snprintf(text + length, TOUR_CARD_KEYS_SIZE - length, "%s", words);
}

static bool append_key(char text[TOUR_CARD_KEYS_SIZE], Key key)
{
    char title[KEY_NAME_SIZE];
    if (key == KEY_NONE) {
        return false;
    }
    key_title(key, title);
    append(text, title);
    append(text, " ");
    return true;
}

static void append_piece(char text[TOUR_CARD_KEYS_SIZE], Key first, Key second, const char *does)
{
    char piece[TOUR_CARD_KEYS_SIZE] = "";
    bool has_first = append_key(piece, first);
    bool has_second = append_key(piece, second);
    if (has_first || has_second) {
        append(text, text[0] == '\0' ? "" : BETWEEN);
        append(text, piece);
        append(text, does);
    }
}

static Key key_of_model(const Keys *keys, const BackendType *model)
{
    int slot = 0;
    while (backend_type((uint32_t)slot) != model) {
        slot++;
    }
    for (uint32_t i = 0; i < input_binding_count(); i++) {
        const KeyBinding *binding = input_binding(i);
        if (binding->action == ACTION_BACKEND && binding->slot == slot) {
            return keys_first_of(keys, binding);
        }
    }
    return KEY_NONE;
}

void tour_keys_of_stop(const Keys *keys, const TourStop *stop, char text[TOUR_CARD_KEYS_SIZE])
{
    const BackendType *named = NULL;
    text[0] = '\0';
    for (uint32_t i = 0; i < tour_stop_ways(stop); i++) {
        const BackendType *model = backend_find(stop->ways[i].model);
        if (model != named) {
            append_piece(text, key_of_model(keys, model), KEY_NONE, model->name);
        }
        named = model;
    }
    for (int i = 0; i < TOUR_KEYS_MAX && stop->keys[i].does; i++) {
        const TourTry *try = &stop->keys[i];
        append_piece(text, keys_first(keys, try->by[0]), keys_first(keys, try->by[1]), try->does);
    }
}

void tour_keys_on(const Keys *keys, char text[TOUR_CARD_KEYS_SIZE])
{
    text[0] = '\0';
    append_piece(text, keys_first(keys, ACTION_RESUME), KEY_NONE, "on");
    append_piece(text, keys_first(keys, ACTION_LEFT), KEY_NONE, "back");
    append_piece(text, keys_first(keys, ACTION_MENU), KEY_NONE, "out");
}
