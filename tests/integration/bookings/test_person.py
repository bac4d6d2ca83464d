"""A person changes codes of bookings by hand: the feed does not change them back."""

from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.access_codes.bookings import follower as following
from custom_components.access_codes.bookings.programming import Work, async_carry_out
from homeassistant.core import HomeAssistant
from tests.support.action_calls import async_listed
from tests.support.booking_calendar import FakeCalendar, async_follow, nights
from tests.support.keypad_locks import async_call

from .test_follower import GUEST, OTHER, async_pass, async_push, times


@pytest.mark.contract("16.28")
async def test_a_window_name_and_pin_given_by_hand_stay_when_the_booking_moves(
    hass: HomeAssistant, front: MockConfigEntry, calendar: FakeCalendar
) -> None:
    calendar.events = [GUEST, OTHER]
    await async_follow(hass, front)
    code = next(c for c in await async_listed(hass) if c["name"] == "Ada Example")
    await async_call(
        hass,
        "update",
        access_code_id=code["access_code_id"],
        name="Ada and dog",
        code="739164",
        starts_at="2026-06-10T12:00:00+00:00",
    )
    moved = nights("2026-06-11", "2026-06-13", "Ada X", uid="one@example.com")
    await async_push(hass, calendar, moved, OTHER)
    after = next(c for c in await async_listed(hass) if c["name"] == "Ada and dog")
    assert times(after) == ("2026-06-10T12:00", "2026-06-13T11:00")
    assert after["code"] == "739164"


@pytest.mark.contract("16.28")
async def test_a_code_deleted_by_hand_is_not_made_again(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    front: MockConfigEntry,
    back: MockConfigEntry,
    calendar: FakeCalendar,
) -> None:
    calendar.events = [GUEST]
    await async_follow(hass, front, back)
    [code] = await async_listed(hass, lock=["lock.front_door"])
    await async_call(hass, "delete", access_code_id=code["access_code_id"])
    await async_pass(hass, freezer, seconds=2)
    await async_push(hass, calendar, GUEST)
    [left] = await async_listed(hass)
    assert left["lock_entity_id"] == "lock.back_door"


@pytest.mark.contract("16.25")
async def test_a_booking_that_disappears_while_it_runs_stays_until_its_end(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    front: MockConfigEntry,
    calendar: FakeCalendar,
) -> None:
    calendar.events = [GUEST, OTHER]
    await async_follow(hass, front)
    await async_pass(hass, freezer, days=9, hours=4)
    await async_push(hass, calendar, OTHER)
    ada = next(c for c in await async_listed(hass) if c["name"] == "Ada Example")
    assert times(ada) == ("2026-06-10T15:00", "2026-06-13T11:00")
    assert ada["status"] == "set"


@pytest.mark.contract("16.25")
async def test_a_guest_let_in_early_by_hand_stays_although_the_booking_disappears(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    front: MockConfigEntry,
    calendar: FakeCalendar,
) -> None:
    calendar.events = [GUEST, OTHER]
    await async_follow(hass, front)
    code: Any = next(c for c in await async_listed(hass) if c["name"] == "Ada Example")
    await async_call(
        hass,
        "update",
        access_code_id=code["access_code_id"],
        starts_at="2026-06-01T11:00:00+00:00",
    )
    await async_push(hass, calendar, OTHER)
    assert "Ada Example" in {c["name"] for c in await async_listed(hass)}


@pytest.mark.contract("16.65")
async def test_a_window_given_while_another_change_is_carried_out_stays(
    hass: HomeAssistant,
    front: MockConfigEntry,
    calendar: FakeCalendar,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    calendar.events = [GUEST, OTHER]
    await async_follow(hass, front)
    codes = {each["common_code_key"]: each for each in await async_listed(hass)}
    given: list[str] = []

    async def beside_a_person(work: Work) -> None:
        if not given:
            [other] = (each for key, each in codes.items() if key != work.wish.key)
            given.append(other["access_code_id"])
            await async_call(
                hass,
                "update",
                access_code_id=given[0],
                starts_at="2026-06-09T08:00:00+00:00",
                ends_at="2026-06-16T08:00:00+00:00",
            )
        await async_carry_out(work)

    monkeypatch.setattr(following, "async_carry_out", beside_a_person)
    moved = (
        nights("2026-06-11", "2026-06-13", "Ada Example", uid="one@example.com"),
        nights("2026-06-13", "2026-06-17", "Bo Example", uid="two@example.com"),
    )
    await async_push(hass, calendar, *moved)
    found = {each["access_code_id"]: times(each) for each in await async_listed(hass)}
    assert found.pop(given[0]) == ("2026-06-09T08:00", "2026-06-16T08:00")
    assert list(found.values())[0] in (
        ("2026-06-11T15:00", "2026-06-13T11:00"),
        ("2026-06-13T15:00", "2026-06-17T11:00"),
    )
