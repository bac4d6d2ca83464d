"""Records of linked locks whose entries are not loaded: read without an engine, and never written."""

from homeassistant.core import HomeAssistant

from ..core.model import LockRecord
from .record_file import path_of, read_file


async def async_read_unloaded(hass: HomeAssistant, entry_id: str) -> LockRecord | None:
    """Return the record of an entry, None if it has no file. Raises StorageUnreadable."""
    return await hass.async_add_executor_job(_read, hass, entry_id)


def _read(hass: HomeAssistant, entry_id: str) -> LockRecord | None:
    path = path_of(hass, entry_id)
    return read_file(path) if path.exists() else None
