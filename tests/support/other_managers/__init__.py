"""Config entries and stores of other managers of lock codes, in the shape in which they write them.

Those in ``written`` were written by the managers themselves in Home Assistant 2026.10.4, each asked through its own
dialogs and entities; ``written/README.md`` tells how. ``keymaster.locks.json`` was written by keymaster, too (commit
e10f5de, past 0.5.3). The shape of version 5 of a config entry of Lock Code Manager (6.0) follows its source of
2026-08-28, where users are subentries.
"""

from base64 import b64encode
from collections.abc import Mapping
import json
from pathlib import Path
from typing import Any

from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    MockModule,
    mock_config_flow,
    mock_integration,
    mock_platform,
)

from homeassistant.config_entries import ConfigEntry, ConfigEntryDisabler, ConfigFlow
from homeassistant.core import HomeAssistant

FRONT, BACK = "01M8N33D5KHF706W3KN9AM9QNA", "01M8N33D5KV7KYBE2K77V9P7RN"
"""Ids of the entries of keymaster that wrote its file: a parent lock and its child."""

DAYS = (
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
)


WRITTEN = Path(__file__).parent / "written"


def written(name: str) -> list[dict[str, Any]]:
    """Return the config entries that a manager has written, as Home Assistant stored them."""
    entries: list[dict[str, Any]] = json.loads((WRITTEN / f"{name}.json").read_text())
    return entries


def written_keymaster_store() -> str:
    """Return the file that keymaster has written beside ``keymaster_and_rental_control.json``."""
    return (WRITTEN / "keymaster.locks.json").read_text()


def keymaster_store() -> dict[str, Any]:
    """Return keymaster's file as it wrote it: two locks with three slots, Anna in the first and Cleaner in the second."""
    path = Path(__file__).parent / "keymaster.locks.json"
    store: dict[str, Any] = json.loads(path.read_text())
    return store


def keymaster_slot(entry_id: str, pin: str | None, **fields: Any) -> dict[str, Any]:
    """Return a slot with all fields that keymaster writes."""
    encoded = None if pin is None else b64encode(f"{entry_id}{pin}".encode()).decode()
    slot: dict[str, Any] = keymaster_store()["data"][FRONT]["code_slots"]["3"]
    return {**slot, "pin": encoded, **fields}


def days(**changed: Mapping[str, Any]) -> dict[str, Any]:
    """Return the days of the week of a slot; ``Monday={...}``: with other fields."""
    return {
        str(number): {
            "day_of_week_num": number,
            "day_of_week_name": day,
            "dow_enabled": True,
            "limit_by_time": False,
            "include_exclude": True,
            "time_start": None,
            "time_end": None,
            **changed.get(day, {}),
        }
        for number, day in enumerate(DAYS)
    }


KEYMASTER_ENTRY: dict[str, Any] = {
    "slots": 3,
    "start_from": 1,
    "hide_pins": False,
    "sensorname": None,
    "alarm_level_or_user_code_entity_id": None,
    "alarm_type_or_access_control_entity_id": None,
    "notify_script": "keymaster_front_door_manual_notify",
    "advanced_date_range": True,
    "advanced_day_of_week": True,
    "lockname": "front_door",
    "lock_entity_id": "lock.front_door",
    "parent": None,
    "parent_entry_id": None,
}
"""Data of an entry of keymaster, version 4."""

RENTAL_CONTROL_ENTRY: dict[str, Any] = {
    "name": "Cabin",
    "url": "https://calendar.example.com/secret-token.ics",
    "refresh_frequency": 2,
    "timezone": "Europe/Berlin",
    "event_prefix": "",
    "checkin": "16:00",
    "checkout": "11:00",
    "days": 365,
    "keymaster_entry_id": "front_door",
    "start_slot": 10,
    "max_events": 5,
    "code_length": 4,
    "code_generation": "date_based",
    "should_update_code": True,
    "honor_event_times": False,
    "ignore_non_reserved": True,
    "verify_ssl": True,
    "cleaning_window": 6.0,
    "trim_names": False,
    "max_name_length": 16,
    "code_buffer_before": 30,
    "code_buffer_after": 15,
    "creation_datetime": "2026-08-01 10:00:00+00:00",
}
"""Data of an entry of Rental Control, version 10 (3.7.0, by its source)."""


async def async_add_manager(
    hass: HomeAssistant,
    domain: str,
    *,
    is_enabled: bool = False,
    is_unloadable: bool = True,
    **fields: Any,
) -> MockConfigEntry:
    """Add an entry of another manager, loaded if it is enabled. None of its own code is there."""

    async def async_setup_entry(_: HomeAssistant, __: ConfigEntry) -> bool:
        return True

    async def async_unload_entry(_: HomeAssistant, __: ConfigEntry) -> bool:
        return is_unloadable

    mock_integration(
        hass,
        MockModule(
            domain,
            async_setup_entry=async_setup_entry,
            async_unload_entry=async_unload_entry,
        ),
    )
    mock_platform(hass, f"{domain}.config_flow")
    entry = MockConfigEntry(
        domain=domain,
        disabled_by=None if is_enabled else ConfigEntryDisabler.USER,
        **fields,
    )
    entry.add_to_hass(hass)
    if is_enabled:
        with mock_config_flow(domain, _flow_of(entry)):
            assert await hass.config_entries.async_setup(entry.entry_id)
    return entry


async def async_add_written(
    hass: HomeAssistant, name: str, *, is_enabled: bool = False
) -> list[MockConfigEntry]:
    """Add the config entries that a manager has written."""
    fields = (
        "data",
        "options",
        "entry_id",
        "title",
        "unique_id",
        "version",
        "minor_version",
        "source",
    )
    return [
        await async_add_manager(
            hass,
            entry["domain"],
            is_enabled=is_enabled,
            subentries_data=entry["subentries"],
            **{field: entry[field] for field in fields},
        )
        for entry in written(name)
    ]


def _flow_of(entry: MockConfigEntry) -> type[ConfigFlow]:
    """Return a config flow with the version of an entry, which is then not to be migrated."""

    class Flow(ConfigFlow):
        VERSION = entry.version

    return Flow
