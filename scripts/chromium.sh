#!/bin/sh
# Print the path of a Chromium that the browser tests can drive; everything else that is said goes to stderr.
# usage: sh scripts/chromium.sh PYTHON
python="${1:-python3}"

if [ -n "${THREADGRAPH_CHROMIUM:-}" ]; then
    if [ ! -x "$THREADGRAPH_CHROMIUM" ]; then
        echo "chromium.sh: THREADGRAPH_CHROMIUM is $THREADGRAPH_CHROMIUM, which cannot be run" >&2
        exit 1
    fi
    echo "$THREADGRAPH_CHROMIUM"
    exit 0
fi

on_path() {
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
        command -v "$name" && return 0
    done
    return 1
}

on_path && exit 0

if [ "$(id -u)" = 0 ] && [ -f /etc/debian_version ] && command -v apt-get >/dev/null; then
    echo "chromium.sh: no Chromium here; installing Debian's" >&2
    {
        apt-get -qq update
        DEBIAN_FRONTEND=noninteractive apt-get -qq install --yes --no-install-recommends chromium
    } >&2
    on_path && exit 0
fi

echo "chromium.sh: no Chromium here; asking Playwright for one" >&2
if "$python" -m playwright install chromium >&2; then
    path="$("$python" -c '
from playwright.sync_api import sync_playwright
with sync_playwright() as p:
    print(p.chromium.executable_path)')"
    if [ -x "$path" ]; then
        echo "$path"
        exit 0
    fi
fi

echo "chromium.sh: no Chromium could be had. Install one, or set THREADGRAPH_CHROMIUM to its path;" >&2
echo "chromium.sh: all tests but those of the browser run without it." >&2
exit 0
