# shellcheck shell=bash
# Source this to work with what scripts/setup prepared: `source scripts/env.sh`.
# After it python, pytest, hass, mypy and ruff are the ones of the lock file, wherever the shell stands.

REPO="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
export REPO
export ACCESS_CODES_CACHE="${ACCESS_CODES_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/access_codes}"

# One environment per lock file, so that a branch with other pins never spoils this one.
_access_codes_environment() { # LOCK_FILE: where its environment is
  echo "$ACCESS_CODES_CACHE/venv-$(sha256sum "$REPO/$1" | cut -c1-16)"
}
VENV="$(_access_codes_environment requirements-dev.lock)"
# Home Assistant alone, of the release that the test plugin does not follow yet. It is never put on PATH.
VENV_2026_11="$(_access_codes_environment requirements-2026.11.lock)"
# The Matter server of the end-to-end tests: its packages and Home Assistant's do not go together.
VENV_MATTER_SERVER="$(_access_codes_environment requirements-matter-server.lock)"
export VENV VENV_2026_11 VENV_MATTER_SERVER
unset -f _access_codes_environment

if [[ ! (-e "$VENV/.complete" && -e "$VENV_2026_11/.complete") && -z "${ACCESS_CODES_SETUP:-}" ]]; then
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
