#!/usr/bin/env bash
# The media of the sample courses, made anew. PyAV encodes them and is installed for this only, beside the build; flite speaks.
set -euo pipefail
cd "$(dirname "$0")/.."
library=build/samples-media
command -v flite >/dev/null || { echo "samples: flite is not installed (Debian: apt-get install flite)" >&2; exit 1; }
[ -d "$library/av" ] || .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --target "$library" 'av==18.1.0'
PYTHONPATH="$library" QT_QPA_PLATFORM=offscreen .venv/bin/python -m tools.samples "$@"
