"""PINs of bookings: that of the guest where a lock takes it, else a random one; never a booking without a code."""

from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.core import HomeAssistant
from tests.support.action_calls import BACK, FRONT, async_listed
from tests.support.booking_calendar import FakeCalendar, async_follow, nights
from tests.support.keypad_locks import async_call

STATED: dict[str, Any] = {"pin_source": "event", "pin_label": "Door code"}


def guest(description: str = "Door code: 739164", uid: str = "a") -> Any:
    """Return a stay whose description states a PIN."""
    return nights("2026-06-10", "2026-06-13", "Ada", uid=uid, description=description)


async def async_takes(hass: HomeAssistant, lock: str, *lengths: int) -> None:
    """Say which PINs a lock takes."""
    await async_call(
        hass,
        "report_device_constraints",
        lock=lock,
        supported_code_lengths=list(lengths),
    )


async def async_pins(hass: HomeAssistant) -> dict[str, str]:
    """Return the PIN of the booking on each lock."""
    return {
        code["lock_entity_id"]: code["code"]
        for code in await async_listed(hass)
        if code["name"] == "Ada"
    }


@pytest.mark.contract("16.36")
async def test_a_lock_that_does_not_take_the_pin_of_the_others_gets_its_own(
    hass: HomeAssistant,
    front: MockConfigEntry,
    back: MockConfigEntry,
    calendar: FakeCalendar,
) -> None:
    await async_takes(hass, BACK, 8)
    calendar.events = [guest()]
    await async_follow(hass, front, back, **STATED)
    pins = await async_pins(hass)
    assert pins[FRONT] == "739164"
    assert len(pins[BACK]) == 8


@pytest.mark.contract("16.36")
async def test_where_no_pin_suits_all_locks_each_gets_its_own(
    hass: HomeAssistant,
    front: MockConfigEntry,
    back: MockConfigEntry,
    calendar: FakeCalendar,
) -> None:
    await async_takes(hass, FRONT, 4)
    await async_takes(hass, BACK, 8)
    calendar.events = [guest("no code")]
    await async_follow(hass, front, back)
    pins = await async_pins(hass)
    assert {lock: len(pin) for lock, pin in pins.items()} == {FRONT: 4, BACK: 8}


@pytest.mark.contract("16.36")
async def test_a_pin_that_no_lock_takes_gives_way_to_a_random_one_for_all(
    hass: HomeAssistant,
    front: MockConfigEntry,
    back: MockConfigEntry,
    calendar: FakeCalendar,
) -> None:
    calendar.events = [guest("Door code: 12")]
    await async_follow(hass, front, back, **STATED)
    pins = await async_pins(hass)
    assert pins.keys() == {FRONT, BACK}
    assert len(set(pins.values())) == 1
    assert len(pins[FRONT]) == 6


@pytest.mark.contract("16.36")
async def test_a_pin_that_another_code_has_gives_way_to_a_random_one(
    hass: HomeAssistant,
    front: MockConfigEntry,
    back: MockConfigEntry,
    calendar: FakeCalendar,
) -> None:
    await async_call(hass, "create", lock=FRONT, name="Cleaner", code="739164")
    calendar.events = [guest()]
    await async_follow(hass, front, back, **STATED)
    pins = await async_pins(hass)
    assert len(pins[FRONT]) == 6
    assert pins[FRONT] != "739164"
    assert pins[BACK] == pins[FRONT]
    cleaner = [c["code"] for c in await async_listed(hass) if c["name"] == "Cleaner"]
    assert cleaner == ["739164"]


@pytest.mark.contract("16.19", "16.36")
async def test_a_name_that_contains_the_pin_gives_way_and_the_pin_stays(
    hass: HomeAssistant, front: MockConfigEntry, calendar: FakeCalendar
) -> None:
    calendar.events = [
        nights(
            "2026-06-10",
            "2026-06-13",
            "Ada 739164",
            uid="a",
            description="Door code: 739164",
        )
    ]
    await async_follow(hass, front, **STATED)
    [code] = await async_listed(hass)
    assert (code["name"], code["code"]) == ("Guest", "739164")
