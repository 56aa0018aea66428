#!/bin/sh
# Make sure that the browser tests have a Chromium: install Debian's where that is possible.
set -eu
command -v chromium >/dev/null && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing chromium ..."
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends chromium >/dev/null
elif [ "${CI:-}" = true ]; then
    echo "make: the browser tests need chromium, and it cannot be installed here" >&2
    exit 1
else
    echo "make: chromium is not installed, so the browser tests are skipped; on Debian: apt-get install chromium" >&2
fi
