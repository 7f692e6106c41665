#!/usr/bin/env bash
# Takes the pictures of the README from the tour that was just played, made small without losing a pixel.
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p docs/pictures
for screen in lesson; do
    .venv/bin/python -c 'import sys; from PIL import Image; Image.open(sys.argv[1]).convert("RGB").save(sys.argv[2], optimize=True)' \
        "build/tour/$screen.png" "docs/pictures/$screen.png"
    echo "docs/pictures/$screen.png"
done
