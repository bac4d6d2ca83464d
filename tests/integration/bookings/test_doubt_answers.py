"""Answers to repairs about bookings: for those that the person was shown, and not for guests who are listed again."""

import asyncio
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.access_codes.const import DOMAIN
from homeassistant.core import Context, HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import issue_registry as ir
from tests.support.booking_calendar import FakeCalendar, async_follow
from tests.support.fix_flows import async_fix, issues_of

from .test_doubt import (
    CY,
    DOUBT,
    HERE,
    NOT_READ,
    async_end,
    async_in_doubt,
    async_names,
    async_open,
)
from .test_follower import GUEST, OTHER, async_pass, async_push

ADA, BO = "Ada Example", "Bo Example"


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


def values_of(form: Any, *names: str) -> list[str]:
    """Return the options of a form with these names."""
    [selector] = form["data_schema"].schema.values()
    options = selector.config["options"]
    return [each["value"] for each in options if each["label"].startswith(names)]


async def async_answer_during_read(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    form: Any,
    chosen: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Any:
    """Answer a form while a read of the calendar is under way; return what the flow says."""
    gate = asyncio.Event()
    read = FakeCalendar.async_get_events

    async def async_slow(*args: Any) -> Any:
        await gate.wait()
        return await read(*args)

    with monkeypatch.context() as patch:
        patch.setattr(FakeCalendar, "async_get_events", async_slow)
        reading = hass.async_create_task(
            entry.runtime_data.async_refresh(is_asked=True, context=Context())
        )
        await asyncio.sleep(0)
        manager = hass.data["repairs"]["flow_manager"]
        answering = hass.async_create_task(
            manager.async_configure(form["flow_id"], {"bookings": chosen})
        )
        for _ in range(10):
            await asyncio.sleep(0)
        assert not answering.done()
        gate.set()
        assert await reading
        result = await answering
    await hass.async_block_till_done(wait_background_tasks=True)
    return result


@pytest.mark.contract("16.82")
@pytest.mark.parametrize("is_any_left", [True, False])
async def test_a_guest_who_is_listed_again_by_a_read_under_way_is_not_ended(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    entry: MockConfigEntry,
    calendar: FakeCalendar,
    monkeypatch: pytest.MonkeyPatch,
    *,
    is_any_left: bool,
) -> None:
    await async_in_doubt(hass, freezer, calendar)
    form = await async_open(hass, DOUBT)
    calendar.events = [GUEST, OTHER] if is_any_left else [GUEST, CY, OTHER]
    chosen = values_of(form, ADA, "Cy Example")
    assert len(chosen) == 2
    result = await async_answer_during_read(hass, entry, form, chosen, monkeypatch)
    if is_any_left:
        assert result["reason"] == "ended"
        said = result["description_placeholders"]["bookings"]
        assert said.startswith("Cy Example (until")
        assert ADA not in said
        assert await async_names(hass) == [ADA, BO]
    else:
        assert result["reason"] == "none_left"
        assert await async_names(hass) == [ADA, BO, "Cy Example"]


@pytest.mark.contract("16.84")
async def test_a_guest_who_is_listed_as_the_calendar_is_back_is_not_ended(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    entry: MockConfigEntry,
    calendar: FakeCalendar,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    calendar.failure = ValueError("for long")
    await async_push(hass, calendar, GUEST, CY, OTHER)
    await async_pass(hass, freezer, minutes=30)
    form = await async_open(hass, NOT_READ)
    chosen = values_of(form, ADA, "Cy Example")
    assert len(chosen) == 2
    calendar.failure = None
    calendar.events = [GUEST, OTHER]
    result = await async_answer_during_read(hass, entry, form, chosen, monkeypatch)
    assert result["reason"] == "ended"
    assert "Ada" not in result["description_placeholders"]["bookings"]
    assert await async_names(hass) == [ADA, BO]


@pytest.mark.contract("16.84")
async def test_a_code_ended_while_the_calendar_fails_is_back_with_a_calendar_that_lists_it(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    entry: MockConfigEntry,
    calendar: FakeCalendar,
) -> None:
    calendar.become(available=False)
    await async_pass(hass, freezer, minutes=6)
    result = await async_end(hass, NOT_READ, "Cy Example")
    assert "Cy Example" in result["description_placeholders"]["bookings"]
    assert await async_names(hass) == [ADA, BO]
    calendar.become(available=True)
    await async_pass(hass, freezer, minutes=2)
    assert await async_names(hass) == [ADA, BO, "Cy Example"]


@pytest.mark.contract("16.81")
async def test_keeping_is_no_answer_for_a_booking_that_the_dialog_did_not_name(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    entry: MockConfigEntry,
    calendar: FakeCalendar,
) -> None:
    await async_push(hass, calendar, GUEST, OTHER)
    await async_pass(hass, freezer, minutes=20, seconds=1)
    flow = await async_fix(hass, DOUBT)
    assert "Ada" not in flow["description_placeholders"]["bookings"]
    await async_in_doubt(hass, freezer, calendar)
    manager = hass.data["repairs"]["flow_manager"]
    keep = {"next_step_id": "keep"}
    again = await manager.async_configure(flow["flow_id"], keep)
    # The menu asks about the other one, and the repair stays until that is answered, too.
    assert again["type"] is FlowResultType.MENU
    named = again["description_placeholders"]["bookings"]
    assert named.startswith(ADA)
    assert "Cy" not in named
    assert (issues_of(hass)[DOUBT].translation_placeholders or {})["bookings"] == named
    done = await manager.async_configure(flow["flow_id"], keep)
    assert done["type"] is FlowResultType.CREATE_ENTRY
    await async_pass(hass, freezer, minutes=60)
    assert DOUBT not in issues_of(hass)


@pytest.mark.usefixtures("hass_storage")
@pytest.mark.contract("16.80")
@pytest.mark.parametrize("is_restart", [True, False])
async def test_one_that_is_ignored_is_raised_anew_for_a_guest_who_is_dropped_meanwhile(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    entry: MockConfigEntry,
    calendar: FakeCalendar,
    is_restart: bool,
) -> None:
    await async_push(hass, calendar, GUEST, OTHER)
    await async_pass(hass, freezer, minutes=20, seconds=1)
    issue_id = issues_of(hass)[DOUBT].issue_id
    ir.async_ignore_issue(hass, DOMAIN, issue_id, True)
    await async_pass(hass, freezer, minutes=1)

    async def async_again(minutes: int) -> None:
        assert await hass.config_entries.async_unload(entry.entry_id)
        if is_restart:
            # The repairs are read from the disk.
            hass.data[ir.DATA_REGISTRY] = ir.IssueRegistry(hass)
            await ir.async_load(hass)
        freezer.tick(minutes * 60)
        assert await hass.config_entries.async_setup(entry.entry_id)
        await hass.async_block_till_done(wait_background_tasks=True)
        await async_pass(hass, freezer, minutes=30)

    # The same guest: it stays ignored.
    await async_again(minutes=1)
    assert issues_of(hass)[DOUBT].dismissed_version is not None
    # Another one, who comes to be in doubt while nobody watches.
    await async_push(hass, calendar, OTHER)
    await async_again(minutes=30)
    issue = issues_of(hass)[DOUBT]
    assert (issue.translation_placeholders or {})["count"] == "2"
    assert issue.dismissed_version is None
    assert await hass.config_entries.async_remove(entry.entry_id)
    assert DOUBT not in issues_of(hass)
