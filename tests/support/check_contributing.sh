#!/usr/bin/env bash
# The model of CONTRIBUTING.md, taken from the page as a reader would: one file and one row. It is
# built into a copy of the tree, listed, compared with the reference, and held to the contract. The
# arguments are the command that calls make.
set -euo pipefail

copy=build/contributing
name=backwards

fenced() { # fenced FIRST: what stands in the fence whose first line begins with it
    awk -v first="$1" '
        /^```/ { inside = !inside; begun = 0; next }
        inside && !begun { begun = 1; wanted = index($0, first) == 1 }
        inside && wanted
    ' CONTRIBUTING.md
}

file=$(fenced '/* One loop')
row=$(fenced "MODEL($name)")
[ -n "$file" ] && [ -n "$row" ] || { echo "CONTRIBUTING.md shows no file, or no row." && exit 1; }

# With the objects that are there, so that only what is new is compiled.
"$@" program
rm -rf "$copy"
mkdir -p "$copy/build"
cp -a Makefile src tests levels assets "$copy"
cp -a build/src build/flags build/parts "$copy/build"

printf '%s\n' "$file" >"$copy/src/backend/$name.c"
printf '%s\n' "$row" >>"$copy/src/backend/models.def"

"$@" -C "$copy" program
"$@" -C "$copy" wrapped-test ONLY="test_contract test_cancel"
"$copy/build/lampyris" --list-backends | cut -f1 | grep -x "$name"
"$copy/build/lampyris" --headless --verify=all --ticks=30 meadow
