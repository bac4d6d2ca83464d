"""What a Z-Wave lock tells of its places of its own accord, told apart from the echo of our own commands."""

from asyncio import Task
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Any, Final

from homeassistant.core import CALLBACK_TYPE, HassJob, HomeAssistant, callback
from homeassistant.helpers.event import async_call_later

from ...core.model import EMPTY, OTHER, Content
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
        places: Callable[[], tuple[str, ...]],
    ) -> None:
        """Know of nothing yet. ``look`` reads one place from the lock."""
        self._hass = hass
        self._listener = listener
        self._look = look
        self._places = places
        self._known: dict[str, Content] = {}
        self._busy: str | None = None
        self._overheard: Content | None = None
        """What was last told of the place that is busy."""
        self._contradicted: dict[str, Content] = {}
        """What was told while places were read that answered otherwise."""
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

    @contextmanager
    def busy(self, place: str) -> Iterator[None]:
        """Take what is told of a place for the echo of our own command to it."""
        self._busy, self._overheard = place, None
        self._doubtful.pop(place, None)
        try:
            yield
        finally:
            self._busy = None

    def learn(self, place: str, content: Content) -> None:
        """Note the answer to a command of ours: told once more, it is no news."""
        self._known[place] = content

    def answered(self, place: str, content: Content) -> None:
        """Note the answer to a question of ours. Where something else was told meanwhile, the lock is asked once more.

        Not over and over: there may be locks that tell one thing and answer another.
        """
        self.learn(place, content)
        if self._overheard in (None, content):
            self._contradicted.pop(place, None)
        elif self._contradicted.get(place) != self._overheard:
            self._contradicted[place] = self._overheard
            self.doubt(place)

    def forget(self, place: str) -> None:
        """Note that a command of ours may have changed the place."""
        self._known.pop(place, None)

    @callback
    def tell(self, place: str, content: Content) -> None:
        """Take that the lock told exactly what a place holds."""
        if place == self._busy:
            self._overheard = content
            return
        if self._known.get(place) == content:
            return
        if content is EMPTY:
            self.doubt(place, EMPTY)
            return
        self._doubtful.pop(place, None)
        self._is_all_doubtful = False
        self._pass_on(place, content)

    @callback
    def doubt(self, place: str | None, content: Content | None = None) -> None:
        """Take that a place (None: some place) was changed, and look at it unless more is told within the grace."""
        if place is None:
            self._is_all_doubtful = True
        elif place != self._busy:
            self._doubtful[place] = content
        if self._cancel_timer is None:
            settle = HassJob(
                self._settle, "access_codes settle", cancel_on_shutdown=True
            )
            self._cancel_timer = async_call_later(self._hass, GRACE, settle)

    @callback
    def changed_unseen(self, place: str) -> None:
        """Take that a place that hides its PIN was given another one."""
        if place == self._busy:
            return
        self._known[place] = OTHER
        self._listener.reported(place, None)

    @callback
    def all_cleared(self) -> None:
        """Take that the lock has lost all its codes at once."""
        self._forget_doubts()
        self._known = dict.fromkeys(self._places(), EMPTY)
        self._listener.reported_all_cleared()

    def _pass_on(self, place: str, content: Content) -> None:
        self._known[place] = content
        self._listener.reported(place, content)

    def _forget_doubts(self) -> None:
        self._doubtful.clear()
        self._is_all_doubtful = False
        if self._cancel_timer is not None:
            self._cancel_timer()
            self._cancel_timer = None

    @callback
    def _settle(self, _: Any) -> None:
        """End the grace: nothing more was told."""
        doubtful = dict(self._doubtful)
        changed = [place for place, content in doubtful.items() if content is None]
        suspected = [place for place in self._places() if place not in doubtful]
        if not self._is_all_doubtful:
            suspected.clear()
        self._cancel_timer = None
        self._forget_doubts()
        for place, content in doubtful.items():
            if content is not None:
                self._pass_on(place, content)
        if changed or suspected:
            self._looking = self._hass.async_create_background_task(
                self._look_at(changed, suspected, self._looking),
                "access_codes look at the lock",
            )

    async def _look_at(
        self, changed: list[str], suspected: list[str], previous: Task[None] | None
    ) -> None:
        """Read the places that changed, and those of which one did; pass on what is new."""
        if previous is not None:
            await previous
        for place in changed:
            if not await self._look_at_one(place):
                self._listener.reported(place, None)
        for place in suspected:
            if not await self._look_at_one(place):
                return

    async def _look_at_one(self, place: str) -> bool:
        known = self._known.get(place)
        try:
            content = await self._look(place)
        except ReadFailed:
            return False
        if content != known:
            self._pass_on(place, content)
        return True
