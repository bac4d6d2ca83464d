"""Locks with User Code, driven through Home Assistant's own integration and the real driver."""

import asyncio
from typing import Any

import pytest

from custom_components.access_codes.core.model import (
    EMPTY,
    UNREADABLE,
    KnownPin,
    LockCapabilities,
    Outcome,
    Pin,
    Readability,
    Reporting,
    UseReporting,
)
from custom_components.access_codes.locks.adapter import (
    LockUnreachable,
    NoSuchSlot,
    ReadFailed,
)
from custom_components.access_codes.locks.zwave_js import user_code as zwave_user_code
from tests.locks.reads import read_slots
from tests.locks.writes import clear, rename, set_pin
from tests.locks.zwave_js.conftest import OpenDoor
from tests.support.zwave_network import (
    ANONYMOUS,
    BOASTFUL,
    MASKED,
    SCHLAGE,
    SUPERVISED,
    Door,
    Network,
)

ALL = [SCHLAGE, MASKED, SUPERVISED]
READABLE = [SCHLAGE, SUPERVISED]


async def used_after(door: Door) -> None:
    """Use a code at the keypad: its report comes after all earlier ones."""
    await door.at_lock("keypad/set", slot=4, pin="98765", silently=True)
    await door.at_lock("keypad/use", slot=4)
    await door.listener.wait_for("used", "4", "unlock")


async def test_a_pin_is_set_read_and_cleared_by_one_write_and_one_read(
    door_to: OpenDoor, network: Network
) -> None:
    door = await door_to(SCHLAGE)
    since = await network.seq(SCHLAGE)

    assert await set_pin(door.adapter, "2", Pin("0123"), None) is Outcome.CONFIRMED
    assert await door.pins() == {"2": "0123"}
    assert await door.adapter.async_read("2") == KnownPin(Pin("0123"))
    assert await clear(door.adapter, "2") is Outcome.CONFIRMED
    assert await door.adapter.async_read("2") is EMPTY
    assert await door.pins() == {}
    assert await network.commands(SCHLAGE, since) == [
        *("set", "get", "get"),
        *("clear", "get", "get"),
    ]


async def test_the_capabilities_come_from_the_lock(door_to: OpenDoor) -> None:
    door = await door_to(SCHLAGE)

    assert door.adapter.capabilities == LockCapabilities(
        slots=("1", "2", "3", "4"),
        reports=Reporting.ALL,
        uses=UseReporting.LIVE,
        late_by=10,
    )
    assert door.adapter.metadata("3") == {"slot": 3}


@pytest.mark.contract("12.7")
async def test_all_slots_are_read_from_the_lock_itself(
    door_to: OpenDoor, network: Network
) -> None:
    door = await door_to(SCHLAGE)
    await door.at_lock("keypad/set", slot=3, pin="2468", silently=True)

    assert await read_slots(door.adapter) == {
        "1": EMPTY,
        "2": EMPTY,
        "3": KnownPin(Pin("2468")),
        "4": EMPTY,
    }


@pytest.mark.parametrize("node", READABLE)
async def test_a_pin_is_replaced_in_its_slot(door_to: OpenDoor, node: int) -> None:
    door = await door_to(node)
    await set_pin(door.adapter, "1", Pin("1357"), None)

    assert await set_pin(door.adapter, "1", Pin("8642"), None) is Outcome.CONFIRMED
    assert await door.pins() == {"1": "8642"}


@pytest.mark.contract("12.9")
async def test_a_lock_that_shows_asterisks_shows_only_presence(
    door_to: OpenDoor,
) -> None:
    door = await door_to(MASKED)
    assert door.reads() is Readability.PIN

    assert await set_pin(door.adapter, "1", Pin("1357"), None) is Outcome.CONFIRMED
    assert door.reads() is Readability.PRESENCE
    assert ("capabilities",) in door.listener.calls
    assert await door.adapter.async_read("1") is UNREADABLE
    assert await door.adapter.async_read("2") is EMPTY
    assert await clear(door.adapter, "1") is Outcome.CONFIRMED
    assert await door.pins() == {}


async def test_a_lock_that_showed_asterisks_before_is_known_for_it(
    door_to: OpenDoor,
) -> None:
    await set_pin((await door_to(MASKED)).adapter, "1", Pin("1357"), None)
    again = await door_to(MASKED)

    assert again.reads() is Readability.PRESENCE


async def test_a_replaced_pin_is_confirmed_by_a_masking_locks_own_notification(
    door_to: OpenDoor,
) -> None:
    door = await door_to(MASKED)
    await set_pin(door.adapter, "1", Pin("1357"), None)

    assert await set_pin(door.adapter, "1", Pin("8642"), None) is Outcome.CONFIRMED
    await door.at_lock("faults", lie=True)
    assert await set_pin(door.adapter, "1", Pin("9753"), None) is Outcome.ACCEPTED
    assert await door.pins() == {"1": "8642"}


@pytest.mark.contract("12.10")
@pytest.mark.parametrize("node", ALL)
async def test_a_pin_that_the_lock_holds_already_is_a_duplicate(
    door_to: OpenDoor, node: int
) -> None:
    door = await door_to(node)
    await door.at_lock("keypad/set", slot=3, pin="2468", silently=True)

    assert await set_pin(door.adapter, "1", Pin("2468"), None) is Outcome.DUPLICATE
    assert await door.pins() == {"3": "2468"}


@pytest.mark.parametrize("fault", ["refuse", "full"])
async def test_a_lock_that_answers_no_has_refused(
    door_to: OpenDoor, fault: str
) -> None:
    door = await door_to(SUPERVISED)
    await door.at_lock("faults", **{fault: True})

    assert await set_pin(door.adapter, "1", Pin("1357"), None) is Outcome.REFUSED


async def test_a_refused_removal_is_refused(door_to: OpenDoor) -> None:
    door = await door_to(SUPERVISED)
    await set_pin(door.adapter, "1", Pin("1357"), None)
    await door.at_lock("faults", refuse=True)

    assert await clear(door.adapter, "1") is Outcome.REFUSED
    assert await door.adapter.async_read("1") == KnownPin(Pin("1357"))


@pytest.mark.contract("12.7")
@pytest.mark.parametrize("node", READABLE)
async def test_a_lock_that_says_yes_and_does_nothing_is_not_believed(
    door_to: OpenDoor, node: int
) -> None:
    door = await door_to(node)
    await set_pin(door.adapter, "2", Pin("8642"), None)
    await door.at_lock("faults", lie=True)

    assert await set_pin(door.adapter, "1", Pin("1357"), None) is Outcome.ACCEPTED
    assert await clear(door.adapter, "2") is Outcome.ACCEPTED
    assert await door.adapter.async_read("1") is EMPTY
    assert await door.pins() == {"2": "8642"}


async def test_an_unreported_refusal_is_an_acceptance_to_be_read(
    door_to: OpenDoor,
) -> None:
    door = await door_to(SCHLAGE)
    await door.at_lock("faults", refuse=True)

    assert await set_pin(door.adapter, "1", Pin("1357"), None) is Outcome.ACCEPTED


async def test_a_pin_that_user_code_cannot_carry_is_invalid(door_to: OpenDoor) -> None:
    door = await door_to(SCHLAGE)

    assert await set_pin(door.adapter, "1", Pin("12"), None) is Outcome.INVALID


async def test_user_code_stores_no_names(door_to: OpenDoor) -> None:
    door = await door_to(SCHLAGE)

    assert await rename(door.adapter, "1", "Ann") is Outcome.REFUSED


async def test_a_slow_lock_is_waited_for(door_to: OpenDoor) -> None:
    door = await door_to(SCHLAGE)
    await door.at_lock("faults", delay_ms=400)

    assert await set_pin(door.adapter, "1", Pin("1357"), None) is Outcome.CONFIRMED


@pytest.mark.contract("12.58")
async def test_an_answer_that_comes_after_the_driver_gave_it_up_is_waited_for(
    door_to: OpenDoor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(zwave_user_code, "REPORT_TIME", 4)
    door = await door_to(SCHLAGE)
    await set_pin(door.adapter, "3", Pin("1357"), None)
    await door.at_lock("faults", delay_ms=1500)

    for _ in range(2):
        assert await door.adapter.async_read("1") is EMPTY
        assert await door.adapter.async_read("3") == KnownPin(Pin("1357"))


@pytest.mark.contract("12.8")
async def test_a_read_without_an_answer_is_not_an_empty_slot(
    door_to: OpenDoor,
) -> None:
    door = await door_to(SCHLAGE)
    await door.at_lock("faults", no_answer=True)

    with pytest.raises(ReadFailed) as failure:
        await door.adapter.async_read("1")
    assert not isinstance(failure.value, LockUnreachable)


@pytest.mark.contract("12.42", "12.8")
@pytest.mark.parametrize("fault", [{"no_answer": True}, {"delay_ms": 1500}])
async def test_a_slot_that_the_driver_empties_amid_a_read_is_not_an_empty_slot(
    door_to: OpenDoor, monkeypatch: pytest.MonkeyPatch, fault: dict[str, Any]
) -> None:
    """The driver empties its values at the word that all codes were deleted, which need not be true."""
    monkeypatch.setattr(zwave_user_code, "REPORT_TIME", 4)
    door = await door_to(SCHLAGE)
    await set_pin(door.adapter, "1", Pin("1357"), None)
    await door.at_lock("faults", **fault)

    reading = asyncio.ensure_future(door.adapter.async_read("1"))
    await asyncio.sleep(0.2)
    await door.at_lock("reset", kept=True)
    await door.listener.wait_for("all cleared")

    if "no_answer" in fault:
        with pytest.raises(ReadFailed):
            await reading
    else:
        assert await reading == KnownPin(Pin("1357"))
    assert await door.pins() == {"1": "1357"}


@pytest.mark.contract("12.42", "12.7")
async def test_a_removal_is_not_confirmed_by_values_that_the_driver_empties(
    door_to: OpenDoor, network: Network
) -> None:
    door = await door_to(SCHLAGE)
    await set_pin(door.adapter, "1", Pin("1357"), None)
    await door.at_lock("faults", no_answer=True, lie=True)
    since = await network.seq(SCHLAGE)

    removing = asyncio.ensure_future(clear(door.adapter, "1"))
    while "get" not in await network.commands(SCHLAGE, since):
        await asyncio.sleep(0.02)
    await door.at_lock("reset", kept=True)

    assert await removing is Outcome.ACCEPTED
    assert await door.pins() == {"1": "1357"}


async def test_a_write_that_cannot_be_read_back_is_accepted_without_supervision(
    door_to: OpenDoor,
) -> None:
    door = await door_to(ANONYMOUS)
    await door.at_lock("faults", no_answer=True)
    assert await set_pin(door.adapter, "2", Pin("1357"), None) is Outcome.ACCEPTED

    await door.at_lock("faults", no_answer=True, lie=True)
    assert await set_pin(door.adapter, "1", Pin("8642"), None) is Outcome.ACCEPTED
    assert await clear(door.adapter, "1") is Outcome.ACCEPTED


async def test_a_write_that_cannot_be_read_back_is_no_more_than_accepted(
    door_to: OpenDoor,
) -> None:
    """A lock that confirms by Supervision may be wrong."""
    door = await door_to(SUPERVISED)
    await door.at_lock("faults", no_answer=True, lie=True)

    assert await set_pin(door.adapter, "1", Pin("1357"), None) is Outcome.ACCEPTED
    assert await clear(door.adapter, "1") is Outcome.ACCEPTED


async def test_the_late_answer_about_another_slot_is_not_taken_for_this_ones(
    door_to: OpenDoor,
) -> None:
    """The driver accepts a report of any slot as the answer."""
    door = await door_to(SCHLAGE)
    await set_pin(door.adapter, "3", Pin("1357"), None)
    await door.at_lock("faults", delay_ms=1500)

    for slot in ("1", "3"):
        with pytest.raises(ReadFailed):
            await door.adapter.async_read(slot)
    await door.at_lock("faults")
    assert await door.adapter.async_read("3") == KnownPin(Pin("1357"))


async def test_a_silent_lock_is_unreachable(door_to: OpenDoor) -> None:
    door = await door_to(SCHLAGE)
    await door.at_lock("faults", silent=True)

    assert await set_pin(door.adapter, "1", Pin("1357"), None) is Outcome.UNREACHABLE
    assert await clear(door.adapter, "1") is Outcome.UNREACHABLE
    with pytest.raises(LockUnreachable):
        await door.adapter.async_read("1")


async def test_a_write_whose_acknowledgement_is_lost_leaves_it_open(
    door_to: OpenDoor,
) -> None:
    door = await door_to(SCHLAGE)
    await door.at_lock("faults", lose_ack_after_write=True)

    assert await set_pin(door.adapter, "1", Pin("1357"), None) is Outcome.UNREACHABLE
    assert await door.pins() == {"1": "1357"}


@pytest.mark.contract("12.12")
@pytest.mark.parametrize("node", READABLE)
async def test_our_own_writes_and_reads_are_not_reported(
    door_to: OpenDoor, node: int
) -> None:
    door = await door_to(node)
    await set_pin(door.adapter, "1", Pin("1357"), None)
    await set_pin(door.adapter, "1", Pin("8642"), None)
    await door.adapter.async_read("1")
    await clear(door.adapter, "1")
    await read_slots(door.adapter)
    await used_after(door)

    assert door.listener.reports == [("used", "4", "unlock")]


async def test_our_own_writes_to_a_masking_lock_are_not_reported(
    door_to: OpenDoor,
) -> None:
    door = await door_to(MASKED)
    await set_pin(door.adapter, "1", Pin("1357"), None)
    await set_pin(door.adapter, "1", Pin("8642"), None)
    await door.adapter.async_read("1")
    await used_after(door)

    assert door.listener.reports == [("used", "4", "unlock")]


@pytest.mark.contract("12.12")
@pytest.mark.parametrize("via", ["report", "both", "notification"])
async def test_a_code_changed_at_the_keypad_is_reported_with_its_pin(
    door_to: OpenDoor, via: str
) -> None:
    door = await door_to(SCHLAGE)
    await door.at_lock("keypad/set", slot=3, pin="2468", via=via)
    await door.listener.wait_for("reported", "3", KnownPin(Pin("2468")))
    await door.at_lock("keypad/set", slot=3, pin="8642", via=via)
    await door.listener.wait_for("reported", "3", KnownPin(Pin("8642")))
    await door.at_lock("keypad/clear", slot=3, via=via)
    await door.listener.wait_for("reported", "3", EMPTY)

    assert len(door.listener.reports) == 3


async def test_a_change_that_names_no_slot_is_found_by_reads(door_to: OpenDoor) -> None:
    door = await door_to(ANONYMOUS)
    await read_slots(door.adapter)
    await door.at_lock("keypad/set", slot=3, pin="2468", via="notification")
    await door.listener.wait_for("reported", "3", KnownPin(Pin("2468")))
    await door.at_lock("keypad/clear", slot=3, via="notification")
    await door.listener.wait_for("reported", "3", EMPTY)

    assert len(door.listener.reports) == 2


async def test_a_change_that_cannot_be_read_is_reported_as_unknown(
    door_to: OpenDoor,
) -> None:
    door = await door_to(SCHLAGE)
    await door.at_lock("faults", no_answer=True)
    await door.at_lock("keypad/set", slot=3, pin="2468", via="notification")

    await door.listener.wait_for("reported", "3", None)


async def test_a_failed_read_for_a_change_without_a_slot_reports_nothing(
    door_to: OpenDoor,
) -> None:
    door = await door_to(ANONYMOUS)
    since = await door.network.seq(ANONYMOUS)
    await door.at_lock("faults", no_answer=True)
    await door.at_lock("keypad/set", slot=3, pin="2468", via="notification")
    while await door.network.commands(ANONYMOUS, since) != ["get"]:
        pass
    await door.at_lock("faults")
    await used_after(door)

    assert door.listener.reports == [("used", "4", "unlock")]


@pytest.mark.contract("12.12")
async def test_a_hidden_pin_changed_at_the_keypad_is_reported_as_an_unknown_change(
    door_to: OpenDoor,
) -> None:
    door = await door_to(MASKED)
    await set_pin(door.adapter, "1", Pin("1357"), None)
    await door.at_lock("keypad/set", slot=1, pin="2468")
    await door.listener.wait_for("reported", "1", None)
    await door.at_lock("keypad/set", slot=2, pin="1357", via="report")
    await door.listener.wait_for("reported", "2", UNREADABLE)
    await door.at_lock("keypad/clear", slot=1)
    await door.listener.wait_for("reported", "1", EMPTY)

    assert len(door.listener.reports) == 3


async def test_a_lock_that_lost_all_codes_reports_one_reset(door_to: OpenDoor) -> None:
    door = await door_to(SCHLAGE)
    await set_pin(door.adapter, "1", Pin("1357"), None)
    await set_pin(door.adapter, "2", Pin("8642"), None)
    await door.at_lock("reset")
    await door.listener.wait_for("all cleared")
    await used_after(door)

    assert door.listener.reports == [("all cleared",), ("used", "4", "unlock")]


@pytest.mark.contract("12.13")
async def test_a_use_at_the_keypad_is_reported_with_its_slot(door_to: OpenDoor) -> None:
    door = await door_to(SCHLAGE)
    await set_pin(door.adapter, "1", Pin("1357"), None)
    await door.at_lock("keypad/use", slot=1, action="lock")
    await door.listener.wait_for("used", "1", "lock")
    await door.at_lock("keypad/use", slot=1)
    await door.listener.wait_for("used", "1", "unlock")


async def test_a_pin_refused_at_the_keypad_as_a_duplicate_is_not_reported(
    door_to: OpenDoor, network: Network
) -> None:
    door = await door_to(SCHLAGE)
    await door.at_lock("keypad/set", slot=3, pin="2468", silently=True)
    with pytest.raises(AssertionError, match="refused"):
        await door.at_lock("keypad/set", slot=2, pin="2468")
    await used_after(door)

    assert door.listener.reports == [("used", "4", "unlock")]


@pytest.mark.contract("12.45", "12.43")
async def test_a_lock_that_counts_slots_it_does_not_have_is_taken_at_its_word(
    door_to: OpenDoor,
) -> None:
    """The driver asked for all codes, and remembers those slots alone that the lock told of."""
    door = await door_to(BOASTFUL)
    assert door.slots() == ("1", "2", "3", "4")
    assert door.adapter.capabilities is not None
    assert not door.adapter.capabilities.reports_use

    for slot in ("2", "4"):
        with pytest.raises(NoSuchSlot):
            await door.adapter.async_read(slot)
    assert await door.adapter.async_read("3") is EMPTY
    assert door.slots() == ("1", "3")


@pytest.mark.contract("12.59")
@pytest.mark.parametrize("node", ALL)
async def test_a_set_that_is_carried_out_after_it_was_given_up_is_reported(
    door_to: OpenDoor, node: int
) -> None:
    door = await door_to(node)
    await door.at_lock("faults", late_ms=2500, count=1)

    assert await set_pin(door.adapter, "1", Pin("1357"), None) is Outcome.ACCEPTED
    found = UNREADABLE if node == MASKED else KnownPin(Pin("1357"))
    await door.listener.wait_for("reported", "1", found)


@pytest.mark.contract("12.59")
@pytest.mark.parametrize("node", READABLE)
async def test_a_late_set_that_undoes_a_newer_one_is_reported(
    door_to: OpenDoor, node: int
) -> None:
    door = await door_to(node)
    await door.at_lock("faults", late_ms=2500, count=1)

    assert await set_pin(door.adapter, "1", Pin("1357"), None) is Outcome.ACCEPTED
    assert await set_pin(door.adapter, "1", Pin("8642"), None) is Outcome.CONFIRMED
    await door.listener.wait_for("reported", "1", KnownPin(Pin("1357")))


@pytest.mark.contract("12.59")
@pytest.mark.parametrize("node", ALL)
async def test_a_removal_that_is_carried_out_after_it_was_given_up_is_reported(
    door_to: OpenDoor, node: int
) -> None:
    door = await door_to(node)
    await set_pin(door.adapter, "1", Pin("1357"), None)
    await door.at_lock("faults", late_ms=2500, count=1)

    assert await clear(door.adapter, "1") is Outcome.ACCEPTED
    await door.listener.wait_for("reported", "1", EMPTY)


@pytest.mark.contract("12.42")
@pytest.mark.parametrize("node", [SCHLAGE, MASKED])
async def test_a_code_that_the_lock_says_is_deleted_and_keeps_is_found(
    door_to: OpenDoor, network: Network, node: int
) -> None:
    door = await door_to(node)
    await set_pin(door.adapter, "1", Pin("1357"), None)
    since = await network.seq(node)
    # The notification of a write is an echo for some seconds; a write to another slot is none.
    await set_pin(door.adapter, "2", Pin("8642"), None)
    await door.at_lock("keypad/clear", slot=1, kept=True)
    while (await network.commands(node, since)).count("get") < 2:
        pass
    await used_after(door)

    assert ("reported", "1", EMPTY) not in door.listener.calls
    assert await door.pins() == {"1": "1357", "2": "8642", "4": "98765"}
