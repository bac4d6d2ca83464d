"""A wish that is changed, and changed back, before the lock has done its part."""

from typing import Any

import pytest

from custom_components.access_codes.core.model import Outcome, Reach
from tests.acceptance import conftest as acceptance
from tests.acceptance.home import FRONT, Home, errors, mutations, warnings, window
from tests.support.slot_locks import async_settle

home = acceptance.home


async def become(home: Home, reach: Reach) -> None:
    home.front.become(reach)
    await async_settle(home.hass)


@pytest.mark.contract("3.50")
async def test_a_code_that_is_resumed_while_its_removal_is_in_doubt_is_created_and_not_changed(
    home: Home,
) -> None:
    code = await home.create(code="1357", name="Ada")
    await become(home, Reach.OFFLINE)
    await home.until("01 13:00")
    await home.update(code, is_paused=True)
    await home.until("01 13:10")
    resumed = await home.update(code, is_paused=False)
    assert resumed["status"] == "setting"
    (mutation,) = resumed["pending_mutations"]
    assert mutation["mutation_code"] == "creating"
    assert mutation["created_at"] == "2026-06-01T13:10:00+00:00"
    assert "to" not in mutation
    other = await home.update(code, code="2468")
    (mutation,) = other["pending_mutations"]
    assert mutation["mutation_code"] == "updating_code"
    assert mutation["from"] == {"code": "1357"}
    assert mutation["to"] == {"code": "2468"}


@pytest.mark.contract("3.42")
async def test_a_new_pin_is_told_beside_a_new_window_while_the_removal_is_in_doubt(
    home: Home,
) -> None:
    code = await home.create(code="1357", name="Ada")
    await become(home, Reach.OFFLINE)
    await home.until("01 12:01")
    moved = await home.update(code, code="2468", **window("01 13:00", "01 14:00"))
    assert mutations(moved) == ["updating_time_frame", "updating_code"]


def requested(home: Home) -> list[Any]:
    """Return the changes that locks were to be told, of each update."""
    return [
        event.data["mutations"]
        for event in home.events
        if event.data["type"] == "access_code.mutations_requested"
    ]


@pytest.mark.contract("11.86")
async def test_of_a_pin_that_the_lock_still_holds_it_need_not_be_told(
    home: Home,
) -> None:
    code = await home.create(code="1357", name="Ada")
    await become(home, Reach.OFFLINE)
    await home.update(code, code="2468")
    assert requested(home) == ["updating_code"]
    back = await home.update(code, code="1357")
    assert back["status"] == "set"
    assert requested(home) == ["updating_code"]


@pytest.mark.contract("5.9")
async def test_a_shorter_lead_makes_no_removal_late(home: Home) -> None:
    code = await home.create(code="1357", **window("01 13:00", "01 15:00"))
    await lead(home, 1800)
    await home.until("01 12:30")
    assert home.shown(code) == "set"
    await home.until("01 12:40")
    await lead(home, 0)
    assert home.front.pins == set()
    assert home.story(code) == ["created", "set_on_device", "removed_from_device"]


@pytest.mark.contract("5.9")
async def test_a_removal_after_a_shorter_lead_is_late_like_any_other(
    home: Home,
) -> None:
    code = await home.create(code="1357", **window("01 13:00", "01 15:00"))
    await lead(home, 3600)
    await home.until("01 12:30")
    await become(home, Reach.OFFLINE)
    await lead(home, 0)
    await home.until("01 12:34")
    assert warnings(await home.code(code)) == []
    await home.until("01 12:36")
    assert warnings(await home.code(code)) == ["delay_in_removing_from_device"]


async def lead(home: Home, seconds: int) -> None:
    """Change the lead of the front door's lock while it runs."""
    (entry,) = (
        entry
        for entry in home.hass.config_entries.async_entries("access_codes")
        if entry.title == FRONT
    )
    options = {**entry.options, "programming_lead": seconds}
    home.hass.config_entries.async_update_entry(entry, options=options)
    await async_settle(home.hass)


@pytest.mark.contract("5.9")
async def test_a_late_removal_stays_late_when_the_code_is_resumed_after_its_end(
    home: Home,
) -> None:
    code = await home.create(code="1357", **window("01 12:00", "01 12:30"))
    await become(home, Reach.OFFLINE)
    await home.until("01 12:10")
    await home.update(code, is_paused=True)
    await home.until("01 12:20")
    assert warnings(await home.code(code)) == ["delay_in_removing_from_device"]
    await home.until("01 12:31")
    after = await home.update(code, is_paused=False)
    assert warnings(after) == ["delay_in_removing_from_device"]
    await home.until("01 12:40")
    assert home.story(code).count("delay_in_removing_from_device") == 1


async def put_back_in_vain(home: Home, pin: str | None) -> Any:
    """Return a code that was changed at a lock which refuses to have it put back."""
    code = await home.create(code="1357", name="Ada")
    home.front.failure = Outcome.REFUSED
    home.front.type_in("1", pin)
    await async_settle(home.hass)
    conflict = await home.code(code)
    assert "conflicting_external_modification" in errors(conflict)
    return conflict


@pytest.mark.contract("3.54")
async def test_a_change_that_is_being_put_back_stands_once_it_is_allowed(
    home: Home,
) -> None:
    code = await put_back_in_vain(home, "2468")
    after = await home.update(code, is_external_modification_allowed=True)
    assert after["code"] == "2468"
    assert after["status"] == "set"
    assert errors(after) == []
    assert warnings(after) == ["external_modification_in_effect"]
    assert home.story(code)[-2:] == ["changed", "set_on_device"]


@pytest.mark.contract("3.54")
async def test_a_removal_that_is_being_put_back_stands_once_it_is_allowed(
    home: Home,
) -> None:
    code = await put_back_in_vain(home, None)
    after = await home.update(code, is_external_modification_allowed=True)
    assert after["status"] == "unset"
    assert after["warnings"][0]["change_type"] == "removed"


@pytest.mark.contract("3.54")
async def test_a_pin_that_is_given_with_the_permission_is_set(home: Home) -> None:
    code = await put_back_in_vain(home, "2468")
    home.front.fix()
    after = await home.update(code, is_external_modification_allowed=True, code="9753")
    assert (after["code"], after["status"]) == ("9753", "set")
    assert home.front.pins == {"9753"}


@pytest.mark.contract("3.54")
async def test_a_paused_code_keeps_its_own_pin_when_changes_are_allowed(
    home: Home,
) -> None:
    code = await put_back_in_vain(home, "2468")
    await home.update(code, is_paused=True)
    after = await home.update(code, is_external_modification_allowed=True)
    assert after["code"] == "1357"


@pytest.mark.contract("11.96")
async def test_of_a_code_that_was_removed_at_the_lock_it_need_not_be_told(
    home: Home,
) -> None:
    code = await home.create(code="1357", is_external_modification_allowed=True)
    home.front.type_in("1", None)
    await async_settle(home.hass)
    await home.update(code, is_paused=True)
    assert requested(home) == []
