"""What a Z-Wave lock tells of its slots of its own accord, told apart from the echo of our own commands."""

from asyncio import Task
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Any, Final

from homeassistant.core import CALLBACK_TYPE, HassJob, HomeAssistant, callback
from homeassistant.helpers.event import async_call_later

from ...core.model import EMPTY, UNREADABLE, Content
from ..adapter import AdapterListener, ReadFailed

GRACE: Final = 1.0
"""Seconds for which a change waits for a report that says more of it: what it is, or that everything is gone."""


class Reports:
    """Passes on what changed at the lock, each change once and with its content where that can be learnt.

    The driver tells of each value again whenever it is read, and of each slot when a lock was emptied as a whole. A
    notification says only that something changed, often right before the report that says what.
    """

    def __init__(
        self,
        hass: HomeAssistant,
        listener: AdapterListener,
        look: Callable[[str], Coroutine[Any, Any, Content]],
        slots: Callable[[], tuple[str, ...]],
    ) -> None:
        """Know of nothing yet. ``look`` reads one slot from the lock."""
        self._hass = hass
        self._listener = listener
        self._look = look
        self._slots = slots
        self._known: dict[str, Content] = {}
        self._busy: str | None = None
        self._overheard: Content | None = None
        """What was last told of the slot that is busy."""
        self._contradicted: dict[str, Content] = {}
        """What was told while slots were read that answered otherwise."""
        self._doubtful: dict[str, Content | None] = {}
        """Places that changed, and wait: empty, as it seems, or (None) to be read."""
        self._is_all_doubtful = False
        self._cancel_timer: CALLBACK_TYPE | None = None
        self._looking: Task[None] | None = None

    @callback
    def stop(self) -> None:
        """Tell nothing more."""
        self._forget_doubts()
        if self._looking is not None:
            self._looking.cancel()
            self._looking = None

    # contract 12.12
    @contextmanager
    def busy(self, slot: str) -> Iterator[None]:
        """Take what is told of a slot for the echo of our own command to it."""
        self._busy, self._overheard = slot, None
        self._doubtful.pop(slot, None)
        try:
            yield
        finally:
            self._busy = None

    def learn(self, slot: str, content: Content) -> None:
        """Note the answer to a command of ours: told once more, it is no news."""
        self._known[slot] = content

    def answered(self, slot: str, content: Content) -> None:
        """Note the answer to a question of ours. Where something else was told meanwhile, the lock is asked once more.

        Not over and over: there may be locks that tell one thing and answer another.
        """
        self.learn(slot, content)
        if self._overheard in (None, content):
            self._contradicted.pop(slot, None)
        elif self._contradicted.get(slot) != self._overheard:
            self._contradicted[slot] = self._overheard
            self.look_again(slot)

    def forget(self, slot: str) -> None:
        """Note that a command of ours may have changed the slot."""
        self._known.pop(slot, None)

    # contract 12.12
    @callback
    def tell(self, slot: str, content: Content) -> None:
        """Take that the lock told exactly what a slot holds."""
        if slot == self._busy:
            self._overheard = content
            return
        if self._known.get(slot) == content:
            return
        if content is EMPTY:
            self.look_again(slot, EMPTY)
            return
        self._doubtful.pop(slot, None)
        self._is_all_doubtful = False
        self._pass_on(slot, content)

    @callback
    def look_again(self, slot: str | None, content: Content | None = None) -> None:
        """Take that a slot (None: some slot) was changed, and look at it unless more is told within the grace."""
        if slot is None:
            self._is_all_doubtful = True
        elif slot != self._busy:
            self._doubtful[slot] = content
        if self._cancel_timer is None:
            settle = HassJob(
                self._flush, "access_codes settle", cancel_on_shutdown=True
            )
            self._cancel_timer = async_call_later(self._hass, GRACE, settle)

    @callback
    def changed_unseen(self, slot: str) -> None:
        """Take that a slot that hides its PIN was given another one."""
        if slot == self._busy:
            return
        self._known[slot] = UNREADABLE
        self._listener.reported(slot, None)

    @callback
    def all_cleared(self) -> None:
        """Take that the lock has lost all its codes at once."""
        self._forget_doubts()
        self._known = dict.fromkeys(self._slots(), EMPTY)
        self._listener.reported_all_cleared()

    def _pass_on(self, slot: str, content: Content) -> None:
        self._known[slot] = content
        self._listener.reported(slot, content)

    def _forget_doubts(self) -> None:
        self._doubtful.clear()
        self._is_all_doubtful = False
        if self._cancel_timer is not None:
            self._cancel_timer()
            self._cancel_timer = None

    @callback
    def _flush(self, _: Any) -> None:
        """End the grace: nothing more was told."""
        doubtful = dict(self._doubtful)
        changed = [slot for slot, content in doubtful.items() if content is None]
        suspected = [slot for slot in self._slots() if slot not in doubtful]
        if not self._is_all_doubtful:
            suspected.clear()
        self._cancel_timer = None
        self._forget_doubts()
        for slot, content in doubtful.items():
            if content is not None:
                self._pass_on(slot, content)
        if changed or suspected:
            self._looking = self._hass.async_create_background_task(
                self._look_at(changed, suspected, self._looking),
                "access_codes look at the lock",
            )

    async def _look_at(
        self, changed: list[str], suspected: list[str], previous: Task[None] | None
    ) -> None:
        """Read the slots that changed, and those of which one did; pass on what is new."""
        if previous is not None:
            await previous
        for slot in changed:
            if not await self._look_at_one(slot):
                self._listener.reported(slot, None)
        for slot in suspected:
            if not await self._look_at_one(slot):
                return

    async def _look_at_one(self, slot: str) -> bool:
        known = self._known.get(slot)
        try:
            content = await self._look(slot)
        except ReadFailed:
            return False
        if content != known:
            self._pass_on(slot, content)
        return True
