"""Objects of a list: as they would be built anew, whatever was listed before."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)

from custom_components.access_codes.const import DOMAIN
from custom_components.access_codes.core.access_code_object import as_object
from custom_components.access_codes.core.model import Outcome, Pin, Reach
from custom_components.access_codes.presentation import listed_objects, objects
from custom_components.access_codes.presentation.listed_objects import _ListedObjects
from custom_components.access_codes.presentation.objects import (
    async_access_code_objects,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers import (
    device_registry as dr,
    entity_registry as er,
    instance_id,
)
from homeassistant.helpers.translation import async_load_integrations
from tests.support.action_calls import async_created, async_listed
from tests.support.keypad_locks import async_add_locks, async_call
from tests.support.slot_locks import SlotLocks, async_link_slots, async_settle

FRONT = "lock.front_door"
NOON = datetime.fromisoformat("2026-06-01T12:00:00+00:00")
SOON = {"starts_at": "2026-06-01T13:00:00Z", "ends_at": "2026-06-01T14:00:00Z"}

type Change = Callable[[HomeAssistant, Home], Awaitable[None]]


class Home:
    """A lock with a code in force, one to come, one paused, one that was missed and one that may pull a backup code."""

    def __init__(
        self,
        entry: MockConfigEntry,
        slot_locks: SlotLocks,
        freezer: FrozenDateTimeFactory,
        ids: list[str],
    ) -> None:
        self.entry = entry
        self.lock = slot_locks["Front door"]
        self.freezer = freezer
        self.ids = ids

    async def pass_time(self, hass: HomeAssistant, span: timedelta) -> None:
        self.freezer.tick(span)
        async_fire_time_changed(hass)
        await async_settle(hass)


@pytest.fixture
async def home(
    hass: HomeAssistant, slot_locks: SlotLocks, freezer: FrozenDateTimeFactory
) -> Home:
    freezer.move_to(NOON)
    slot_locks["Front door"].lock.alter(slots=("1", "2", "3", "4", "5"))
    await async_add_locks(hass, "Front door")
    entry = await async_link_slots(hass, FRONT)
    made = [
        await async_created(hass, code="482915"),
        await async_created(hass, code="593026", **SOON),
        await async_created(hass, code="604137"),
        await async_created(hass, code="715248", **SOON),
    ]
    ids = [code["access_code_id"] for code in made]
    await async_call(hass, "update", access_code_id=ids[2], is_paused=True)
    await async_settle(hass)
    return Home(entry, slot_locks, freezer, ids)


async def async_anew(hass: HomeAssistant, home: Home) -> list[Any]:
    """Return the objects as they are now, by nothing but the record and the plan."""
    runtime = home.entry.runtime_data
    found: list[Any] = async_access_code_objects(
        hass,
        runtime,
        runtime.engine.record.codes.values(),
        await instance_id.async_get(hass),
        reveal=True,
    )
    return sorted(found, key=lambda code: code["created_at"])


async def async_update(hass: HomeAssistant, home: Home, **fields: Any) -> None:
    await async_call(hass, "update", access_code_id=home.ids[0], **fields)


async def async_rename(hass: HomeAssistant, home: Home) -> None:
    await async_update(hass, home, name="Ada")


async def async_change_pin(hass: HomeAssistant, home: Home) -> None:
    await async_update(hass, home, code="826359")
    await async_settle(hass)


async def async_begin_to_change_pin(hass: HomeAssistant, home: Home) -> None:
    home.lock.become(Reach.OFFLINE)
    await async_update(hass, home, code="826359")


async def async_delete(hass: HomeAssistant, home: Home) -> None:
    await async_call(hass, "delete", access_code_id=home.ids[2])
    await async_settle(hass)


async def async_create_another(hass: HomeAssistant, home: Home) -> None:
    await async_created(hass, code="937461")


async def async_type_at_keypad(hass: HomeAssistant, home: Home) -> None:
    home.lock.failure = Outcome.REFUSED
    home.lock.type_in("1", "111222")
    await async_settle(hass)


async def async_rename_lock(hass: HomeAssistant, home: Home) -> None:
    er.async_get(hass).async_update_entity(FRONT, name="Gate")
    await async_settle(hass)


async def async_rename_device(hass: HomeAssistant, home: Home) -> None:
    """Rename what a code to come is told to wait on: only its message names the lock."""
    lock = er.async_get(hass).async_get(FRONT)
    assert lock is not None
    assert lock.device_id is not None
    dr.async_get(hass).async_update_device(lock.device_id, name_by_user="Gate")
    await async_settle(hass)


async def async_rename_entity(hass: HomeAssistant, home: Home) -> None:
    er.async_get(hass).async_update_entity(FRONT, new_entity_id="lock.gate")
    await async_settle(hass)


async def async_move_home(hass: HomeAssistant, home: Home) -> None:
    await hass.config.async_set_time_zone("Europe/Berlin")


async def async_speak_french(hass: HomeAssistant, home: Home) -> None:
    hass.config.language = "fr"
    await async_load_integrations(hass, {DOMAIN})


async def async_let_a_day_pass(hass: HomeAssistant, home: Home) -> None:
    await home.pass_time(hass, timedelta(days=1))


async def async_open_window(hass: HomeAssistant, home: Home) -> None:
    await home.pass_time(hass, timedelta(hours=1))


async def async_end_window_without_a_decision(hass: HomeAssistant, home: Home) -> None:
    """Let the clock alone change what is said: no engine has run since."""
    home.freezer.tick(timedelta(hours=2))


async def async_know_other_numbers(hass: HomeAssistant, home: Home) -> None:
    (adapter,) = home.lock.adapters
    adapter.metadata = lambda slot: {"user_index": int(slot) + 7}  # type: ignore[method-assign]


@pytest.mark.contract("6.5", "3.34", "3.35")
@pytest.mark.parametrize(
    "change",
    [
        async_rename,
        async_change_pin,
        async_begin_to_change_pin,
        async_delete,
        async_create_another,
        async_type_at_keypad,
        async_rename_entity,
        async_move_home,
        async_speak_french,
        async_let_a_day_pass,
        async_open_window,
        async_end_window_without_a_decision,
        async_know_other_numbers,
    ],
)
async def test_a_list_says_how_things_are_whatever_was_listed_before(
    hass: HomeAssistant, home: Home, change: Change, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Between the write of a change and the word of it, nothing is forgotten yet.
    monkeypatch.setattr(_ListedObjects, "forget", lambda *_: None)
    before = await async_listed(hass)
    assert before == await async_anew(hass, home)
    await change(hass, home)
    after = await async_listed(hass)
    assert after == await async_anew(hass, home)
    assert after != before
    assert await async_listed(hass) == after


@pytest.mark.contract("6.5")
@pytest.mark.parametrize("change", [async_rename_lock, async_rename_device])
async def test_a_message_names_the_lock_as_it_is_called_now(
    hass: HomeAssistant, home: Home, monkeypatch: pytest.MonkeyPatch, change: Change
) -> None:
    def with_name(*given: Any, message: Any, **fields: Any) -> dict[str, Any]:
        text = message("error", "device_offline", {})
        return {**as_object(*given, message=message, **fields), "said": text}

    monkeypatch.setattr(objects, "as_object", with_name)
    assert "Front door" in (await async_listed(hass))[0]["said"]
    await change(hass, home)
    assert "Gate" in (await async_listed(hass))[0]["said"]


@pytest.mark.contract("6.5")
async def test_who_changes_a_list_changes_no_other_one(
    hass: HomeAssistant, home: Home
) -> None:
    def spoil(value: Any) -> None:
        if isinstance(value, dict):
            for each in value.values():
                spoil(each)
            value["spoilt"] = True
        elif isinstance(value, list):
            for each in value:
                spoil(each)
            value.append("spoilt")

    for _ in range(2):
        spoil(await async_listed(hass))
    assert await async_listed(hass) == await async_anew(hass, home)


@pytest.mark.contract("6.5")
async def test_only_codes_that_changed_are_described_again(
    hass: HomeAssistant, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    described: list[str] = []

    def counted(code: Any, *given: Any, **fields: Any) -> dict[str, Any]:
        described.append(code.access_code_id)
        return as_object(code, *given, **fields)

    await async_listed(hass)
    monkeypatch.setattr(objects, "as_object", counted)
    await async_listed(hass)
    assert described == []
    await async_rename(hass, home)
    described.clear()
    await async_listed(hass)
    assert [home.ids.index(each) for each in described] == [0]


@pytest.mark.contract("6.5", "1.2")
async def test_nothing_is_kept_of_a_code_that_changed_or_is_gone(
    hass: HomeAssistant, home: Home
) -> None:
    kept = listed_objects._async_listed(hass, home.entry.runtime_data.engine).by_id  # noqa: SLF001
    await async_listed(hass)
    assert sorted(kept) == sorted(home.ids)
    assert not any("482915" in repr(each) for each in kept.values())
    await async_delete(hass, home)
    assert home.ids[2] not in kept
    await async_change_pin(hass, home)
    assert all(each.code.pin != Pin("482915") for each in kept.values())
    assert sorted(kept) == sorted([home.ids[1], home.ids[3]])
    await async_rename_entity(hass, home)
    await async_listed(hass, status=["set"])
    assert list(kept) == [home.ids[0]]
