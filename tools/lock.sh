#!/usr/bin/env bash
# Writes requirements.lock and requirements-dev.lock anew from pyproject.toml: newest versions that fit, with hashes, naming no index.
# KEEP=1: versions that are locked stay, only what pyproject.toml newly asks for is added.
set -euo pipefail
cd "$(dirname "$0")/.."
tools=build/lock-tools
[ -x $tools/bin/pip-compile ] || { .venv/bin/python -m venv $tools && $tools/bin/pip install -q pip-tools; }
compile() {
    $tools/bin/pip-compile -q $([ -n "${KEEP:-}" ] || echo --upgrade) --generate-hashes --no-emit-index-url --no-emit-find-links --no-emit-trusted-host \
        --no-strip-extras --allow-unsafe --no-header "$@" pyproject.toml
}
# One solution for both, so that what is tested is what is played.
compile --extra build --extra dev --output-file requirements-dev.lock
grep -oE '^[A-Za-z0-9_.-]+(\[[^]]*\])?==[^ ]+' requirements-dev.lock | sed 's/\[.*\]//' > build/pins.txt
compile --extra build --constraint build/pins.txt --output-file requirements.lock
sed -i '/^ *#  *-c build\/pins.txt$/d' requirements.lock
sed -i 's/greentick (pyproject.toml)/greentick/' requirements.lock requirements-dev.lock  # as other releases of pip-compile write it
echo "The locks are written. Try them: rm -rf .venv && make test"
