/* The camera: which part of the map is seen. A window always shows about 360 pixels of the map from
 * top to bottom, and a wider one shows more. For the stage. Main thread only.
 *
 * Two units: map pixels (floats), and pixels of the scene, the texture that is drawn first and then
 * stretched over the window. `zoom` scene pixels are one map pixel: 1 for a software renderer, and
 * elsewhere as many as the window's pixels, rounded up, so that what moves moves smoothly. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

typedef struct Camera {
    int zoom;
    int view_width, view_height; /* map pixels */
    float window_scale;          /* window pixels a map pixel */
    float map_width, map_height;
    float center_x, center_y; /* where it looks, smoothed */
    double at_tick;           /* when it last moved; below 0: it must jump */
    int left, top;            /* of the view, in scene pixels: what the drawing subtracts */
} Camera;

/* Fits the view to a window of that many pixels. */
void camera_fit(Camera *camera, int window_width, int window_height, bool software);

/* The next camera_follow jumps to its goal. */
void camera_set_map(Camera *camera, uint32_t width, uint32_t height);

/* Moves towards a point of the map as the world's time (in ticks, with fractions) passes: so that
 * the same ticks give the same pictures. */
void camera_follow(Camera *camera, float x, float y, double tick);
