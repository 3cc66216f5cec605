#!/usr/bin/env bash
# Runs the checks named, or all of them but `tidy`, one after the other; a line a check, the output
# of those that fail, and as the last line `N passed, N failed`. In: MAKE.
set -euo pipefail

here=tests/support
read -ra make <<<"${MAKE:-make} --no-print-directory"
logs=build/check
sources() { find src tests \( -name '*.[ch]' -o -name '*.cpp' \) "$@"; }

# shellcheck disable=SC2317 # they are called by name
{
    check_format() { sources -exec clang-format --dry-run -Werror {} +; }
    check_floors() { $here/check_floors.sh; }
    check_limits() { $here/check_limits.sh; }
    check_agreement() { $here/check_agreement.sh "${make[@]}"; }
    # In the folder of `make test`, which has most of it already; a warning is an error there, too.
    check_warnings-gcc() { "${make[@]}" everything CC=gcc WERROR=-Werror; }
    check_warnings-clang() { "${make[@]}" warnings BUILD=build/clang CC=clang WERROR=-Werror; }
    check_contributing() { $here/check_contributing.sh "${make[@]}"; }
    check_models() { $here/check_models.sh; }
    check_asan() { "${make[@]}" asan; }
    check_tsan() { "${make[@]}" tsan; }
    check_tsan-hammer() { "${make[@]}" tsan-hammer; }
    check_memcheck() { "${make[@]}" memcheck; }
    check_ucontext() { "${make[@]}" check-ucontext; }
    check_arm64() { "${make[@]}" check-arm64; }

    # What each hammer is for must be found where it is built in.
    check_hammer() {
        "${make[@]}" hammer
        must_find DEQUE hammer_deque
        must_find JOBS hammer_park
    }

    must_find() { # must_find WEAKENED HAMMER
        "${make[@]}" hammer-programs WEAKENED="$1"
        local code=0
        "build/weakened-$1/tests/hammer/$2" || code=$?
        [ "$code" -eq 3 ] || { echo "$2 did not find what is weak: it ended with $code" && exit 1; }
    }

    # Of cppcheck's advice, readdir_r is out of date, and ucontext is our last resort by intent.
    check_cppcheck() {
        mkdir -p build/cppcheck
        cppcheck --quiet --error-exitcode=1 --std=c11 --language=c -j "$(nproc)" -Isrc -Itests \
            --enable=warning,performance,portability --inline-suppr --library=posix,gnu,sdl \
            --suppress={readdir,getcontext,makecontext,swapcontext}Called \
            --cppcheck-build-dir=build/cppcheck src tests
    }

    check_tidy() {
        local flags
        read -ra flags <<<"$(pkg-config --cflags sdl2 SDL2_image expat zlib cmocka)"
        sources -name '*.c' -print0 | xargs -0 -P "$(nproc)" -I FILE \
            clang-tidy --quiet FILE -- -std=gnu11 -Isrc -Itests "${flags[@]}" \
            2>/dev/null # where it only counts the warnings that it does not show
    }
}

all=(format floors limits models contributing warnings-gcc warnings-clang cppcheck hammer asan tsan
    tsan-hammer memcheck arm64 ucontext agreement)
[ $# -gt 0 ] || set -- "${all[@]}"

mkdir -p "$logs"
passed=0 failed=0
for name in "$@"; do
    if ! declare -F "check_$name" >/dev/null; then
        echo "There is no check $name; there are ${all[*]} and tidy." >&2
        exit 2
    fi
    [ ! -t 1 ] || printf '... %s\r' "$name"
    start=$SECONDS
    # Not `if (check); then`, in which `set -e` would not hold inside the check.
    set +e
    (set -e; "check_$name") </dev/null >"$logs/$name.log" 2>&1
    code=$?
    set -e
    if [ "$code" -eq 0 ]; then
        passed=$((passed + 1))
        echo "ok $name ($((SECONDS - start)) s)"
    else
        failed=$((failed + 1))
        echo "FAILED $name ($((SECONDS - start)) s)"
        awk '!/^(CC|AS|LINK|ok) / && n++ < 200 { print "    | " $0 }' "$logs/$name.log"
        echo "    (all of it: $logs/$name.log)"
    fi
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
