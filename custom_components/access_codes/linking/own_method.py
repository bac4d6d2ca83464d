"""Change a linked lock to the method of its own family. Its codes stay in the same record."""

from homeassistant.config_entries import ConfigEntry, ConfigEntryState
from homeassistant.core import HomeAssistant

from .. import const
from ..core.model import LockRecord
from ..core.requests.leave_lock import names_left_on_lock


class NotChanged(Exception):
    """The entry has changed since the question, or it did not stop. The lock keeps its method."""


# contract 14.82
def names_in_the_way(
    record: LockRecord, linked_by: str, method: str
) -> tuple[str, ...] | None:
    """Return the names of codes that keep a lock from changing to a method; None: none does.

    Another method names slots otherwise, so codes that it has set could not be found again. A keypad sets none; those that
    the slots of its lock hold from before are of the method that the record names.
    """
    names = names_left_on_lock(record)
    is_keypad = linked_by == const.METHOD_KEYPAD
    if is_keypad and (not names or record.method == method):
        return None
    return tuple(sorted(set(names)))


# contract 14.81, 14.83
async def async_change_to_own_method(
    hass: HomeAssistant, entry: ConfigEntry, linked_by: str, method: str
) -> None:
    """Reload the entry with the method. The engine then finds a lock that has become real, reads it, and sets the codes.

    Raises NotChanged. Home Assistant saves the entry a second later: if it dies before, the keypad is back, and the record
    has the codes that were set meanwhile.
    """
    async with entry.setup_lock:
        is_as_asked = (
            entry.state is ConfigEntryState.LOADED
            and entry.data[const.CONF_METHOD] == linked_by
            and names_in_the_way(entry.runtime_data.engine.record, linked_by, method)
            is None
        )
        if not is_as_asked or not await entry.async_unload(hass):
            raise NotChanged
        # Limits of lengths were those of the keypad.
        dropped = {const.OPTION_MIN_CODE_LENGTH, const.OPTION_MAX_CODE_LENGTH}
        hass.config_entries.async_update_entry(
            entry,
            data={**entry.data, const.CONF_METHOD: method},
            options={
                option: value
                for option, value in entry.options.items()
                if option not in dropped
            },
        )
        await entry.async_setup(hass)
