"""The ledger of a booking entry on disk: one private file, replaced as a whole."""

import asyncio
from contextlib import suppress
from pathlib import Path

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.json import save_json
from homeassistant.util.json import load_json

from ..core.bookings.ledger_json import ledger_from_json, ledger_to_json
from ..core.bookings.model import Ledger
from ..core.record.json_types import InvalidJson, Json
from .record_file import WRITE_TIMEOUT, StorageFailed, StorageUnreadable
from .record_files import path_of, read_head

_HEAD = b'"ledger"'


class BookingLedger:
    """The file of one booking entry."""

    def __init__(self, hass: HomeAssistant, entry_id: str) -> None:
        """Prepare without access to the disk."""
        self._hass = hass
        record = path_of(hass, entry_id)
        self._path = record.with_name(f"{record.name}.bookings")
        self._write = asyncio.Lock()

    # contract 16.32
    async def async_load(self, *, is_stored: bool) -> Ledger:
        """Return the ledger; an empty one only if none was ever stored. Raises StorageUnreadable."""
        return await self._hass.async_add_executor_job(self._load, is_stored)

    def _load(self, is_stored: bool) -> Ledger:
        self._delete_torn_writes()
        if not self._path.exists():
            if is_stored:
                raise StorageUnreadable("missing")
            return Ledger()
        try:
            return ledger_from_json(load_json(self._path))
        except HomeAssistantError, InvalidJson, OSError:
            raise StorageUnreadable("damaged") from None

    def _delete_torn_writes(self) -> None:
        """Delete remains of writes that a process did not live to end: they may hold a PIN."""
        for torn in self._path.parent.glob("tmp*"):
            with suppress(OSError):
                if _HEAD in read_head(torn)[:64]:
                    torn.unlink()

    # contract 16.31
    async def async_save(self, ledger: Ledger) -> None:
        """Write the ledger and wait until it is on disk. Raises StorageFailed, also where that does not end in time."""
        try:
            async with asyncio.timeout(WRITE_TIMEOUT):
                await self._write.acquire()
        except TimeoutError:
            raise StorageFailed("a write does not end") from None
        raw = ledger_to_json(ledger)
        write = self._hass.async_add_executor_job(_save, self._path, raw)
        write.add_done_callback(lambda _: self._write.release())
        await asyncio.wait([write], timeout=WRITE_TIMEOUT)
        if not write.done():
            raise StorageFailed("the write does not end")
        try:
            write.result()
        except HomeAssistantError, OSError:
            raise StorageFailed("the disk refuses") from None

    async def async_remove(self) -> None:
        """Delete the file."""
        await self._hass.async_add_executor_job(self._remove)

    def _remove(self) -> None:
        with suppress(OSError):
            self._path.unlink(missing_ok=True)


def _save(path: Path, raw: dict[str, Json]) -> None:
    save_json(str(path), raw, private=True, atomic_writes=True)
