"""Guests whom the calendar drops while they are here: a repair asks, and a person answers."""

from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.access_codes.actions.booking_overview import async_bookings
from custom_components.access_codes.const import DOMAIN
from custom_components.access_codes.storage.booking_ledger import BookingLedger
from custom_components.access_codes.storage.record_file import StorageFailed
from homeassistant.core import Context, HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import issue_registry as ir
from homeassistant.setup import async_setup_component
from tests.support.action_calls import async_listed
from tests.support.booking_calendar import CALENDAR, FakeCalendar, async_follow, nights
from tests.support.fix_flows import async_fix, issues_of
from tests.support.keypad_locks import async_call

from .test_follower import GUEST, OTHER, async_pass, async_push

DOUBT, NOT_READ = "bookings_in_doubt", "bookings_not_read"
CY = nights("2026-06-10", "2026-06-12", "Cy Example", uid="three@example.com")
HERE = "2026-06-10T16:00:00Z"


@pytest.fixture
async def entry(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    front: MockConfigEntry,
    calendar: FakeCalendar,
) -> MockConfigEntry:
    """Two guests who are here, and one to come."""
    calendar.events = [GUEST, CY, OTHER]
    entry = await async_follow(hass, front)
    freezer.move_to(HERE)
    await async_pass(hass, freezer, seconds=1)
    return entry


async def async_in_doubt(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, calendar: FakeCalendar
) -> None:
    """Drop those who are here, and wait for the repair."""
    await async_push(hass, calendar, OTHER)
    await async_pass(hass, freezer, minutes=20, seconds=1)


async def async_names(hass: HomeAssistant) -> list[str]:
    return sorted(code["name"] for code in await async_listed(hass))


async def async_open(hass: HomeAssistant, key: str) -> Any:
    """Open a repair at its form; return the flow and a function that submits it."""
    assert await async_setup_component(hass, "repairs", {})
    return await async_fix(hass, key, "end_now")


async def async_end(hass: HomeAssistant, key: str, *names: str) -> Any:
    """Answer a repair: end these bookings."""
    form = await async_open(hass, key)
    assert form["type"] is FlowResultType.FORM
    [selector] = form["data_schema"].schema.values()
    labels = {each["label"]: each["value"] for each in selector.config["options"]}
    chosen = [value for label, value in labels.items() if label.startswith(names)]
    manager = hass.data["repairs"]["flow_manager"]
    result = await manager.async_configure(
        form["flow_id"], {"bookings": chosen if names else []}
    )
    await hass.async_block_till_done(wait_background_tasks=True)
    return result


async def async_told(hass: HomeAssistant) -> dict[str, bool]:
    """Return of each booking whether the panel is told that it is in doubt."""
    [about] = (await async_bookings(hass, {}, Context()))["calendars"]
    return {each["name"]: each["is_in_doubt"] for each in about["bookings"]}


@pytest.mark.contract("16.80", "16.83")
async def test_guests_who_are_dropped_while_they_are_here_are_named_by_a_repair(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    entry: MockConfigEntry,
    calendar: FakeCalendar,
) -> None:
    await async_push(hass, calendar, OTHER)
    await async_pass(hass, freezer, minutes=19)
    assert DOUBT not in issues_of(hass)
    assert not any((await async_told(hass)).values())
    await async_pass(hass, freezer, minutes=1, seconds=1)
    placeholders = issues_of(hass)[DOUBT].translation_placeholders or {}
    assert placeholders["count"] == "2"
    assert placeholders["bookings"] == (
        "Cy Example (until Friday, June 12, 2026, 11:00 AM); "
        "Ada Example (until Saturday, June 13, 2026, 11:00 AM)"
    )
    assert await async_told(hass) == {
        "Ada Example": True,
        "Cy Example": True,
        "Bo Example": False,
    }
    # All codes are there all the while.
    assert len(await async_listed(hass)) == 3
    # The repair goes by itself: with the end of one stay, and as the other is listed again.
    freezer.move_to("2026-06-12T11:00:01Z")
    await async_pass(hass, freezer, seconds=1)
    assert (issues_of(hass)[DOUBT].translation_placeholders or {})["count"] == "1"
    await async_push(hass, calendar, GUEST, OTHER)
    assert DOUBT not in issues_of(hass)


@pytest.mark.contract("16.80")
async def test_a_calendar_that_listed_an_old_copy_once_raises_no_repair(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    entry: MockConfigEntry,
    calendar: FakeCalendar,
) -> None:
    await async_push(hass, calendar, OTHER)
    await async_pass(hass, freezer, minutes=15)
    await async_push(hass, calendar, GUEST, CY, OTHER)
    await async_pass(hass, freezer, minutes=30)
    assert DOUBT not in issues_of(hass)
    assert len(await async_listed(hass)) == 3


@pytest.mark.contract("16.81")
async def test_a_person_keeps_them_and_is_asked_about_others_only(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    entry: MockConfigEntry,
    calendar: FakeCalendar,
) -> None:
    await async_push(hass, calendar, GUEST, OTHER)
    await async_pass(hass, freezer, minutes=20, seconds=1)
    result = await async_fix(hass, DOUBT, "keep")
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert await hass.config_entries.async_reload(entry.entry_id)
    await async_pass(hass, freezer, minutes=30)
    assert DOUBT not in issues_of(hass)
    assert len(await async_listed(hass)) == 3
    await async_in_doubt(hass, freezer, calendar)
    placeholders = issues_of(hass)[DOUBT].translation_placeholders or {}
    assert placeholders["bookings"].startswith("Ada Example (")
    assert placeholders["count"] == "1"


@pytest.mark.contract("16.82")
async def test_a_person_ends_one_of_them_and_the_other_is_asked_about_still(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    entry: MockConfigEntry,
    calendar: FakeCalendar,
) -> None:
    before = {code["name"]: code["code"] for code in await async_listed(hass)}
    await async_in_doubt(hass, freezer, calendar)
    result = await async_end(hass, DOUBT)
    assert result["errors"] == {"bookings": "no_booking_chosen"}
    result = await async_end(hass, DOUBT, "Cy Example")
    assert result["reason"] == "ended"
    assert await async_names(hass) == ["Ada Example", "Bo Example"]
    assert (issues_of(hass)[DOUBT].translation_placeholders or {})["count"] == "1"
    state = hass.states.get("event.flat_booking")
    assert state is not None
    assert state.attributes["event_type"] == "cancelled"
    await async_end(hass, DOUBT, "Ada Example")
    assert DOUBT not in issues_of(hass)
    assert await async_names(hass) == ["Bo Example"]
    # If the calendar lists one again, its guest was right to be here.
    await async_push(hass, calendar, CY, OTHER)
    after = {code["name"]: code["code"] for code in await async_listed(hass)}
    assert after == {name: before[name] for name in ("Bo Example", "Cy Example")}


@pytest.mark.contract("16.80", "16.82")
async def test_answers_that_come_too_late_change_nothing(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    entry: MockConfigEntry,
    calendar: FakeCalendar,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await async_in_doubt(hass, freezer, calendar)
    form = await async_open(hass, DOUBT)
    manager = hass.data["repairs"]["flow_manager"]
    opened = [await async_fix(hass, DOUBT) for _ in range(4)]

    async def fail(*_: Any) -> None:
        raise StorageFailed("full")

    with monkeypatch.context() as patch:
        patch.setattr(BookingLedger, "async_save", fail)
        assert (await async_fix(hass, DOUBT, "keep"))["reason"] == "storage_failed"
        assert (await async_end(hass, DOUBT, "Cy"))["reason"] == "storage_failed"
    assert DOUBT in issues_of(hass)
    assert len(await async_listed(hass)) == 3
    await async_push(hass, calendar, GUEST, CY, OTHER)
    result = await manager.async_configure(form["flow_id"], {"bookings": []})
    assert result["reason"] == "none_left"
    assert await hass.config_entries.async_unload(entry.entry_id)
    for flow, step in zip(opened, ("keep", "end_now", "keep_always"), strict=False):
        result = await manager.async_configure(flow["flow_id"], {"next_step_id": step})
        assert result["reason"] == "not_loaded"
    assert len(await async_listed(hass)) == 3


@pytest.mark.contract("16.85")
async def test_a_service_that_drops_all_guests_on_arrival_is_not_asked_about(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    entry: MockConfigEntry,
    calendar: FakeCalendar,
) -> None:
    await async_in_doubt(hass, freezer, calendar)
    result = await async_fix(hass, DOUBT, "keep_always")
    assert result["type"] is FlowResultType.CREATE_ENTRY
    await hass.async_block_till_done(wait_background_tasks=True)
    assert entry.options["ask_if_missing"] is False
    freezer.move_to("2026-06-13T16:00:00Z")
    await async_push(hass, calendar)
    await async_pass(hass, freezer, minutes=30)
    assert DOUBT not in issues_of(hass)
    assert not any((await async_told(hass)).values())
    assert "Bo Example" in await async_names(hass)


@pytest.mark.contract("16.80")
async def test_a_repair_that_is_ignored_is_raised_anew_for_another_guest(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    entry: MockConfigEntry,
    calendar: FakeCalendar,
) -> None:
    await async_push(hass, calendar, GUEST, OTHER)
    await async_pass(hass, freezer, minutes=20, seconds=1)
    issue_id = issues_of(hass)[DOUBT].issue_id
    ir.async_ignore_issue(hass, DOMAIN, issue_id, True)
    await async_pass(hass, freezer, minutes=30)
    assert issues_of(hass)[DOUBT].dismissed_version is not None
    await async_in_doubt(hass, freezer, calendar)
    assert issues_of(hass)[DOUBT].dismissed_version is None


@pytest.mark.contract("16.84")
async def test_while_the_calendar_fails_the_repair_names_who_is_here_and_ends_one(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    entry: MockConfigEntry,
    calendar: FakeCalendar,
) -> None:
    calendar.become(available=False)
    await async_pass(hass, freezer, minutes=6)
    placeholders = issues_of(hass)[NOT_READ].translation_placeholders or {}
    assert placeholders["bookings"].count("Example (until") == 2
    result = await async_end(hass, NOT_READ, "Cy Example")
    assert result["reason"] == "ended"
    assert await async_names(hass) == ["Ada Example", "Bo Example"]
    placeholders = issues_of(hass)[NOT_READ].translation_placeholders or {}
    assert placeholders["bookings"].startswith("Ada Example (until")


@pytest.mark.contract("16.34", "16.38")
async def test_a_calendar_that_fails_once_is_read_again_before_a_person_hears_of_it(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    entry: MockConfigEntry,
    calendar: FakeCalendar,
) -> None:
    calendar.failure = ValueError("once")
    await async_push(hass, calendar, *calendar.events)
    calendar.failure = None
    for _ in range(6):
        await async_pass(hass, freezer, minutes=1)
        assert NOT_READ not in issues_of(hass)
    calendar.failure = ValueError("for long")
    await async_call(hass, "refresh_bookings", entity_id=CALENDAR)
    reads = calendar.reads
    for _ in range(30):
        await async_pass(hass, freezer, minutes=1, seconds=1)
    assert NOT_READ in issues_of(hass)
    assert 14 <= calendar.reads - reads <= 18


@pytest.mark.contract("16.83")
async def test_many_are_counted_and_a_name_with_a_pin_is_not_told(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    front: MockConfigEntry,
    calendar: FakeCalendar,
) -> None:
    guests = [
        nights("2026-06-10", "2026-06-13", f"Guest {number:02}", uid=f"{number}")
        for number in range(11)
    ]
    phone = nights(
        "2026-06-10",
        "2026-06-12",
        "Di 907788",
        uid="di",
        description="Phone: +44 7700 907788",
    )
    calendar.events = [*guests, phone, OTHER]
    await async_follow(hass, front, pin_source="phone")
    freezer.move_to(HERE)
    await async_pass(hass, freezer, seconds=1)
    await async_push(hass, calendar, OTHER)
    await async_pass(hass, freezer, minutes=20, seconds=1)
    placeholders = issues_of(hass)[DOUBT].translation_placeholders or {}
    assert placeholders["bookings"].startswith("Guest (until Friday")
    assert placeholders["bookings"].endswith("; 2 more")
    assert "907788" not in str(issues_of(hass)[DOUBT])


@pytest.mark.contract("16.50", "16.52")
async def test_a_name_with_a_pin_is_told_neither_in_events_nor_to_the_panel(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    front: MockConfigEntry,
    calendar: FakeCalendar,
) -> None:
    calendar.events = [
        nights(
            "2026-06-10",
            "2026-06-12",
            "Di 907788",
            uid="di",
            description="Phone: +44 7700 907788",
        )
    ]
    await async_follow(hass, front, pin_source="phone")
    told = [state.attributes.get("name") for state in hass.states.async_all("event")]
    assert "Guest" in told
    assert not any(
        "907788" in str(state.attributes) for state in hass.states.async_all()
    )
    answer = await async_bookings(hass, {}, Context())
    assert "Guest" in str(answer)
    assert "907788" not in str(answer)
