#!/usr/bin/env bash
# Wheel and source archive in dist, with the sample packages beside them; then both are tried: the source archive builds the same wheel, and the
# wheel takes the sample course to a certificate, installed offline from locked packages, in an empty environment with an empty HOME.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD python=$PWD/.venv/bin/python
place=$(mktemp -d "${TMPDIR:-/tmp}/greentick-dist.XXXXXX")
trap 'rm -rf "$place"' EXIT
say() { echo "dist: $*"; }

# The same tree gives the same bytes.
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct 2>/dev/null || echo 1700000000)
export SOURCE_DATE_EPOCH
mkdir -p dist
rm -f dist/*.whl dist/*.tar.gz dist/*.course
"$python" -m hatchling build -d "$root/dist" > "$place/log" 2>&1 || { cat "$place/log" >&2; exit 1; }
cp course_packages/*.course dist/
wheel=$(echo dist/greentick-*.whl) archive=$(echo dist/greentick-*.tar.gz)
"$python" -m tools.dist_contents "$wheel" "$archive"

mkdir "$place/source"
tar -xzf "$archive" -C "$place/source" --strip-components 1
(cd "$place/source" && "$python" -m hatchling build -t wheel -d "$place/again" > "$place/log" 2>&1) || { cat "$place/log" >&2; exit 1; }
cmp "$wheel" "$place/again/$(basename "$wheel")" || { say "the source archive builds another wheel" >&2; exit 1; }
say "the source archive builds the same wheel, byte for byte"

# The packages of the lock, fetched once; what follows needs no network.
wheels=build/wheels
if [ ! -e $wheels/.complete ] || ! cmp -s requirements.lock $wheels/.complete; then
    say "fetching the locked packages (some hundred megabytes, once)"
    rm -rf $wheels && mkdir -p $wheels
    "$python" -m pip --disable-pip-version-check --no-input -q download --require-hashes --only-binary :all: -r requirements.lock -d $wheels
    cp requirements.lock $wheels/.complete
fi

mkdir "$place/home" "$place/trial"
alone=(env -i HOME="$place/home" PATH="$place/venv/bin:/usr/bin:/bin" LANG=C.UTF-8)
"$python" -m venv "$place/venv"
pip=("${alone[@]}" "$place/venv/bin/python" -m pip --isolated --disable-pip-version-check --no-input -q install --no-index)
"${pip[@]}" --require-hashes --find-links "$root/$wheels" -r "$root/requirements.lock"
"${pip[@]}" --no-deps "$root/$wheel"
say "installed offline: $("${alone[@]}" greentick --version)"

# Tests and samples are copied away, so that nothing but the wheel can be the program.
cp -r tests course_packages "$place/trial/"
cd "$place/trial"
rm -f course_packages/*.course
where=$("${alone[@]}" python -c 'import player; print(player.__file__)')
case $where in "$place"/venv/*) ;; *) say "the program that is tried is $where, not the wheel" >&2; exit 1 ;; esac
"${alone[@]}" greentick check course_packages/safe-water
"${alone[@]}" greentick build course_packages/safe-water -o course_packages/safe-water.course --frozen
cmp course_packages/safe-water.course "$root/dist/safe-water.course"
"${alone[@]}" greentick desktop install
grep -q "^Exec=$place/venv/bin/greentick %F$" "$place/home/.local/share/applications/greentick.desktop"
"${alone[@]}" greentick desktop remove
"${alone[@]}" QT_QPA_PLATFORM=offscreen python -m tests.tour --brief --out "$place/out"
code=0
"${alone[@]}" greentick verify "$place/out/certificate.pdf" > "$place/verdict" || code=$?
head -n 2 "$place/verdict"
[ $code = 4 ] || { say "verify ends with $code, not 4" >&2; exit 1; }
say "passed: $(cd "$root" && ls -1 dist/*.whl dist/*.tar.gz dist/*.course | tr '\n' ' ')"
