"""Codes of keymaster, as its own file holds them."""

from copy import deepcopy
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from custom_components.access_codes.core.model import Pin
from custom_components.access_codes.core.other_managers import rental_control
from custom_components.access_codes.core.other_managers.keymaster import read
from custom_components.access_codes.core.other_managers.model import (
    Duty,
    EntryData,
    Obstacle,
    OtherCalendar,
    OtherCode,
    OtherEntry,
    Problem,
)
from tests.support.other_managers import (
    BACK,
    FRONT,
    KEYMASTER_ENTRY,
    RENTAL_CONTROL_ENTRY,
    days,
    keymaster_slot,
    keymaster_store,
)

NOW = datetime(2026, 11, 15, 12, tzinfo=UTC)
"""A Sunday."""

BERLIN = ZoneInfo("Europe/Berlin")


def entry(entry_id: str = FRONT, version: int = 4, **fields: Any) -> EntryData:
    return EntryData(entry_id, "front", version, {**KEYMASTER_ENTRY, **fields}, {})


def read_all(
    store: Any, *entries: EntryData, calendars: tuple[OtherCalendar, ...] = ()
) -> list[OtherEntry]:
    return read(entries or [entry()], store, calendars, now=NOW, zone=BERLIN)


def store_of(**fields: Any) -> dict[str, Any]:
    """Return the file with one filled slot, the first."""
    store = keymaster_store()
    pin = fields.pop("pin", "482915")
    store["data"][FRONT]["code_slots"] = {
        "1": keymaster_slot(FRONT, pin, name="Anna", **fields)
    }
    return store


def code(**fields: Any) -> OtherCode:
    """Return the code of a slot with these fields."""
    [found] = read_all(store_of(**fields))
    [only] = found.codes
    return only


@pytest.mark.contract("17.20")
def test_the_file_that_keymaster_wrote_is_read() -> None:
    [found] = read_all(keymaster_store())
    anna, cleaner = found.codes
    assert anna == OtherCode(
        key=f"{FRONT}/1",
        entry_id=FRONT,
        name="Anna",
        lock_entity_ids=("lock.front_door",),
        slot=1,
        pin=Pin("482915"),
    )
    assert (cleaner.name, cleaner.pin) == ("Cleaner", Pin("0073"))
    # Monday from nine to five, the other days as a whole.
    assert cleaner.obstacle is Obstacle.DAYS_DIFFER
    assert found.duties == frozenset()


@pytest.mark.contract("17.20")
@pytest.mark.parametrize(
    ("fields", "obstacle"),
    [
        ({"pin": None}, Obstacle.NO_PIN),
        ({"accesslimit_count_enabled": True}, Obstacle.USED_UP),
        (
            {"accesslimit_count_enabled": True, "accesslimit_count": 0},
            Obstacle.USED_UP,
        ),
        ({"accesslimit_date_range_enabled": True}, Obstacle.NEVER_VALID),
        (
            {
                "accesslimit_date_range_enabled": True,
                "accesslimit_date_range_start": "soon",
                "accesslimit_date_range_end": "2026-11-01T09:00:00+00:00",
            },
            Obstacle.NEVER_VALID,
        ),
        (
            {
                "accesslimit_date_range_enabled": True,
                "accesslimit_date_range_start": "2026-10-01T09:00:00+00:00",
                "accesslimit_date_range_end": "2026-11-01T09:00:00+00:00",
            },
            Obstacle.OVER,
        ),
        (
            {
                "accesslimit_date_range_enabled": True,
                "accesslimit_date_range_start": "2026-10-01T09:00:00+00:00",
                "accesslimit_date_range_end": "2026-12-01T09:00:00+00:00",
                "accesslimit_day_of_week_enabled": True,
                "accesslimit_day_of_week": days(Monday={"dow_enabled": False}),
            },
            Obstacle.DAYS_IN_A_RANGE,
        ),
    ],
)
def test_what_does_not_carry_over(fields: dict[str, Any], obstacle: Obstacle) -> None:
    assert code(**fields).obstacle is obstacle


@pytest.mark.contract("17.20")
def test_a_range_of_dates_is_the_window_and_uses_are_what_is_left() -> None:
    found = code(
        enabled=False,
        accesslimit_count_enabled=True,
        accesslimit_count=3,
        accesslimit_date_range_enabled=True,
        accesslimit_date_range_start="2026-11-20T09:00:00",
        accesslimit_date_range_end="2026-12-01T09:00:00+00:00",
        # Whole days restrict nothing.
        accesslimit_day_of_week_enabled=True,
        accesslimit_day_of_week=days(),
    )
    assert found.obstacle is None
    assert not found.is_enabled
    assert found.uses_left == 3
    assert found.starts_at == datetime(2026, 11, 20, 8, tzinfo=UTC)
    assert found.ends_at == datetime(2026, 12, 1, 9, tzinfo=UTC)
    assert found.recurrence is None


def hours(start: str | None, end: str | None, **fields: Any) -> dict[str, Any]:
    return {"limit_by_time": True, "time_start": start, "time_end": end, **fields}


OFF = {"dow_enabled": False}

WEEKEND_OFF = {"Saturday": OFF, "Sunday": OFF}


@pytest.mark.contract("17.21")
@pytest.mark.parametrize(
    ("stored", "rule", "starts_at", "ends_at"),
    [
        (
            days(**WEEKEND_OFF),
            "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
            datetime(2026, 11, 12, 23, tzinfo=UTC),
            datetime(2026, 11, 13, 23, tzinfo=UTC),
        ),
        (
            days(
                **dict.fromkeys(("Monday", "Tuesday"), OFF), Sunday=hours("9:00", "x")
            ),
            None,
            None,
            None,
        ),
        (
            days(
                **{
                    day: hours("09:00:00", "17:30:00")
                    for day in ("Monday", "Wednesday", "Sunday")
                },
                **dict.fromkeys(("Tuesday", "Thursday", "Friday", "Saturday"), OFF),
            ),
            "FREQ=WEEKLY;BYDAY=MO,WE,SU",
            datetime(2026, 11, 15, 8, tzinfo=UTC),
            datetime(2026, 11, 15, 16, 30, tzinfo=UTC),
        ),
    ],
)
def test_days_with_the_same_hours_are_a_weekly_recurrence(
    stored: dict[str, Any],
    rule: str | None,
    starts_at: datetime | None,
    ends_at: datetime | None,
) -> None:
    found = code(accesslimit_day_of_week_enabled=True, accesslimit_day_of_week=stored)
    if rule is None:
        # A day whose hours are no hours is a day off.
        assert found.recurrence == "FREQ=WEEKLY;BYDAY=WE,TH,FR,SA"
        return
    assert found.obstacle is None
    assert found.recurrence == rule
    assert (found.starts_at, found.ends_at) == (starts_at, ends_at)


@pytest.mark.contract("17.21")
@pytest.mark.parametrize(
    ("stored", "obstacle"),
    [
        (days(Friday=hours("09:00", "17:00")), Obstacle.DAYS_DIFFER),
        (
            days(Friday=hours("09:00", "17:00", include_exclude=False)),
            Obstacle.HOURS_EXCLUDED,
        ),
        (
            days(Monday={"dow_enabled": None}),
            Obstacle.UNREADABLE,
        ),
        (
            {key: {**day, **hours("22:00", "06:00")} for key, day in days().items()},
            Obstacle.NEVER_VALID,
        ),
        ({}, None),
        (None, None),
    ],
)
def test_other_days_do_not_carry_over(stored: Any, obstacle: Obstacle | None) -> None:
    found = code(accesslimit_day_of_week_enabled=True, accesslimit_day_of_week=stored)
    assert found.obstacle is obstacle
    assert found.recurrence is None


@pytest.mark.contract("17.3")
@pytest.mark.parametrize(
    "stored",
    [
        "482915",
        "!",
        "NDgyOTE1",
        "/w==",
        482915,
        "MDFNOE4zM0Q1S0hGNzA2VzNLTjlBTTlRTkEqKioq",
    ],
)
def test_a_pin_that_is_none_is_not_taken_for_one(stored: Any) -> None:
    store = store_of()
    store["data"][FRONT]["code_slots"]["1"]["pin"] = stored
    [found] = read_all(store)
    [only] = found.codes
    assert (only.pin, only.obstacle) == (None, Obstacle.UNREADABLE)


@pytest.mark.contract("17.12", "17.22")
def test_what_cannot_be_read_is_told() -> None:
    damaged = deepcopy(keymaster_store())
    damaged["data"][FRONT]["code_slots"] = []
    for store, given, problem in (
        (keymaster_store(), entry(version=2), Problem.VERSION_NOT_KNOWN),
        (keymaster_store(), entry(version=5), Problem.VERSION_NOT_KNOWN),
        (None, entry(), Problem.STORE_MISSING),
        (keymaster_store(), entry("other"), Problem.STORE_MISSING),
        ("", entry(), Problem.STORE_UNREADABLE),
        ({"version": 1}, entry(), Problem.STORE_UNREADABLE),
        ({"version": 2, "data": {}}, entry(), Problem.VERSION_NOT_KNOWN),
        (damaged, entry(), Problem.STORE_UNREADABLE),
    ):
        [found] = read_all(store, given)
        assert (found.problem, found.codes) == (problem, ())
        assert found.lock_entity_ids == ("lock.front_door",)
    without_lock = entry(lock_entity_id=None)
    assert read_all(None, without_lock)[0].lock_entity_ids == ()


@pytest.mark.contract("17.23")
def test_a_child_follows_its_parent_but_for_slots_of_its_own() -> None:
    store = keymaster_store()
    child = store["data"][BACK]["code_slots"]
    child["2"] = keymaster_slot(BACK, "778899", name="Own", override_parent=True)
    back = entry(BACK, lock_entity_id="lock.back_door")
    parent, found = read_all(store, entry(), back)
    assert [each.lock_entity_ids for each in parent.codes] == [
        ("lock.front_door", "lock.back_door"),
        ("lock.front_door",),
    ]
    [own] = found.codes
    assert (own.key, own.name, own.pin) == (f"{BACK}/2", "Own", Pin("778899"))
    assert own.lock_entity_ids == ("lock.back_door",)
    # Without its parent's entry, or as its own parent, it stands for itself.
    child["1"] = keymaster_slot(BACK, "112233", name="Left")
    assert len(read_all(store, back)[0].codes) == 2
    store["data"][BACK]["parent_config_entry_id"] = BACK
    assert len(read_all(store, entry(), back)[1].codes) == 2
    store["data"][BACK]["parent_config_entry_id"] = FRONT
    old = entry(version=2)
    assert len(read_all(store, old, back)[1].codes) == 2
    nowhere = entry(BACK, lock_entity_id=None)
    assert read_all(store, entry(), nowhere)[0].codes[0].lock_entity_ids == (
        "lock.front_door",
    )


@pytest.mark.contract("17.24")
def test_slots_that_rental_control_fills_are_known() -> None:
    data = {**RENTAL_CONTROL_ENTRY, "start_slot": 2, "max_events": 1}
    calendars = rental_control.read([EntryData("r", "Cabin", 10, data, {})])
    [found] = read_all(keymaster_store(), calendars=tuple(calendars))
    assert [each.calendar for each in found.codes] == [None, "Cabin"]
    elsewhere = entry(lockname="other")
    [found] = read_all(keymaster_store(), elsewhere, calendars=tuple(calendars))
    assert [each.calendar for each in found.codes] == [None, None]


@pytest.mark.contract("17.3")
@pytest.mark.parametrize("field", ["lock_notifications", "door_notifications"])
def test_what_ends_with_keymaster_is_told(field: str) -> None:
    store = store_of(notifications=True)
    assert read_all(store)[0].duties == {Duty.NOTIFICATIONS}
    store = store_of()
    store["data"][FRONT] |= {field: True, "autolock_enabled": True}
    assert read_all(store)[0].duties == {Duty.NOTIFICATIONS, Duty.RELOCK}


def test_an_odd_slot_is_passed_over() -> None:
    store = store_of()
    store["data"][FRONT]["code_slots"]["x"] = keymaster_slot(FRONT, "1234", name="X")
    store["data"][FRONT]["code_slots"]["2"] = None
    assert [each.name for each in read_all(store)[0].codes] == ["Anna"]
    store["data"][FRONT]["code_slots"] = None
    assert read_all(store)[0].codes == ()


@pytest.mark.contract("17.30", "17.31")
def test_calendars_are_read_without_their_address() -> None:
    [found] = rental_control.read(
        [EntryData("r", "Cabin", 10, RENTAL_CONTROL_ENTRY, {})]
    )
    assert found == OtherCalendar(
        entry_id="r",
        title="Cabin",
        keymaster_lock="front_door",
        slots=range(10, 15),
        check_in="16:00",
        check_out="11:00",
        minutes_before=30,
        minutes_after=15,
        code_length=4,
    )
    assert "secret" not in repr(found)
    [bare] = rental_control.read([EntryData("r", "Bare", 3, {}, {})])
    assert bare == OtherCalendar(entry_id="r", title="Bare", slots=range(10, 15))
    [new] = rental_control.read([EntryData("r", "New", 11, {}, {})])
    assert new.problem is Problem.VERSION_NOT_KNOWN
