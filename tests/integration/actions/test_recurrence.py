"""Recurring windows, asked for by actions."""

from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)

from custom_components.access_codes.const import DOMAIN
from custom_components.access_codes.storage.record_file import (
    RecordStorage,
    StorageFailed,
)
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import entity_registry as er
from tests.support.action_calls import BACK, FRONT, async_created
from tests.support.fix_flows import async_fix, issues_of
from tests.support.keypad_locks import async_call, engine_of
from tests.support.slot_locks import async_settle

WEEKLY = "FREQ=WEEKLY;BYDAY=TU,FR"

TUESDAY = {
    "starts_at": "2027-01-05 09:00:00",
    "ends_at": "2027-01-05 12:00:00",
    "recurrence": WEEKLY,
}


@pytest.fixture(autouse=True)
async def berlin(hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> None:
    """Be in Berlin, on a Monday."""
    await hass.config.async_set_time_zone("Europe/Berlin")


def times(code: dict[str, Any]) -> tuple[Any, ...]:
    """Return the times of a code, and how they repeat."""
    return code["starts_at"], code["ends_at"], code["recurrence"], code["next_window"]


FIRST = ("2027-01-05T08:00:00+00:00", "2027-01-05T11:00:00+00:00")


@pytest.mark.contract("15.4", "15.9", "15.14", "15.21")
async def test_a_weekly_code_is_returned_with_its_rule_and_next_window(
    hass: HomeAssistant, front: MockConfigEntry, freezer: FrozenDateTimeFactory
) -> None:
    freezer.move_to("2027-01-04 12:00:00+00:00")
    code = await async_created(hass, name="Cleaner", **TUESDAY)
    window = dict(zip(("starts_at", "ends_at"), FIRST, strict=True))
    assert times(code) == (*FIRST, WEEKLY, window)
    assert (code["type"], code["status"]) == ("time_bound", "unset")

    sensor = hass.states.get("sensor.front_door_cleaner")
    assert sensor is not None
    assert sensor.attributes["next_window"] == window
    assert sensor.attributes["recurrence"] == WEEKLY

    freezer.move_to("2027-01-05 11:00:00+00:00")
    async_fire_time_changed(hass)
    await async_settle(hass)
    found = await async_call(hass, "get", access_code_id=code["access_code_id"])
    assert found["access_code"]["next_window"] == {
        "starts_at": "2027-01-08T08:00:00+00:00",
        "ends_at": "2027-01-08T11:00:00+00:00",
    }
    recurrence = engine_of(front).record.codes[code["access_code_id"]].recurrence
    assert recurrence is not None
    assert recurrence.zone == "Europe/Berlin"


@pytest.mark.contract("15.15")
async def test_an_update_gives_a_recurrence_and_takes_it_away(
    hass: HomeAssistant, front: MockConfigEntry, freezer: FrozenDateTimeFactory
) -> None:
    freezer.move_to("2027-01-04 12:00:00+00:00")
    code = await async_created(hass)
    which = {"access_code_id": code["access_code_id"]}
    answer = await async_call(hass, "update", **which, **TUESDAY)
    assert times(answer["access_code"])[:3] == (*FIRST, WEEKLY)
    answer = await async_call(hass, "update", **which, recurrence="")
    assert times(answer["access_code"])[:3] == (*FIRST, None)


@pytest.mark.contract("15.15")
async def test_an_ongoing_code_with_a_recurrence_is_refused_by_that_word(
    hass: HomeAssistant, front: MockConfigEntry
) -> None:
    code = await async_created(hass)
    which = {"access_code_id": code["access_code_id"]}
    with pytest.raises(ServiceValidationError, match="recurrence"):
        await async_call(hass, "update", **which, type="ongoing", recurrence=WEEKLY)


@pytest.mark.contract("15.14", "15.15")
async def test_several_locks_have_one_recurrence(
    hass: HomeAssistant,
    front: MockConfigEntry,
    back: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    freezer.move_to("2027-01-04 12:00:00+00:00")
    made = await async_call(hass, "create_multiple", entity_id=[FRONT, BACK], **TUESDAY)
    codes = made["access_codes"]
    assert [times(code)[:3] for code in codes] == 2 * [(*FIRST, WEEKLY)]
    key = codes[0]["common_code_key"]
    answer = await async_call(
        hass, "update_multiple", common_code_key=key, recurrence="FREQ=DAILY"
    )
    assert {code["recurrence"] for code in answer["access_codes"]} == {"FREQ=DAILY"}


@pytest.mark.contract("15.2", "15.3", "15.14", "15.16", "15.18")
@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"recurrence": "4826"}, "recurrence is not the value of an RRULE"),
        ({"recurrence": "FREQ=DAILY;BYHOUR=9"}, "BYHOUR is not supported"),
        ({"recurrence": "FREQ=DAILY;INTERVAL=0"}, "recurrence: INTERVAL"),
        ({"recurrence": "FREQ=WEEKLY;BYDAY=MO"}, "starts_at has to be an occurrence"),
        ({"starts_at": None, "ends_at": None}, "needs starts_at and ends_at"),
        ({"starts_at": "2010-01-05 09:00:00"}, "at most 10 years"),
        ({"ends_at": "2030-01-05 09:00:00"}, "no pause for 400 days"),
        (
            {
                "starts_at": "2029-01-05 09:00:00",
                "ends_at": "2029-01-05 10:00:00",
                "code": "482615",
            },
            "overlaps with one of Cleaner",
        ),
    ],
)
async def test_what_cannot_recur_is_refused_in_words(
    hass: HomeAssistant,
    front: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    changes: dict[str, Any],
    words: str,
) -> None:
    freezer.move_to("2027-01-04 12:00:00+00:00")
    await async_created(hass, name="Cleaner", code="482615", **TUESDAY)
    with pytest.raises(ServiceValidationError, match=words) as refused:
        await async_created(hass, **{**TUESDAY, **changes})
    assert "4826" not in str(refused.value)


async def async_summaries(hass: HomeAssistant, start: str, end: str) -> list[Any]:
    """Return what the calendar shows in a time."""
    answer = await hass.services.async_call(
        "calendar",
        "get_events",
        {
            "entity_id": "calendar.front_door_access_codes",
            "start_date_time": start,
            "end_date_time": end,
        },
        blocking=True,
        return_response=True,
    )
    assert answer is not None
    found: Any = answer["calendar.front_door_access_codes"]
    return [(event["summary"], event["start"]) for event in found["events"]]


@pytest.mark.contract("15.20")
async def test_the_calendar_shows_occurrences_ahead_and_behind(
    hass: HomeAssistant, front: MockConfigEntry, freezer: FrozenDateTimeFactory
) -> None:
    freezer.move_to("2027-01-04 12:00:00+00:00")
    await async_created(hass, name="Cleaner", **TUESDAY)
    freezer.move_to("2027-03-30 12:00:00+00:00")
    async_fire_time_changed(hass)
    await async_settle(hass)
    shown = await async_summaries(hass, "2027-01-01 00:00:00", "2027-01-12 00:00:00")
    assert shown == [
        ("Cleaner", "2027-01-05T09:00:00+01:00"),
        ("Cleaner", "2027-01-08T09:00:00+01:00"),
    ]
    shown = await async_summaries(hass, "2027-07-06 00:00:00", "2027-07-07 00:00:00")
    assert shown == [("Cleaner", "2027-07-06T09:00:00+02:00")]
    entity_id = er.async_get(hass).async_get_entity_id(
        "sensor", DOMAIN, f"{front.entry_id}_next_change"
    )
    sensor = hass.states.get(entity_id or "")
    assert sensor is not None
    assert sensor.state == "2027-04-02T07:00:00+00:00"
    calendar = hass.states.get("calendar.front_door_access_codes")
    assert calendar is not None
    assert calendar.attributes["start_time"] == "2027-04-02 09:00:00"


async def async_first(hass: HomeAssistant, code: dict[str, Any]) -> Any:
    """Return when the first occurrence of a code starts."""
    which = code["access_code_id"]
    found = await async_call(hass, "get", access_code_id=which)
    return found["access_code"]["starts_at"]


@pytest.mark.contract("15.22", "15.23")
async def test_a_repair_asks_if_codes_follow_a_new_time_zone(
    hass: HomeAssistant, front: MockConfigEntry, freezer: FrozenDateTimeFactory
) -> None:
    freezer.move_to("2027-01-04 12:00:00+00:00")
    code = await async_created(hass, **TUESDAY)
    await hass.config.async_update(time_zone="Europe/London")
    await async_settle(hass)
    assert "time_zone_changed" in issues_of(hass)
    assert await async_first(hass, code) == "2027-01-05T08:00:00+00:00"

    await async_fix(hass, "time_zone_changed", "follow")
    assert "time_zone_changed" not in issues_of(hass)
    assert await async_first(hass, code) == "2027-01-05T09:00:00+00:00"


@pytest.mark.contract("15.22", "15.24")
async def test_codes_that_keep_their_zone_are_asked_about_with_the_next_change_only(
    hass: HomeAssistant, front: MockConfigEntry, freezer: FrozenDateTimeFactory
) -> None:
    freezer.move_to("2027-01-04 12:00:00+00:00")
    code = await async_created(hass, **TUESDAY)
    await async_created(hass)
    await hass.config.async_update(time_zone="Europe/London")
    await async_settle(hass)
    await async_fix(hass, "time_zone_changed", "keep")
    assert "time_zone_changed" not in issues_of(hass)
    await hass.config_entries.async_reload(front.entry_id)
    await async_settle(hass)
    assert "time_zone_changed" not in issues_of(hass)
    assert await async_first(hass, code) == "2027-01-05T08:00:00+00:00"

    await hass.config.async_update(time_zone="Europe/Lisbon")
    await async_settle(hass)
    assert "time_zone_changed" in issues_of(hass)
    await hass.config.async_update(time_zone="Europe/Berlin")
    await async_settle(hass)
    assert "time_zone_changed" not in issues_of(hass)


@pytest.mark.contract("15.22")
async def test_the_question_goes_with_the_code_and_is_asked_at_a_start(
    hass: HomeAssistant, front: MockConfigEntry, freezer: FrozenDateTimeFactory
) -> None:
    freezer.move_to("2027-01-04 12:00:00+00:00")
    code = await async_created(hass, **TUESDAY)
    await hass.config_entries.async_unload(front.entry_id)
    await hass.config.async_update(time_zone="Europe/London")
    await hass.config_entries.async_setup(front.entry_id)
    await async_settle(hass)
    assert "time_zone_changed" in issues_of(hass)
    await async_call(hass, "delete", access_code_id=code["access_code_id"])
    await async_settle(hass)
    assert "time_zone_changed" not in issues_of(hass)


@pytest.mark.contract("15.23")
async def test_a_repair_that_cannot_be_done_says_why(
    hass: HomeAssistant,
    front: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    freezer.move_to("2027-01-04 12:00:00+00:00")
    await async_created(hass, **TUESDAY)
    await hass.config.async_update(time_zone="Europe/London")
    await async_settle(hass)

    async def fail(*_: Any) -> None:
        raise StorageFailed

    with monkeypatch.context() as failing:
        failing.setattr(RecordStorage, "async_save", fail)
        result = await async_fix(hass, "time_zone_changed", "follow")
        assert result["reason"] == "storage_failed"
    assert "time_zone_changed" in issues_of(hass)
    manager = hass.data["repairs"]["flow_manager"]
    opened = await manager.async_init(
        DOMAIN, context={"issue_id": issues_of(hass)["time_zone_changed"].issue_id}
    )
    await hass.config_entries.async_unload(front.entry_id)
    result = await manager.async_configure(opened["flow_id"], {"next_step_id": "keep"})
    assert result["reason"] == "not_loaded"
