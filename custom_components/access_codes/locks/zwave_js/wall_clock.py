"""The lock's own clock, by which it enforces windows: read, judged by the wall clock of the home, and set."""

from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Any, Final

from zwave_js_server.const import CommandClass
from zwave_js_server.model.node import Node

from homeassistant.util import dt as dt_util

from ...core.model import Outcome
from .command_errors import CommandFailed, call_driver

TOLERANCE: Final = timedelta(minutes=1)

_SILENT_AFTER: Final = 3
"""Readings without an answer after which a clock that was judged before counts as one that cannot be read."""


class Judgement(Enum):
    """Knowledge of a lock's clock."""

    UNKNOWN = auto()
    """The lock was not reached since the start."""
    RIGHT = auto()
    WRONG = auto()
    """It is off, and cannot be set."""
    UNREADABLE = auto()


class WallClock:
    """The clock of one lock, as the Time command class shows it: the local time that its schedules are compared with.

    Time Parameters is no such reading: the driver converts it by a time zone of its own, which it does not tell. It serves
    to set the clock.
    """

    def __init__(self, node: Node) -> None:
        """Store the node."""
        self._node = node
        self._silences = 0
        classes = {command_class.id for command_class in node.command_classes}
        is_readable = CommandClass.TIME in classes
        self.judgement = Judgement.UNKNOWN if is_readable else Judgement.UNREADABLE
        self.is_readable = is_readable
        self.judged_at: datetime | None = None
        """Instant of the last judgement, by the home's present clock."""

    @property
    def is_right(self) -> bool:
        """Return whether a window may be left to the clock: it was right, by the home's present clock."""
        return self.judgement is Judgement.RIGHT and self.judged_at is not None

    @property
    def is_known(self) -> bool:
        """Return whether the lock has answered at the last reading, by the home's present clock."""
        is_judged = self.judgement in {Judgement.RIGHT, Judgement.WRONG}
        return is_judged and self.judged_at is not None and not self._silences

    def home_clock_was_set(self) -> None:
        """Forget by which clock the lock's was judged; the judgement stands until the next reading."""
        self.judged_at = None

    # contract 12.324, 12.325
    async def async_judge(self) -> None:
        """Read the clock, set it where it is off, and read it again. A lock that is not reached leaves the judgement.

        The driver sets the local time of its own machine, so a clock that is still off is set once more, by as much
        beside the true time as it then is: by that it shows the local time of the home.
        """
        if not self.is_readable:
            return
        try:
            off, shift = await self._deviation(), timedelta()
            if off is not None and abs(off) > TOLERANCE:
                # Its date and its time were read in two messages, perhaps on both sides of midnight.
                off = await self._deviation()
            for _ in range(2):
                if off is None or abs(off) <= TOLERANCE:
                    break
                await self._set(dt_util.utcnow() + shift)
                off = await self._deviation()
                shift -= off or timedelta()
        except CommandFailed as failure:
            if failure.outcome is Outcome.UNREACHABLE:
                return
            off = None
        self._conclude(off)

    def _conclude(self, off: timedelta | None) -> None:
        if off is not None:
            self._silences = 0
            is_right = abs(off) <= TOLERANCE
            self.judgement = Judgement.RIGHT if is_right else Judgement.WRONG
            self.judged_at = dt_util.utcnow()
        else:
            self._silences += 1
            is_new = self.judgement is Judgement.UNKNOWN
            if is_new or self._silences >= _SILENT_AFTER:
                self.judgement = Judgement.UNREADABLE

    async def _deviation(self) -> timedelta | None:
        """Return how far the clock is ahead of the home's; None if the lock does not tell. Raises CommandFailed."""
        date = await self._ask("getDate")
        time = await self._ask("getTime")
        now = dt_util.now().replace(tzinfo=None)
        try:
            wall = datetime(
                date["year"],
                date["month"],
                date["day"],
                time["hour"],
                time["minute"],
                time["second"],
            )
        except KeyError, TypeError, ValueError:
            return None
        return wall - now

    async def _ask(self, method: str) -> Any:
        return await call_driver(
            self._node.async_invoke_cc_api(
                CommandClass.TIME, method, wait_for_result=True
            )
        )

    async def _set(self, instant: datetime) -> None:
        """Have the driver set the clock, by whichever command class the lock has for it. The next reading decides."""
        try:
            await call_driver(
                self._node.async_set_date_and_time(instant, wait_for_result=True)
            )
        except CommandFailed as failure:
            if failure.outcome is Outcome.UNREACHABLE:
                raise
