#!/usr/bin/env bash
# Builds course_packages/NAME.course from each folder course_packages/NAME that is newer than its package.
set -euo pipefail
cd "$(dirname "$0")/.."
shopt -s nullglob
for source in course_packages/*/course.toml; do
    folder=$(dirname "$source")
    package=$folder.course
    if [ -e "$package" ] && [ -z "$(find "$folder" player/formats player/package player/course -newer "$package" -name '[!_]*' -print -quit)" ]; then
        continue
    fi
    .venv/bin/greentick build "$folder" -o "$package" --frozen
done
