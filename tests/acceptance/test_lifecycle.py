"""The life of a code, statement by statement of the platform's documents; and what differs, on purpose."""

import asyncio

from custom_components.access_codes.core.model import Outcome, Reach, WindowSupport
from tests.acceptance.home import FRONT, Home, errors, mutations, warnings, window
from tests.support.keypad_locks import async_add_locks
from tests.support.slot_locks import async_link_slots, async_settle


async def test_a_code_begins_as_setting_or_before_its_window_as_unset(
    home: Home,
) -> None:
    home.front.gate = asyncio.Event()
    for times, status in (({}, "setting"), (window("02 12:00", "03 12:00"), "unset")):
        answer = await home.call("create", lock=FRONT, **times)
        assert answer["access_code"]["status"] == status
    home.front.gate.set()


async def test_a_lock_that_holds_windows_gets_a_code_three_days_ahead(
    home: Home,
) -> None:
    await async_add_locks(home.hass, "Garden gate")
    gate = home.lock("Garden gate")
    gate.lock.alter(windows=WindowSupport())
    await async_link_slots(home.hass, "lock.garden_gate")
    code = await home.create("lock.garden_gate", **window("05 12:00", "06 12:00"))
    assert mutations(code) == ["deferring_creation"]
    await home.until("02 11:59")
    assert gate.pins == set()
    await home.until("02 12:00")
    code = await home.code(code)
    assert gate.pins == {code["code"]}
    assert (code["status"], code["is_scheduled_on_device"]) == ("unset", True)
    assert home.story(code) == ["created", "scheduled_on_device"]
    await home.until("05 12:00")
    assert home.shown(code) == "set"
    assert home.story(code)[-1] == "set_on_device"
    await home.until("06 12:00")
    assert gate.pins == set()


async def test_a_lock_that_holds_no_windows_gets_a_code_when_it_begins_and_not_before(
    home: Home,
) -> None:
    code = await home.create(**window("02 12:00", "03 12:00"))
    [mutation] = code["pending_mutations"]
    assert mutation["mutation_code"] == "deferring_creation"
    await home.until("02 11:59")
    assert home.front.pins == set()
    await home.until("02 12:00")
    assert home.front.pins == {code["code"]}
    assert mutations(await home.code(code)) == []


async def test_a_code_that_has_ended_is_kept_until_it_is_deleted_or_a_week_is_over(
    home: Home,
) -> None:
    code = await home.create(**window("01 12:00", "01 13:00"))
    other = await home.create(**window("01 12:00", "01 13:00"))
    await home.until("01 13:00")
    assert (await home.code(code))["status"] == "unset"
    await home.delete(code)
    assert await home.refused("get", access_code_id=code["access_code_id"])
    await home.until("08 12:59")
    assert home.shown(other) == "unset"
    await home.until("08 13:01")
    assert home.shown(other) is None
    assert home.story(other)[-1] == "deleted"


async def test_a_delay_counts_from_the_request_or_from_the_beginning(
    home: Home,
) -> None:
    home.front.become(Reach.OFFLINE)
    now = await home.create()
    later = await home.create(**window("01 12:10", "01 13:00"))
    await home.until("01 12:04")
    assert warnings(await home.code(now)) == []
    await home.until("01 12:05")
    assert warnings(await home.code(now)) == ["delay_in_setting_on_device"]
    await home.until("01 12:14")
    assert warnings(await home.code(later)) == []
    await home.until("01 12:15")
    assert warnings(await home.code(later)) == ["delay_in_setting_on_device"]
    assert home.story(later)[-1] == "delay_in_setting_on_device"
    home.front.become(Reach.REACHABLE)
    await async_settle(home.hass)
    for code in (now, later):
        assert warnings(await home.code(code)) == []


async def test_a_failure_is_tried_again_unless_time_cannot_help(home: Home) -> None:
    home.front.failure = Outcome.REFUSED
    code = await home.create()
    assert errors(code) == ["failed_to_set_on_device"]
    await home.until("01 12:06")
    code = await home.code(code)
    assert errors(code) == ["failed_to_set_on_device"]
    assert warnings(code) == ["delay_in_setting_on_device"]
    home.front.fix()
    await home.until("01 12:40")
    code = await home.code(code)
    assert (code["status"], code["errors"], code["warnings"]) == ("set", [], [])

    home.front.failure = Outcome.INVALID
    stubborn = await home.create()
    assert errors(stubborn) == ["code_constraints_violated"]
    home.front.fix()
    home.front.forget_sent()
    await home.until("02 12:00")
    assert home.front.sent == []
    drawn = await home.call("generate_code", lock=FRONT)
    stubborn = await home.update(stubborn, code=drawn["code"])
    assert (stubborn["status"], stubborn["errors"]) == ("set", [])


async def test_a_code_that_was_not_set_in_its_window_or_not_removed_after_it_is_shown(
    home: Home,
) -> None:
    kept = await home.create(**window("01 12:00", "01 13:00"))
    home.front.become(Reach.DISCONNECTED)
    missed = await home.create(**window("01 12:10", "01 13:00"))
    await home.until("01 12:20")
    assert "delay_in_setting_on_device" in warnings(await home.code(missed))
    assert errors(await home.code(missed)) == ["device_disconnected"]
    await home.until("01 13:00")
    await home.until("01 13:06")
    assert (await home.code(missed))["status"] == "unset"
    assert warnings(await home.code(missed)) == ["missed"]
    kept = await home.code(kept)
    assert kept["status"] == "removing"
    assert warnings(kept) == ["delay_in_removing_from_device"]
    home.front.become(Reach.REACHABLE)
    await async_settle(home.hass)
    kept = await home.code(kept)
    assert (kept["status"], kept["warnings"]) == ("unset", [])


async def test_a_change_of_a_set_code_is_pending_until_the_lock_has_it(
    home: Home,
) -> None:
    code = await home.create(code="1234", name="Ada")
    home.front.gate = asyncio.Event()
    answer = await home.call(
        "update", access_code_id=code["access_code_id"], code="5678", name="Ben"
    )
    changed = answer["access_code"]
    assert mutations(changed) == ["updating_code"]
    [mutation] = changed["pending_mutations"]
    assert mutation["from"] == {"code": "1234"}
    assert mutation["to"] == {"code": "5678"}
    assert home.story(code)[-2:] == ["changed", "mutations_requested"]
    assert home.front.pins == {"1234"}
    home.front.gate.set()
    await async_settle(home.hass)
    changed = await home.code(code)
    assert (changed["status"], changed["pending_mutations"]) == ("set", [])
    assert home.story(code)[-1] == "set_on_device"
    assert home.front.pins == {"5678"}


async def test_a_delete_is_removing_then_removed_then_deleted(home: Home) -> None:
    code = await home.create(code="1234")
    future = await home.create(code="5678", **window("02 12:00", "03 12:00"))
    home.front.gate = asyncio.Event()
    answer = await home.call("delete", access_code_id=code["access_code_id"])
    [deleted] = answer["access_codes"]
    assert deleted["status"] == "removing"
    assert warnings(deleted) == ["being_deleted"]
    assert mutations(deleted) == ["deleting"]
    home.front.gate.set()
    await async_settle(home.hass)
    assert home.story(code)[-2:] == ["removed_from_device", "deleted"]
    await home.delete(future)
    assert home.story(future) == ["created", "deleted"]


async def test_a_code_that_has_ended_gets_its_next_window(home: Home) -> None:
    """The platform's recipe for codes that come again. Here ``recurrence`` does it, too."""
    code = await home.create(code="1234", **window("01 12:00", "01 13:00"))
    await home.until("01 13:00")
    assert home.story(code)[-1] == "removed_from_device"
    code = await home.update(code, **window("02 12:00", "02 13:00"))
    assert code["status"] == "unset"
    await home.until("02 12:00")
    assert home.front.pins == {"1234"}
    await home.until("02 13:00")
    assert home.front.pins == set()
