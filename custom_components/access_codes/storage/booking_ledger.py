"""The ledger of a booking entry on disk: one private file, replaced as a whole, and the last good copy of it."""

import asyncio
from contextlib import suppress
from pathlib import Path

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.json import save_json
from homeassistant.util.hass_dict import HassKey
from homeassistant.util.json import load_json

from ..const import DOMAIN
from ..core.bookings.ledger_json import ledger_from_json, ledger_to_json
from ..core.bookings.model import Ledger
from ..core.record.json_types import InvalidJson, Json
from .record_file import WRITE_TIMEOUT, StorageFailed, StorageUnreadable
from .record_files import COPY, beside, path_of, read_head

_HEAD = b'"ledger"'

_DISK: HassKey[asyncio.Lock] = HassKey(f"{DOMAIN}_bookings_disk")
"""One write at a time, of all booking entries: a start deletes remains of writes, but none of one that is under way."""


class BookingLedger:
    """The file of one booking entry, and its copy."""

    def __init__(self, hass: HomeAssistant, entry_id: str) -> None:
        """Prepare without access to the disk."""
        self._hass = hass
        record = path_of(hass, entry_id)
        self._path = beside(record, ".bookings")
        self._copy = beside(self._path, COPY)
        self._disk = hass.data.setdefault(_DISK, asyncio.Lock())

    # contract 16.32
    async def async_load(self, *, is_stored: bool) -> Ledger:
        """Return the ledger; an empty one only if none was ever stored. Raises StorageUnreadable, and StorageFailed."""
        await self._async_wait_for_disk()
        try:
            return await self._hass.async_add_executor_job(self._load, is_stored)
        finally:
            self._disk.release()

    def _load(self, is_stored: bool) -> Ledger:
        self._delete_torn_writes()
        if not self._path.exists():
            if is_stored or self._copy.exists():
                raise StorageUnreadable("missing")
            return Ledger()
        return _read(self._path)

    def _delete_torn_writes(self) -> None:
        """Delete remains of writes that a process did not live to end: they may hold a PIN."""
        for torn in self._path.parent.glob("tmp*"):
            with suppress(OSError):
                if _HEAD in read_head(torn)[:64]:
                    torn.unlink()

    # contract 16.31
    async def async_save(self, ledger: Ledger) -> None:
        """Write the ledger and wait until it is on disk. Raises StorageFailed, also where that does not end in time."""
        await self._async_wait_for_disk()
        raw = ledger_to_json(ledger)
        write = self._hass.async_add_executor_job(self._save, raw)
        write.add_done_callback(lambda _: self._disk.release())
        await asyncio.wait([write], timeout=WRITE_TIMEOUT)
        if not write.done():
            raise StorageFailed("the write does not end")
        try:
            write.result()
        except HomeAssistantError, OSError:
            raise StorageFailed("the disk refuses") from None

    async def _async_wait_for_disk(self) -> None:
        """Wait until no other write is under way. Raises StorageFailed where one does not end."""
        try:
            async with asyncio.timeout(WRITE_TIMEOUT):
                await self._disk.acquire()
        except TimeoutError:
            raise StorageFailed("a write does not end") from None

    def _save(self, raw: dict[str, Json]) -> None:
        save_json(str(self._path), raw, private=True, atomic_writes=True)
        try:
            save_json(str(self._copy), raw, private=True, atomic_writes=True)
        except HomeAssistantError, OSError:
            # Rather none than one with a booking that is gone, or the PIN of one.
            _delete(self._copy)

    # contract 16.55
    async def async_has_copy(self) -> bool:
        """Return whether the last good copy can be read."""
        try:
            await self._hass.async_add_executor_job(_read, self._copy)
        except StorageUnreadable:
            return False
        return True

    # contract 16.55
    async def async_restore_copy(self) -> None:
        """Replace a ledger that cannot be read by its last good copy. Raises StorageUnreadable or StorageFailed."""
        ledger = await self._hass.async_add_executor_job(_read, self._copy)
        await self.async_save(ledger)

    async def async_remove(self) -> None:
        """Delete the file and its copy."""
        await self._hass.async_add_executor_job(self._remove)

    def _remove(self) -> None:
        # The copy first: alone it would count as a ledger that is missing.
        _delete(self._copy)
        _delete(self._path)


def _read(path: Path) -> Ledger:
    """Return the ledger in a file. Raises StorageUnreadable."""
    try:
        return ledger_from_json(load_json(path))
    except HomeAssistantError, InvalidJson, OSError:
        raise StorageUnreadable("damaged") from None


def _delete(path: Path) -> None:
    with suppress(OSError):
        path.unlink(missing_ok=True)
