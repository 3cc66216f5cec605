/* The charts of a report, as scripts for gnuplot that hold their own data. Text and axes have the
 * page's colours, dark or light: it sets them. Curves have colours of their own that are read on
 * both, and shapes beside them. */
#include "app/survey.h"

#include <math.h>

static const char *const names[CHART_COUNT] = {"crossovers", "ticks", "lanes",
                                               "grains",     "loads", "frame"};

static const char *const colors[] = {"#8a8f98", "#e08a00", "#2f8fd8", "#c0504d", "#3f9f5f",
                                     "#9a6fd0", "#c7a000", "#d0609a", "#00a3a3"};
enum { COLORS = sizeof colors / sizeof colors[0] };

const char *survey_chart_name(SurveyChart chart)
{
    return names[chart];
}

static void print_head(FILE *file, const char *x_label, const char *y_label)
{
    fprintf(file,
            "set terminal svg size 760,420 dynamic font 'sans-serif,14'\n"
            "set encoding utf8\nset border 3 lc rgb '#888888'\nset tics nomirror\n"
            "set grid lc rgb '#88888855' lw 0.5 dt 1\nset key outside bottom center horizontal\n"
            "set xlabel '%s'\nset ylabel '%s'\n",
            x_label, y_label);
}

/* A curve of block `$d<index>`, its columns 1 and 2. */
static void print_curve(FILE *file, uint32_t index, const char *label, bool with_points)
{
    fprintf(file, "%s $d%u using 1:2 with %s lw 2.5 lc rgb '%s' pt %u ps 0.7 title '%s'",
            index == 0 ? "plot" : ",", index, with_points ? "linespoints" : "lines",
            colors[index % COLORS], 4 + index, label);
}

static bool draw_crossovers(FILE *file, const Survey *survey)
{
    const Scan *scan = &survey->scan;
    print_head(file, "fireflies", "time of a tick, in that of one loop");
    fprintf(file, "set logscale x\nset logscale y 2\nset format x '%%.0s%%c'\n");
    for (uint32_t i = 0; i < scan->contenders.count; i++) {
        fprintf(file, "$d%u << E\n", i);
        for (uint32_t k = 0; k < scan->rung_count; k++) {
            fprintf(file, "%u %.5g\n", scan->rungs[k].sprites,
                    scan->rungs[k].verdicts[i].ratio.ratio);
        }
        fprintf(file, "E\n");
    }
    for (uint32_t i = 0; i < scan->contenders.count; i++) {
        print_curve(file, i, scan->contenders.rows[i].label, true);
    }
    fprintf(file, "\n");
    return scan->rung_count > 1;
}

static bool draw_ticks(FILE *file, const Survey *survey)
{
    const SurveyTable *table = &survey->models;
    print_head(file, "ms", "percent of ticks that take no longer");
    fprintf(file, "set logscale x\nset yrange [0:100]\n");
    for (uint32_t i = 0; i < table->contenders.count; i++) {
        fprintf(file, "$d%u << E\n", i);
        for (uint32_t k = 0; k < SURVEY_QUANTILES; k++) {
            fprintf(file, "%.6g %u\n", survey->quantiles_ms[i][k], k);
        }
        fprintf(file, "E\n");
    }
    for (uint32_t i = 0; i < table->contenders.count; i++) {
        print_curve(file, i, table->contenders.rows[i].label, false);
    }
    fprintf(file, "\n");
    return table->whole;
}

/* Of jobs, how many times as fast as the first, over what is in the table's column. */
static bool draw_speed(FILE *file, const SurveyTable *table, const uint32_t *column)
{
    fprintf(file, "$d0 << E\n");
    for (uint32_t i = 1; i < table->contenders.count; i++) {
        const RankRatio *ratio = &table->verdicts[i].ratio;
        fprintf(file, "%u %.5g %.5g %.5g\n", column[i], 1 / ratio->ratio, 1 / ratio->high,
                1 / ratio->low);
    }
    fprintf(file,
            "E\nset yrange [0:*]\n"
            "plot 1 with lines lw 2 lc rgb '%s' title 'one loop', "
            "$d0 using 1:2:3:4 with yerrorbars lw 2 lc rgb '%s' pt 7 ps 0.8 title 'jobs', "
            "$d0 using 1:2 with lines lw 2 lc rgb '%s' notitle\n",
            colors[0], colors[1], colors[1]);
    return table->whole;
}

static bool draw_lanes(FILE *file, const Survey *survey)
{
    print_head(file, "lanes", "times as fast as one loop");
    fprintf(file, "set xtics 1\nset offsets 0.3,0.3,0,0\n");
    return draw_speed(file, &survey->lanes, survey->lanes.lanes);
}

static bool draw_grains(FILE *file, const Survey *survey)
{
    print_head(file, "grain: sprites a slice", "times as fast as one loop");
    fprintf(file, "set logscale x 4\n");
    return draw_speed(file, &survey->grains, survey->grains.grain);
}

static bool draw_loads(FILE *file, const Survey *survey)
{
    uint32_t whole = 0;
    while (whole < survey->load_count && survey->loads[whole].whole) {
        whole++;
    }
    print_head(file, "load", "time of a tick, in that of one loop");
    fprintf(file, "set style data histogram\nset style histogram clustered gap 1\n"
                  "set style fill solid 0.85 noborder\nset yrange [0:*]\n$d << E\n");
    const Contenders *contenders = &survey->models.contenders;
    for (uint32_t i = 0; i < whole; i++) {
        fprintf(file, "%s", survey->load_names[i]);
        for (uint32_t k = 0; k < contenders->count; k++) {
            fprintf(file, " %.5g", fmin(2.5, survey->loads[i].verdicts[k].ratio.ratio));
        }
        fprintf(file, "\n");
    }
    fprintf(file, "E\n");
    for (uint32_t k = 0; k < contenders->count; k++) {
        fprintf(file, "%s $d using %u:xtic(1) lc rgb '%s' title '%s'", k == 0 ? "plot" : ",", k + 2,
                colors[k % COLORS], contenders->rows[k].label);
    }
    fprintf(file, "\n");
    return whole > 0;
}

static bool draw_frame(FILE *file, const Survey *survey)
{
    print_head(file, "", "ms a frame");
    fprintf(file, "set style data histogram\nset style histogram rowstacked\nset boxwidth 0.7\n"
                  "set style fill solid 0.85 noborder\nset yrange [0:*]\n$d << E\n");
    for (uint32_t i = 0; i < survey->frame_count; i++) {
        const SurveyFrame *frame = &survey->frames[i];
        fprintf(file, "%s %.5g %.5g %.5g\n", survey->models.contenders.rows[i].label,
                frame->step_ms, frame->draw_ms, frame->other_ms);
    }
    fprintf(file,
            "E\nplot $d using 2:xtic(1) lc rgb '%s' title 'step, and waiting for it', "
            "$d using 3 lc rgb '%s' title 'drawing', $d using 4 lc rgb '%s' title 'the rest'\n",
            colors[1], colors[2], colors[0]);
    return survey->frame_count > 0;
}

bool survey_chart_script(FILE *file, const Survey *survey, SurveyChart chart)
{
    static bool (*const draw[CHART_COUNT])(FILE *, const Survey *) = {
        draw_crossovers, draw_ticks, draw_lanes, draw_grains, draw_loads, draw_frame,
    };
    return draw[chart](file, survey);
}
