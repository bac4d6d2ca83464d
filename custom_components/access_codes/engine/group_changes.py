"""Group changes that not all of their locks have on disk yet: each lock applies its part exactly once."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace
from functools import partial
import logging

from homeassistant.core import HomeAssistant, callback
from homeassistant.util.hass_dict import HassKey

from ..const import DOMAIN
from ..core.model import AccessCode, GroupChange, LockRecord, World
from ..core.requests.group_parts import apply_part
from ..storage.group_journal import GroupJournal
from ..storage.record_file import StorageFailed

_LOGGER = logging.getLogger(__name__)

_CHANGES: HassKey[GroupChanges] = HassKey(f"{DOMAIN}_group_changes")


class GroupChanges:
    """The group changes of the house, in memory and in their journal."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Start without changes."""
        self._hass = hass
        self._journal = GroupJournal(hass)
        self._pending: dict[str, GroupChange] = {}
        """Changes that are decided, with the parts that are not on disk in their records."""
        self._being_written: dict[str, GroupChange] = {}
        self._in_journal: set[str] = set()
        """Ids of the changes that the file may hold."""
        self._tidying: asyncio.Task[None] | None = None
        self._is_untidy = False
        """The file holds more than it ought to, or holds it otherwise."""

    async def async_load(self, is_known: Callable[[str], bool]) -> bool:
        """Load the journal before any engine starts; return whether all of it could be read.

        ``is_known``: whether an entry id has an entry or a record; parts of others are dropped.
        """
        changes, is_whole = await self._journal.async_load()
        self._in_journal = {change.change_id for change in changes}
        self._pending = {change.change_id: change for change in changes}
        for entry_id in {one for change in changes for one in change.parts}:
            if not is_known(entry_id):
                self.drop(entry_id)
        if not is_whole:
            _LOGGER.error("The journal of changes of several locks is damaged")
            self._tidy_soon()
        return is_whole

    # contract 6.104
    async def async_decide(
        self, change: GroupChange, meanwhile: Awaitable[None]
    ) -> None:
        """Put a change into the journal: from then on it is certain. Raises StorageFailed: then there is none.

        ``meanwhile`` runs while the disk writes; if it raises StorageFailed, the change is taken back.
        """
        self._being_written[change.change_id] = change
        self._in_journal.add(change.change_id)
        try:
            await asyncio.gather(
                self._journal.async_append(change, self._wanted), meanwhile
            )
        except StorageFailed:
            self._tidy_soon()
            raise
        else:
            self._pending[change.change_id] = change
        finally:
            del self._being_written[change.change_id]

    # contract 6.105
    def applied(
        self, entry_id: str, record: LockRecord, world: World, *changes: GroupChange
    ) -> LockRecord:
        """Return the record with its parts of the pending changes, and of these, in the order of their decision."""
        known = frozenset(self._in_journal)
        for change in (*self._pending.values(), *changes):
            if (part := change.parts.get(entry_id)) is not None:
                record, _ = apply_part(record, world, change.change_id, part, known)
        return record

    def codes_to_come(self, entry_id: str) -> list[AccessCode]:
        """Return the codes that a lock gets from pending changes, though its record may lack them."""
        return [
            code
            for change in self._pending.values()
            if entry_id in change.parts
            for code in change.parts[entry_id].created.values()
        ]

    # contract 6.106
    @callback
    def on_stored(self, entry_id: str, record: LockRecord) -> None:
        """Forget the parts that a record on disk contains."""
        for change_id in record.applied_changes & self._pending.keys():
            self._forget_part(change_id, entry_id)

    @callback
    def drop(self, entry_id: str) -> None:
        """Forget the parts of a record that is deleted."""
        for change_id in list(self._pending):
            self._forget_part(change_id, entry_id)

    @callback
    def move(self, entry_id: str, new_entry_id: str) -> None:
        """Give the parts of a record to the entry that has adopted it."""
        for change in list(self._pending.values()):
            if entry_id in change.parts:
                parts = {
                    new_entry_id if key == entry_id else key: part
                    for key, part in change.parts.items()
                }
                self._pending[change.change_id] = replace(change, parts=parts)
                self._tidy_soon()

    @callback
    def sweep(self) -> None:
        """Try again what the disk has refused."""
        if self._is_untidy:
            self._tidy_soon()

    def _forget_part(self, change_id: str, entry_id: str) -> None:
        change = self._pending[change_id]
        if entry_id not in change.parts:
            return
        parts = {key: part for key, part in change.parts.items() if key != entry_id}
        if parts:
            self._pending[change_id] = replace(change, parts=parts)
        else:
            del self._pending[change_id]
            self._tidy_soon()

    def _wanted(self) -> Iterable[GroupChange]:
        return (*self._pending.values(), *self._being_written.values())

    @callback
    def _tidy_soon(self) -> None:
        self._is_untidy = True
        if self._tidying is None or self._tidying.done():
            self._tidying = self._hass.async_create_task(
                self._async_tidy(),
                "access codes: tidy the journal of group changes",
                eager_start=False,
            )

    # contract 6.106
    async def _async_tidy(self) -> None:
        """Take out of the journal what all records have, with its PINs. The sweep tries again what fails."""
        while self._is_untidy:
            self._is_untidy = False
            kept: set[str] = set()
            try:
                await self._journal.async_rewrite(partial(self._noted_in, kept))
            except StorageFailed:
                self._is_untidy = True
                return
            self._in_journal &= {*kept, *self._pending, *self._being_written}

    def _noted_in(self, kept: set[str]) -> Iterable[GroupChange]:
        """Return the changes that the file ought to hold, and note their ids."""
        changes = tuple(self._wanted())
        kept.update(change.change_id for change in changes)
        return changes


@callback
def async_group_changes(hass: HomeAssistant) -> GroupChanges:
    """Return the group changes of the house."""
    if _CHANGES not in hass.data:
        hass.data[_CHANGES] = GroupChanges(hass)
    return hass.data[_CHANGES]
