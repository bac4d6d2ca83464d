"""Fix flow for a record that cannot be read."""

from typing import override

from homeassistant.core import callback

from ..engine.group_changes import async_group_changes
from ..storage.record_file import RecordStorage
from .unreadable_file import UnreadableFileFlow


# contract 13.8
class UnreadableStorageFlow(UnreadableFileFlow):
    """Restore the last good copy, or start without codes. The lock gets no command either way."""

    @override
    def _file(self) -> RecordStorage:
        return RecordStorage(self.hass, self._value("entry_id"))

    @override
    @callback
    def _on_removed(self) -> None:
        async_group_changes(self.hass).drop(self._value("entry_id"))
