#!/usr/bin/env bash
# Feeds each fuzzer for so many seconds: run_fuzzers.sh SECONDS PROGRAM... What it learns stays in
# build/fuzz/corpus/NAME; tests/fuzz/corpus/NAME, where there is one, is what it starts from. An
# input that breaks the program is kept in build/fuzz, and ends the run.
set -euo pipefail

seconds=$1
shift
for program in "$@"; do
    name=${program##*/fuzz_}
    learnt=build/fuzz/corpus/$name
    seeds=tests/fuzz/corpus/$name
    corpora=("$learnt")
    [ ! -d "$seeds" ] || corpora+=("$seeds")
    mkdir -p "$learnt"
    log=build/fuzz/$name.log
    if ! "$program" -max_total_time="$seconds" -timeout=10 -print_final_stats=1 -verbosity=0 \
        -artifact_prefix="build/fuzz/$name-" "${corpora[@]}" >"$log" 2>&1; then
        echo "FAILED $name"
        grep -v '^stat::' "$log" | tail -n 60 | sed 's/^/    | /'
        exit 1
    fi
    echo "ok $name: $(awk '/executed_units/ { print $2 }' "$log") inputs in $seconds s"
done
