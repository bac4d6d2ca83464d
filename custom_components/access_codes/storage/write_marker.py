"""What tells a record that was put back from a backup from the one that was written last.

Beside each record's last write its time is noted in Home Assistant's cache folder, which backups leave out and which a
restore empties: a record without such a note, or with a later one, is not the one that was written last. See
EXCLUDE_FROM_BACKUP in homeassistant.components.backup.const: files right in this folder.
"""

from contextlib import suppress
from datetime import datetime
from pathlib import Path

from homeassistant.core import HomeAssistant


class WriteMarker:
    """The note about the record of one config entry. All of it blocks: for the executor."""

    def __init__(self, hass: HomeAssistant, name: str) -> None:
        """Name the note; nothing is touched yet."""
        self._path = Path(hass.config.cache_path(name))

    def note(self, written_at: datetime) -> None:
        """Note when the record was written. A note that is lost costs a look at the lock, so it is not insisted on."""
        with suppress(OSError):
            self._path.parent.mkdir(exist_ok=True)
            self._path.write_text(written_at.isoformat())

    def contradicts(self, written_at: datetime | None) -> bool:
        """Tell whether a record of that time is not the last one. A note that a crash has torn says nothing."""
        try:
            noted = datetime.fromisoformat(self._path.read_text())
        except FileNotFoundError:
            return True
        except OSError, ValueError:
            return False
        return written_at is None or noted.tzinfo is None or noted > written_at

    def take_over(self, other: WriteMarker) -> None:
        """Take the note about a record that is now this one."""
        with suppress(OSError):
            other._path.replace(self._path)

    def remove(self) -> None:
        """Forget the note."""
        with suppress(OSError):
            self._path.unlink(missing_ok=True)
