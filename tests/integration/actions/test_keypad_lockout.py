"""Holding back guessing."""

import asyncio
from datetime import timedelta
from typing import Any
from unittest.mock import patch

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    MockUser,
    async_fire_time_changed,
)

from custom_components.access_codes.const import DOMAIN
from custom_components.access_codes.core.display_text import for_repair
from custom_components.access_codes.core.requests.enter_code import CAPACITY, DRAIN
from custom_components.access_codes.issues.keypad_lockout import (
    async_lift_lockout,
    async_update_lockout,
)
from custom_components.access_codes.storage.record_file import (
    RecordStorage,
    StorageFailed,
)
from homeassistant.components.repairs import DOMAIN as REPAIRS_DOMAIN
from homeassistant.core import Event, HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.exceptions import HomeAssistantError
from tests.support.action_calls import (
    FRONT,
    GRANTED,
    PIN,
    async_created,
    async_enter,
    async_fill,
    hold,
    told,
)
from tests.support.fix_flows import async_fix
from tests.support.keypad_locks import FakeLockEntity
from tests.support.slot_locks import async_settle


@pytest.mark.contract("12.20", "12.24")
async def test_five_wrong_tries_hold_everybody_back_until_the_next_drain(
    hass: HomeAssistant,
    front: MockConfigEntry,
    lock: FakeLockEntity,
    guest: MockUser,
    freezer: FrozenDateTimeFactory,
) -> None:
    await async_created(hass, code=PIN)
    await async_fill(hass)
    for user in (None, guest):
        answer = await async_enter(hass, user=user)
        assert answer == {"granted": False, "reason": "too_many_attempts"}
    freezer.tick(DRAIN - timedelta(seconds=1))
    assert (await async_enter(hass))["reason"] == "too_many_attempts"
    assert lock.moves == []
    freezer.tick(timedelta(seconds=1))
    assert await async_enter(hass) == GRANTED
    assert (await async_enter(hass, "000000"))["reason"] == "unknown_code"
    assert (await async_enter(hass))["reason"] == "too_many_attempts"


async def test_guessing_at_full_speed_gets_no_more_tries_than_the_bucket_has_room_for(
    hass: HomeAssistant, front: MockConfigEntry, lock: FakeLockEntity
) -> None:
    await async_created(hass, code="0100")
    guesses = [f"{number:04}" for number in range(200)]
    answers = await asyncio.gather(*(async_enter(hass, guess) for guess in guesses))
    reasons = [answer["reason"] for answer in answers]
    assert reasons.count("unknown_code") == CAPACITY
    assert reasons.count("too_many_attempts") == len(guesses) - CAPACITY
    assert lock.moves == []


@pytest.mark.contract("12.25")
async def test_nobody_is_let_in_whose_try_cannot_be_counted(
    hass: HomeAssistant, front: MockConfigEntry, lock: FakeLockEntity
) -> None:
    await async_created(hass, code=PIN)
    with patch.object(RecordStorage, "async_save", side_effect=StorageFailed):
        for guess in ("000000", PIN):
            with pytest.raises(HomeAssistantError) as failed:
                await async_enter(hass, guess)
            assert failed.value.translation_key == "storage_failed"
    assert lock.moves == []


async def test_a_right_code_does_not_empty_the_bucket(
    hass: HomeAssistant, front: MockConfigEntry
) -> None:
    await async_created(hass, code=PIN)
    for _ in range(CAPACITY):
        assert await async_enter(hass) == GRANTED
        assert (await async_enter(hass, "000000"))["reason"] == "unknown_code"
    assert (await async_enter(hass))["reason"] == "too_many_attempts"


@pytest.mark.contract("13.17")
async def test_wrong_tries_are_remembered_over_a_restart(
    hass: HomeAssistant, front: MockConfigEntry
) -> None:
    await async_created(hass, code=PIN)
    await async_fill(hass)
    assert await hass.config_entries.async_reload(front.entry_id)
    await async_settle(hass)
    assert (await async_enter(hass))["reason"] == "too_many_attempts"
    assert hold(hass, front) is not None


@pytest.mark.contract("12.24")
async def test_home_assistants_own_unlock_is_never_held_back(
    hass: HomeAssistant, front: MockConfigEntry, lock: FakeLockEntity
) -> None:
    await async_fill(hass)
    await hass.services.async_call(
        "lock", "unlock", {"entity_id": FRONT}, blocking=True
    )
    assert lock.moves == ["unlock"]


@pytest.mark.contract("12.26")
async def test_a_repair_stands_while_people_are_held_back(
    hass: HomeAssistant, front: MockConfigEntry, freezer: FrozenDateTimeFactory
) -> None:
    await async_created(hass, code=PIN)
    assert hold(hass, front) is None
    await async_fill(hass)
    issue = hold(hass, front)
    assert issue is not None
    assert issue.is_fixable
    assert issue.data == {
        "kind": "too_many_attempts",
        "config_entry_id": front.entry_id,
    }
    assert issue.translation_placeholders == for_repair(lock="Front door")
    freezer.tick(DRAIN - timedelta(seconds=2))
    async_fire_time_changed(hass)
    await async_settle(hass)
    assert hold(hass, front) is not None
    freezer.tick(timedelta(seconds=3))
    async_fire_time_changed(hass)
    await async_settle(hass)
    assert hold(hass, front) is None


async def test_a_repair_stays_if_people_go_on_to_guess(
    hass: HomeAssistant, front: MockConfigEntry, freezer: FrozenDateTimeFactory
) -> None:
    await async_fill(hass)
    freezer.tick(DRAIN)
    assert (await async_enter(hass, "000000"))["reason"] == "unknown_code"
    freezer.tick(timedelta(seconds=1))
    async_fire_time_changed(hass)
    await async_settle(hass)
    assert hold(hass, front) is not None
    freezer.tick(DRAIN)
    async_fire_time_changed(hass)
    await async_settle(hass)
    assert hold(hass, front) is None


@pytest.mark.contract("12.26")
async def test_lifting_lets_people_in_at_once(
    hass: HomeAssistant, front: MockConfigEntry
) -> None:
    await async_created(hass, code=PIN)
    await async_fill(hass)
    await async_lift_lockout(hass, front.runtime_data)
    assert hold(hass, front) is None
    assert await async_enter(hass) == GRANTED


async def test_the_repair_comes_back_with_its_lock(
    hass: HomeAssistant, front: MockConfigEntry
) -> None:
    await async_fill(hass)
    runtime = front.runtime_data
    assert await hass.config_entries.async_unload(front.entry_id)
    assert hold(hass, front) is None
    async_update_lockout(hass, runtime)
    assert hold(hass, front) is None
    assert await hass.config_entries.async_setup(front.entry_id)
    assert hold(hass, front) is not None


@pytest.mark.contract("12.26")
async def test_an_administrator_lifts_the_hold_by_the_repair(
    hass: HomeAssistant, front: MockConfigEntry
) -> None:
    await async_created(hass, code=PIN)
    await async_fill(hass)
    result = await async_fix(hass, "too_many_attempts", "lift")
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert hold(hass, front) is None
    assert await async_enter(hass) == GRANTED


async def test_a_hold_that_cannot_be_lifted_now_stays(
    hass: HomeAssistant, front: MockConfigEntry
) -> None:
    await async_fill(hass)
    with patch.object(RecordStorage, "async_save", side_effect=StorageFailed):
        result = await async_fix(hass, "too_many_attempts", "lift")
    assert result["reason"] == "storage_failed"
    assert hold(hass, front) is not None
    manager = hass.data[REPAIRS_DOMAIN]["flow_manager"]
    opened = await manager.async_init(
        DOMAIN, context={"issue_id": f"too_many_attempts_{front.entry_id}"}
    )
    await hass.config_entries.async_unload(front.entry_id)
    result = await manager.async_configure(opened["flow_id"], {"next_step_id": "lift"})
    assert result["reason"] == "not_loaded"


@pytest.mark.contract("12.60")
async def test_a_guesser_who_is_held_back_costs_one_write_and_one_event(
    hass: HomeAssistant,
    front: MockConfigEntry,
    events: list[Event[dict[str, Any]]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await async_fill(hass)
    writes: list[object] = []
    save = RecordStorage.async_save

    async def counted(self: RecordStorage, *given: Any) -> None:
        writes.append(given)
        await save(self, *given)

    monkeypatch.setattr(RecordStorage, "async_save", counted)
    events.clear()
    for _ in range(20):
        assert (await async_enter(hass))["reason"] == "too_many_attempts"
    assert len(writes) == 1
    assert len(told(events)) == 1
