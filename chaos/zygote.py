"""Starts Home Assistant processes from one that has imported it already, so that a start costs no imports.

Reads a line of JSON for each start and writes the process id; writes a line for each that ended.
"""

from contextlib import suppress
import ctypes
import importlib
import json
import os
from pathlib import Path
import signal
import sys
from types import FrameType

_COMPONENTS = (
    "api",
    "application_credentials",
    "automation",
    "backup",
    "binary_sensor",
    "calendar",
    "config",
    "diagnostics",
    "event",
    "frontend",
    "homeassistant",
    "http",
    "input_boolean",
    "lock",
    "logger",
    "onboarding",
    "repairs",
    "script",
    "sensor",
    "template",
    "usb",
    "websocket_api",
    "zwave_js",
)

_DIE_WITH_PARENT = 1
_SOURCE = "custom_components"


def _import_home_assistant() -> None:
    for name in ("__main__", "bootstrap", "runner"):
        importlib.import_module(f"homeassistant.{name}")
    for component in _COMPONENTS:
        name = f"homeassistant.components.{component}"
        importlib.import_module(name)
        for module in ("config_flow", "diagnostics", "repairs", component):
            try:
                importlib.import_module(f"{name}.{module}")
            except ImportError:
                continue


def _become_home_assistant(folder: str, log: str) -> None:
    os.setsid()
    ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
    null = os.open(os.devnull, os.O_RDONLY)
    output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(null, 0)
    os.dup2(output, 1)
    os.dup2(output, 2)
    _forget_repository()
    sys.argv = ["hass", "--skip-pip", "--config", folder]
    from homeassistant.__main__ import main  # noqa: PLC0415

    os._exit(main())


def _forget_repository() -> None:
    """Have our integration imported from the home's own copy, whatever becomes of the repository meanwhile."""
    repository = Path.cwd()
    sys.path[:] = [path for path in sys.path if Path(path).resolve() != repository]
    for name in [*sys.modules]:
        if name.partition(".")[0] == _SOURCE:
            del sys.modules[name]


def _reap(_signal: int, _frame: FrameType | None) -> None:
    with suppress(ChildProcessError):
        while True:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                return
            _say({"ended": pid, "code": os.waitstatus_to_exitcode(status)})


def _say(word: dict[str, int]) -> None:
    os.write(1, json.dumps(word).encode() + b"\n")


def main() -> None:
    """Serve until the input ends."""
    _import_home_assistant()
    signal.signal(signal.SIGCHLD, _reap)
    _say({"ready": os.getpid()})
    for line in sys.stdin:
        order = json.loads(line)
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGCHLD})
        pid = os.fork()
        if pid == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGCHLD})
            try:
                _become_home_assistant(order["folder"], order["log"])
            finally:
                os._exit(70)
        _say({"started": pid})
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGCHLD})


if __name__ == "__main__":
    main()
