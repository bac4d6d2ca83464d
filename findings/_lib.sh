# shellcheck shell=bash
# Sourced by every finding: a folder that is removed at the end, and the pinned packages in it.
set -euo pipefail

HERE="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
export TZ=UTC

with_node() { # PACKAGE@VERSION...: needs Node.js 20 with npm
  cp "$HERE"/_*.mjs "$work"
  (
    cd "$work"
    npm install --no-audit --no-fund --no-update-notifier --ignore-scripts --prefer-offline --loglevel=error "$@" >&2
  )
}

run_node() { # runs the module on standard input, and keeps what it prints
  cat >"$work/check.mjs"
  (cd "$work" && node check.mjs >seen)
}

with_python() { # PACKAGE==VERSION...: needs uv, and Python 3.14 as $PYTHON or on PATH
  uv venv -q --python "$(command -v "${PYTHON:-python3.14}")" "$work/venv"
  uv pip install -q --python "$work/venv/bin/python" "$@"
  cat >"$work/conclude.py" <<'PYTHON'
import json


def conclude(seen):
    """Print the result, a line for each name."""
    for name, value in seen.items():
        print(f"{name}: {json.dumps(value)}")
PYTHON
}

with_home_assistant() { # PACKAGE==VERSION...: Home Assistant 2026.11.0, and how to start its core with a few components
  with_python homeassistant==2026.11.0 "$@"
  cat >"$work/home.py" <<'PYTHON'
from pathlib import Path

from homeassistant import auth, bootstrap, config_entries, core_config, loader
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component


async def start(*components, config=None):
    """Return a Home Assistant without a web server of its own, in a folder below this one."""
    folder = Path("config").resolve()
    folder.mkdir(exist_ok=True)
    hass = HomeAssistant(str(folder))
    loader.async_setup(hass)
    hass.config.skip_pip = True
    hass.config_entries = config_entries.ConfigEntries(hass, {})
    await bootstrap.async_load_base_functionality(hass)
    hass.auth = await auth.auth_manager_from_config(hass, [{"type": "homeassistant"}], [])
    await core_config.async_process_ha_core_config(hass, {"time_zone": "Europe/Amsterdam"})
    for component in ("homeassistant", *components):
        if not await async_setup_component(hass, component, config or {}):
            raise RuntimeError(f"{component} was not set up")
    return hass
PYTHON
}

run_python() { # runs the program on standard input, and keeps what it prints
  cat >"$work/check.py"
  (cd "$work" && "$work/venv/bin/python" -X utf8 check.py >seen)
}

expect() { # the text on standard input is what was printed when the finding was written down
  local expected seen
  expected="$(cat)"
  seen="$(cat "$work/seen")"
  if [[ "$seen" == "$expected" ]]; then
    printf '%s\nAs recorded.\n' "$seen"
  else
    printf 'CHANGED: this finding no longer holds.\nSeen:\n%s\nRecorded:\n%s\n' "$seen" "$expected" >&2
    exit 1
  fi
}
