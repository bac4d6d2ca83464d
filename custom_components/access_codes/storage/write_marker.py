"""Write marker: the time of a record's last write, by which a record restored from a backup is recognized.

The marker is a file in Home Assistant's cache folder, which backups exclude and a restore empties. A record without a
marker, or with a later one, is not the last one written. Source: EXCLUDE_FROM_BACKUP in
homeassistant.components.backup.const, which excludes the files directly in this folder.
"""

from contextlib import suppress
from datetime import datetime
from pathlib import Path

from homeassistant.core import HomeAssistant


class WriteMarker:
    """Write marker of one config entry's record. All methods block: call them in the executor."""

    def __init__(self, hass: HomeAssistant, name: str) -> None:
        """Prepare without access to the disk."""
        self._path = Path(hass.config.cache_path(name))

    # contract 13.37
    def write(self, written_at: datetime) -> None:
        """Write the time of the record's last write. Failures are ignored: a lost marker only costs a read of the lock."""
        with suppress(OSError):
            self._path.parent.mkdir(exist_ok=True)
            self._path.write_text(written_at.isoformat())

    # contract 13.86
    def can_be_written(self) -> bool:
        """Return whether markers can be kept; the marker itself is left as it is."""
        probe = self._path.with_name(f"{self._path.name}.probe")
        try:
            self._path.parent.mkdir(exist_ok=True)
            probe.write_text("probe")
            probe.unlink()
        except OSError:
            return False
        return True

    # contract 13.38, 13.86
    def contradicts(
        self, written_at: datetime | None, *, is_expected: bool = True
    ) -> bool:
        """Return whether a record of this time is not the last one written. A torn marker contradicts none.

        ``is_expected``: false where markers could not be kept.
        """
        try:
            marked = datetime.fromisoformat(self._path.read_text())
        except FileNotFoundError:
            return is_expected
        except OSError, ValueError:
            return False
        return written_at is None or marked.tzinfo is None or marked > written_at

    def adopt(self, other: WriteMarker) -> None:
        """Replace the marker by that of another entry."""
        with suppress(OSError):
            other._path.replace(self._path)

    def remove(self) -> None:
        """Delete the marker."""
        with suppress(OSError):
            self._path.unlink(missing_ok=True)
