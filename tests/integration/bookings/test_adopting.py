"""A booking takes up the codes of its guest that have lost their booking: imported, or left by an entry that was removed."""

from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.config_entries import ConfigEntryDisabler
from homeassistant.core import HomeAssistant
from tests.support.action_calls import BACK, FRONT, async_created, async_listed
from tests.support.booking_calendar import (
    CALENDAR,
    FakeCalendar,
    async_follow,
    booking_entry,
    nights,
)
from tests.support.keypad_locks import async_call

from .test_follower import GUEST, OTHER, async_pass, async_push, times

PASSPHRASE = "five words that nobody guesses"


def pins(codes: list[Any]) -> set[tuple[str, str, str]]:
    """Return lock, name and PIN of each code."""
    return {(code["lock_entity_id"], code["name"], code["code"]) for code in codes}


async def async_left_behind(
    hass: HomeAssistant, calendar: FakeCalendar, *locks: MockConfigEntry
) -> list[Any]:
    """Follow the calendar, and remove the entry: its codes stay, and have no booking any more."""
    entry = await async_follow(hass, *locks)
    codes = await async_listed(hass)
    await hass.config_entries.async_remove(entry.entry_id)
    assert await async_listed(hass) == codes
    return codes


@pytest.mark.usefixtures("cheap_keys")
@pytest.mark.contract("16.72", "17.61")
async def test_a_guest_keeps_the_pin_through_an_export_and_an_import(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    front: MockConfigEntry,
    back: MockConfigEntry,
    calendar: FakeCalendar,
) -> None:
    calendar.events = [GUEST, OTHER]
    old = await async_left_behind(hass, calendar, front, back)
    export = await async_call(hass, "export_codes", passphrase=PASSPHRASE)
    for code in old:
        await async_call(hass, "delete", access_code_id=code["access_code_id"])
    await async_pass(hass, freezer, seconds=5)
    assert await async_listed(hass) == []

    done = await async_call(
        hass,
        "import_codes",
        export=export["export"],
        passphrase=PASSPHRASE,
        dry_run=False,
    )
    assert done["created"] == 4
    entry = await async_follow(hass, front, back)
    new = await async_listed(hass)
    assert len(new) == 4
    assert pins(new) == pins(old)
    assert set(entry.runtime_data.ledger.bookings) == {
        code["common_code_key"] for code in old
    }
    # From now on they are those of the bookings: a move and a cancellation reach them.
    moved = nights("2026-06-11", "2026-06-14", "Ada Example", uid="one@example.com")
    await async_push(hass, calendar, moved)
    left = await async_listed(hass)
    assert {(code["name"], *times(code)) for code in left} == {
        ("Ada Example", "2026-06-11T15:00", "2026-06-14T11:00")
    }
    assert pins(left) <= pins(old)


@pytest.mark.contract("16.72")
async def test_a_calendar_that_is_followed_anew_takes_up_its_codes_without_a_change(
    hass: HomeAssistant, front: MockConfigEntry, calendar: FakeCalendar
) -> None:
    calendar.events = [GUEST]
    old = await async_left_behind(hass, calendar, front)
    calendar.events = [GUEST, OTHER]
    await async_follow(hass, front)
    new = await async_listed(hass)
    assert old[0] in new
    assert {code["name"] for code in new} == {"Ada Example", "Bo Example"}
    await async_push(hass, calendar, OTHER)
    assert [code["name"] for code in await async_listed(hass)] == ["Bo Example"]


@pytest.mark.contract("16.28", "16.72")
async def test_a_later_check_out_that_a_person_gave_is_taken_up_as_theirs(
    hass: HomeAssistant, front: MockConfigEntry, calendar: FakeCalendar
) -> None:
    calendar.events = [GUEST]
    [old] = await async_left_behind(hass, calendar, front)
    await async_call(
        hass,
        "update",
        access_code_id=old["access_code_id"],
        ends_at="2026-06-13T14:00:00+00:00",
    )
    await async_follow(hass, front)
    [new] = await async_listed(hass)
    assert new["code"] == old["code"]
    assert times(new) == ("2026-06-10T15:00", "2026-06-13T14:00")


@pytest.mark.contract("16.73")
@pytest.mark.parametrize(
    "doubt",
    [
        "other_days",
        "other_name",
        "fewer_locks",
        "more_locks",
        "two_guests",
        "two_codes",
        "for_good",
        "of_a_person",
    ],
)
async def test_where_it_is_not_clear_whose_a_code_is_the_guest_gets_another(
    hass: HomeAssistant,
    front: MockConfigEntry,
    back: MockConfigEntry,
    calendar: FakeCalendar,
    doubt: str,
) -> None:
    calendar.events = [GUEST]
    locks = [front] if doubt == "fewer_locks" else [front, back]
    await async_left_behind(hass, calendar, *locks)
    followed = [front] if doubt == "more_locks" else [front, back]
    event = GUEST
    if doubt == "other_days":
        event = nights("2026-06-10", "2026-06-14", "Ada Example", uid="one@example.com")
    elif doubt == "other_name":
        event = nights("2026-06-10", "2026-06-13", "Cy Example", uid="one@example.com")
    calendar.events = [event]
    if doubt == "two_guests":
        twin = nights("2026-06-10", "2026-06-13", "Ada Example", uid="twin@example.com")
        calendar.events = [event, twin]
    for code in await async_listed(hass):
        key = code["common_code_key"]
        if doubt == "two_codes":
            key = "booking_ofanother"
        elif doubt == "of_a_person":
            key = "ada"
        elif doubt == "for_good":
            await async_call(
                hass,
                "update",
                access_code_id=code["access_code_id"],
                type="ongoing",
            )
        if key == code["common_code_key"]:
            continue
        window = {"starts_at": code["starts_at"], "ends_at": code["ends_at"]}
        if doubt == "of_a_person":
            await async_call(hass, "delete", access_code_id=code["access_code_id"])
        await async_created(
            hass,
            code["lock_entity_id"],
            name=code["name"],
            common_code_key=key,
            **window,
        )
    old = await async_listed(hass)
    entry = await async_follow(hass, *followed)
    bookings = entry.runtime_data.ledger.bookings
    assert bookings
    assert not set(bookings) & {code["common_code_key"] for code in old}
    new = await async_listed(hass)
    assert all(code in new for code in old)
    assert len(new) == len(old) + len(followed) * len(bookings)


@pytest.mark.contract("16.73")
async def test_codes_of_a_calendar_that_is_not_running_are_not_taken_up(
    hass: HomeAssistant, front: MockConfigEntry, calendar: FakeCalendar
) -> None:
    calendar.events = [GUEST]
    first = await async_follow(hass, front)
    await hass.config_entries.async_set_disabled_by(
        first.entry_id, ConfigEntryDisabler.USER
    )
    [old] = await async_listed(hass)
    second = await async_follow(hass, front)
    assert old["common_code_key"] not in second.runtime_data.ledger.bookings
    assert len(await async_listed(hass)) == 2
    await hass.config_entries.async_set_disabled_by(first.entry_id, None)
    await hass.async_block_till_done(wait_background_tasks=True)
    # Nor those of one that runs.
    third = booking_entry(hass, front)
    assert await hass.config_entries.async_setup(third.entry_id)
    await hass.async_block_till_done()
    assert len(await async_listed(hass)) == 3
    keys = [set(each.runtime_data.ledger.bookings) for each in (first, second, third)]
    assert len(set.union(*keys)) == 3


@pytest.mark.contract("16.74")
async def test_a_guest_who_is_here_is_neither_checked_in_nor_sent_the_code_again(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    front: MockConfigEntry,
    calendar: FakeCalendar,
) -> None:
    calendar.events = [GUEST]
    [code] = await async_left_behind(hass, calendar, front)
    freezer.move_to("2026-06-10T16:00:00+00:00")
    await async_pass(hass, freezer, seconds=1)
    answer = await async_call(hass, "enter_code", lock=FRONT, code=code["code"])
    assert answer["granted"]
    freezer.move_to("2026-06-11T09:00:00+00:00")
    entry = await async_follow(hass, front)
    [booking] = entry.runtime_data.ledger.bookings.values()
    assert booking.checked_in_at.isoformat()[:16] == "2026-06-10T16:00"
    await async_pass(hass, freezer, minutes=1)
    assert booking.sent_at is None
    assert BACK not in {each["lock_entity_id"] for each in await async_listed(hass)}
    assert CALENDAR in str(
        await async_call(hass, "refresh_bookings", entity_id=CALENDAR)
    )


@pytest.mark.contract("16.72", "16.73")
async def test_a_code_that_a_person_moved_on_one_door_is_not_taken_up_by_two_stays(
    hass: HomeAssistant,
    front: MockConfigEntry,
    back: MockConfigEntry,
    calendar: FakeCalendar,
) -> None:
    first = nights("2026-06-10", "2026-06-13", "Ada Example", uid="first")
    second = nights("2026-06-20", "2026-06-22", "Ada Example", uid="second")
    calendar.events = [first]
    old = await async_left_behind(hass, calendar, front, back)
    [moved] = [code for code in old if code["lock_entity_id"] == BACK]
    await async_call(
        hass,
        "update",
        access_code_id=moved["access_code_id"],
        starts_at="2026-06-20T15:00:00+00:00",
        ends_at="2026-06-22T11:00:00+00:00",
    )
    calendar.events = [first, second]
    entry = await async_follow(hass, front, back)
    ledger = entry.runtime_data.ledger
    assert len(ledger.bookings) == 2
    assert moved["common_code_key"] not in ledger.bookings
    # Two doors for each of them, beside the two codes that nobody took up.
    assert len(await async_listed(hass)) == 6
    await async_push(hass, calendar, second)
    left = await async_listed(hass)
    assert {
        code["common_code_key"] for code in left if times(code)[0] < "2026-06-20"
    } == {moved["common_code_key"]}
    assert len(left) == 4


@pytest.mark.contract("16.75")
async def test_a_code_with_other_times_of_the_day_follows_a_stay_that_gets_shorter(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    front: MockConfigEntry,
    back: MockConfigEntry,
    calendar: FakeCalendar,
) -> None:
    calendar.events = [GUEST]
    old = await async_left_behind(hass, calendar, front, back)
    entry = await async_follow(hass, front, back, check_out="10:00:00")
    # Nothing changes before the stay does, also not by a start of Home Assistant.
    assert await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert await async_listed(hass) == old
    freezer.move_to("2026-06-10T16:00:00+00:00")
    await async_pass(hass, freezer, seconds=1)
    shorter = nights("2026-06-10", "2026-06-11", "Ada Example", uid="one@example.com")
    await async_push(hass, calendar, shorter)
    new = await async_listed(hass)
    assert {times(code) for code in new} == {("2026-06-10T15:00", "2026-06-11T10:00")}
    assert pins(new) == pins(old)
    freezer.move_to("2026-06-11T10:00:30+00:00")
    await async_pass(hass, freezer, seconds=1)
    assert "set" not in {code["status"] for code in await async_listed(hass)}


@pytest.mark.contract("16.28", "16.75")
async def test_a_window_that_differs_between_locks_stays_as_a_person_gave_it(
    hass: HomeAssistant,
    front: MockConfigEntry,
    back: MockConfigEntry,
    calendar: FakeCalendar,
) -> None:
    calendar.events = [GUEST]
    old = await async_left_behind(hass, calendar, front, back)
    [later] = [code for code in old if code["lock_entity_id"] == BACK]
    await async_call(
        hass,
        "update",
        access_code_id=later["access_code_id"],
        ends_at="2026-06-13T14:00:00+00:00",
    )
    await async_follow(hass, front, back)
    longer = nights("2026-06-10", "2026-06-14", "Ada Example", uid="one@example.com")
    await async_push(hass, calendar, longer)
    new = await async_listed(hass)
    assert {code["lock_entity_id"]: times(code)[1] for code in new} == {
        FRONT: "2026-06-14T11:00",
        BACK: "2026-06-13T14:00",
    }
    assert pins(new) == pins(old)
