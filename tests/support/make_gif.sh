#!/usr/bin/env bash
# Makes an animation out of a movie's frames: make_gif.sh FOLDER FILE. Every fourth frame, a sixtieth
# of a second each, is 15 a second; half the size, a common palette, and what changes little kept.
set -euo pipefail

folder=$1
file=$2
every=4
width=640
colors=64
loss=60

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

count=0
for frame in "$folder"/frame-*.png; do
    number=${frame##*-}
    number=$((10#${number%.png}))
    if [ $((number % every)) -eq 1 ]; then
        printf '%s\n' "$frame"
        count=$((count + 1))
    fi
done >"$work/frames"
[ "$count" -gt 0 ] || { echo "make_gif.sh: there are no frames in $folder" >&2; exit 1; }

shrink() { # shrink FRAME
    convert "$1" -filter Triangle -resize "${width}x" +dither -colors 128 \
        "$work/$(basename "$1" .png).gif"
}
export -f shrink
export width work
xargs -P "$(nproc)" -I{} bash -euc 'shrink {}' <"$work/frames"
gifsicle --no-warnings --loopcount=forever --delay=7 --optimize=3 --lossy=$loss --colors $colors \
    "$work"/frame-*.gif --output "$file.new"
mv "$file.new" "$file"
echo "$file: $count frames, $(($(stat -c %s "$file") / 1024)) KiB"
