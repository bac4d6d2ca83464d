"""Blueprints that would do harm: open for somebody who is not to come in, or act on what is long over."""

from datetime import datetime, timedelta

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.const import EVENT_HOMEASSISTANT_STARTED
from homeassistant.core import CoreState, HomeAssistant
from homeassistant.setup import async_setup_component
from tests.support.action_calls import (
    BACK,
    FRONT,
    NOON,
    async_created,
    async_enter,
    async_listed,
)
from tests.support.blueprints import async_idle, async_pass, async_use_blueprint
from tests.support.keypad_locks import FakeLockEntity, async_call
from tests.support.notifiers import FakeNotifyEntity

DOOR = "binary_sensor.door"
SWITCH = "input_boolean.cleaner_comes"


@pytest.fixture
async def house(
    hass: HomeAssistant, front: MockConfigEntry, back: MockConfigEntry
) -> None:
    """Link two locks, and add a switch. It is noon on a Monday."""
    await hass.config.async_set_time_zone("UTC")
    assert await async_setup_component(
        hass, "input_boolean", {"input_boolean": {"cleaner_comes": {}}}
    )


async def async_become(hass: HomeAssistant, entity_id: str, state: str) -> None:
    hass.states.async_set(entity_id, state)
    await async_idle(hass)


async def async_tell_use(
    hass: HomeAssistant, access_code_id: str, occurred_at: datetime
) -> None:
    """Tell a use as Access Codes does: one from a lock's log, or kept over a crash, comes late."""
    use = {
        "type": "access_code.used",
        "event_id": "1",
        "occurred_at": occurred_at.isoformat(),
        "access_code_id": access_code_id,
        "name": "Anna",
        "lock_entity_id": FRONT,
        "action": "unlock",
    }
    hass.bus.async_fire("access_codes_event", use)
    await async_idle(hass)


@pytest.mark.contract("11.172")
@pytest.mark.usefixtures("house")
@pytest.mark.parametrize(("seconds", "state"), [(119, "disarmed"), (121, "armed_away")])
async def test_a_use_that_is_told_late_disarms_nothing(
    hass: HomeAssistant, seconds: int, state: str
) -> None:
    alarm = {
        "platform": "manual",
        "name": "House",
        "code_arm_required": False,
        "arming_time": 0,
    }
    assert await async_setup_component(
        hass, "alarm_control_panel", {"alarm_control_panel": alarm}
    )
    await hass.async_block_till_done()
    panel = {"entity_id": "alarm_control_panel.house"}
    await hass.services.async_call(
        "alarm_control_panel", "alarm_arm_away", panel, blocking=True
    )
    await async_use_blueprint(
        hass, "disarm_alarm.yaml", locks=[FRONT], alarm="alarm_control_panel.house"
    )
    anna = await async_created(hass, name="Anna", code="730512")
    await async_tell_use(
        hass, anna["access_code_id"], NOON - timedelta(seconds=seconds)
    )
    found = hass.states.get("alarm_control_panel.house")
    assert found is not None
    assert found.state == state


@pytest.mark.contract("11.173")
@pytest.mark.usefixtures("house")
@pytest.mark.parametrize("state", ["unavailable", "unknown"])
async def test_a_door_that_may_be_open_is_not_locked(
    hass: HomeAssistant,
    lock: FakeLockEntity,
    freezer: FrozenDateTimeFactory,
    state: str,
) -> None:
    await async_created(hass, name="Anna", code="730512")
    await async_become(hass, DOOR, "on")
    await async_use_blueprint(
        hass, "relock.yaml", lock=FRONT, door=[DOOR], wait={"minutes": 5}
    )
    await async_enter(hass, "730512")
    await async_idle(hass)
    await async_become(hass, DOOR, state)
    await async_pass(hass, freezer, minutes=30)
    assert lock.moves == ["unlock"]
    await async_become(hass, DOOR, "off")
    await async_pass(hass, freezer, minutes=6)
    assert lock.moves == ["unlock", "lock"]


@pytest.mark.contract("11.177")
@pytest.mark.usefixtures("house")
@pytest.mark.parametrize("change", ["is_paused", "active_while"])
async def test_a_code_that_is_held_back_gets_no_new_pin(
    hass: HomeAssistant,
    phone: FakeNotifyEntity,
    freezer: FrozenDateTimeFactory,
    change: str,
) -> None:
    code = await async_created(hass, name="Neighbour", code="482915")
    value = True if change == "is_paused" else SWITCH
    wanted = {"access_code_id": code["access_code_id"], change: value}
    await async_call(hass, "update", **wanted)
    await async_use_blueprint(
        hass,
        "rotate_pin.yaml",
        locks=[FRONT],
        name="Neighbour",
        days=1,
        notify="notify.phone",
    )
    freezer.move_to("2026-06-02T10:00:00Z")
    await async_pass(hass, freezer, seconds=1)
    assert phone.messages == []
    assert [each["status"] for each in await async_listed(hass)] == ["unset"]
    # As soon as it is not held back any more, at the next time of day.
    await async_call(
        hass,
        "update",
        **wanted | {change: False if change == "is_paused" else None},
    )
    freezer.move_to("2026-06-03T10:00:00Z")
    await async_pass(hass, freezer, seconds=1)
    assert len(phone.messages) == 1


@pytest.mark.contract("11.177")
@pytest.mark.usefixtures("house")
async def test_space_around_a_name_makes_no_second_code(
    hass: HomeAssistant, phone: FakeNotifyEntity, freezer: FrozenDateTimeFactory
) -> None:
    await async_created(hass, name="101", code="482915")
    await async_use_blueprint(
        hass,
        "rotate_pin.yaml",
        locks=[FRONT],
        name="101 ",
        days=1,
        hours=0,
        notify="notify.phone",
    )
    freezer.move_to("2026-06-02T10:00:00Z")
    await async_pass(hass, freezer, seconds=1)
    await async_pass(hass, freezer, minutes=2)
    (code,) = await async_listed(hass)
    assert code["code"] != "482915"
    assert [code["code"] in message for message in phone.messages] == [True]


async def async_use_cleaner(hass: HomeAssistant, name: str = "Cleaner") -> None:
    await async_use_blueprint(
        hass,
        "weekly_cleaner.yaml",
        locks=[FRONT],
        switch=SWITCH,
        name=name,
        days=["TU"],
        notify=["notify.phone"],
    )


async def async_switch(hass: HomeAssistant, state: str) -> None:
    await hass.services.async_call(
        "input_boolean", f"turn_{state}", {"entity_id": SWITCH}, blocking=True
    )
    await async_idle(hass)


@pytest.mark.contract("11.176")
@pytest.mark.usefixtures("house")
async def test_space_around_the_name_of_a_weekly_code_makes_no_second_one(
    hass: HomeAssistant, phone: FakeNotifyEntity
) -> None:
    await async_use_cleaner(hass, " Cleaner")
    for state in ("on", "off", "on"):
        await async_switch(hass, state)
    assert len(await async_listed(hass)) == 1
    assert len(phone.messages) == 1


@pytest.mark.contract("11.176")
@pytest.mark.usefixtures("house")
async def test_a_weekly_code_that_was_deleted_does_not_come_back_by_itself(
    hass: HomeAssistant, phone: FakeNotifyEntity
) -> None:
    await async_switch(hass, "on")
    code = await async_created(hass, name="Cleaner")
    await async_call(hass, "delete", access_code_id=code["access_code_id"])
    hass.set_state(CoreState.starting)
    await async_use_cleaner(hass)
    hass.set_state(CoreState.running)
    hass.bus.async_fire(EVENT_HOMEASSISTANT_STARTED)
    await async_idle(hass)
    await async_become(hass, SWITCH, "unavailable")
    await async_become(hass, SWITCH, "on")
    assert await async_listed(hass) == []
    assert phone.messages == []


@pytest.mark.contract("11.174")
@pytest.mark.usefixtures("house")
async def test_codes_with_a_number_for_a_key_are_sent_in_one_message(
    hass: HomeAssistant, phone: FakeNotifyEntity, freezer: FrozenDateTimeFactory
) -> None:
    await async_use_blueprint(
        hass,
        "send_code_before_arrival.yaml",
        calendars=[
            "calendar.front_door_access_codes",
            "calendar.back_door_access_codes",
        ],
        hours=24,
        notify="notify.phone",
        message="{name} {locks}",
    )
    for lock in (FRONT, BACK):
        await async_call(
            hass,
            "create",
            lock=lock,
            name="Ada",
            code="482915",
            common_code_key="20260601",
            starts_at="2026-06-01 18:00",
            ends_at="2026-06-03 10:00",
        )
    await async_idle(hass)
    await async_pass(hass, freezer, seconds=6)
    assert len(phone.messages) == 1
