"""What a person has ignored stays ignored over reloads and restarts, as long as its cause is there, and no longer."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from unittest.mock import patch

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)

from custom_components.access_codes.const import DOMAIN
from custom_components.access_codes.core.model import Outcome, Reach
from homeassistant.config_entries import ConfigEntryDisabler
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
from tests.support.action_calls import FRONT, async_created, async_fill
from tests.support.fix_flows import issues_of
from tests.support.keypad_locks import async_add_locks, async_call, async_link
from tests.support.slot_locks import SlotLock, SlotLocks, async_link_slots, async_settle

WEEKLY = {
    "starts_at": "2027-01-05T09:00:00+01:00",
    "ends_at": "2027-01-05T12:00:00+01:00",
    "recurrence": "FREQ=WEEKLY;BYDAY=TU",
}
type Again = Callable[[HomeAssistant, MockConfigEntry], Awaitable[None]]

OFFLINE, TIME_ZONE, LOCKOUT = "device_offline", "time_zone_changed", "too_many_attempts"


@pytest.fixture
def lock(slot_locks: SlotLocks) -> SlotLock:
    return slot_locks["Front door"]


@pytest.fixture
async def entry(hass: HomeAssistant, lock: SlotLock) -> MockConfigEntry:
    await async_add_locks(hass, "Front door")
    return await async_link_slots(hass, FRONT)


@pytest.fixture
async def keypad(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> MockConfigEntry:
    freezer.move_to("2027-01-04 12:00:00+00:00")
    await async_add_locks(hass, "Front door")
    return await async_link(hass, FRONT)


async def async_pass(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, minutes: int
) -> None:
    for _ in range(minutes):
        freezer.tick(timedelta(minutes=1))
        async_fire_time_changed(hass)
        await async_settle(hass)


def ignore(hass: HomeAssistant, key: str) -> None:
    ir.async_ignore_issue(hass, DOMAIN, issues_of(hass)[key].issue_id, True)


def are_ignored(hass: HomeAssistant) -> dict[str, bool]:
    """Return our active issues, and whether each is ignored."""
    return {
        key: issue.dismissed_version is not None
        for key, issue in issues_of(hass).items()
    }


async def async_restart(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    """Unload the entry, forget what Home Assistant forgets of issues, and set the entry up again."""
    assert await hass.config_entries.async_unload(entry.entry_id)
    registry = ir.async_get(hass)
    stored = registry._data_to_save()  # noqa: SLF001
    with patch.object(registry._store, "async_load", return_value=stored):  # noqa: SLF001
        await registry._async_load()  # noqa: SLF001
    assert not issues_of(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await async_settle(hass)


async def async_reload(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    assert await hass.config_entries.async_reload(entry.entry_id)
    await async_settle(hass)


again = pytest.mark.parametrize("again", [async_reload, async_restart])


@again
@pytest.mark.contract("11.194")
async def test_a_lock_that_is_away_stays_ignored_though_it_is_not_said_again_at_once(
    hass: HomeAssistant,
    lock: SlotLock,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    again: Again,
) -> None:
    lock.become(Reach.OFFLINE)
    await async_created(hass)
    await async_pass(hass, freezer, 10)
    assert are_ignored(hass) == {OFFLINE: False}
    ignore(hass, OFFLINE)
    await again(hass, entry)
    await async_pass(hass, freezer, 30)
    assert are_ignored(hass) == {OFFLINE: True}
    # It was there, and is away once more: that is another trouble.
    lock.become(Reach.REACHABLE)
    await async_settle(hass)
    assert are_ignored(hass) == {}
    lock.become(Reach.OFFLINE)
    await async_created(hass)
    await async_pass(hass, freezer, 10)
    assert are_ignored(hass) == {OFFLINE: False}


@again
@pytest.mark.contract("11.194")
async def test_what_is_over_when_it_starts_again_is_not_ignored_for_ever(
    hass: HomeAssistant,
    lock: SlotLock,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    again: Again,
) -> None:
    lock.become(Reach.OFFLINE)
    await async_created(hass)
    await async_pass(hass, freezer, 10)
    ignore(hass, OFFLINE)
    lock.reach = Reach.REACHABLE
    await again(hass, entry)
    await async_pass(hass, freezer, 30)
    assert are_ignored(hass) == {}
    lock.become(Reach.OFFLINE)
    await async_created(hass)
    await async_pass(hass, freezer, 10)
    assert are_ignored(hass) == {OFFLINE: False}


@again
@pytest.mark.contract("11.194")
async def test_the_error_of_a_code_stays_ignored(
    hass: HomeAssistant,
    lock: SlotLock,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    again: Again,
) -> None:
    lock.failure = Outcome.REFUSED
    await async_created(hass)
    await async_pass(hass, freezer, 10)
    failed = "failed_to_set_on_device"
    ignore(hass, failed)
    await again(hass, entry)
    await async_pass(hass, freezer, 30)
    assert are_ignored(hass) == {failed: True}


@again
@pytest.mark.contract("11.194")
async def test_the_question_about_the_time_zone_stays_ignored(
    hass: HomeAssistant, keypad: MockConfigEntry, again: Again
) -> None:
    await hass.config.async_update(time_zone="Europe/Amsterdam")
    code = await async_created(hass, **WEEKLY)
    await hass.config.async_update(time_zone="Europe/London")
    await async_settle(hass)
    ignore(hass, TIME_ZONE)
    await again(hass, keypad)
    assert are_ignored(hass) == {TIME_ZONE: True}
    await async_call(hass, "delete", access_code_id=code["access_code_id"])
    await async_settle(hass)
    assert are_ignored(hass) == {}


@again
@pytest.mark.contract("11.194")
async def test_the_lockout_of_a_keypad_stays_ignored_until_it_ends(
    hass: HomeAssistant,
    keypad: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    again: Again,
) -> None:
    await async_fill(hass)
    ignore(hass, LOCKOUT)
    await again(hass, keypad)
    assert are_ignored(hass) == {LOCKOUT: True}
    assert await hass.config_entries.async_unload(keypad.entry_id)
    freezer.tick(timedelta(hours=1))
    assert await hass.config_entries.async_setup(keypad.entry_id)
    await async_settle(hass)
    await async_fill(hass)
    assert are_ignored(hass) == {LOCKOUT: False}


@pytest.mark.contract("11.194")
@pytest.mark.parametrize("end", ["disabled", "removed", "unloaded"])
async def test_what_is_ignored_goes_with_its_entry(
    hass: HomeAssistant, keypad: MockConfigEntry, end: str
) -> None:
    await hass.config.async_update(time_zone="Europe/Amsterdam")
    await async_created(hass, **WEEKLY)
    await hass.config.async_update(time_zone="Europe/London")
    await async_fill(hass)
    await async_settle(hass)
    assert are_ignored(hass) == {TIME_ZONE: False, LOCKOUT: False}
    if end == "unloaded":
        # What nobody has ignored would be shown without anybody to answer it.
        ignore(hass, TIME_ZONE)
        await hass.config_entries.async_unload(keypad.entry_id)
        assert are_ignored(hass) == {TIME_ZONE: True}
        await hass.config_entries.async_remove(keypad.entry_id)
    for key in are_ignored(hass):
        ignore(hass, key)
    if end == "disabled":
        await hass.config_entries.async_set_disabled_by(
            keypad.entry_id, ConfigEntryDisabler.USER
        )
    elif end == "removed":
        await hass.config_entries.async_remove(keypad.entry_id)
    assert TIME_ZONE not in are_ignored(hass)
    assert LOCKOUT not in are_ignored(hass)
