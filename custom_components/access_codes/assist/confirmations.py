"""Confirmations of changes: a change that was described is made only once it is asked for again, in another message."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
import json
from typing import Any

LASTS = 120.0
"""Seconds for which a confirmation can be given."""

MOST_WAITING = 20
"""Number of changes that wait for a confirmation; beyond it the oldest is dropped."""


@dataclass(frozen=True, slots=True)
class Asker:
    """The one who asks: user, message, and the way by which the message came."""

    user_id: str
    context_id: str
    """Context of the message: Home Assistant gives each message of a person a new one."""
    way: tuple[str | None, ...]


class Verdict(StrEnum):
    """Answer to a confirmation that was given."""

    CONFIRMED = "confirmed"
    SAME_MESSAGE = "same_message"
    """It came before a person could have answered."""
    UNKNOWN = "unknown"
    """It is over, was used, or is of another person or another change."""


@dataclass(frozen=True, slots=True)
class _Waiting:
    asker: Asker
    change: str
    until: float


# contract 11.142, 11.143
class Confirmations:
    """Changes that wait for a confirmation, by its token. In memory only."""

    def __init__(
        self, monotonic: Callable[[], float], new_token: Callable[[], str]
    ) -> None:
        """Start without any. ``monotonic``: a clock in seconds."""
        self._monotonic = monotonic
        self._new_token = new_token
        self._waiting: dict[str, _Waiting] = {}

    def ask(self, asker: Asker, change: str) -> str:
        """Return the token with which this change can be confirmed, once and soon."""
        now = self._monotonic()
        kept = {
            token: waiting
            for token, waiting in self._waiting.items()
            if waiting.until > now
        }
        token = self._new_token()
        kept[token] = _Waiting(asker, change, now + LASTS)
        self._waiting = dict([*kept.items()][-MOST_WAITING:])
        return token

    def take(self, token: str, asker: Asker, change: str) -> Verdict:
        """Return whether a token confirms this change. It is spent, unless it came too soon."""
        waiting = self._waiting.get(token)
        if waiting is None or waiting.asker.user_id != asker.user_id:
            return Verdict.UNKNOWN
        if waiting.asker.context_id == asker.context_id:
            return Verdict.SAME_MESSAGE
        del self._waiting[token]
        is_same = waiting.asker.way == asker.way and waiting.change == change
        is_over = self._monotonic() >= waiting.until
        return Verdict.CONFIRMED if is_same and not is_over else Verdict.UNKNOWN


def fingerprint(tool: str, arguments: dict[str, Any], subject: tuple[str, ...]) -> str:
    """Return a digest of a change: the tool, its arguments, and the ids of what it is about."""
    text = json.dumps([tool, arguments, subject], sort_keys=True, default=str)
    return sha256(text.encode()).hexdigest()
