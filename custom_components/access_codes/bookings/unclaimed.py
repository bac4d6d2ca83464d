"""Find codes that have lost their booking: a new booking on the same locks may take them up."""

from collections.abc import Collection, Iterator
from typing import Protocol

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant, callback

from ..const import CONF_LOCKS, DOMAIN
from ..core.bookings.adopting import KEY_PREFIX, Unclaimed
from ..core.model import AccessCode
from ..entry import async_loaded_lock_entries, is_booking_entry
from .entry_settings import BookingSettings


class Claiming(Protocol):
    """A booking entry that follows its calendar."""

    settings: BookingSettings
    lock_ids: list[str]
    claimed_keys: frozenset[str]
    """Keys of the bookings that it knows, also while they are on their way to the disk."""


# contract 16.72, 16.73, 17.61
@callback
def async_unclaimed(hass: HomeAssistant, asking: Claiming) -> Unclaimed:
    """Return the codes of bookings that no booking entry knows, and that are on exactly the locks of the asking one.

    Codes on a part of them may be those of a guest of another calendar, who is not to get into the rest.
    """
    by_key: dict[str, list[tuple[str, AccessCode]]] = {}
    for lock_id, code in _codes_of_bookings(hass):
        by_key.setdefault(code.common_code_key or "", []).append((lock_id, code))
    wanted = set(asking.lock_ids)
    if not by_key or not wanted.isdisjoint(_locks_of_silent_entries(hass, asking)):
        return Unclaimed()
    claimed = _claimed_keys(hass) | asking.claimed_keys
    codes = {
        key: [code for _, code in found]
        for key, found in by_key.items()
        if key not in claimed and {lock_id for lock_id, _ in found} == wanted
    }
    return Unclaimed(codes, asking.settings.terms.zone)


def _codes_of_bookings(hass: HomeAssistant) -> Iterator[tuple[str, AccessCode]]:
    for entry in async_loaded_lock_entries(hass):
        for code in entry.runtime_data.engine.record.codes.values():
            key = code.common_code_key or ""
            if code.deleted_at is None and key.startswith(KEY_PREFIX):
                yield entry.entry_id, code


def _claimed_keys(hass: HomeAssistant) -> set[str]:
    keys: set[str] = set()
    for entry in hass.config_entries.async_loaded_entries(DOMAIN):
        if is_booking_entry(entry):
            keys |= entry.runtime_data.claimed_keys
    return keys


def _locks_of_silent_entries(hass: HomeAssistant, asking: Claiming) -> Collection[str]:
    """Return the locks of booking entries that are not loaded: codes on them may be of their bookings."""
    locks: set[str] = set()
    for entry in hass.config_entries.async_entries(DOMAIN):
        is_asking = getattr(entry, "runtime_data", None) is asking
        is_loaded = entry.state is ConfigEntryState.LOADED
        if is_booking_entry(entry) and not is_loaded and not is_asking:
            locks.update(entry.options[CONF_LOCKS])
    return locks
