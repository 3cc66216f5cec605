#!/usr/bin/env bash
# Checks each tests/model/NAME.pml, or those named: that the statements that it quotes still stand
# in the sources, that `spin` finds no fault in it, and that it finds one in each variant that `must
# fail`. tests/model/README.md says how a model writes this down. A line a run.
set -euo pipefail

build=${BUILD:-build}/models
depth=1000000

give_up() {
    echo "$1" >&2
    exit 1
}

command -v spin >/dev/null || give_up "There is no spin here to check the models with (Debian: spin)"

# `/*@ FILE FUNCTION */` names a function, and `/*= STATEMENT */` lines after it must stand in its
# definition, in this order. White space does not count.
check_quotes() { # check_quotes MODEL
    awk '
        function complain(text) {
            printf "%s:%d: %s\n", FILENAME, FNR, text > "/dev/stderr"
            exit failed = 1
        }

        function definition(path, name,    line, text, inside, code) {
            while ((code = (getline line < path)) > 0) {
                if (line ~ "^[a-z].*[ *]" name "[(]" && line !~ /;$/)
                    inside = 1
                if (inside)
                    text = text " " line
                if (inside && line ~ /^}/)
                    break
            }
            close(path)
            if (code < 0)
                complain("there is no file " path)
            gsub(/[ \t]+/, " ", text)
            gsub(/[(] /, "(", text)
            return text
        }

        /^\/\*@ / {
            path = $2
            name = $3
            text = definition(path, name)
            if (text == "")
                complain(path " does not define " name)
        }

        /^ *\/\*= .* \*\/$/ {
            sub(/^ *\/\*= /, "")
            sub(/ \*\/$/, "")
            at = index(text, $0)
            if (!at)
                complain(path " does not say this in " name ", or not here: " $0)
            text = substr(text, at + length($0))
            quotes++
            next
        }

        /\/\*=/ {
            complain("a quote must be a line of its own")
        }

        END {
            if (!failed && !quotes)
                complain("quotes no statement of the sources")
            if (!failed)
                print quotes " quotes stand in the sources"
            exit failed
        }' "$1"
}

# Leaves spin's report in $report. MUST_END: for runs that never end, instead of for faults. Without
# optimising, which takes longer than it saves.
search() { # search MODEL [VARIANT]
    local name model=$PWD/$1 gcc=(-DSAFETY) pan=()
    name=$(basename "$1" .pml)${2:+-$2}
    [ "${2-}" != MUST_END ] || gcc=(-DNP) pan=(-l)
    local folder=$build/$name
    report=$folder/report
    rm -rf "$folder"
    mkdir -p "$folder"
    if ! (cd "$folder" && spin ${2:+"-D$2"} -a "$model" && gcc -O0 -w "${gcc[@]}" -o pan pan.c) \
        >"$report" 2>&1; then
        cat "$report" >&2
        give_up "$name: not a model that spin and gcc can make a search of"
    fi
    # Its exit status says nothing.
    (cd "$folder" && ./pan "${pan[@]}" -m$depth) >"$report" 2>&1 || true
    grep -q 'errors: [0-9]' "$report" || give_up "$name: the search did not end; see $report"
}

expect_right() { # expect_right MODEL [MUST_END]
    search "$@"
    if ! grep -q 'errors: 0$' "$report"; then
        grep '^pan:' "$report" >&2 || true
        give_up "$1${2:+ $2}: spin finds a fault; to follow it: (cd ${report%/*} &&
            spin ${2:+-D$2 }-g -p -k $(basename "$1").trail $PWD/$1)"
    fi
    ! grep -Eq 'max search depth too small|Search not completed|out of memory' "$report" ||
        give_up "$1: the search is not complete; see $report"
    local none="no fault"
    [ "${2-}" != MUST_END ] || none="no endless run"
    echo "ok $1: $none in $(awk '/states, stored/ { print $1 }' "$report") states"
}

expect_fault() { # expect_fault MODEL VARIANT
    grep -Eq "^#(if|elif).*\b$2\b" "$1" || give_up "$1: has no part for $2"
    search "$@"
    ! grep -q 'errors: 0$' "$report" ||
        give_up "$1: $2 must fail, and spin finds no fault in it; see $report"
    echo "ok $1 $2: $(sed -n 's/^pan:1: \(.*\) (at depth.*/\1/p' "$report")"
}

check() { # check MODEL
    local quotes variants variant
    quotes=$(check_quotes "$1")
    echo "ok $1: $quotes"
    expect_right "$1"
    ! grep -q '^ \* must end: every run$' "$1" || expect_right "$1" MUST_END
    variants=$(sed -n 's/^ \* must fail: \([A-Z_]*\) .*/\1/p' "$1")
    [ -n "$variants" ] || give_up "$1: names no variant that must fail"
    for variant in $variants; do
        expect_fault "$1" "$variant"
    done
}

if [ $# -eq 1 ]; then
    check "$1"
else
    [ $# -gt 0 ] || set -- tests/model/*.pml
    printf '%s\0' "$@" | xargs -0 -n 1 -P "$(nproc)" "$0"
fi
