#!/bin/sh
# How long the preview of each chart takes that nobody has asked for before: follows og:image of every page of the release
# binary on sample data, as a messenger does. No test: `cargo xtask build && tests/previews.sh [PORT]`.
set -eu
cd "$(dirname "$0")/.."
port=${1:-8012}
target/release/rssac002 serve --listen "127.0.0.1:$port" --today 2026-11-21 >/dev/null &
server=$!
picture=$(mktemp)
trap 'kill $server; rm -f "$picture"' EXIT
until curl -fs "http://127.0.0.1:$port/healthz" >/dev/null; do sleep 0.1; done
sed -n 's/^ *path: "\(.*\)",$/\1/p' crates/charts/src/catalogue.rs | while read -r path; do
    image=$(curl -s "http://127.0.0.1:$port/$path?v=1" |
        sed -n 's/.*property="og:image" content="\([^"]*\)".*/\1/p' | sed 's/&amp;/\&/g')
    said=$(curl -s "$image" -o "$picture" -w "%{http_code} %{time_total} s %{size_download} octets")
    # Octets 17 to 24 of a PNG are its width and height.
    size=$(od -An -j16 -N8 -t u1 "$picture" | awk '{ printf "%dx%d", $3 * 256 + $4, $7 * 256 + $8 }')
    echo "$said $size $path"
done
