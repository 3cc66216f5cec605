/* Drawing: what a sprite costs without a GPU and with one, what presenting costs, and how a whole
 * frame of many fireflies is spent. */
#include "support/display.h"
#include "bench/draw_sections.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

int main(int argc, char **argv)
{
    const char *section = argc > 1 ? argv[1] : "";
    bool all = argc < 2;
    if (strcmp(section, DRAW_SUBMIT_CHILD) == 0) {
        return draw_submit_child();
    }
    if (all || strcmp(section, "sprites") == 0) {
        draw_sprites(argc > 2 ? (uint32_t)strtoul(argv[2], NULL, 10) : 0,
                     argc > 3 ? atoi(argv[3]) : 0, argc > 4 ? argv[4] : "");
    }
    if (all || strcmp(section, "submit") == 0) {
        draw_submit();
    }
    if (all || strcmp(section, "present") == 0) {
        draw_present();
    }
    if (all || strcmp(section, "frames") == 0) {
        draw_frames();
    }
    if (all || strcmp(section, "stolen") == 0) {
        draw_stolen();
    }
    display_close();
    return 0;
}
