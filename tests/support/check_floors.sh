#!/usr/bin/env bash
# Holds the floors of the house, and names each offence as file:line. In src/:
#   - includes point only down: base <- backend <- sim <- level <- view <- app <- main.c
#   - they are written from src ("sim/world.h"), and what they name is there
#   - a foreign header has one home: SDL in view/ and main.c, X11 in view/, threads and the
#     kernel in backend/, expat and zlib in level/
#   - what the state depends on (sim/ and base/trig) calls nothing of libm but sqrtf
set -euo pipefail

cd "${1:-src}"
find . -type f \( -name '*.[ch]' -o -name '*.S' \) -printf '%P\n' | LC_ALL=C sort | xargs awk '
    BEGIN {
        floor_count = split("base backend sim level view app main.c", floors, " ")
        for (i = 1; i <= floor_count; i++)
            height[floors[i]] = i

        home["SDL"] = "view main.c"
        home["X11"] = "view"
        home["threads"] = "backend"
        home["expat"] = home["zlib"] = "level"

        libm = "a?(sin|cos|tan)h?|atan2|sincos|exp|exp2|exp10|expm1|log|log2|log10|log1p|logb|pow"
        libm = libm "|cbrt|hypot|fmod|modf|remainder|remquo|fma|fabs|floor|ceil|trunc|round|rint"
        libm = libm "|nearbyint|l?l(round|rint)|fmin|fmax|fdim|copysign|ldexp|frexp|scalbl?n|sqrt"
        libm = "(^|[^A-Za-z0-9_])(__builtin_)?((" libm ")[fl]?|powi[fl]?)[ \t]*\\("
    }

    function offence(text) {
        printf "src/%s:%d: %s\n", FILENAME, FNR, text
        offences++
    }

    function foreign(header) {
        if (header ~ /^SDL/)
            return "SDL"
        if (header ~ /^X11/)
            return "X11"
        if (header ~ /^(pthread|threads|semaphore|ucontext|linux\/futex|sys\/syscall|sys\/eventfd)\.h$/)
            return "threads"
        if (header ~ /^expat/)
            return "expat"
        return header == "zlib.h" ? "zlib" : ""
    }

    # The line without comments; in_comment lives from line to line.
    function code(line,    out, at) {
        out = ""
        while (line != "") {
            if (in_comment) {
                at = index(line, "*/")
                if (!at)
                    return out
                in_comment = 0
                line = substr(line, at + 2)
            } else if (match(line, /\/[*\/]/)) {
                out = out substr(line, 1, RSTART - 1) " "
                if (substr(line, RSTART, 2) == "//")
                    return out
                in_comment = 1
                line = substr(line, RSTART + 2)
            } else {
                return out line
            }
        }
        return out
    }

    FNR == 1 {
        in_comment = 0
        here = FILENAME
        sub(/\/.*/, "", here)
        if (!(here in height))
            offence("this file is on no floor")
    }

    {
        text = code($0)
    }

    text ~ /^[ \t]*#[ \t]*include[ \t]*"/ {
        split(text, parts, "\"")
        header = parts[2]
        there = header
        sub(/\/.*/, "", there)
        if (!(there in height) || there == header || (getline ignored < header) < 0)
            offence("\"" header "\" is not written from src, or is not there")
        else if (height[there] > height[here])
            offence("includes \"" header "\": " here " lies below " there)
        close(header)
    }

    text ~ /^[ \t]*#[ \t]*include[ \t]*</ {
        split(text, parts, "[<>]")
        kind = foreign(parts[2])
        if (kind != "" && index(" " home[kind] " ", " " here " ") == 0)
            offence("includes <" parts[2] ">, but " kind " is at home in " home[kind])
    }

    here == "sim" || FILENAME ~ /^base\/trig\./ {
        while (match(text, libm)) {
            call = substr(text, RSTART, RLENGTH)
            text = substr(text, RSTART + RLENGTH)
            gsub(/[^A-Za-z0-9_]/, "", call)
            if (call !~ /^(__builtin_)?sqrtf$/)
                offence("calls " call ": libm differs from machine to machine, all but sqrtf")
        }
    }

    END {
        exit offences > 0
    }'
