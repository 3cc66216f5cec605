#!/usr/bin/env bash
# One hash of the state after 600 ticks, whichever compiler, optimisation level and backend. The
# arguments are the command that calls make.
set -euo pipefail

run=(--headless --render=none --sprites=10000 --ticks=600 --print-hash)
level=levels/reeds.tmx
first=

agree() { # agree BUILD BACKEND
    local hash
    hash=$("$1/lampyris" "${run[@]}" --backend="$2" "$level" | grep -o 'hash 0x[0-9a-f]*')
    printf '%-22s %-14s %s\n' "$1" "$2" "$hash"
    : "${first:=$hash}"
    [ "$hash" = "$first" ] || { echo "These are not the bits of the first line." && exit 1; }
}

for cc in gcc clang; do
    for opt in O0 O3; do
        build=build/agree/$cc-$opt
        "$@" program BUILD=$build CC=$cc OPT=-$opt WERROR=
        backends=$("$build/lampyris" --list-backends | cut -f1)
        [ -n "$backends" ] || { echo "$build/lampyris lists no backends" && exit 1; }
        for backend in $backends; do
            agree "$build" "$backend"
        done
    done
done
