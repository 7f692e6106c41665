#!/usr/bin/env bash
# Takes the pictures of the README from the tours that were just played (make tour, make tour-samples), made small without losing a pixel.
# arabic.png is taken by hand: the second lesson of clean-hands, with the window in Arabic.
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p docs/pictures
for pair in tour/lesson=lesson tour-first-aid/media=film tour-first-aid/course-done=course tour-first-aid/award=award; do
    from=build/${pair%=*}.png to=docs/pictures/${pair#*=}.png
    [ -f "$from" ] || { echo "pictures: $from is not there: play its tour first" >&2; exit 1; }
    .venv/bin/python -c 'import sys; from PIL import Image; Image.open(sys.argv[1]).convert("RGB").save(sys.argv[2], optimize=True)' "$from" "$to"
    echo "$to"
done
