"""Blueprints that run when a code is used."""

from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.setup import async_setup_component
from tests.support.action_calls import BACK, FRONT, async_created, async_enter
from tests.support.blueprints import async_idle, async_pass, async_use_blueprint
from tests.support.keypad_locks import FakeLockEntity
from tests.support.notifiers import FakeNotifyEntity

ANNA, BEN = "730512", "841605"


async def async_type(hass: HomeAssistant, code: str, **fields: Any) -> None:
    await async_enter(hass, code, **fields)
    await async_idle(hass)


@pytest.fixture
async def people(hass: HomeAssistant, front: MockConfigEntry) -> None:
    await async_created(hass, name="Anna", code=ANNA)
    await async_created(hass, name="Ben", code=BEN)


@pytest.mark.contract("11.171")
@pytest.mark.usefixtures("people")
async def test_only_the_first_use_of_each_code_is_told(
    hass: HomeAssistant, phone: FakeNotifyEntity
) -> None:
    await async_use_blueprint(
        hass, "first_use.yaml", locks=[FRONT], notify=["notify.phone"]
    )
    for code in (ANNA, "000000", BEN, ANNA, BEN):
        await async_type(hass, code)
    used = "has used the code at Front door for the first time."
    assert phone.messages == [f"Anna {used}", f"Ben {used}"]


@pytest.mark.contract("11.171")
@pytest.mark.usefixtures("people")
async def test_a_use_of_nobody_known_is_not_told(
    hass: HomeAssistant, phone: FakeNotifyEntity, caplog: pytest.LogCaptureFixture
) -> None:
    await async_use_blueprint(
        hass, "first_use.yaml", locks=[FRONT], notify=["notify.phone"]
    )
    use = {
        "type": "access_code.used",
        "event_id": "1",
        "access_code_id": None,
        "name": None,
        "lock_entity_id": FRONT,
        "action": "unlock",
    }
    hass.bus.async_fire("access_codes_event", use)
    await async_idle(hass)
    assert phone.messages == []
    assert "Error" not in caplog.text


@pytest.mark.contract("11.171")
@pytest.mark.usefixtures("people")
async def test_the_first_use_is_told_of_the_codes_that_are_meant(
    hass: HomeAssistant, phone: FakeNotifyEntity
) -> None:
    await async_use_blueprint(
        hass,
        "first_use.yaml",
        locks=[FRONT],
        names=["ben"],
        notify=["notify.phone"],
        message="{{ trigger.name }} is here",
    )
    await async_type(hass, ANNA)
    await async_type(hass, BEN)
    assert phone.messages == ["Ben is here"]


@pytest.fixture
async def alarm(hass: HomeAssistant) -> str:
    """Arm an alarm panel of Home Assistant's own."""
    config = {
        "platform": "manual",
        "name": "House",
        "unique_id": "house",
        "code": "9911",
        "code_arm_required": False,
        "arming_time": 0,
    }
    assert await async_setup_component(
        hass, "alarm_control_panel", {"alarm_control_panel": config}
    )
    await hass.async_block_till_done()
    await async_arm(hass)
    er.async_get(hass).async_update_entity_options(
        "alarm_control_panel.house", "alarm_control_panel", {"default_code": "9911"}
    )
    return "alarm_control_panel.house"


async def async_arm(hass: HomeAssistant) -> None:
    await hass.services.async_call(
        "alarm_control_panel",
        "alarm_arm_away",
        {"entity_id": "alarm_control_panel.house"},
        blocking=True,
    )


@pytest.mark.contract("11.172")
@pytest.mark.usefixtures("people")
async def test_a_code_that_unlocks_disarms_the_alarm(
    hass: HomeAssistant,
    alarm: str,
    lock: FakeLockEntity,
) -> None:
    def state() -> str:
        found = hass.states.get(alarm)
        assert found is not None
        return found.state

    await async_use_blueprint(
        hass, "disarm_alarm.yaml", locks=[FRONT], names=["Anna"], alarm=alarm
    )
    await async_type(hass, BEN)
    await async_type(hass, "000000")
    await async_type(hass, ANNA, action="lock")
    assert state() == "armed_away"
    await async_type(hass, ANNA)
    assert state() == "disarmed"
    await async_type(hass, ANNA)
    assert state() == "disarmed"


@pytest.mark.contract("11.173")
@pytest.mark.usefixtures("people")
async def test_the_door_is_locked_some_time_after_the_last_use(
    hass: HomeAssistant, lock: FakeLockEntity, freezer: FrozenDateTimeFactory
) -> None:
    await async_use_blueprint(
        hass, "relock.yaml", lock=FRONT, names=["Anna"], wait={"minutes": 5}
    )
    await async_type(hass, BEN)
    await async_pass(hass, freezer, minutes=6)
    assert lock.moves == ["unlock"]
    await async_type(hass, ANNA)
    await async_pass(hass, freezer, minutes=4)
    await async_type(hass, ANNA)
    await async_pass(hass, freezer, minutes=4)
    assert lock.moves == ["unlock"] * 3
    await async_pass(hass, freezer, minutes=2)
    assert lock.moves == ["unlock"] * 3 + ["lock"]
    # A door that somebody has locked meanwhile is left alone.
    await async_type(hass, ANNA)
    await async_type(hass, ANNA, action="lock")
    await async_pass(hass, freezer, minutes=6)
    assert lock.moves == ["unlock"] * 3 + ["lock", "unlock", "lock"]


@pytest.mark.contract("11.173")
@pytest.mark.usefixtures("people")
async def test_an_open_door_is_not_locked_before_it_is_closed_for_long_enough(
    hass: HomeAssistant, lock: FakeLockEntity, freezer: FrozenDateTimeFactory
) -> None:
    door = "binary_sensor.door"

    async def async_become(state: str) -> None:
        hass.states.async_set(door, state)
        await async_idle(hass)

    await async_become("off")
    await async_use_blueprint(
        hass, "relock.yaml", lock=FRONT, door=[door], wait={"minutes": 5}
    )
    await async_type(hass, ANNA)
    await async_pass(hass, freezer, minutes=1)
    await async_become("on")
    await async_pass(hass, freezer, minutes=30)
    await async_become("off")
    await async_pass(hass, freezer, minutes=4)
    await async_become("on")
    await async_pass(hass, freezer, minutes=4)
    await async_become("off")
    await async_pass(hass, freezer, minutes=4)
    assert lock.moves == ["unlock"]
    await async_pass(hass, freezer, minutes=2)
    assert lock.moves == ["unlock", "lock"]


@pytest.mark.contract("11.172", "11.173")
async def test_a_code_at_another_lock_changes_nothing(
    hass: HomeAssistant,
    front: MockConfigEntry,
    back: MockConfigEntry,
    lock: FakeLockEntity,
    freezer: FrozenDateTimeFactory,
) -> None:
    await async_created(hass, BACK, name="Anna", code=ANNA)
    await async_use_blueprint(hass, "relock.yaml", lock=FRONT, wait={"minutes": 5})
    await async_type(hass, ANNA, lock=BACK)
    await async_pass(hass, freezer, minutes=6)
    assert lock.moves == []
