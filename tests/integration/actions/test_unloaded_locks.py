"""Codes on locks that are not loaded: an action neither passes over them nor says that they do not exist."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.access_codes.actions import linked
from custom_components.access_codes.const import CONF_IS_STORED
from custom_components.access_codes.engine.lock_engine import LockEngine
from custom_components.access_codes.storage.record_file import StorageFailed
from custom_components.access_codes.storage.record_files import path_of
from custom_components.access_codes.storage.unloaded_records import async_read_unloaded
from homeassistant.config_entries import ConfigEntryDisabler, ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from tests.support.action_calls import BACK, FRONT, async_created, async_refused
from tests.support.keypad_locks import async_call, engine_of

KEY = {"common_code_key": "cleaner"}

type Unload = Callable[[HomeAssistant, MockConfigEntry], Awaitable[None]]


def file_of(hass: HomeAssistant, entry: MockConfigEntry) -> Path:
    return path_of(hass, entry.entry_id)


async def async_unload(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    await hass.config_entries.async_unload(entry.entry_id)


async def async_disable(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    await hass.config_entries.async_set_disabled_by(
        entry.entry_id, ConfigEntryDisabler.USER
    )


async def async_damage(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    await async_unload(hass, entry)
    file_of(hass, entry).write_text("damaged")
    await hass.config_entries.async_setup(entry.entry_id)
    assert entry.state is ConfigEntryState.SETUP_ERROR


async def async_lose_file(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    await async_unload(hass, entry)
    file_of(hass, entry).unlink()


@pytest.mark.contract("6.50")
@pytest.mark.parametrize(
    "unload", [async_unload, async_disable, async_damage, async_lose_file]
)
async def test_a_deletion_by_key_is_refused_while_a_lock_with_that_key_is_not_loaded(
    hass: HomeAssistant,
    front: MockConfigEntry,
    back: MockConfigEntry,
    unload: Unload,
    expected_errors: list[str],
) -> None:
    expected_errors.append("Error setting up entry")
    for lock in (FRONT, BACK):
        await async_created(hass, lock, code="482915", **KEY)
    await unload(hass, back)
    assert await async_refused(hass, "delete", **KEY) == "lock_not_loaded"
    with pytest.raises(ServiceValidationError, match=BACK):
        await async_call(hass, "delete", **KEY)
    [code] = engine_of(front).record.codes.values()
    assert code.deleted_at is None


@pytest.mark.contract("6.50")
async def test_a_deletion_by_key_passes_a_lock_that_is_not_loaded_and_lacks_the_key(
    hass: HomeAssistant, front: MockConfigEntry, back: MockConfigEntry
) -> None:
    await async_created(hass, FRONT, **KEY)
    await async_created(hass, BACK)
    await async_unload(hass, back)
    answer = await async_call(hass, "delete", **KEY)
    assert len(answer["access_codes"]) == 1


@pytest.mark.contract("6.50")
async def test_an_entry_that_never_stored_a_file_has_no_code(
    hass: HomeAssistant, front: MockConfigEntry, back: MockConfigEntry
) -> None:
    await async_created(hass, FRONT, **KEY)
    await async_lose_file(hass, back)
    hass.config_entries.async_update_entry(
        back, data={**back.data, CONF_IS_STORED: False}
    )
    answer = await async_call(hass, "delete", **KEY)
    assert len(answer["access_codes"]) == 1


@pytest.mark.contract("6.50")
async def test_a_lock_that_has_gone_is_named_by_the_title_of_its_entry(
    hass: HomeAssistant, front: MockConfigEntry
) -> None:
    code = await async_created(hass, FRONT)
    await async_unload(hass, front)
    hass.config_entries.async_update_entry(
        front, title="Our door", data={**front.data, "lock": "gone"}
    )
    with pytest.raises(ServiceValidationError, match="Our door"):
        await async_call(hass, "delete", access_code_id=code["access_code_id"])


@pytest.mark.contract("6.50")
@pytest.mark.parametrize(
    ("action", "fields"), [("delete", {}), ("get", {}), ("update", {"name": "Ada"})]
)
async def test_a_code_by_id_on_a_lock_that_is_not_loaded_is_said_to_be_there(
    hass: HomeAssistant, front: MockConfigEntry, action: str, fields: dict[str, str]
) -> None:
    code = await async_created(hass, FRONT)
    await async_unload(hass, front)
    fields = {**fields, "access_code_id": code["access_code_id"]}
    assert await async_refused(hass, action, **fields) == "lock_not_loaded"
    fields["access_code_id"] = "other"
    assert await async_refused(hass, action, **fields) == "access_code_not_found"


@pytest.mark.contract("6.50")
async def test_a_lock_that_is_unloaded_during_the_check_is_not_passed_over(
    hass: HomeAssistant,
    front: MockConfigEntry,
    back: MockConfigEntry,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await async_created(hass, FRONT, **KEY)
    await async_unload(hass, back)
    read = async_read_unloaded

    async def read_and_unload(hass: HomeAssistant, entry_id: str) -> object:
        await hass.config_entries.async_unload(front.entry_id)
        return await read(hass, entry_id)

    monkeypatch.setattr(linked, "async_read_unloaded", read_and_unload)
    with pytest.raises(ServiceValidationError, match=FRONT):
        await async_call(hass, "delete", **KEY)


@pytest.mark.contract("6.50")
async def test_a_lock_that_is_loaded_during_the_check_is_found(
    hass: HomeAssistant, front: MockConfigEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = await async_created(hass, FRONT)
    await async_unload(hass, front)

    async def load(hass: HomeAssistant, entry_id: str) -> None:
        await hass.config_entries.async_setup(front.entry_id)

    monkeypatch.setattr(linked, "async_read_unloaded", load)
    hass.config_entries.async_update_entry(
        front, data={**front.data, CONF_IS_STORED: False}
    )
    answer = await async_call(hass, "get", access_code_id=code["access_code_id"])
    assert answer["access_code"]["access_code_id"] == code["access_code_id"]


@pytest.mark.contract("6.51")
async def test_a_deletion_that_the_disk_took_in_part_says_where(
    hass: HomeAssistant,
    front: MockConfigEntry,
    back: MockConfigEntry,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for lock in (FRONT, BACK):
        await async_created(hass, lock, **KEY)
    request = LockEngine.async_request
    failing = {back.entry_id}

    async def refuse(self: LockEngine, change: Any, context: Any) -> object:
        if self.entry_id in failing:
            raise StorageFailed
        return await request(self, change, context)

    monkeypatch.setattr(LockEngine, "async_request", refuse)
    with pytest.raises(HomeAssistantError) as raised:
        await async_call(hass, "delete", **KEY)
    assert raised.value.translation_key == "deleted_in_part"
    assert raised.value.translation_placeholders == {
        "done": "Front door",
        "failed": "Back door",
    }
    failing.add(front.entry_id)
    with pytest.raises(HomeAssistantError) as raised:
        await async_call(hass, "delete", **KEY)
    assert raised.value.translation_key == "storage_failed"
