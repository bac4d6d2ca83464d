"""A file that is not what we wrote never means "no codes": the entry says so, the lock is left alone, a way back is offered."""

from collections.abc import Callable
import json
from pathlib import Path
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from tests.support.action_calls import BACK
from tests.support.fix_flows import async_fix, issues_of
from tests.support.keypad_locks import Doors, async_call, async_link, engine_of
from tests.support.slot_locks import (
    METHOD,
    SlotLock,
    SlotLocks,
    async_create,
    async_settle,
)

PINS = ("73906184", "73917295", "73928406")


def _with(**changes: Any) -> Callable[[bytes], bytes]:
    """Change fields of the record; None takes one away."""

    def damage(content: bytes) -> bytes:
        record = {**json.loads(content), **changes}
        kept = {name: value for name, value in record.items() if value is not ...}
        return json.dumps(kept).encode()

    return damage


def _in_first_code(**changes: Any) -> Callable[[bytes], bytes]:
    def damage(content: bytes) -> bytes:
        record = json.loads(content)
        record["codes"][0].update(changes)
        return json.dumps(record).encode()

    return damage


DAMAGES: dict[str, Callable[[bytes], bytes | None]] = {
    "gone": lambda _: None,
    "empty": lambda _: b"",
    "cut in half": lambda content: content[: len(content) // 2],
    "cut before its last brace": lambda content: content.rstrip()[:-1],
    "zeros from a power cut": lambda content: b"\x00" * len(content),
    "zeros at its end": lambda content: content[:512] + b"\x00" * (len(content) - 512),
    "noise": lambda content: bytes(reversed(content)),
    "written twice": lambda content: content + content,
    "another file": lambda _: b'{"version": 1, "minor_version": 1, "data": {}}',
    "a list": lambda content: b"[" + content + b"]",
    "null": lambda _: b"null",
    "no JSON": lambda _: b"codes:\n  - pin: 73906184\n",
    "another encoding": lambda content: content.decode().encode("utf-16"),
    "not UTF-8": lambda content: content.replace(b"Guest", b"Gue\xff\xfe"),
    "half a character": lambda content: content.replace(b"Guest", b"\\ud83d"),
    "a byte order mark": lambda content: b"\xef\xbb\xbf" + content,
    "nested without end": lambda _: b'{"codes":' * 50_000,
    "NaN": lambda content: (
        content.replace(b'"bucket"', b'"bucket": NaN, "b"', 1)
        if b'"bucket"' in content
        else b'{"version": NaN}'
    ),
    "a newer version": _with(version=3),
    "an older version": _with(version=1),
    "a version that is no number": _with(version="1"),
    "without a version": _with(version=...),
    "without its lock": _with(lock_id=...),
    "with a field of the future": _with(schedules=[]),
    "codes as an object": _with(codes={}),
    "codes as null": _with(codes=None),
    "without the codes that hold places": _with(codes=[]),
    "a huge count": _with(event_count=2**64 - 1),
    "a time beyond the calendar": _with(reset_at="9999-12-31T23:59:59+00:00"),
    "a PIN that is a number": _in_first_code(pin=73906184),
    "a PIN of nothing": _in_first_code(pin=""),
    "a window of one time": _in_first_code(window=["2026-06-01T12:00:00+00:00"]),
    "a time without its zone": _in_first_code(created_at="2026-06-01T12:00:00"),
    "a code without a name": _in_first_code(name=None),
}


@pytest.fixture
async def entry(
    hass: HomeAssistant, doors: Doors, slot_locks: SlotLocks
) -> MockConfigEntry:
    """Link a lock and put codes on it."""
    entry = await async_link(hass, BACK, method=METHOD)
    for number, pin in enumerate(PINS):
        await async_create(hass, BACK, f"Guest {number}", pin)
    # Nothing is lost by going back to the copy.
    await async_call(
        hass, "update", access_code_id=_ids(entry)[0], is_one_time_use=False
    )
    await async_settle(hass)
    return entry


@pytest.fixture
def lock(slot_locks: SlotLocks) -> SlotLock:
    return slot_locks["Back door"]


def _ids(entry: MockConfigEntry) -> list[str]:
    return list(engine_of(entry).record.codes)


def _file(hass: HomeAssistant, entry: MockConfigEntry) -> Path:
    return Path(hass.config.path(".storage", f"access_codes.{entry.entry_id}"))


def _copy(hass: HomeAssistant, entry: MockConfigEntry) -> Path:
    file = _file(hass, entry)
    return file.with_name(f"{file.name}.last_good")


async def async_damage(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    damage: Callable[[bytes], bytes | None],
    copy: bytes | None = None,
) -> None:
    """Damage the file, and the copy if there is something to put in its slot, while Home Assistant is down."""
    assert await hass.config_entries.async_unload(entry.entry_id)
    if copy is not None:
        _copy(hass, entry).unlink()
        _copy(hass, entry).write_bytes(copy)
    path = _file(hass, entry)
    content = damage(path.read_bytes())
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    await hass.config_entries.async_setup(entry.entry_id)
    await async_settle(hass)


@pytest.mark.contract("13.5")
@pytest.mark.parametrize("damage", DAMAGES)
async def test_a_damaged_file_is_told_and_the_lock_left_alone(  # noqa: PLR0917
    hass: HomeAssistant,
    entry: MockConfigEntry,
    lock: SlotLock,
    damage: str,
    expected_errors: list[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    expected_errors.append("Error setting up entry")
    ids = _ids(entry)
    lock.forget_sent()

    await async_damage(hass, entry, DAMAGES[damage])

    assert entry.state is ConfigEntryState.SETUP_ERROR
    assert entry.error_reason_translation_key == "storage_unreadable"
    assert set(issues_of(hass)) == {"storage_unreadable"}
    assert lock.pins == set(PINS)
    assert lock.sent == []
    registry = er.async_get(hass)
    for access_code_id in ids:
        assert registry.async_get_entity_id("sensor", "access_codes", access_code_id)
    assert not any(pin in caplog.text for pin in PINS)

    result = await async_fix(hass, "storage_unreadable", "restore", None)
    assert result["type"] == "create_entry"
    assert _ids(entry) == ids
    assert lock.pins == set(PINS)
    assert not [sent for sent in lock.sent if sent[0] in ("set", "clear")]


@pytest.mark.parametrize("damage", ["cut in half", "gone", "noise"])
async def test_a_damaged_copy_beside_a_damaged_file_is_not_offered(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    lock: SlotLock,
    damage: str,
    expected_errors: list[str],
) -> None:
    expected_errors.append("Error setting up entry")
    await async_damage(hass, entry, DAMAGES[damage], copy=b'{"version": 1, "lock')
    result = await async_fix(hass, "storage_unreadable")
    assert result["menu_options"] == ["start_empty", "retry"]
    assert lock.pins == set(PINS)


async def test_a_damaged_copy_beside_a_good_file_troubles_nobody(
    hass: HomeAssistant, entry: MockConfigEntry, lock: SlotLock
) -> None:
    ids = _ids(entry)
    await async_damage(hass, entry, lambda content: content, copy=b"\x00" * 100)
    assert entry.state is ConfigEntryState.LOADED
    assert _ids(entry) == ids
    assert not issues_of(hass)


async def test_a_folder_in_the_slot_of_the_file_is_unreadable(
    hass: HomeAssistant, entry: MockConfigEntry, expected_errors: list[str]
) -> None:
    expected_errors.append("Error setting up entry")
    assert await hass.config_entries.async_unload(entry.entry_id)
    _file(hass, entry).unlink()
    _file(hass, entry).mkdir()
    await hass.config_entries.async_setup(entry.entry_id)
    assert entry.state is ConfigEntryState.SETUP_ERROR
    assert set(issues_of(hass)) == {"storage_unreadable"}


async def test_what_is_odd_and_still_a_record_starts_and_can_be_worked_with(
    hass: HomeAssistant, entry: MockConfigEntry, lock: SlotLock
) -> None:
    odd = _with(
        bucket={"level": 1e300, "measured_at": "0001-01-01T00:00:00+00:00"},
        event_count=-1,
        code_count=2**52,
        clock_stepped_at="8999-12-31T23:59:59+00:00",
        unmanaged={"1": "other", "99": "other"},
    )
    await async_damage(hass, entry, odd)
    assert entry.state is ConfigEntryState.LOADED
    assert len(_ids(entry)) == 3
    code = await async_create(hass, BACK, "New", "50617283")
    assert "50617283" in lock.pins
    await async_call(hass, "delete", access_code_id=code)
    await async_settle(hass)
    assert lock.pins == set(PINS)
