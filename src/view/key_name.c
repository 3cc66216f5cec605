#include "view/key_name.h"

#include "base/spelling.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#define ALT_PREFIX   "alt+"
#define MOUSE_PREFIX "mouse "
#define PAD_PREFIX   "pad "

static const char *const MOUSE_BUTTONS[] = {
    [SDL_BUTTON_LEFT] = "left", [SDL_BUTTON_MIDDLE] = "middle", [SDL_BUTTON_RIGHT] = "right",
    [SDL_BUTTON_X1] = "x1",     [SDL_BUTTON_X2] = "x2",
};

/* What a page calls them, where that is not SDL's name with a capital. */
static const char *const TITLES[][2] = {
    {"return", "Enter"},
    {"escape", "Esc"},
    {"pad leftshoulder", "LB"},
    {"pad rightshoulder", "RB"},
    {"pad lefttrigger", "LT"},
    {"pad righttrigger", "RT"},
    {"pad leftstick", "L3"},
    {"pad rightstick", "R3"},
    {"pad dpup", "D-pad up"},
    {"pad dpdown", "D-pad down"},
    {"pad dpleft", "D-pad left"},
    {"pad dpright", "D-pad right"},
    {"mouse left", "left mouse"},
    {"mouse right", "right mouse"},
    {"mouse x1", "mouse 4"},
    {"mouse x2", "mouse 5"},
    {"mouse middle", "middle mouse"},
};

static bool begins_with(const char *text, const char *prefix)
{
    return SDL_strncasecmp(text, prefix, strlen(prefix)) == 0;
}

/* ---- From keys to names --------------------------------------------------------------------- */

/* SDL's own name of what is pressed, and what goes before it. */
static const char *sdl_name(Key key, const char **prefix)
{
    *prefix = "";
    if (key < KEY_ALT) {
        return SDL_GetScancodeName((SDL_Scancode)key);
    }
    if (key < KEY_MOUSE) {
        *prefix = ALT_PREFIX;
        return SDL_GetScancodeName((SDL_Scancode)(key - KEY_ALT));
    }
    if (key < KEY_PAD) {
        *prefix = MOUSE_PREFIX;
        return MOUSE_BUTTONS[key - KEY_MOUSE];
    }
    *prefix = PAD_PREFIX;
    switch (key) {
    case KEY_LEFT_TRIGGER:
        return SDL_GameControllerGetStringForAxis(SDL_CONTROLLER_AXIS_TRIGGERLEFT);
    case KEY_RIGHT_TRIGGER:
        return SDL_GameControllerGetStringForAxis(SDL_CONTROLLER_AXIS_TRIGGERRIGHT);
    default: return SDL_GameControllerGetStringForButton((SDL_GameControllerButton)(key - KEY_PAD));
    }
}

bool key_name(Key key, char name[KEY_NAME_SIZE])
{
    const char *prefix;
    const char *word = key < KEY_COUNT ? sdl_name(key, &prefix) : NULL;
    if (!word || word[0] == '\0') {
        name[0] = '\0';
        return false;
    }
    int letters = (int)strlen(word);
    bool is_hash = word[letters - 1] == '#';
    snprintf(name, KEY_NAME_SIZE, "%s%.*s%s", prefix, is_hash ? letters - 1 : letters, word,
             is_hash ? "hash" : "");
    for (char *letter = name; *letter; letter++) {
        *letter = (char)tolower((unsigned char)*letter);
    }
    return true;
}

/* SDL writes keyboards' keys in capitals already; buttons of gamepads it writes small. */
static void write_title(Key key, const char *name, char title[KEY_NAME_SIZE])
{
    for (uint32_t i = 0; i < sizeof TITLES / sizeof *TITLES; i++) {
        if (strcmp(name, TITLES[i][0]) == 0) {
            snprintf(title, KEY_NAME_SIZE, "%s", TITLES[i][1]);
            return;
        }
    }
    const char *prefix;
    snprintf(title, KEY_NAME_SIZE, "%s", sdl_name(key, &prefix));
    title[0] = (char)toupper((unsigned char)title[0]);
}

void key_title(Key key, char title[KEY_NAME_SIZE])
{
    char name[KEY_NAME_SIZE];
    snprintf(title, KEY_NAME_SIZE, "-");
    if (!key_name(key, name)) {
        return;
    }
    if (key < KEY_ALT || key >= KEY_MOUSE) {
        write_title(key, name, title);
        return;
    }
    char plain[KEY_NAME_SIZE];
    write_title(key - KEY_ALT, name + strlen(ALT_PREFIX), plain);
    snprintf(title, KEY_NAME_SIZE, "Alt+%.*s", KEY_NAME_SIZE - 5, plain);
}

/* ---- From names to keys --------------------------------------------------------------------- */

static Key find_scancode(const char *name)
{
    size_t length = strlen(name);
    size_t before = length - strlen("hash");
    if (length >= strlen("hash") && SDL_strcasecmp(name + before, "hash") == 0) {
        char with_hash[KEY_NAME_SIZE];
        snprintf(with_hash, sizeof with_hash, "%.*s#", (int)before, name);
        return SDL_GetScancodeFromName(with_hash);
    }
    return SDL_GetScancodeFromName(name);
}

static Key find_mouse_button(const char *name)
{
    for (Key i = SDL_BUTTON_LEFT; i <= SDL_BUTTON_X2; i++) {
        if (SDL_strcasecmp(name, MOUSE_BUTTONS[i]) == 0) {
            return KEY_MOUSE + i;
        }
    }
    return KEY_NONE;
}

static Key find_pad_button(const char *name)
{
    switch (SDL_GameControllerGetAxisFromString(name)) {
    case SDL_CONTROLLER_AXIS_TRIGGERLEFT: return KEY_LEFT_TRIGGER;
    case SDL_CONTROLLER_AXIS_TRIGGERRIGHT: return KEY_RIGHT_TRIGGER;
    default: break;
    }
    SDL_GameControllerButton button = SDL_GameControllerGetButtonFromString(name);
    return button == SDL_CONTROLLER_BUTTON_INVALID ? KEY_NONE : KEY_PAD + (Key)button;
}

Key key_find(const char *name)
{
    if (strlen(name) >= KEY_NAME_SIZE) {
        return KEY_NONE;
    }
    if (begins_with(name, PAD_PREFIX)) {
        return find_pad_button(name + strlen(PAD_PREFIX));
    }
    if (begins_with(name, MOUSE_PREFIX)) {
        return find_mouse_button(name + strlen(MOUSE_PREFIX));
    }
    if (begins_with(name, ALT_PREFIX)) {
        Key key = find_scancode(name + strlen(ALT_PREFIX));
        return key == KEY_NONE ? KEY_NONE : KEY_ALT + key;
    }
    return find_scancode(name);
}

Key key_nearest(const char *word)
{
    Key nearest = KEY_NONE;
    uint32_t least = spelling_tolerance(word) + 1;
    for (Key key = 0; key < KEY_COUNT; key++) {
        char name[KEY_NAME_SIZE];
        uint32_t distance = key_name(key, name) ? spelling_distance(word, name) : SPELLING_FAR;
        if (distance < least) {
            least = distance;
            nearest = key;
        }
    }
    return nearest;
}
