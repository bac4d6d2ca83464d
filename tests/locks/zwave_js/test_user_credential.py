"""Locks with User Credential, driven through Home Assistant's own integration and the real driver."""

import asyncio

import pytest

from custom_components.access_codes.core.model import (
    EMPTY,
    UNREADABLE,
    KnownPin,
    LockCapabilities,
    Outcome,
    Pin,
    Reporting,
    UseReporting,
)
from custom_components.access_codes.locks.adapter import LockUnreachable, ReadFailed
from custom_components.access_codes.locks.zwave_js import user_credential_commands
from tests.locks.reads import read_slots
from tests.locks.writes import clear, rename, set_pin
from tests.locks.zwave_js.conftest import OpenDoor
from tests.support.zwave_network import CREDENTIAL, Door, Network


@pytest.fixture
async def door(door_to: OpenDoor) -> Door:
    """Open the lock with users."""
    return await door_to(CREDENTIAL)


async def used_after(door: Door) -> None:
    """Use a code at the keypad: its report comes after all earlier ones."""
    await door.at_lock("keypad/set", slot=4, pin="98765", silently=True)
    await door.at_lock("keypad/use", slot=4)
    await door.listener.wait_for("used", "4", "unlock")


@pytest.mark.contract("12.11")
async def test_a_pin_is_set_with_its_user_and_both_are_removed(
    door: Door, network: Network
) -> None:
    since = await network.seq(CREDENTIAL)

    assert await set_pin(door.adapter, "2", Pin("0123"), "Ann") is Outcome.CONFIRMED
    assert await door.pins() == {"2": "0123"}
    assert await network.users(CREDENTIAL) == {"2": "Ann"}
    assert await clear(door.adapter, "2") is Outcome.CONFIRMED
    assert await door.pins() == {}
    assert await network.users(CREDENTIAL) == {}
    commands = await network.commands(CREDENTIAL, since)
    assert commands == ["set_user", "set", "get", "clear_user", "get", "get_user"]


async def test_the_capabilities_come_from_the_lock(door: Door) -> None:
    assert door.adapter.capabilities == LockCapabilities(
        slots=("1", "2", "3", "4"),
        code_lengths=tuple(range(4, 11)),
        name_length=32,
        name_characters="".join(map(chr, range(0x20, 0x7F))),
        reports=Reporting.ALL,
        uses=UseReporting.LIVE,
        late_by=10,
    )
    assert door.adapter.metadata("3") == {"user_index": 3, "credential_slot": 3}


async def test_a_slot_is_read_from_the_lock_itself(door: Door) -> None:
    await set_pin(door.adapter, "1", Pin("1357"), "Ann")
    await door.at_lock("keypad/set", slot=3, pin="2468", user_id=4, silently=True)

    assert await read_slots(door.adapter) == {
        "1": KnownPin(Pin("1357")),
        "2": EMPTY,
        "3": KnownPin(Pin("2468")),
        "4": UNREADABLE,  # a user with the PIN in another slot
    }


async def test_a_pin_is_replaced_without_touching_its_user(
    door: Door, network: Network
) -> None:
    await set_pin(door.adapter, "1", Pin("1357"), "Ann")
    since = await network.seq(CREDENTIAL)

    assert await set_pin(door.adapter, "1", Pin("8642"), "Ann") is Outcome.CONFIRMED
    assert await door.pins() == {"1": "8642"}
    assert await network.commands(CREDENTIAL, since) == ["set", "get"]


async def test_a_pin_and_a_name_are_replaced_together(
    door: Door, network: Network
) -> None:
    await set_pin(door.adapter, "1", Pin("1357"), "Ann")

    assert await set_pin(door.adapter, "1", Pin("8642"), "Bob") is Outcome.CONFIRMED
    assert await network.users(CREDENTIAL) == {"1": "Bob"}


async def test_a_name_is_changed_alone(door: Door, network: Network) -> None:
    await set_pin(door.adapter, "1", Pin("1357"), "Ann")

    assert await rename(door.adapter, "1", "Bob") is Outcome.CONFIRMED
    assert await network.users(CREDENTIAL) == {"1": "Bob"}
    assert await door.pins() == {"1": "1357"}


async def test_a_name_is_not_given_to_a_user_that_is_gone(door: Door) -> None:
    assert await rename(door.adapter, "1", "Bob") is Outcome.REFUSED
    assert ("reported", "1", EMPTY) in door.listener.calls


async def test_a_rename_without_an_answer_leaves_it_open(door: Door) -> None:
    await set_pin(door.adapter, "1", Pin("1357"), "Ann")
    await door.at_lock("faults", no_answer=True)
    assert await rename(door.adapter, "1", "Bob") is Outcome.UNKNOWN

    await door.at_lock("faults", refuse={"users": True})
    assert await rename(door.adapter, "1", "Bob") is Outcome.UNKNOWN


@pytest.mark.contract("12.64")
async def test_a_name_that_a_slow_lock_took_after_all_is_not_written_again(
    door: Door, network: Network
) -> None:
    await set_pin(door.adapter, "1", Pin("1357"), "Ann")
    await door.at_lock("faults", late_ms=1500)
    assert await rename(door.adapter, "1", "Bob") is Outcome.UNKNOWN
    await network.wait_for_late_writes(CREDENTIAL)
    since = await network.seq(CREDENTIAL)

    assert await rename(door.adapter, "1", "Bob") is Outcome.CONFIRMED
    assert await network.commands(CREDENTIAL, since) == ["get_user"]


@pytest.mark.contract("12.10")
async def test_a_pin_that_the_lock_holds_already_is_a_duplicate_and_leaves_no_user(
    door: Door, network: Network
) -> None:
    await door.at_lock("keypad/set", slot=3, pin="2468", silently=True)

    assert await set_pin(door.adapter, "1", Pin("2468"), "Ann") is Outcome.DUPLICATE
    assert await door.pins() == {"3": "2468"}
    assert await network.users(CREDENTIAL) == {"3": "User-3"}


async def test_a_duplicate_leaves_the_pin_that_is_there(
    door: Door, network: Network
) -> None:
    await set_pin(door.adapter, "1", Pin("1357"), "Ann")
    await door.at_lock("keypad/set", slot=3, pin="2468", silently=True)

    assert await set_pin(door.adapter, "1", Pin("2468"), "Ann") is Outcome.DUPLICATE
    assert await door.pins() == {"1": "1357", "3": "2468"}


async def test_a_pin_against_the_makers_rules_is_invalid(
    door: Door, network: Network
) -> None:
    await door.at_lock("faults", refuse={"slots": [1], "reason": "rules"})

    assert await set_pin(door.adapter, "1", Pin("1357"), "Ann") is Outcome.INVALID
    assert await network.users(CREDENTIAL) == {}


@pytest.mark.contract("12.11")
async def test_a_slot_that_another_user_took_meanwhile_is_left_alone(
    door: Door, network: Network
) -> None:
    await read_slots(door.adapter)
    await door.at_lock("keypad/set", slot=1, pin="2468", name="Eve", silently=True)

    assert await set_pin(door.adapter, "1", Pin("1357"), "Ann") is Outcome.REFUSED
    assert ("reported", "1", KnownPin(Pin("2468"))) in door.listener.calls
    assert await door.pins() == {"1": "2468"}
    assert await network.users(CREDENTIAL) == {"1": "Eve"}


@pytest.mark.contract("12.11")
async def test_a_slot_that_a_foreign_pin_took_meanwhile_is_left_alone(
    door: Door, network: Network
) -> None:
    await read_slots(door.adapter)
    await door.at_lock("keypad/set", slot=1, pin="2468", user_id=3, silently=True)

    assert await set_pin(door.adapter, "1", Pin("1357"), "Ann") is Outcome.REFUSED
    assert ("reported", "1", KnownPin(Pin("2468"))) in door.listener.calls
    assert await door.pins() == {"1": "2468"}
    assert await network.users(CREDENTIAL) == {"3": "User-3"}


async def test_a_code_that_vanished_unseen_is_set_again(
    door: Door, network: Network
) -> None:
    await set_pin(door.adapter, "1", Pin("1357"), "Ann")
    await door.at_lock("keypad/clear", slot=1, user=True, silently=True)

    assert await door.adapter.async_read("1") is EMPTY
    assert await set_pin(door.adapter, "1", Pin("1357"), "Ann") is Outcome.CONFIRMED
    assert await network.users(CREDENTIAL) == {"1": "Ann"}


async def test_a_pin_that_vanished_unseen_is_set_again(
    door: Door, network: Network
) -> None:
    await set_pin(door.adapter, "1", Pin("1357"), "Ann")
    await door.at_lock("keypad/clear", slot=1, silently=True)

    assert await set_pin(door.adapter, "1", Pin("8642"), "Ann") is Outcome.CONFIRMED
    assert await door.pins() == {"1": "8642"}


async def test_a_user_of_ours_that_vanished_unseen_is_made_again(
    door: Door, network: Network
) -> None:
    await set_pin(door.adapter, "1", Pin("1357"), "Ann")
    await door.at_lock("keypad/clear", slot=1, user=True, silently=True)

    assert await set_pin(door.adapter, "1", Pin("8642"), "Bob") is Outcome.CONFIRMED
    assert await network.users(CREDENTIAL) == {"1": "Bob"}


async def test_a_lock_that_was_reset_unseen_gets_its_user_anew(
    door: Door, network: Network
) -> None:
    await set_pin(door.adapter, "1", Pin("1357"), "Ann")
    await door.at_lock("reset", silently=True)

    assert await set_pin(door.adapter, "1", Pin("8642"), "Ann") is Outcome.CONFIRMED
    assert await network.users(CREDENTIAL) == {"1": "Ann"}
    assert await door.pins() == {"1": "8642"}


@pytest.mark.contract("12.11")
async def test_a_removal_takes_a_foreign_pin_without_its_user(
    door: Door, network: Network
) -> None:
    await door.at_lock("keypad/set", slot=1, pin="2468", user_id=3, silently=True)
    await door.at_lock("keypad/set", slot=3, pin="8642", silently=True)

    assert await clear(door.adapter, "1") is Outcome.CONFIRMED
    assert await door.pins() == {"3": "8642"}
    assert await network.users(CREDENTIAL) == {"3": "User-3"}


async def test_removing_what_is_not_there_is_confirmed(door: Door) -> None:
    assert await clear(door.adapter, "1") is Outcome.CONFIRMED


@pytest.mark.contract("12.7")
async def test_a_lock_that_says_yes_and_does_nothing_is_not_believed(
    door: Door, network: Network
) -> None:
    await set_pin(door.adapter, "2", Pin("8642"), "Bob")
    await door.at_lock("faults", lie={"users": True})

    assert await set_pin(door.adapter, "1", Pin("1357"), "Ann") is Outcome.ACCEPTED
    assert await clear(door.adapter, "2") is Outcome.ACCEPTED
    assert await door.pins() == {"2": "8642"}


async def test_a_user_is_undone_when_its_pin_was_not_stored(
    door: Door, network: Network
) -> None:
    await door.at_lock("faults", lie={"slots": [1]})

    assert await set_pin(door.adapter, "1", Pin("1357"), "Ann") is Outcome.ACCEPTED
    assert await network.users(CREDENTIAL) == {}


@pytest.mark.contract("12.64")
async def test_silence_about_the_pin_leaves_it_open_with_its_user(
    door: Door, network: Network
) -> None:
    await door.at_lock("faults", refuse={"slots": [1], "reason": "none"})

    assert await set_pin(door.adapter, "1", Pin("1357"), "Ann") is Outcome.UNKNOWN
    assert await network.users(CREDENTIAL) == {"1": "Ann"}
    assert await door.adapter.async_read("1") is EMPTY
    assert ("remainder", "1") in door.listener.calls

    await door.at_lock("faults")
    assert await clear(door.adapter, "1") is Outcome.CONFIRMED
    assert await network.users(CREDENTIAL) == {}


@pytest.mark.contract("12.64")
async def test_a_pin_that_is_written_late_is_not_lost_with_its_user(
    door: Door, network: Network
) -> None:
    await door.at_lock("faults", late_ms=1500, count=2)
    assert await set_pin(door.adapter, "1", Pin("1357"), "Ann") is Outcome.UNKNOWN
    for _ in range(3):
        # The driver may not have heard yet that the user is there, and send it once more.
        await network.wait_for_late_writes(CREDENTIAL)
        outcome = await set_pin(door.adapter, "1", Pin("1357"), "Ann")
        assert outcome in {Outcome.UNKNOWN, Outcome.CONFIRMED}
        await network.wait_for_late_writes(CREDENTIAL)
        if await door.pins():
            break

    assert await door.pins() == {"1": "1357"}
    assert await network.users(CREDENTIAL) == {"1": "Ann"}


async def test_silence_about_the_user_leaves_it_open(door: Door) -> None:
    await door.at_lock("faults", refuse={"users": True})

    assert await set_pin(door.adapter, "1", Pin("1357"), "Ann") is Outcome.UNKNOWN
    assert await door.pins() == {}


async def test_a_removal_without_an_answer_is_decided_by_a_read(door: Door) -> None:
    await set_pin(door.adapter, "1", Pin("1357"), "Ann")
    await door.at_lock("faults", refuse={"users": True})

    assert await clear(door.adapter, "1") is Outcome.UNKNOWN
    assert await door.adapter.async_read("1") == KnownPin(Pin("1357"))


async def test_writes_that_cannot_be_read_back_are_no_more_than_accepted(
    door: Door,
) -> None:
    """A lock that reports success may be wrong."""
    await door.at_lock("faults", no_answer=True)

    assert await set_pin(door.adapter, "1", Pin("1357"), "Ann") is Outcome.ACCEPTED
    assert await door.pins() == {"1": "1357"}
    assert await clear(door.adapter, "1") is Outcome.ACCEPTED


async def test_nothing_is_known_when_the_lock_answers_to_nothing(door: Door) -> None:
    await set_pin(door.adapter, "1", Pin("1357"), "Ann")
    await door.at_lock("faults", no_answer="all")

    assert await set_pin(door.adapter, "1", Pin("8642"), "Ann") is Outcome.UNKNOWN
    assert await clear(door.adapter, "1") is Outcome.UNKNOWN
    with pytest.raises(ReadFailed):
        await door.adapter.async_read("1")


async def test_a_silent_lock_is_unreachable(door: Door) -> None:
    await door.at_lock("faults", silent=True)

    assert await set_pin(door.adapter, "1", Pin("1357"), "Ann") is Outcome.UNREACHABLE
    assert await clear(door.adapter, "1") is Outcome.UNREACHABLE
    assert await rename(door.adapter, "1", "Bob") is Outcome.UNREACHABLE
    with pytest.raises(LockUnreachable):
        await door.adapter.async_read("1")


async def cut_after_user(door: Door) -> None:
    """Cut a set after the lock has made its user."""
    await door.at_lock("faults", lose_ack_after_write=True)
    outcome = await set_pin(door.adapter, "1", Pin("1357"), "Ann")
    assert outcome is Outcome.UNREACHABLE
    assert await door.network.users(CREDENTIAL) == {"1": "Ann"}
    await door.at_lock("faults")
    await door.at_lock("wake")


@pytest.mark.contract("12.44")
async def test_a_user_whose_pin_never_came_is_found_by_a_read_and_gone_with_a_clear(
    door: Door, network: Network
) -> None:
    await cut_after_user(door)
    since = await network.seq(CREDENTIAL)

    assert await door.adapter.async_read("1") is EMPTY
    assert ("remainder", "1") in door.listener.calls
    assert not {"clear_user", "clear"} & set(await network.commands(CREDENTIAL, since))
    assert await clear(door.adapter, "1") is Outcome.CONFIRMED
    assert await network.users(CREDENTIAL) == {}


@pytest.mark.contract("12.44")
async def test_the_rest_of_a_write_that_was_cut_with_its_process_is_found_by_a_read(
    door: Door, door_to: OpenDoor, network: Network
) -> None:
    await cut_after_user(door)
    door.adapter.stop()
    door = await door_to(CREDENTIAL)

    assert await door.adapter.async_read("1") is UNREADABLE
    assert door.listener.calls == []
    door.listener.ours.add("1")
    assert await door.adapter.async_read("1") is EMPTY
    assert door.listener.calls == [("remainder", "1")]
    assert await network.users(CREDENTIAL) == {"1": "Ann"}
    assert await clear(door.adapter, "1") is Outcome.CONFIRMED
    assert await network.users(CREDENTIAL) == {}


async def restart_amid_a_late_write(door: Door, door_to: OpenDoor) -> Door:
    """Cut a set off by a restart, its user is made after that; return the door of the new adapter."""
    network = door.network
    since = await network.seq(CREDENTIAL)
    await door.at_lock("faults", late_ms=3000, count=1)
    setting = asyncio.create_task(set_pin(door.adapter, "1", Pin("1357"), "Ann"))
    while "set_user" not in await network.commands(CREDENTIAL, since):
        await asyncio.sleep(0.01)
    setting.cancel()
    door.adapter.stop()
    door = await door_to(CREDENTIAL)
    door.listener.ours.add("1")
    assert await network.users(CREDENTIAL) == {}
    await network.wait_for_late_writes(CREDENTIAL)
    assert await network.users(CREDENTIAL) == {"1": "Ann"}
    await door.listener.wait_until(lambda: bool(door.listener.calls))
    return door


@pytest.mark.contract("12.92")
async def test_a_user_that_comes_late_from_before_a_restart_is_ours(
    door: Door, door_to: OpenDoor, network: Network
) -> None:
    door = await restart_amid_a_late_write(door, door_to)
    assert await door.adapter.async_read("1") is EMPTY
    assert ("remainder", "1") in door.listener.calls
    assert await clear(door.adapter, "1") is Outcome.CONFIRMED
    assert await network.users(CREDENTIAL) == {}


@pytest.mark.contract("12.92")
async def test_a_user_that_comes_later_than_any_write_of_ours_is_not_ours(
    door: Door, door_to: OpenDoor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(user_credential_commands, "LATE_BY", 0)
    door = await restart_amid_a_late_write(door, door_to)
    assert await door.adapter.async_read("1") is UNREADABLE
    assert ("remainder", "1") not in door.listener.calls


@pytest.mark.contract("12.7", "12.44")
async def test_a_removal_of_a_user_without_a_pin_that_the_lock_only_claims_is_not_believed(
    door: Door, network: Network
) -> None:
    await set_pin(door.adapter, "1", Pin("1357"), "Ann")
    await door.at_lock("keypad/clear", slot=1, silently=True)
    door.listener.ours.add("1")
    assert await door.adapter.async_read("1") is EMPTY

    await door.at_lock("faults", lie=True)
    assert await clear(door.adapter, "1") is Outcome.ACCEPTED
    assert await network.users(CREDENTIAL) == {"1": "Ann"}
    await door.at_lock("faults", mute=[1])
    assert await clear(door.adapter, "1") is not Outcome.CONFIRMED
    await door.at_lock("faults")
    assert await clear(door.adapter, "1") is Outcome.CONFIRMED
    assert await network.users(CREDENTIAL) == {}


@pytest.mark.contract("12.7", "12.44")
async def test_a_removal_that_the_lock_only_claims_is_not_believed_where_nobody_saw_the_pin_go(
    door: Door, network: Network
) -> None:
    await set_pin(door.adapter, "1", Pin("1357"), "Ann")
    await door.at_lock("keypad/clear", slot=1, silently=True)

    await door.at_lock("faults", lie=True)
    assert await clear(door.adapter, "1") is Outcome.ACCEPTED
    assert await network.users(CREDENTIAL) == {"1": "Ann"}
    await door.at_lock("faults")
    assert await clear(door.adapter, "1") is Outcome.CONFIRMED
    assert await network.users(CREDENTIAL) == {}


@pytest.mark.contract("12.44")
async def test_a_code_of_ours_cleared_unseen_at_the_keypad_leaves_no_user(
    door: Door, door_to: OpenDoor, network: Network
) -> None:
    await set_pin(door.adapter, "1", Pin("1357"), "Ann")
    door.adapter.stop()
    await door.at_lock("keypad/clear", slot=1, silently=True)
    door = await door_to(CREDENTIAL)
    door.listener.ours.add("1")

    assert await door.adapter.async_read("1") is EMPTY
    assert door.listener.calls == [("remainder", "1")]
    assert await clear(door.adapter, "1") is Outcome.CONFIRMED
    assert await network.users(CREDENTIAL) == {}


@pytest.mark.contract("12.44")
async def test_a_user_that_somebody_adds_meanwhile_is_not_ours(
    door_to: OpenDoor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The slot is in our journal, and the PIN of the new user is still to come."""
    monkeypatch.setattr(user_credential_commands, "LATE_BY", 0)
    door = await door_to(CREDENTIAL)
    door.listener.ours.add("3")
    await door.at_lock("keypad/set", slot=3, pin="2468", name="Eve")
    await door.at_lock("keypad/clear", slot=3)

    await door.listener.wait_for("reported", "3", UNREADABLE)
    assert await door.adapter.async_read("3") is UNREADABLE
    assert ("remainder", "3") not in door.listener.calls


@pytest.mark.contract("12.44")
async def test_a_user_with_a_credential_that_the_driver_does_not_know_is_not_a_rest(
    door: Door, network: Network
) -> None:
    door.listener.ours.add("3")
    await door.at_lock("keypad/set", slot=4, pin="2468", user_id=3, silently=True)

    assert await door.adapter.async_read("3") is UNREADABLE
    assert door.listener.calls == []


@pytest.mark.contract("12.44")
async def test_a_refused_pin_leaves_no_user_that_lost_its_pin(
    door: Door, network: Network
) -> None:
    await set_pin(door.adapter, "1", Pin("1357"), "Ann")
    await door.at_lock("keypad/clear", slot=1, silently=True)
    await door.at_lock("keypad/set", slot=3, pin="2468", silently=True)

    outcome = await set_pin(door.adapter, "1", Pin("2468"), "Ann")
    assert outcome is Outcome.DUPLICATE
    assert await network.users(CREDENTIAL) == {"3": "User-3"}


@pytest.mark.contract("12.44")
async def test_a_removal_of_a_foreign_pin_takes_our_user_that_has_none(
    door: Door, network: Network
) -> None:
    await set_pin(door.adapter, "1", Pin("1357"), "Ann")
    await door.at_lock("keypad/clear", slot=1, silently=True)
    await door.at_lock("keypad/set", slot=1, pin="2468", user_id=3)
    await door.listener.wait_for("reported", "1", KnownPin(Pin("2468")))

    assert await clear(door.adapter, "1") is Outcome.CONFIRMED
    assert await door.pins() == {}
    assert await network.users(CREDENTIAL) == {"3": "User-3"}


async def test_a_foreign_user_from_before_ours_is_not_taken_for_our_rest(
    door: Door, network: Network
) -> None:
    door.listener.ours.add("3")
    await door.at_lock("keypad/set", slot=3, pin="2468", silently=True)
    await door.at_lock("keypad/clear", slot=3, silently=True)
    theirs = await network.users(CREDENTIAL)

    assert await set_pin(door.adapter, "3", Pin("1357"), "Ann") is Outcome.REFUSED
    assert await door.adapter.async_read("3") is UNREADABLE
    assert await network.users(CREDENTIAL) == theirs


async def test_a_user_that_has_more_than_a_pin_is_not_our_rest(
    door: Door, network: Network
) -> None:
    door.listener.ours.add("3")
    await door.at_lock("keypad/set", slot=4, pin="2468", user_id=3)
    theirs = await network.users(CREDENTIAL)

    assert await door.adapter.async_read("3") is UNREADABLE
    assert await network.users(CREDENTIAL) == theirs


async def test_a_cut_write_is_completed_by_the_next(
    door: Door, network: Network
) -> None:
    await door.at_lock("faults", lose_ack_after_write=True)
    await set_pin(door.adapter, "1", Pin("1357"), "Ann")
    await door.at_lock("faults")

    assert await set_pin(door.adapter, "1", Pin("1357"), "Bob") is Outcome.CONFIRMED
    assert await network.users(CREDENTIAL) == {"1": "Bob"}
    assert await door.pins() == {"1": "1357"}


@pytest.mark.contract("12.12")
async def test_our_own_writes_and_reads_are_not_reported(door: Door) -> None:
    await set_pin(door.adapter, "1", Pin("1357"), "Ann")
    await set_pin(door.adapter, "1", Pin("8642"), "Bob")
    await rename(door.adapter, "1", "Ann")
    await clear(door.adapter, "1")
    await read_slots(door.adapter)
    await used_after(door)

    assert door.listener.reports == [("used", "4", "unlock")]


async def test_a_code_changed_at_the_keypad_is_reported_with_its_pin(
    door: Door, network: Network
) -> None:
    since = await network.seq(CREDENTIAL)
    await door.at_lock("keypad/set", slot=3, pin="2468")
    await door.listener.wait_for("reported", "3", KnownPin(Pin("2468")))
    await door.at_lock("keypad/set", slot=3, pin="8642")
    await door.listener.wait_for("reported", "3", KnownPin(Pin("8642")))
    assert await network.commands(CREDENTIAL, since) == []

    await door.at_lock("keypad/clear", slot=3, user=True)
    await door.listener.wait_for("reported", "3", EMPTY)
    assert len(door.listener.reports) == 3


async def test_a_user_left_without_a_pin_keeps_its_slot(door: Door) -> None:
    await door.at_lock("keypad/set", slot=3, pin="2468")
    await door.at_lock("keypad/clear", slot=3)
    await door.listener.wait_for("reported", "3", UNREADABLE)


async def test_a_deleted_user_takes_its_pins_elsewhere_along(door: Door) -> None:
    await door.at_lock("keypad/set", slot=1, pin="2468", user_id=3)
    await door.listener.wait_for("reported", "3", UNREADABLE)
    await door.at_lock("keypad/clear", slot=1, user=True)
    await door.listener.wait_for("reported", "1", EMPTY)
    await door.listener.wait_for("reported", "3", EMPTY)


async def test_a_lock_that_lost_all_codes_reports_one_reset(door: Door) -> None:
    await set_pin(door.adapter, "1", Pin("1357"), "Ann")
    await door.at_lock("reset")
    await door.listener.wait_for("all cleared")

    assert door.listener.reports == [("all cleared",)]


@pytest.mark.parametrize("event", ["credential", "keypad"])
async def test_a_use_at_the_keypad_is_reported_with_its_slot(
    door: Door, event: str
) -> None:
    await set_pin(door.adapter, "1", Pin("1357"), "Ann")
    await door.at_lock("keypad/use", slot=1, action="lock", event=event)
    await door.listener.wait_for("used", "1", "lock")
    await door.at_lock("keypad/use", slot=1, event=event)
    await door.listener.wait_for("used", "1", "unlock")
