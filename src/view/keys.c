#include "view/keys.h"

#include <assert.h>

static uint8_t row_of(const KeyBinding *binding)
{
    return binding ? (uint8_t)(binding - input_binding(0) + 1) : 0;
}

void keys_init(Keys *keys)
{
    *keys = (Keys){{0}};
    for (uint32_t i = 0; i < input_binding_count(); i++) {
        const KeyBinding *binding = input_binding(i);
        for (int k = 0; k < KEYS_A_BINDING && binding->keys[k] != KEY_NONE; k++) {
            keys_bind(keys, binding->keys[k], binding);
        }
    }
}

const KeyBinding *keys_find(const Keys *keys, Key key)
{
    uint8_t row = key < KEY_COUNT ? keys->rows[key] : 0;
    return row > 0 ? input_binding(row - 1u) : NULL;
}

void keys_bind(Keys *keys, Key key, const KeyBinding *binding)
{
    assert(key > KEY_NONE && key < KEY_COUNT);
    keys->rows[key] = row_of(binding);
}

uint32_t keys_of(const Keys *keys, const KeyBinding *binding, Key list[], uint32_t most)
{
    uint8_t row = row_of(binding);
    uint32_t count = 0;
    for (int i = 0; i < KEYS_A_BINDING && count < most; i++) {
        if (keys->rows[binding->keys[i]] == row) {
            list[count++] = binding->keys[i];
        }
    }
    for (Key key = 0; key < KEY_COUNT && count < most; key++) {
        if (keys->rows[key] == row && !input_binding_has(binding, key)) {
            list[count++] = key;
        }
    }
    return count;
}

Key keys_first_of(const Keys *keys, const KeyBinding *binding)
{
    Key list[KEY_COUNT];
    uint32_t count = keys_of(keys, binding, list, KEY_COUNT);
    for (uint32_t i = 0; i < count; i++) {
        if (!key_is_on_pad(list[i])) {
            return list[i];
        }
    }
    return KEY_NONE;
}

Key keys_first(const Keys *keys, Action action)
{
    Key first = KEY_NONE;
    for (uint32_t i = 0; i < input_binding_count() && first == KEY_NONE; i++) {
        const KeyBinding *binding = input_binding(i);
        first = binding->action == action ? keys_first_of(keys, binding) : KEY_NONE;
    }
    return first;
}
