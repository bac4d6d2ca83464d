"""The outcome of each error of a command."""

import asyncio

from aiohttp import ClientConnectionResetError
import pytest
from zwave_js_server.exceptions import (
    ConnectionFailed,
    FailedCommand,
    InvalidState,
    NotConnected,
    NotFoundError,
)

from custom_components.access_codes.core.model import Outcome
from custom_components.access_codes.locks.adapter import LockUnreachable, ReadFailed
from custom_components.access_codes.locks.zwave_js.command_errors import (
    CommandFailed,
    call_driver,
    raise_read_failed,
)
from tests.support.zwave_server import failure

ZWAVE_ERRORS = [
    (103, Outcome.UNREACHABLE),  # the driver is not ready
    (200, Outcome.UNREACHABLE),  # the controller does not answer
    (201, Outcome.UNKNOWN),  # the node did not answer in time
    (202, Outcome.UNREACHABLE),  # dropped: the node is dead
    (204, Outcome.UNREACHABLE),  # not acknowledged
    (217, Outcome.INVALID),  # too long for one message
    (305, Outcome.REFUSED),  # the operation failed
    (322, Outcome.INVALID),  # not a code that this command class can carry
    (1100, Outcome.REFUSED),  # Supervision: failed
    (1401, Outcome.UNREACHABLE),  # no secure session
    (9999, Outcome.UNKNOWN),
]
OTHER_ERRORS = [
    (FailedCommand("1", "node_not_found"), Outcome.UNREACHABLE),
    (FailedCommand("1", "failed_command"), Outcome.UNREACHABLE),
    (FailedCommand("1", "unknown_error"), Outcome.UNKNOWN),
    (NotConnected(), Outcome.UNREACHABLE),
    (NotFoundError(), Outcome.UNREACHABLE),
    (ConnectionFailed(), Outcome.UNREACHABLE),
    (ClientConnectionResetError(), Outcome.UNREACHABLE),
    (asyncio.CancelledError(), Outcome.UNREACHABLE),
    (InvalidState(), Outcome.UNKNOWN),
    (AssertionError(), Outcome.UNKNOWN),
    (ValueError("1357 is not a valid answer"), Outcome.UNKNOWN),
]


async def fail(error: BaseException) -> None:
    raise error


@pytest.mark.parametrize(
    ("error", "outcome"),
    [*((failure(code), outcome) for code, outcome in ZWAVE_ERRORS), *OTHER_ERRORS],
)
async def test_each_error_has_its_outcome_and_reveals_no_text(
    error: BaseException, outcome: Outcome
) -> None:
    with pytest.raises(CommandFailed) as failed:
        await call_driver(fail(error))

    assert failed.value.outcome is outcome
    assert "1357" not in str(failed.value)
    assert failed.value.__cause__ is None
    assert failed.value.__suppress_context__


async def test_an_unexpected_error_is_not_hidden() -> None:
    with pytest.raises(RuntimeError):
        await call_driver(fail(RuntimeError()))


@pytest.mark.parametrize("outcome", Outcome)
def test_a_read_that_failed_says_whether_the_lock_was_reached(outcome: Outcome) -> None:
    with pytest.raises(ReadFailed) as failed:
        raise_read_failed(CommandFailed(outcome))

    is_away = isinstance(failed.value, LockUnreachable)
    assert is_away is (outcome is Outcome.UNREACHABLE)
