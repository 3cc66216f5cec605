#include "view/camera.h"

#include <math.h>

enum { VIEW_HEIGHT = 360, VIEW_WIDTH_MAX = 1440, ZOOM_MAX = 6 };

/* How much of the way remains after a second. */
static const double REMAINS_A_SECOND = 0.02;
static const double TICKS_A_SECOND = 60.0;

void camera_fit(Camera *camera, int window_width, int window_height, bool software)
{
    float scale = (float)window_height / VIEW_HEIGHT;
    if ((float)window_width > VIEW_WIDTH_MAX * scale) {
        scale = (float)window_width / VIEW_WIDTH_MAX; /* a strip of a window shows less height */
    }
    int zoom = software ? 1 : (int)ceilf(scale);
    camera->zoom = zoom < 1 ? 1 : (zoom > ZOOM_MAX ? ZOOM_MAX : zoom);
    camera->window_scale = scale;
    camera->view_width = (int)ceilf((float)window_width / scale);
    camera->view_height = (int)ceilf((float)window_height / scale);
    camera->at_tick = -1.0;
}

void camera_set_map(Camera *camera, uint32_t width, uint32_t height)
{
    camera->map_width = (float)width;
    camera->map_height = (float)height;
    camera->at_tick = -1.0;
}

/* Keeps the view on the map; a map smaller than the view lies in its middle. */
static float clamp_center(float center, int view, float map)
{
    float half = (float)view * 0.5f;
    if (map <= (float)view) {
        return map * 0.5f;
    }
    return fminf(fmaxf(center, half), map - half);
}

void camera_follow(Camera *camera, float x, float y, double tick)
{
    float goal_x = clamp_center(x, camera->view_width, camera->map_width);
    float goal_y = clamp_center(y, camera->view_height, camera->map_height);
    double passed = tick - camera->at_tick;
    bool jump = camera->at_tick < 0.0 || passed < -1.0 || passed > TICKS_A_SECOND;
    if (jump) {
        camera->center_x = goal_x;
        camera->center_y = goal_y;
    } else if (passed > 0.0) {
        float step = (float)(1.0 - pow(REMAINS_A_SECOND, passed / TICKS_A_SECOND));
        camera->center_x += (goal_x - camera->center_x) * step;
        camera->center_y += (goal_y - camera->center_y) * step;
    }
    if (jump || passed > 0.0) {
        camera->at_tick = tick;
    }
    float zoom = (float)camera->zoom;
    float left = camera->center_x - (float)camera->view_width * 0.5f;
    float top = camera->center_y - (float)camera->view_height * 0.5f;
    camera->left = (int)floorf(left * zoom + 0.5f);
    camera->top = (int)floorf(top * zoom + 0.5f);
}
