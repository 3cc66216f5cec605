#!/usr/bin/env bash
# One hash of the state after some ticks, whichever compiler, optimisation level, backend and
# instruction set. The arguments are the command that calls make.
set -euo pipefail

run=(--headless --render=none --sprites=10000 --ticks=100 --print-hash)
level=levels/reeds.tmx
first=

agree() { # agree BUILD OPTION
    local hash
    hash=$("$1/lampyris" "${run[@]}" "$2" "$level" | grep -o 'hash 0x[0-9a-f]*')
    printf '%-22s %-22s %s\n' "$1" "$2" "$hash"
    : "${first:=$hash}"
    [ "$hash" = "$first" ] || { echo "These are not the bits of the first line." && exit 1; }
}

has_isa() { # has_isa BUILD NAME
    "$1/lampyris" --isa="$2" --list-backends >/dev/null 2>&1
}

for cc in gcc clang; do
    for opt in O0 O3; do
        build=build/agree/$cc-$opt
        "$@" program BUILD=$build CC=$cc OPT=-$opt WERROR=
        # All but the one that is wrong on purpose.
        backends=$("$build/lampyris" --list-backends | cut -f1 | grep -vx racy)
        [ -n "$backends" ] || { echo "$build/lampyris lists no backends" && exit 1; }
        for backend in $backends; do
            agree "$build" --backend="$backend"
        done
        for isa in scalar sse2 avx2 avx512 neon; do
            if has_isa "$build" "$isa"; then
                agree "$build" --isa="$isa"
            fi
        done
    done
done
