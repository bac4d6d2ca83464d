"""A house of flats: one booking opens the street door and the flat, each code by itself, and is shown together."""

from pathlib import Path
import re
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_mock_service,
)

from custom_components.access_codes.actions.booking_overview import async_bookings
from custom_components.access_codes.core.model import Outcome
from homeassistant.const import MATCH_ALL
from homeassistant.core import Context, HomeAssistant
from homeassistant.setup import async_setup_component
from homeassistant.util.yaml import parse_yaml
from tests.support.action_calls import BACK, async_created, async_listed
from tests.support.booking_calendar import CALENDAR, FakeCalendar, async_follow
from tests.support.keypad_locks import async_call, async_link
from tests.support.slot_locks import METHOD, SlotLocks, async_settle

from .test_follower import GUEST, OTHER, async_pass

HOSTS = Path(__file__).parents[3] / "docs" / "hosts.md"
ARRIVAL = "sensor.flat_next_arrival"
DEPARTURE = "sensor.flat_next_departure"


async def async_shown(hass: HomeAssistant) -> tuple[Any, str]:
    """Return the numbers of the first booking, and its sentence, which both answers have."""
    [about] = (await async_bookings(hass, {}, Context()))["calendars"]
    [read] = (await async_call(hass, "refresh_bookings", entity_id=CALENDAR))[
        "calendars"
    ]
    keys = ("lock_count", "on_locks", "with_problem", "display_status")
    one, other = (
        [each[key] for key in keys]
        for each in (about["bookings"][0], read["bookings"][0])
    )
    assert one == other
    return (*one[:3],), one[3]


def attributes(hass: HomeAssistant, entity_id: str) -> Any:
    state = hass.states.get(entity_id)
    assert state is not None
    keys = ("lock_count", "on_locks", "with_problem", "display_status")
    return tuple(state.attributes.get(key) for key in keys)


@pytest.mark.contract("16.29", "16.70", "16.71")
async def test_a_booking_is_shown_together_while_each_code_fails_by_itself(
    hass: HomeAssistant,
    *,
    freezer: FrozenDateTimeFactory,
    front: MockConfigEntry,
    slot_locks: SlotLocks,
    calendar: FakeCalendar,
) -> None:
    flat = slot_locks["Back door"]
    back = await async_link(hass, BACK, method=METHOD)
    await async_settle(hass)
    calendar.events = [GUEST, OTHER]
    await async_follow(hass, front, back)
    assert await async_shown(hass) == (
        (2, 0, 0),
        "To come, so far on 0 of 2 locks",
    )
    assert attributes(hass, ARRIVAL)[:3] == (2, 0, 0)

    # The flat's lock refuses, and the street door has its code all the same.
    flat.failure = Outcome.REFUSED
    freezer.move_to("2026-06-10T15:00:01Z")
    await async_pass(hass, freezer, seconds=10)
    await async_pass(hass, freezer, seconds=10)
    text = "On 1 of 2 locks, with a problem on 1"
    assert await async_shown(hass) == ((2, 1, 1), text)
    assert attributes(hass, DEPARTURE) == (2, 1, 1, text)
    assert attributes(hass, ARRIVAL)[:3] == (2, 0, 0)

    flat.failure = None
    for code in await async_listed(hass, lock=[BACK], status=["setting"]):
        await async_call(
            hass, "update", access_code_id=code["access_code_id"], name="A"
        )
    await async_pass(hass, freezer, hours=1)
    await async_pass(hass, freezer, seconds=2)
    assert attributes(hass, DEPARTURE) == (2, 2, 0, "On 2 of 2 locks")
    state = hass.states.get(DEPARTURE)
    assert state is not None
    assert state.state_info is not None
    assert MATCH_ALL in state.state_info["unrecorded_attributes"]

    # A code that a person deletes is no lock that is missing; a lock that is not loaded is one with a problem.
    [code] = await async_listed(hass, lock=[BACK], status=["set"])
    await async_call(hass, "delete", access_code_id=code["access_code_id"])
    await async_settle(hass)
    await async_pass(hass, freezer, seconds=2)
    assert attributes(hass, DEPARTURE) == (1, 1, 0, "On the lock")
    assert await hass.config_entries.async_unload(front.entry_id)
    assert attributes(hass, DEPARTURE)[:3] == (1, 0, 1)
    assert (await async_shown(hass))[0] == (1, 0, 1)

    # The other booking is unlinked from one of them.
    assert await hass.config_entries.async_remove(front.entry_id)
    await async_pass(hass, freezer, seconds=2)
    assert attributes(hass, ARRIVAL)[:3] == (1, 0, 0)


@pytest.mark.contract("16.70", "16.71")
async def test_a_departure_is_over_once_no_lock_has_the_code(
    hass: HomeAssistant,
    *,
    freezer: FrozenDateTimeFactory,
    slot_locks: SlotLocks,
    calendar: FakeCalendar,
) -> None:
    back = await async_link(hass, BACK, method=METHOD)
    await async_settle(hass)
    calendar.events = [GUEST]
    await async_follow(hass, back)
    await async_created(hass, BACK, name="Family")
    freezer.move_to("2026-06-10T15:00:01Z")
    await async_pass(hass, freezer, seconds=2)
    await async_pass(hass, freezer, seconds=2)
    assert attributes(hass, ARRIVAL) == (None,) * 4
    assert attributes(hass, DEPARTURE)[:3] == (1, 1, 0)
    # A further code of the guest, which a person made and deletes: that of the booking counts.
    code = (await async_listed(hass))[0]
    key = code["common_code_key"]
    given = {"ends_at": "2026-06-12T11:00:00Z", "common_code_key": key}
    further = await async_created(hass, BACK, name="Second key", **given)
    slot_locks["Back door"].failure = Outcome.UNKNOWN
    await async_call(hass, "delete", access_code_id=further["access_code_id"])
    await async_settle(hass)
    await async_pass(hass, freezer, seconds=2)
    assert len(await async_listed(hass)) == 3
    assert attributes(hass, DEPARTURE)[:3] == (1, 1, 0)
    freezer.move_to("2026-06-13T11:00:01Z")
    await async_pass(hass, freezer, seconds=2)
    assert (await async_shown(hass))[0][:2] == (1, 1)
    slot_locks["Back door"].failure = None
    await async_pass(hass, freezer, minutes=10)
    await async_pass(hass, freezer, seconds=10)
    assert await async_shown(hass) == (
        (1, 0, 0),
        "Over, no longer on the lock",
    )
    assert attributes(hass, DEPARTURE) == (None,) * 4


@pytest.mark.contract("16.71")
async def test_the_automation_of_the_page_for_hosts_warns_of_a_problem(
    hass: HomeAssistant, front: MockConfigEntry, calendar: FakeCalendar
) -> None:
    [block] = re.findall(
        r"^```yaml\n(- alias.*?)^```", HOSTS.read_text(), flags=re.DOTALL | re.MULTILINE
    )
    calls = async_mock_service(hass, "notify", "send_message")
    calendar.events = [GUEST]
    await async_follow(hass, front)
    config: Any = {"automation": parse_yaml(block)}
    assert await async_setup_component(hass, "automation", config)
    await hass.async_block_till_done()
    assert await hass.config_entries.async_unload(front.entry_id)
    await hass.async_block_till_done()
    [call] = calls
    assert call.data["message"] == ("The next guest: Not on the lock, with a problem")
    assert await hass.config_entries.async_setup(front.entry_id)
    await hass.async_block_till_done()
    assert len(calls) == 1
