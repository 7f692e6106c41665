#!/usr/bin/env bash
# Makes this checkout ready: `tools/setup.sh run` to play, `tools/setup.sh dev` to test as well.
# Installs only what is missing; a second run finds nothing to do and is over at once.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
mode=${1:-run}
case $mode in
    run) lock=requirements.lock ;;
    dev) lock=requirements-dev.lock ;;
    *) echo "usage: tools/setup.sh run|dev" >&2; exit 2 ;;
esac

say() { echo "setup: $*"; }
stop() { echo >&2; echo "setup: $1" >&2; exit 1; }

# Who may install system packages here, and how.
if [ "$(id -u)" = 0 ]; then
    as_root=(env)
elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
    as_root=(sudo)
else
    as_root=()
fi

debian() { command -v dpkg-query >/dev/null && command -v apt-get >/dev/null; }
installed() { [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }

install_packages() {
    if [ ${#as_root[@]} -eq 0 ]; then
        stop "these system packages are missing and may not be installed from here. Please type this, then the same make command again:

    sudo apt-get install -y --no-install-recommends $*
"
    fi
    say "installing system packages: $*"
    local apt=("${as_root[@]}" DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0)
    "${apt[@]}" update >/dev/null || say "the package lists could not be refreshed, trying with the ones at hand"
    local names=() name
    for name in "$@"; do  # newer releases gave some libraries another name
        if ! apt-cache show "$name" >/dev/null 2>&1 && apt-cache show "${name}t64" >/dev/null 2>&1; then name=${name}t64; fi
        names+=("$name")
    done
    "${apt[@]}" install -y --no-install-recommends "${names[@]}" >/dev/null || stop "apt-get could not install: ${names[*]}"
}

# System libraries: what Qt loads on Linux, per part (docs/decisions.md).
if [ "$(uname -s)" = Linux ]; then
    libraries=(
        libgl1 libegl1 libxkbcommon0 libdbus-1-3 libfontconfig1 libglib2.0-0  # widgets, PDF
        libpulse0 libxrandr2  # sound and films
        libnss3 libasound2 libgbm1 libxcomposite1 libxdamage1 libxtst6 libxkbfile1  # web content
        libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxkbcommon-x11-0 libxcb-shape0  # real windows
    )
    [ "$mode" = run ] || libraries+=(poppler-utils)  # the tests ask pdfsig for a second opinion
    if debian; then
        missing=()
        for name in "${libraries[@]}"; do
            installed "$name" || installed "${name}t64" || missing+=("$name")
        done
        [ ${#missing[@]} -eq 0 ] || install_packages "${missing[@]}"
        # What some tests and the tours at a real desktop want besides; where it cannot be had they are left out, and say so.
        missing=()
        if [ "$mode" = dev ]; then
            for name in desktop-file-utils xdg-utils shared-mime-info xvfb openbox xdotool imagemagick dbus at-spi2-core python3-gi; do
                installed "$name" || missing+=("$name")
            done
        fi
        [ ${#missing[@]} -eq 0 ] || (install_packages "${missing[@]}") || say "without them the tours at a real desktop are left out"
    elif [ ! -e .venv ]; then
        say "this is not Debian: libraries like ${libraries[*]} are taken to be there"
    fi
fi

# Python: the first that is new enough.
usable() { "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' 2>/dev/null; }
find_python() {
    local candidate
    for candidate in python3.11 python3.12 python3.13 python3; do
        if command -v "$candidate" >/dev/null && usable "$candidate"; then python=$candidate; return 0; fi
    done
    return 1
}
state() { { cat "$1" pyproject.toml; echo "$root"; .venv/bin/python -c 'import sys; print(sys.version)'; } | sha256sum; }
ready() { [ -e ".venv/.ready-$1" ] && [ "$(cat ".venv/.ready-$1")" = "$(state "$2")" ]; }

if [ -x .venv/bin/python ] && usable .venv/bin/python; then
    if ready "$mode" "$lock"; then exit 0; fi
    if [ "$mode" = run ] && ready dev requirements-dev.lock; then exit 0; fi  # what tests, plays
    if [ -e .venv/.root ] && [ "$(cat .venv/.root)" != "$root" ]; then
        say "this folder was moved: making its environment anew"
        rm -rf .venv
    fi
else
    rm -rf .venv
fi

if [ ! -x .venv/bin/python ]; then
    find_python || { debian || stop "Python 3.11 or newer is needed, and none was found."; install_packages python3 python3-venv; find_python; } ||
        stop "Python 3.11 or newer is needed, and this system's packages have only an older one."
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        debian || stop "$python lacks the modules venv and ensurepip: install them, then try again."
        install_packages "$(basename "$python")-venv"
    fi
    say "making .venv with $("$python" -V)"
    "$python" -m venv .venv
fi
echo "$root" > .venv/.root

pip=(.venv/bin/python -m pip --disable-pip-version-check --no-input -qq install)
say "installing the locked dependencies of $lock (some hundred megabytes the first time)"
"${pip[@]}" --require-hashes --only-binary :all: -r "$lock"
say "installing greentick itself"
"${pip[@]}" --no-deps --no-build-isolation -e .
state "$lock" > ".venv/.ready-$mode"
say "ready: .venv/bin/greentick"
