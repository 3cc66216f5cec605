#include "view/sky.h"

#include "base/random.h"

#include <math.h>

/* The night's colours by its parts. At first a deep blue, then violet, and in the last fifth a rose
 * that grows warm and bright. The second is as the tiles are painted, and for long nothing has to
 * be drawn, which SDL's software renderer is thankful for. */
typedef struct Hour {
    float at; /* of the night */
    float red, green, blue;
    float haze;
} Hour;

static const Hour HOURS[] = {
    {0.00f, 0.90f, 0.96f, 1.08f, 0.00f}, {0.12f, 1.00f, 1.00f, 1.00f, 0.00f},
    {0.60f, 1.00f, 1.00f, 1.00f, 0.00f}, {0.78f, 1.16f, 0.95f, 1.22f, 0.00f},
    {0.88f, 1.48f, 1.04f, 1.24f, 0.35f}, {1.00f, 1.95f, 1.46f, 1.26f, 1.00f},
};

enum {
    HOUR_COUNT = sizeof HOURS / sizeof *HOURS,
    LIGHTNING_EVERY = 12 * TICKS_PER_S, /* one in each stretch of this ... */
    LIGHTNING_LATEST = 4 * TICKS_PER_S, /* ... that begins at most so late in it: 8 s apart */
    LIGHTNING_SWELL = 16,               /* ticks */
    LIGHTNING_EBB = 66,
    PULSE_SWELL = 7,
    PULSE_EBB = 46,
};

static const float DAWN_BEGINS = 0.8f;      /* of the night */
static const float DAWN_LIGHTS = 0.5f;      /* what is left of a light's brightness at sunrise */
static const float STORM_LIGHTNING = 0.55f; /* rain from which on there is any */
static const float NO_CHANGE = 0.02f;
static const float LITTLE = 0.11f;
static const SDL_Color HAZE = {0xff, 0x9c, 0x8c, 0x26};

/* Up to 1 within `swell` ticks, then down for `ebb`. */
static float swell(double age, float rise, float ebb)
{
    if (age < 0.0 || age >= (double)(rise + ebb)) {
        return 0.0f;
    }
    float at = (float)age;
    if (at < rise) {
        float part = at / rise;
        return part * part * (3.0f - 2.0f * part);
    }
    float left = 1.0f - (at - rise) / ebb;
    return left * left;
}

float sky_lightning(double tick, float storm)
{
    float strength = (storm - STORM_LIGHTNING) / (1.0f - STORM_LIGHTNING);
    if (strength <= 0.0f || tick < 0.0) {
        return 0.0f;
    }
    uint64_t stretch = (uint64_t)(tick / LIGHTNING_EVERY);
    double begins =
        (double)(stretch * LIGHTNING_EVERY + random_mix(stretch + 1) % LIGHTNING_LATEST);
    return strength * swell(tick - begins, LIGHTNING_SWELL, LIGHTNING_EBB);
}

static float between(float from, float to, float part)
{
    return from + (to - from) * part;
}

static void color_hour(Sky *sky, float night)
{
    uint32_t next = 1;
    while (next < HOUR_COUNT - 1 && HOURS[next].at < night) {
        next++;
    }
    const Hour *a = &HOURS[next - 1];
    const Hour *b = &HOURS[next];
    float part = fminf(fmaxf((night - a->at) / (b->at - a->at), 0.0f), 1.0f);
    sky->red = between(a->red, b->red, part);
    sky->green = between(a->green, b->green, part);
    sky->blue = between(a->blue, b->blue, part);
    sky->haze = between(a->haze, b->haze, part);
}

static void brighten(Sky *sky, float red, float green, float blue, float part)
{
    sky->red = fminf(sky->red * (1.0f + red * part), 2.0f);
    sky->green = fminf(sky->green * (1.0f + green * part), 2.0f);
    sky->blue = fminf(sky->blue * (1.0f + blue * part), 2.0f);
}

Sky sky_at(const Scene *scene, float night, double tick)
{
    float risen = fmaxf((night - DAWN_BEGINS) / (1.0f - DAWN_BEGINS), 0.0f);
    Sky sky = {
        .lights = between(1.0f, DAWN_LIGHTS, fminf(risen, 1.0f)),
        .storm = scene->rain,
        .lightning = sky_lightning(tick, scene->rain),
    };
    if (scene->flash_tick > 0) {
        sky.pulse = swell(tick - (double)scene->flash_tick, PULSE_SWELL, PULSE_EBB);
    }
    color_hour(&sky, night);
    brighten(&sky, -0.38f, -0.32f, -0.22f, scene->rain);
    brighten(&sky, 0.20f, 0.26f, 0.06f, sky.pulse);
    brighten(&sky, 0.60f, 0.66f, 0.85f, sky.lightning);
    return sky;
}

static bool changes_colors(const Sky *sky, float least)
{
    return fabsf(sky->red - 1.0f) > least || fabsf(sky->green - 1.0f) > least ||
           fabsf(sky->blue - 1.0f) > least;
}

static uint8_t byte_of(float part)
{
    return (uint8_t)(fminf(fmaxf(part, 0.0f), 1.0f) * 255.0f + 0.5f);
}

void sky_draw(const Sky *sky, Canvas *canvas, bool sparing)
{
    if (changes_colors(sky, sparing ? LITTLE : NO_CHANGE)) {
        /* This mode gives target * (color + 1 - alpha): one pass both darkens and brightens, and
         * keeps the contrast. */
        float least = fminf(fminf(sky->red, sky->green), sky->blue);
        float dark = fmaxf(1.0f - least, 0.0f);
        SDL_Color color = {byte_of(sky->red - 1.0f + dark), byte_of(sky->green - 1.0f + dark),
                           byte_of(sky->blue - 1.0f + dark), byte_of(dark)};
        canvas_fill(canvas, NULL, color, CANVAS_LIGHT);
    }
    SDL_Color haze = HAZE;
    haze.a = (uint8_t)(sky->haze * HAZE.a);
    if (haze.a > 0) {
        canvas_fill(canvas, NULL, haze, CANVAS_BLEND);
    }
}
