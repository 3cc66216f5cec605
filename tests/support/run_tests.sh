#!/usr/bin/env bash
# Runs cmocka programs, as many at a time as there are cores, and counts their cases; the last line
# is `N passed, N failed`. A program that crashes, hangs, leaks or stops early is a failed case more.
# In: the programs as arguments, LAMPYRIS (the built game), SANITIZE (the flags it was built with),
# WRAPPER (the command that runs a program, where that is not its own name), TEST_JOBS (how many at
# a time).
set -euo pipefail

time_limit_s=${TEST_TIME_LIMIT_S:-${WRAPPER:+900}} # an emulator takes its time
time_limit_s=${time_limit_s:-300}
jobs=${TEST_JOBS:-$(nproc)}
here=$(cd "$(dirname "$0")" && pwd)

if [ $# -eq 0 ]; then
    echo "There is no test program of that name." >&2
    exit 1
fi

# The same on a desk as on a build machine: no display, no sound, nothing from the environment.
unset DISPLAY WAYLAND_DISPLAY LAMPYRIS_DATA CMOCKA_XML_FILE CMOCKA_TEST_ABORT
export LC_ALL=C CMOCKA_MESSAGE_OUTPUT=TAP SDL_VIDEODRIVER=dummy SDL_AUDIODRIVER=dummy
# Several run at a time: threads of OpenMP that wait by spinning would take the cores of others.
export OMP_WAIT_POLICY=passive
export UBSAN_OPTIONS="print_stacktrace=1"
export TSAN_OPTIONS="second_deadlock_stack=1"
[ ! -e "$here/lsan.supp" ] || export LSAN_OPTIONS="suppressions=$here/lsan.supp:print_suppressions=0"
[ ! -e "$here/tsan.supp" ] || TSAN_OPTIONS+=":suppressions=$here/tsan.supp"

# Sanitizers want the usual address layout, which some kernels randomise too widely for them.
read -ra wrapper <<<"${WRAPPER:-}"
if [ -n "${SANITIZE:-}${WRAPPER:-}" ]; then
    export LAMPYRIS_TEST_QUICK=1
fi
if [ -n "${SANITIZE:-}" ]; then
    if setarch -R true 2>/dev/null; then wrapper=(setarch -R); fi
fi

now_ms() {
    local us=${EPOCHREALTIME/[.,]/}
    echo $((us / 1000))
}

# What went wrong beyond failed cases, as words; nothing if all is in order.
trouble() { # trouble EXIT-CODE FAILED COUNTED PLANNED
    local code=$1 failed=$2 counted=$3 planned=$4
    if [ "$code" -eq 124 ] || [ "$code" -eq 137 ]; then
        echo "was stopped after $time_limit_s s"
    elif [ "$code" -gt 128 ]; then
        echo "was ended by SIG$(kill -l $((code - 128)))"
    elif [ "$code" -ne 0 ] && [ "$failed" -eq 0 ]; then
        echo "ended with exit code $code"
    elif [ "$planned" -eq 0 ]; then
        echo "ran no cases"
    elif [ "$counted" -ne "$planned" ]; then
        echo "reported $counted of its $planned cases"
    fi
}

# Runs a program and reports it on stdout in one piece; the counts go into a file beside its log.
run_one() { # run_one PROGRAM
    local program=$1 log=$1.log code=0 start took
    local counts passed failed skipped planned cases why verdict note
    start=$(now_ms)
    { # in which the shell is not heard when it tells of a crash: we do
        timeout -k 10 "$time_limit_s" "${wrapper[@]}" "$program" </dev/null >"$log" 2>&1 || code=$?
    } 2>/dev/null
    took=$(($(now_ms) - start))

    # The counts, as cmocka's TAP tells them; a skipped case is `not ok N # SKIP name` there.
    counts=$(awk '
        /^1\.\.[0-9]+$/         { planned += substr($0, 4) }
        /^ok [0-9]+/            { passed++ }
        /^not ok [0-9]+ # SKIP/ { skipped++; next }
        /^not ok [0-9]+/        { failed++ }
        END { print passed + 0, failed + 0, skipped + 0, planned + 0 }' "$log")
    read -r passed failed skipped planned <<<"$counts"
    cases=$((passed + failed + skipped))
    why=$(trouble "$code" "$failed" "$cases" "$planned")
    [ -z "$why" ] || failed=$((failed + 1))
    echo "$passed $failed $skipped" >"$program.counts"

    verdict=ok
    [ "$failed" -eq 0 ] || verdict=FAILED
    note=
    [ "$skipped" -eq 0 ] || note="  ($skipped skipped)"
    printf '%-6s %-44s %4d cases %4d.%01d s%s\n' "$verdict" "${program#*tests/}" "$cases" \
        $((took / 1000)) $((took % 1000 / 100)) "$note"
    if [ "$failed" -gt 0 ]; then
        [ -z "$why" ] || echo "       ${program##*/} $why"
        grep -vE '^(ok [0-9]|not ok [0-9]+ # SKIP)' "$log" | head -n 120 | sed 's/^/    | /'
        echo "    (all of it: $log)"
    fi
}

running=0
for program in "$@"; do
    rm -f "$program.counts"
    if [ "$running" -ge "$jobs" ]; then
        wait -n || true # what it ended with stands in its counts
        running=$((running - 1))
    fi
    (report=$(run_one "$program") && printf '%s\n' "$report") &
    running=$((running + 1))
done
wait

all_passed=0 all_failed=0 all_skipped=0
for program in "$@"; do
    passed=0 failed=1 skipped=0 # where there are no counts, it was not even run
    [ ! -e "$program.counts" ] || read -r passed failed skipped <"$program.counts"
    all_passed=$((all_passed + passed))
    all_failed=$((all_failed + failed))
    all_skipped=$((all_skipped + skipped))
done

[ "$all_skipped" -eq 0 ] || echo "$all_skipped skipped"
echo "$all_passed passed, $all_failed failed"
[ "$all_failed" -eq 0 ]
