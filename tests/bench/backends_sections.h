/* The sections of bench_backends, each a table or several and their bars. All run on the main
 * thread, one after the other. */
#pragma once

#include "bench/backends_child.h"
#include "bench/backends_report.h"

/* What all sections share. */
typedef struct Session {
    Child *child; /* NULL: nobody with OpenMP's workers asleep */
    Report report;
} Session;

typedef void Section(Session *session);

Section section_dispatch;  /* an empty fork-join; what idle workers burn */
Section section_work;      /* bouncing sprites in parallel */
Section section_adaptive;  /* jobs against one loop, at every population */
Section section_tree;      /* tiny jobs that fork */
Section section_irregular; /* slices of very different cost */
Section section_records;   /* what the lanes' statistics cost */
Section section_switches;  /* resume and yield; create and destroy */
Section section_slices;    /* a coroutine a sprite */
