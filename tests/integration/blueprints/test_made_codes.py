"""Blueprints that make codes of their own."""

from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from tests.support.action_calls import BACK, FRONT, async_created, async_listed
from tests.support.blueprints import async_idle, async_pass, async_use_blueprint
from tests.support.notifiers import FakeNotifyEntity

SWITCH = "input_boolean.cleaner_comes"
PHONE = "notify.phone"


@pytest.fixture
async def house(
    hass: HomeAssistant, front: MockConfigEntry, back: MockConfigEntry
) -> None:
    """Link two locks. It is noon on a Monday."""
    await hass.config.async_set_time_zone("UTC")
    switches: dict[str, dict[str, str]] = {"cleaner_comes": {}}
    assert await async_setup_component(
        hass, "input_boolean", {"input_boolean": switches}
    )


async def async_switch(hass: HomeAssistant, action: str) -> None:
    await hass.services.async_call(
        "input_boolean", action, {"entity_id": SWITCH}, blocking=True
    )
    await async_idle(hass)


def shown(codes: list[dict[str, Any]]) -> list[tuple[str, ...]]:
    return [
        (code["lock_entity_id"], code["name"], code["starts_at"], code["ends_at"])
        for code in codes
    ]


async def async_use_cleaner(hass: HomeAssistant, **inputs: Any) -> None:
    await async_use_blueprint(
        hass,
        "weekly_cleaner.yaml",
        **{"locks": [FRONT], "switch": SWITCH, "days": ["TU", "FR"], **inputs},
    )


@pytest.mark.contract("11.176")
@pytest.mark.usefixtures("house")
async def test_the_switch_makes_a_weekly_code_once_and_takes_it_on_and_off(
    hass: HomeAssistant, phone: FakeNotifyEntity, freezer: FrozenDateTimeFactory
) -> None:
    await async_use_cleaner(hass, locks=[FRONT, BACK], notify=[PHONE])
    await async_switch(hass, "turn_on")
    codes = await async_listed(hass)
    window = ("2026-06-02T09:00:00+00:00", "2026-06-02T12:00:00+00:00")
    assert sorted(shown(codes)) == [
        (BACK, "Cleaner", *window),
        (FRONT, "Cleaner", *window),
    ]
    assert {code["recurrence"] for code in codes} == {"FREQ=WEEKLY;BYDAY=TU,FR"}
    assert {code["active_while"] for code in codes} == {SWITCH}
    (pin,) = {code["code"] for code in codes}
    (message,) = phone.messages
    assert (
        f"is {pin}. It is valid again and again, next from Tuesday, June 2" in message
    )

    await async_switch(hass, "turn_off")
    freezer.move_to("2026-06-05T10:00:00Z")
    await async_pass(hass, freezer, minutes=1)
    assert {code["status"] for code in await async_listed(hass)} == {"unset"}
    await async_switch(hass, "turn_on")
    codes = await async_listed(hass)
    assert [(code["status"], code["code"]) for code in codes] == [("set", pin)] * 2
    assert len(phone.messages) == 1


@pytest.mark.contract("11.176")
@pytest.mark.usefixtures("house")
@pytest.mark.parametrize(
    ("now", "days", "hours", "starts_at", "ends_at"),
    [
        # Monday, noon: today's time is over, under way, or still to come.
        (12, ["MO"], ("09:00:00", "12:00:00"), "2026-06-08T09:00", "2026-06-08T12:00"),
        (11, ["MO"], ("09:00:00", "12:00:00"), "2026-06-01T09:00", "2026-06-01T12:00"),
        (8, ["MO"], ("09:00:00", "12:00:00"), "2026-06-01T09:00", "2026-06-01T12:00"),
        (12, ["SU"], ("09:00:00", "12:00:00"), "2026-06-07T09:00", "2026-06-07T12:00"),
        (12, ["MO"], ("22:00:00", "06:00:00"), "2026-06-01T22:00", "2026-06-02T06:00"),
    ],
)
async def test_the_first_occurrence_is_the_next_one(  # noqa: PLR0917
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    now: int,
    days: list[str],
    hours: tuple[str, str],
    starts_at: str,
    ends_at: str,
) -> None:
    freezer.move_to(f"2026-06-01T{now:02}:00:00Z")
    await async_use_cleaner(hass, days=days, **{"from": hours[0], "to": hours[1]})
    await async_switch(hass, "turn_on")
    times = (f"{starts_at}:00+00:00", f"{ends_at}:00+00:00")
    assert shown(await async_listed(hass)) == [(FRONT, "Cleaner", *times)]


async def async_use_rotation(hass: HomeAssistant, **inputs: Any) -> None:
    await async_use_blueprint(
        hass,
        "rotate_pin.yaml",
        **{
            "locks": [FRONT, BACK],
            "name": "Neighbour",
            "days": 7,
            "at": "10:00:00",
            "notify": PHONE,
            **inputs,
        },
    )


async def async_pins(hass: HomeAssistant, *statuses: str) -> set[str]:
    """Return the PINs of the codes with such a status."""
    codes = await async_listed(hass)
    return {code["code"] for code in codes if code["status"] in statuses}


async def async_until(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, instant: str
) -> None:
    freezer.move_to(instant)
    await async_pass(hass, freezer, seconds=1)


@pytest.mark.contract("11.177")
@pytest.mark.usefixtures("house")
async def test_a_pin_is_replaced_every_few_days_and_the_old_one_opens_a_while_longer(
    hass: HomeAssistant, phone: FakeNotifyEntity, freezer: FrozenDateTimeFactory
) -> None:
    await async_use_rotation(hass)
    first = await async_created(hass, name="Neighbour", code="482915")
    others = [
        await async_created(hass, name="Family", code="737320"),
        await async_created(
            hass, name="Neighbour", code="918273", ends_at="2027-01-01 00:00"
        ),
    ]
    await async_until(hass, freezer, "2026-06-02T10:00:00Z")
    (message,) = phone.messages
    pin = message.removesuffix(".").rpartition(" ")[2]
    assert message.startswith("Neighbour: the new code for ")
    assert await async_pins(hass, "set") == {"482915", "737320", "918273", pin}
    codes = [code for code in await async_listed(hass) if code["code"] == pin]
    assert {code["lock_entity_id"] for code in codes} == {FRONT, BACK}
    await async_until(hass, freezer, "2026-06-03T10:00:02Z")
    assert await async_pins(hass, "set") == {"737320", "918273", pin}
    # Six days later it is not time yet; a day later it is, and the codes of the last time go.
    await async_until(hass, freezer, "2026-06-08T10:00:00Z")
    assert len(phone.messages) == 1
    await async_until(hass, freezer, "2026-06-09T10:00:00Z")
    assert len(phone.messages) == 2
    await async_until(hass, freezer, "2026-06-10T10:00:02Z")
    new = phone.messages[1].removesuffix(".").rpartition(" ")[2]
    assert new != pin
    assert await async_pins(hass, "set") == {"737320", "918273", new}
    listed = {
        code["access_code_id"]: code["status"] for code in await async_listed(hass)
    }
    assert first["access_code_id"] not in listed
    assert {listed[other["access_code_id"]] for other in others} == {"set"}


@pytest.mark.contract("11.177")
@pytest.mark.usefixtures("house")
async def test_without_a_while_the_old_pin_goes_at_once(
    hass: HomeAssistant, phone: FakeNotifyEntity, freezer: FrozenDateTimeFactory
) -> None:
    await async_use_rotation(hass, locks=[FRONT], hours=0, message="{code}")
    # A code of the same name at a lock that is not meant.
    await async_created(hass, BACK, name="Neighbour", code="482915")
    await async_until(hass, freezer, "2026-06-02T10:00:00Z")
    await async_until(hass, freezer, "2026-06-09T10:00:00Z")
    old, new = phone.messages
    assert old != new
    assert await async_pins(hass, "set") == {new, "482915"}


@pytest.mark.contract("11.177")
@pytest.mark.usefixtures("house")
async def test_a_pin_that_cannot_be_sent_replaces_none(
    hass: HomeAssistant, phone: FakeNotifyEntity, freezer: FrozenDateTimeFactory
) -> None:
    await async_created(hass, name="Neighbour", code="482915")
    await async_use_rotation(hass, hours=0)
    phone.failure = ValueError
    await async_until(hass, freezer, "2026-06-02T10:00:00Z")
    assert "482915" in await async_pins(hass, "set")
    phone.failure = None
    await async_until(hass, freezer, "2026-06-09T10:00:00Z")
    (message,) = phone.messages
    assert await async_pins(hass, "set") == {
        message.removesuffix(".").rpartition(" ")[2]
    }


@pytest.mark.contract("11.177")
@pytest.mark.usefixtures("house")
async def test_no_pin_is_replaced_while_the_codes_are_not_known(
    hass: HomeAssistant, phone: FakeNotifyEntity, freezer: FrozenDateTimeFactory
) -> None:
    await async_created(hass, name="Neighbour", code="482915")
    await async_use_rotation(hass)
    hass.states.async_set("sensor.front_door_neighbour", "unavailable")
    await async_until(hass, freezer, "2026-06-02T10:00:00Z")
    assert phone.messages == []
    assert await async_pins(hass, "set") == {"482915"}


@pytest.mark.contract("11.176")
@pytest.mark.usefixtures("house")
async def test_no_weekly_code_is_made_while_the_codes_are_not_known(
    hass: HomeAssistant,
) -> None:
    await async_use_cleaner(hass)
    await async_switch(hass, "turn_on")
    (code,) = await async_listed(hass)
    await async_switch(hass, "turn_off")
    hass.states.async_set("sensor.front_door_cleaner", "unavailable")
    await async_switch(hass, "turn_on")
    (same,) = await async_listed(hass)
    assert same["access_code_id"] == code["access_code_id"]
