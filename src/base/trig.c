#include "base/trig.h"

#include <assert.h>

/* The polynomials are those of the Cephes library (S. L. Moshier, single precision). Angles are
 * reduced by multiples of pi/4 in three steps (Cody and Waite), each product being exact. */

#define FOUR_OVER_PI    1.27323954473516f
#define PI_OVER_4_HIGH  0.78515625f
#define PI_OVER_4_MID   2.4187564849853515625e-4f
#define PI_OVER_4_LOW   3.77489497744594108e-8f
#define TAN_PI_OVER_8   0.4142135623730950f
#define TAN_3_PI_OVER_8 2.414213562373095f

/* Both for |x| <= pi/4. */
static float sin_near_zero(float x)
{
    float z = x * x;
    return ((-1.9515295891e-4f * z + 8.3321608736e-3f) * z - 1.6666654611e-1f) * z * x + x;
}

static float cos_near_zero(float x)
{
    float z = x * x;
    float tail = ((2.443315711809948e-5f * z - 1.388731625493765e-3f) * z + 4.166664568298827e-2f);
    return tail * z * z - 0.5f * z + 1.0f;
}

/* `angle` >= 0 becomes an offset of at most pi/4 from a multiple of pi/2, whose number, modulo 4,
 * is returned. */
static unsigned reduce(float angle, float *offset)
{
    assert(angle <= 8192.0f);
    unsigned octant = (unsigned)(angle * FOUR_OVER_PI);
    octant += octant & 1u;
    float turns = (float)octant;
    *offset = ((angle - turns * PI_OVER_4_HIGH) - turns * PI_OVER_4_MID) - turns * PI_OVER_4_LOW;
    return (octant >> 1) & 3u;
}

float trig_sin(float angle)
{
    float offset;
    unsigned quadrant = reduce(angle < 0 ? -angle : angle, &offset);
    float value = quadrant & 1u ? cos_near_zero(offset) : sin_near_zero(offset);
    value = quadrant & 2u ? -value : value;
    return angle < 0 ? -value : value;
}

float trig_cos(float angle)
{
    float offset;
    unsigned quadrant = reduce(angle < 0 ? -angle : angle, &offset);
    float value = quadrant & 1u ? sin_near_zero(offset) : cos_near_zero(offset);
    return quadrant == 1u || quadrant == 2u ? -value : value;
}

/* For x >= 0, in [0, pi/2]. */
static float arc_tangent(float x)
{
    float base = 0.0f;
    if (x > TAN_3_PI_OVER_8) {
        base = PI_F / 2;
        x = -1.0f / x;
    } else if (x > TAN_PI_OVER_8) {
        base = PI_F / 4;
        x = (x - 1.0f) / (x + 1.0f);
    }
    float z = x * x;
    float tail = ((8.05374449538e-2f * z - 1.38776856032e-1f) * z + 1.99777106478e-1f) * z;
    return base + ((tail - 3.33329491539e-1f) * z * x + x);
}

float trig_atan2(float y, float x)
{
    if (x == 0.0f && y == 0.0f) {
        return 0.0f;
    }
    float steep = y < 0 ? -y : y;
    float flat = x < 0 ? -x : x;
    float angle = flat == 0.0f ? PI_F / 2 : arc_tangent(steep / flat);
    angle = x < 0 ? PI_F - angle : angle;
    return y < 0 ? -angle : angle;
}
