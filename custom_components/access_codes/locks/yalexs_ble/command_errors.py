"""Map errors of the library to outcomes of the contract."""

from collections.abc import Awaitable
from typing import Final

from bleak.exc import BleakError
from yalexs_ble import AuthError, DisconnectedError, YaleXSBLEError

from ...core.model import Outcome

NO_SUCH_SLOT: Final = frozenset({0x02, 0x3F})
"""Codes of an error that may say that there is no such slot: not readable, not found."""

_OUTCOMES: Final[dict[int | None, Outcome]] = {
    0x06: Outcome.DUPLICATE,
    0x07: Outcome.FULL,
    0x08: Outcome.UNKNOWN,  # the lock gave up waiting
    0x39: Outcome.UNKNOWN,  # no buffers
    0x3B: Outcome.UNKNOWN,  # not acknowledged
    0x3C: Outcome.UNKNOWN,  # unknown to the lock itself
    0x3E: Outcome.UNKNOWN,  # busy
    0x46: Outcome.UNKNOWN,  # an outer part gave no answer
}
"""Outcomes by the code of an error (``OperationError``); by any other one the lock refuses."""


class CommandFailed(Exception):
    """A failed command. Without the library's text and the cause, which may quote a PIN."""

    def __init__(self, outcome: Outcome, code: int | None = None) -> None:
        """Store the outcome, and the code of the error where the lock named one."""
        super().__init__(outcome)
        self.outcome = outcome
        self.code = code


# contract 12.224, 12.226
async def call_lock[T](command: Awaitable[T]) -> T:
    """Await a command and return the lock's answer. Raises CommandFailed."""
    code: int | None = None
    try:
        return await command
    except AuthError, DisconnectedError, BleakError:
        outcome = Outcome.UNREACHABLE
    except YaleXSBLEError as err:
        # A KeycodeError, which earlier versions of the library do not have, or an answer that it cannot parse.
        error = getattr(err, "error", None)
        code = int(error) if isinstance(error, int) else None
        refused = Outcome.UNKNOWN if code is None else Outcome.REFUSED
        outcome = _OUTCOMES.get(code, refused)
    except TimeoutError, ValueError:
        outcome = Outcome.UNKNOWN
    except AssertionError, EOFError, OSError, RuntimeError:
        # Never heard of since the start, the adapter is gone, or the library is stopped.
        outcome = Outcome.UNREACHABLE
    raise CommandFailed(outcome, code) from None
