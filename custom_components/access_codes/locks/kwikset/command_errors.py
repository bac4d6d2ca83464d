"""Map errors of the library to outcomes of the contract."""

from collections.abc import Awaitable
from typing import Final

from aiohttp import ClientConnectorError, ClientError, ClientResponseError
from aiokwikset.errors import AuthenticationError, KwiksetError, MinimumAccessCodeError

from ...core.model import Outcome

_CONFLICT: Final = 409
_TIMED_OUT: Final = 408
_LIMITED: Final = 429


class CommandFailed(Exception):
    """A failed request. Without the library's text and the cause."""

    def __init__(self, outcome: Outcome) -> None:
        """Store the outcome."""
        super().__init__(outcome)
        self.outcome = outcome


# contract 12.264
async def call_cloud[T](request: Awaitable[T]) -> T:
    """Await a request and return the cloud's answer. Raises CommandFailed."""
    try:
        return await request
    except MinimumAccessCodeError:
        outcome = Outcome.REFUSED
    except AuthenticationError:
        outcome = Outcome.UNREACHABLE
    except KwiksetError as err:
        outcome = _outcome_of(err.__cause__)
    except AttributeError, ClientError, KeyError, TypeError, ValueError:
        # An answer of another form.
        outcome = Outcome.UNKNOWN
    raise CommandFailed(outcome) from None


def _outcome_of(cause: BaseException | None) -> Outcome:
    if isinstance(cause, ClientConnectorError):
        return Outcome.UNREACHABLE
    if not isinstance(cause, ClientResponseError) or cause.status >= 500:
        return Outcome.UNKNOWN
    if cause.status == _TIMED_OUT:
        return Outcome.UNKNOWN
    if cause.status == _LIMITED:
        return Outcome.UNREACHABLE
    return Outcome.DUPLICATE if cause.status == _CONFLICT else Outcome.REFUSED
