"""Cases of the platform's documents over time, with a clock that stands still and locks that fail."""

import asyncio

import pytest

from custom_components.access_codes.core.model import Outcome, Reach
from tests.acceptance.home import (
    BACK,
    FRONT,
    Home,
    errors,
    ids,
    mutations,
    warnings,
    window,
)
from tests.support.slot_locks import async_settle

WINDOW = window("02 12:00", "03 12:00")


async def test_a_window_opens_and_closes(home: Home) -> None:
    code = await home.create(**WINDOW)
    assert home.shown(code) == "unset"
    for begins, under_way, then in (
        ("02 12:00", "setting", "set"),
        ("03 12:00", "removing", "unset"),
    ):
        home.front.gate = asyncio.Event()
        await home.until(begins, is_settled=False)
        assert home.shown(code) == under_way
        home.front.gate.set()
        await async_settle(home.hass)
        assert home.shown(code) == then
    assert home.front.pins == set()


async def test_what_a_stop_slept_through_is_caught_up(home: Home) -> None:
    begins = await home.create(**WINDOW)
    ends = await home.create(BACK, **window("01 12:00", "02 18:00"))
    assert home.back.pins == {ends["code"]}
    await home.stop()
    home.jump("02 20:00")
    assert home.back.pins == {ends["code"]}
    await home.start()
    assert home.front.pins == {begins["code"]}
    assert home.back.pins == set()
    assert (home.shown(begins), home.shown(ends)) == ("set", "unset")
    assert home.story(begins)[-1] == "set_on_device"
    assert home.story(ends)[-1] == "removed_from_device"


async def test_a_lock_that_is_away_when_a_window_opens_gets_its_code_when_it_is_back(
    home: Home,
) -> None:
    code = await home.create(**WINDOW)
    home.front.become(Reach.OFFLINE)
    await home.until("02 12:00")
    assert home.shown(code) == "setting"
    await home.until("02 12:05")
    code = await home.code(code)
    assert warnings(code) == ["delay_in_setting_on_device"]
    assert home.story(code)[-1] == "delay_in_setting_on_device"
    home.front.become(Reach.REACHABLE)
    await async_settle(home.hass)
    code = await home.code(code)
    assert (code["status"], code["errors"], code["warnings"]) == ("set", [], [])


async def test_a_set_that_fails_is_an_error_until_it_succeeds(home: Home) -> None:
    home.front.failure = Outcome.REFUSED
    code = await home.create()
    assert (code["status"], errors(code)) == ("setting", ["failed_to_set_on_device"])
    assert home.story(code) == ["created", "failed_to_set_on_device"]
    home.front.fix()
    await home.until("01 12:01")
    code = await home.code(code)
    assert (code["status"], code["errors"]) == ("set", [])
    assert home.story(code)[-1] == "set_on_device"


async def test_a_removal_that_fails_is_an_error_and_the_code_still_there(
    home: Home,
) -> None:
    code = await home.create(**window("01 12:00", "01 13:00"))
    home.front.failure = Outcome.REFUSED
    await home.until("01 13:00")
    shown = await home.code(code)
    assert errors(shown) == ["failed_to_remove_from_device"]
    assert shown["status"] == home.shown(code) == "removing"
    assert home.front.pins == {code["code"]}
    assert home.story(code)[-1] == "failed_to_remove_from_device"
    home.front.fix()
    await home.until("01 13:01")
    assert home.front.pins == set()
    assert (await home.code(code))["errors"] == []


async def test_a_delete_of_what_was_never_on_the_lock_removes_nothing(
    home: Home,
) -> None:
    code = await home.create(**WINDOW)
    home.front.forget_sent()
    assert (await home.delete(code))["access_codes"][0]["status"] == "unset"
    assert home.story(code) == ["created", "deleted"]
    assert home.front.sent == []
    assert await home.listed() == []


@pytest.mark.contract("3.40")
async def test_a_change_of_pin_or_time_is_pending_and_then_over(home: Home) -> None:
    code = await home.create(code="1234", **window("01 12:00", "01 13:00"))
    home.front.gate = asyncio.Event()
    given = {"access_code_id": code["access_code_id"]}
    answer = await home.call("update", **given, code="5678")
    [mutation] = answer["access_code"]["pending_mutations"]
    assert mutation["from"] == {"code": "1234"}
    assert mutation["to"] == {"code": "5678"}
    assert "old PIN" in mutation["message"]
    home.front.gate.set()
    await async_settle(home.hass)
    assert mutations(await home.code(code)) == []
    # This lock holds no windows: there is nothing to tell it.
    code = await home.update(code, **window("01 12:00", "01 14:00"))
    assert (code["status"], mutations(code)) == ("set", [])
    await home.until("01 13:30")
    assert home.front.pins == {"5678"}
    await home.until("01 14:00")
    assert home.front.pins == set()


async def test_an_ongoing_code_with_a_window_to_come_leaves_the_lock(
    home: Home,
) -> None:
    code = await home.create(code="1234")
    code = await home.update(code, **WINDOW)
    assert (code["type"], code["status"]) == ("time_bound", "unset")
    assert home.front.pins == set()
    assert home.story(code)[-1] == "removed_from_device"
    await home.until("02 12:00")
    assert home.front.pins == {"1234"}


async def test_a_code_made_ongoing_has_no_times(home: Home) -> None:
    code = await home.create(code="1234", **WINDOW)
    code = await home.update(code, type="ongoing")
    assert code["starts_at"] is code["ends_at"] is None
    assert home.front.pins == {"1234"}


async def test_what_is_removed_at_the_lock_is_put_back_unless_allowed_or_over(
    home: Home,
) -> None:
    code = await home.create(code="1234", **window("01 12:00", "01 13:00"))
    home.front.failure = Outcome.REFUSED
    home.front.type_in("1", None)
    await async_settle(home.hass)
    shown = await home.code(code)
    assert errors(shown) == [
        "failed_to_set_on_device",
        "conflicting_external_modification",
    ]
    assert "deleted_external" in home.story(code)
    home.front.fix()
    await home.until("01 12:01")
    assert home.front.pins == {"1234"}
    assert (await home.code(code))["errors"] == []

    allowed = await home.create(
        BACK, code="5678", is_external_modification_allowed=True
    )
    home.back.type_in("1", None)
    await async_settle(home.hass)
    allowed = await home.code(allowed)
    assert (allowed["status"], allowed["errors"]) == ("unset", [])
    assert warnings(allowed) == ["external_modification_in_effect"]
    assert home.back.pins == set()

    home.front.become(Reach.OFFLINE)
    home.front.lock.type_at_keypad("1", None)
    await home.until("01 13:00")
    home.front.forget_sent()
    home.front.become(Reach.REACHABLE)
    await async_settle(home.hass)
    assert (await home.code(code))["status"] == "unset"
    assert home.front.pins == set()
    assert "set" not in [kind for kind, _ in home.front.sent]


async def test_a_lock_that_is_full_is_said_to_be(home: Home) -> None:
    for number in range(3):
        await home.create(code=f"100{number}")
    home.front.type_in("4", "3333")
    await async_settle(home.hass)
    words = await home.refused("create", lock=FRONT, code="1009")
    assert words.startswith("lock: all 3 slots that access codes can use")
    [first, *_] = await home.listed()
    await home.delete(first)
    home.front.failure = Outcome.FULL
    code = await home.create(code="1009")
    assert errors(code) == ["no_space_for_access_code_on_device"]


async def test_limits_of_a_lock_are_kept_by_people_and_by_the_generator(
    home: Home,
) -> None:
    await home.call(
        "report_device_constraints", lock=FRONT, supported_code_lengths=[4, 5]
    )
    words = await home.refused("create", lock=FRONT, code="123456")
    assert words == "code must have a length that this lock takes: 4, 5 characters"
    taken = await home.create(code="1379")
    pins = {
        (await home.call("generate_code", lock=FRONT, preferred_code_length=length))[
            "code"
        ]
        for length in (4, 5, 6) * 20
    }
    assert {len(pin) for pin in pins} <= {4, 5}
    assert taken["code"] not in pins
    assert not pins & {"1234", "4321", "1111", "12345", "2026", "00000"}


async def test_windows_that_adjoin_may_share_a_pin_and_others_not(home: Home) -> None:
    first = await home.create(code="1234", **WINDOW)
    assert await home.refused(
        "create", lock=FRONT, code="1234", **window("03 11:59", "04 12:00")
    )
    second = await home.create(code="1234", **window("03 12:00", "04 12:00"))
    await home.until("02 12:00")
    assert (home.shown(first), home.shown(second)) == ("set", "unset")
    await home.until("03 12:00")
    assert (home.shown(first), home.shown(second)) == ("unset", "set")
    assert home.front.pins == {"1234"}
    assert ids(await home.listed()) == ids([first, second])


async def test_a_slot_of_others_is_never_written(home: Home) -> None:
    home.front.type_in("1", "3333")
    home.front.type_in("2", "4444")
    await async_settle(home.hass)
    home.front.forget_sent()
    for pin in ("1001", "1002"):
        await home.create(code=pin)
    assert home.front.slots == {"1": "3333", "2": "4444", "3": "1001", "4": "1002"}
    assert {slot for kind, slot in home.front.sent if kind != "read"} == {"3", "4"}
    await home.until("02 12:00")
    for code in await home.listed():
        await home.delete(code)
    assert home.front.slots == {"1": "3333", "2": "4444", "3": None, "4": None}
