#!/usr/bin/env bash
# Puts the libraries that the tests of the core need, built for arm64, into the folder named, and
# installs nothing: Debian's packages are fetched (1.3 MB, after lists of 9 MB) and unpacked. Silent
# and quick when they are there.
set -euo pipefail

root=$1
packages=(libcmocka0 libcmocka-dev libexpat1 libexpat1-dev zlib1g zlib1g-dev)
[ ! -e "$root/complete" ] || exit 0
if [ "${SETUP:-}" = no ] || ! command -v apt-get >/dev/null; then
    echo "Missing in $root, for arm64: ${packages[*]}. They are not to be fetched, or there is" \
        "no apt-get to do it." >&2
    exit 1
fi

# A life of its own beside the system's: another architecture, lists and cache.
mkdir -p "$root/apt/lists/partial" "$root/apt/cache/archives/partial"
: >"$root/apt/status"
here=$(realpath "$root")
apt() {
    apt-get -qq -o APT::Architecture=arm64 -o APT::Architectures=arm64 -o APT::Sandbox::User= \
        -o Dir::State="$here/apt" -o Dir::State::status="$here/apt/status" \
        -o Dir::Cache="$here/apt/cache" "$@"
}

echo "Fetching ${packages[*]} for arm64 ..."
apt update
(cd "$root/apt" && apt download "${packages[@]}")
for package in "$root"/apt/*.deb; do
    dpkg-deb -x "$package" "$root"
done
rm -rf "$root/apt"
touch "$root/complete"
