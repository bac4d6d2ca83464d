"""The fake lock as the benchmarks use it: reachable, readable, obedient, with the time of each command."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
import time
from typing import override

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
    processor: float | None
    """Seconds of processor time that the process had used by then, if that is asked for: the call takes long."""
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
        reads_after: float = 0,
        confirms_writes: bool = True,
        is_processor_noted: bool = False,
    ) -> None:
        """Fill the slots; answers to writes and reads take so many seconds."""
        lock = FakeLock(
            capabilities,
            Duplicates.TAKEN,
            confirms_writes=confirms_writes,
            before_command=self._note,
            write_delay=answers_after,
        )
        super().__init__(lock)
        self.told: list[Told] = []
        self._reads_after = reads_after
        self._is_processor_noted = is_processor_noted
        for slot, content in (held or {}).items():
            self.change(slot, content)

    def change(self, slot: str, content: Content) -> None:
        """Change a slot at the lock itself."""
        pin = content.pin if isinstance(content, KnownPin) else None
        self.lock.type_at_keypad(slot, pin)

    @override
    async def _wait(self, sent: Sent) -> None:
        if not sent.is_write:
            await asyncio.sleep(self._reads_after)
        await super()._wait(sent)

    def _note(self, sent: Sent) -> None:
        processor = time.process_time() if self._is_processor_noted else None
        self.told.append(Told(time.time(), processor, sent.kind))
        self.lock.sent.clear()
