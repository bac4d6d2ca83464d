"""The fake lock as the benchmarks use it: reachable, readable, obedient, with the time of each command."""

from collections.abc import Mapping
from dataclasses import dataclass
import time

from custom_components.access_codes.core.model import (
    CommandKind,
    Content,
    KnownPin,
    LockCapabilities,
)
from tests.support.fake_adapter import FakeAdapter
from tests.support.fake_lock import Duplicates, FakeLock, Sent


@dataclass(frozen=True, slots=True)
class Told:
    """One command, as it came to the lock."""

    at: float
    """Seconds on the wall clock."""
    processor: float
    """Seconds of processor time that the process had used by then."""
    kind: CommandKind


class TimedAdapter(FakeAdapter):
    """Adapter of a fake lock that takes every command, and keeps only its time."""

    family = "bench"

    def __init__(
        self,
        capabilities: LockCapabilities,
        held: Mapping[str, Content] | None = None,
        *,
        answers_after: float = 0,
    ) -> None:
        """Fill the slots; the answer to a write takes so many seconds."""
        lock = FakeLock(
            capabilities,
            Duplicates.TAKEN,
            before_command=self._note,
            write_delay=answers_after,
        )
        super().__init__(lock)
        self.told: list[Told] = []
        for slot, content in (held or {}).items():
            self.change(slot, content)

    def change(self, slot: str, content: Content) -> None:
        """Change a slot at the lock itself."""
        pin = content.pin if isinstance(content, KnownPin) else None
        self.lock.type_at_keypad(slot, pin)

    def _note(self, sent: Sent) -> None:
        self.told.append(Told(time.time(), time.process_time(), sent.kind))
        self.lock.sent.clear()
