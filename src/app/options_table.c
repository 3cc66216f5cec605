#include "app/options_table.h"

#include "app/apply.h"

const OptionRow options_table[] = {
    {.help = "To play, or to measure:"},
    {"backend", 'b', false, "NAME", "the concurrency model; headless, all: each in turn",
     apply_backend},
    {"workers", 'w', false, "N|auto", "lanes, the main thread counted (auto: a lane a core)",
     apply_workers},
    {"grain", 'g', false, "N", "sprites a slice (1: a job, or a coroutine, a sprite)", apply_grain},
    {"sprites", 'n', false, "N", "how many there are, whatever the level says", apply_sprites},
    {"seed", 's', false, "N", "where the random numbers come from", apply_seed},
    {"isa", 0, false, "NAME", "instruction set: auto, scalar, sse2, avx2, avx512, neon", apply_isa},
    {"neighbours", 0, false, "grid|brute", "how fireflies find each other (grid)",
     apply_neighbours},
    {"ticks", 0, false, "N", "end after so many ticks (headless: 600)", apply_ticks},
    {"frames", 0, false, "N", "end after so many frames (headless, a frame is a tick)",
     apply_frames},
    {"duration", 0, false, "S", "end after so many seconds", apply_duration},
    {"record", 0, false, "FILE", "write the inputs by tick there, with state hashes", apply_record},
    {"replay", 0, false, "FILE", "play them again; end with 1 where a state is another",
     apply_replay},
    {"screenshot", 0, false, "FRAME:FILE", "write that frame as a PNG", apply_screenshot},
    {"keys", 0, false, "FILE", "what keys do, in place of your keys.conf", apply_keys},
    {"mute", 0, false, NULL, "no sound, until M is pressed", apply_mute},

    {.help = "To measure, without a window:"},
    {"headless", 0, false, NULL, "no window, as fast as it goes, a lantern that walks by itself",
     apply_headless},
    {"warmup", 0, true, "N", "leave the first N ticks out of what is measured", apply_warmup},
    {"render", 0, true, "none|software", "whether frames are drawn (none)", apply_render},
    {"print-hash", 0, true, NULL, "print `hash 0x...` of the state at the end", apply_print_hash},
    {"expect-hash", 0, true, "HEX", "end with 1 where the hash is another", apply_expect_hash},
    {"verify", 0, true, "all", "every model in lockstep, the hash compared at every tick",
     apply_verify},
    {"output", 'o', true, "FILE", "write the report there (-: to stdout)", apply_output},
    {"format", 0, true, "FORMAT", "text, json (Google Benchmark's shape) or csv (a row a frame)",
     apply_format},
    {"budget", 0, true, "P:MS", "end with 1 where mean, max or pNN is over; repeatable",
     apply_budget},

    {.help = "To look around:"},
    {"check-level", 0, false, NULL, "load the level, report, end", apply_check_level},
    {"list-backends", 0, false, NULL, "a line each: name, tab, summary", apply_list_backends},
    {"list-levels", 0, false, NULL, "a line each: name, tab, title", apply_list_levels},
    {"list-keys", 0, false, NULL, "what keys do, as keys.conf has it", apply_list_keys},
    {"quiet", 'q', false, NULL, "only errors, and what was asked for", apply_quiet},
    {"verbose", 'v', false, NULL, "everything, on stderr", apply_verbose},
    {"help", 'h', false, NULL, "this page", apply_help},
    {"version", 0, false, NULL, "the version", apply_version},
};

const uint32_t options_table_count = sizeof options_table / sizeof options_table[0];
