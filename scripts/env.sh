# shellcheck shell=bash
# Source this to work with what scripts/setup prepared: `source scripts/env.sh`.
# After it python, pytest, hass, mypy and ruff are the ones of the lock file, wherever the shell stands.

REPO="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
export REPO
export ACCESS_CODES_CACHE="${ACCESS_CODES_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/access_codes}"

# One environment per lock file, so that a branch with other pins never spoils this one.
_access_codes_key="$(sha256sum "$REPO/requirements-dev.lock" | cut -c1-16)"
export VENV="$ACCESS_CODES_CACHE/venv-$_access_codes_key"
unset _access_codes_key

if [[ ! -e "$VENV/.complete" && -z "${ACCESS_CODES_SETUP:-}" ]]; then
  echo "access_codes: the environment is not there yet, run scripts/setup" >&2
fi

# A Node.js fetched by scripts/setup is there only where the system's own is missing or too old.
for _access_codes_bin in "$ACCESS_CODES_CACHE/node/bin" "$VENV/bin"; do
  if [[ ":$PATH:" != *":$_access_codes_bin:"* ]]; then
    PATH="$_access_codes_bin:$PATH"
  fi
done
unset _access_codes_bin
export PATH

CHROMIUM="${CHROMIUM:-$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)}"
export CHROMIUM
