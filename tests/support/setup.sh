#!/usr/bin/env bash
# Installs what is missing for the sets named (run, test, check, memcheck, arm64, lint, report, bench,
# gif), after naming it. Silent and quick when nothing is missing. SETUP=no: only names, and fails. A
# library counts as there when pkg-config finds it, so that this is of no concern to a system without
# apt-get that has them.
set -euo pipefail

cc=${CC:-gcc}
pkg_config=${PKG_CONFIG:-pkg-config}
missing=()

miss() { # miss PACKAGE
    case " ${missing[*]} " in
    *" $1 "*) ;;
    *) missing+=("$1") ;;
    esac
}

tool() { # tool COMMAND PACKAGE
    command -v "${1%% *}" >/dev/null || miss "$2"
}

library() { # library PKG-CONFIG-NAME PACKAGE
    "$pkg_config" --exists "$1" 2>/dev/null || miss "$2"
}

# clang's sanitizers are a package of their own.
clang_runtime() {
    local folder
    folder=$(clang -print-resource-dir 2>/dev/null || true)
    [ -n "$folder" ] && ls "$folder"/lib/*/*tsan* >/dev/null 2>&1 || miss libclang-rt-dev
}

# The GL that bench-draw has do nothing.
mesa() {
    local driver
    for driver in /usr/lib/*/dri/swrast_dri.so /usr/lib*/dri/swrast_dri.so \
        /usr/lib/*/libgallium-*.so; do
        [ ! -e "$driver" ] || return 0
    done
    miss libgl1-mesa-dri
}

header() { # header C++-HEADER PACKAGE
    echo "#include <$1>" | g++ -E -x c++ - >/dev/null 2>&1 || miss "$2"
}

for set in "$@"; do
    case $set in
    run)
        if [ "${cc%% *}" = clang ]; then tool clang clang; else tool "$cc" gcc; fi
        tool "$pkg_config" pkg-config
        library sdl2 libsdl2-dev # brings X11 and its extensions, which may be missing elsewhere
        library SDL2_image libsdl2-image-dev
        library expat libexpat1-dev
        library zlib zlib1g-dev
        ;;
    test)
        library cmocka libcmocka-dev
        ;;
    check)
        tool gcc gcc
        tool clang clang
        clang_runtime
        tool clang-format clang-format
        tool spin spin
        tool cppcheck cppcheck
        ;;
    memcheck)
        tool valgrind valgrind
        ;;
    arm64)
        tool aarch64-linux-gnu-gcc gcc-aarch64-linux-gnu
        [ -e /usr/aarch64-linux-gnu/include/stdio.h ] || miss libc6-dev-arm64-cross
        tool qemu-aarch64 qemu-user
        ;;
    lint)
        tool clang-tidy clang-tidy
        tool cppcheck cppcheck
        ;;
    report)
        tool gnuplot gnuplot-nox
        ;;
    bench)
        tool g++ g++
        library tbb libtbb-dev
        header boost/context/detail/fcontext.hpp libboost-context-dev
        header boost/fiber/all.hpp libboost-fiber-dev
        tool Xvfb xvfb
        mesa
        ;;
    gif)
        tool convert imagemagick
        tool gifsicle gifsicle
        ;;
    *)
        echo "setup.sh: no set is called $set; the first lines of it name them" >&2
        exit 2
        ;;
    esac
done
[ ${#missing[@]} -gt 0 ] || exit 0

if ! command -v apt-get >/dev/null; then
    echo "Missing, by their Debian names, and there is no apt-get here to install them:" \
        "${missing[*]}" >&2
    exit 1
fi

echo "Missing:"
printf '    %s\n' "${missing[@]}"
if [ "${SETUP:-}" = no ]; then
    echo "SETUP=no forbids to install them; as root: apt-get install ${missing[*]}" >&2
    exit 1
fi

root=()
if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
        echo "Neither root nor sudo; as root: apt-get install ${missing[*]}" >&2
        exit 1
    fi
    root=(sudo)
fi

mkdir -p build
log=build/setup.log
apt() {
    "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -y -o DPkg::Lock::Timeout=120 "$@" \
        </dev/null >>"$log" 2>&1
}

: >"$log"
echo "Installing them with apt-get (the log is $log) ..."
apt update || echo "apt-get update failed; going on with the lists that there are" >&2
if ! apt install --no-install-recommends "${missing[@]}"; then
    tail -n 20 "$log" >&2
    echo "apt-get could not install them; see above" >&2
    exit 1
fi
echo "Installed."
