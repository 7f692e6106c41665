#!/usr/bin/env bash
# Proves that a clone is enough: HEAD in an empty folder, an empty HOME, no display, and only `make run` and `make test`.
# Kept of the environment is what a machine may need to reach its package index (pip, certificates, proxies), no more.
set -euo pipefail
cd "$(dirname "$0")/.."
place=$(mktemp -d "${TMPDIR:-/tmp}/greentick-fresh.XXXXXX")
trap 'rm -rf "$place"' EXIT
mkdir "$place/home"
git clone -q --no-hardlinks . "$place/greentick"
cd "$place/greentick"
echo "fresh: $(git log -1 --format='%h %s') in an empty folder, with an empty HOME and no display"

keep=(HOME="$place/home" LANG=C.UTF-8 PATH="${FRESH_PATH:-/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin}")
while IFS='=' read -r name _; do
    case $name in
        PIP_* | SSL_* | REQUESTS_CA_BUNDLE | CURL_CA_BUNDLE | http_proxy | https_proxy | no_proxy | HTTP_PROXY | HTTPS_PROXY | NO_PROXY) keep+=("$name=${!name}") ;;
    esac
done < <(env)

step() {
    local began=$SECONDS
    env -i "${keep[@]}" "$@"
    echo "fresh: $* took $((SECONDS - began)) s"
}
step make run
step make run  # all is there now
step make test
[ -z "$(git status --porcelain)" ] || { echo "fresh: the working tree was changed:" >&2; git status --short >&2; exit 1; }
echo "fresh: make run and make test passed, nothing else was typed"
