#include "app/report.h"

#include "base/clock.h"

/* A row a measured frame. Several runs stand below each other and are told apart by a last column
 * that a single run does without. */
void report_csv(FILE *file, const Run *runs, uint32_t count)
{
    fprintf(file, "frame,tick,frame_ms,step_ms,draw_ms%s\n", count > 1 ? ",backend" : "");
    for (uint32_t i = 0; i < count; i++) {
        for (uint32_t k = 0; k < runs[i].frame_count; k++) {
            const RunFrame *frame = &runs[i].frames[k];
            fprintf(file, "%u,%u,%.6f,%.6f,%.6f%s%s\n", k + 1, frame->tick,
                    clock_ms(frame->frame_ns), clock_ms(frame->step_ns), clock_ms(frame->draw_ns),
                    count > 1 ? "," : "", count > 1 ? runs[i].backend : "");
        }
    }
}
