/* Sine, cosine and arc tangent of our own, so that every libm and every processor gives the same
 * bits (libm's differ between libraries, and within one by CPU). Only + - x / are used, and they
 * must not be contracted: see -ffp-contract=off in the Makefile. Any thread. */
#pragma once

#define TAU_F 6.28318530717958647692f
#define PI_F  3.14159265358979323846f

/* Any angle in radians with |angle| <= 8192; absolute error below 2e-7. */
float trig_sin(float angle);
float trig_cos(float angle);

/* The angle of (x, y) in (-pi, pi]; 0 for (0, 0); absolute error below 4e-7. */
float trig_atan2(float y, float x);
