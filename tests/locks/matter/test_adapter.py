"""The adapter of Matter locks: what the conformance suite cannot know."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)

from custom_components.access_codes.core.model import (
    EMPTY,
    UNREADABLE,
    Cause,
    LockClock,
    Outcome,
    Pin,
    Reach,
    Readability,
    UseReporting,
    Window,
    WindowSupport,
)
from custom_components.access_codes.locks import (
    async_create_adapter,
    async_method_of,
    async_obstacle,
)
from custom_components.access_codes.locks.adapter import (
    Credential,
    LockUnreachable,
    ReadFailed,
)
from custom_components.access_codes.locks.matter import transport
from custom_components.access_codes.locks.matter.command_errors import CommandFailed
from custom_components.access_codes.locks.matter.events import Change
from custom_components.access_codes.locks.matter.node import Location, location_of
from custom_components.access_codes.locks.matter.own_commands import OwnCommands
from custom_components.access_codes.locks.matter.wall_clock import CLOCK_INTERVAL
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.util import dt as dt_util
from tests.support.matter_lock import (
    ADD,
    CLEAR,
    KEYPAD,
    OTHER_FABRIC,
    OURS,
    PIN,
    PIN_DATA,
    RFID,
    USER_DATA,
    Refused,
    ServerError,
    Silence,
    User,
)
from tests.support.matter_server import MatterServer, lock_of

from .conftest import Door, OpenDoor

NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)
WINDOW = Window(NOW, NOW + timedelta(hours=2))
LATER = Window(NOW, NOW + timedelta(hours=3))

READS = {"GetUser", "GetCredentialStatus", "GetYearDaySchedule"}


def writes(door: Door) -> list[str]:
    """Return the names of the writes that came, and forget all commands."""
    names = [name for name in door.lock.log if name not in READS]
    door.lock.log.clear()
    return names


# --- which locks


@pytest.mark.contract("12.160")
async def test_capabilities_are_those_of_the_lock(open_door: OpenDoor) -> None:
    door = await open_door()
    known = door.adapter.capabilities
    assert known is not None
    assert known.slots == tuple(str(n) for n in range(1, 11))
    assert known.code_lengths == (4, 5, 6, 7, 8)
    assert known.name_length == 10
    assert known.reads is Readability.PRESENCE
    assert known.uses is UseReporting.LIVE
    assert known.windows == WindowSupport()


@pytest.mark.contract("12.160")
@pytest.mark.parametrize(
    ("features", "obstacle"),
    [(0x91, "matter_without_users"), (0x590, "matter_without_pins")],
)
async def test_a_lock_without_users_or_pins_has_no_method_of_its_own(
    hass: HomeAssistant, open_door: OpenDoor, features: int, obstacle: str
) -> None:
    door = await open_door()
    door.server.attributes["1/257/65532"] = features
    door.server.update()
    await door.listener.wait_until(lambda: door.adapter.capabilities.slots == ())  # type: ignore[union-attr]
    assert await async_method_of(hass, lock_of(hass)) is None
    assert await async_obstacle(hass, lock_of(hass)) == obstacle
    assert await async_method_of(hass, lock_of(hass, 2)) == "matter"


@pytest.mark.contract("12.161")
async def test_an_entity_names_its_node_and_door(hass: HomeAssistant) -> None:
    node = "9119142B4CDB2BD1-0000000000000012"
    assert location_of(f"{node}-MatterNodeDevice-2-MatterLock-257-0") == Location(18, 2)
    assert location_of(f"{node}-7-7-MatterLock-257-0") == Location(18, 7)
    for other in ("1", "a-b-c-d", "a-12-MatterNodeDevice-x"):
        assert location_of(other) is None
    lock = er.async_get(hass).async_get_or_create("lock", "matter", "1")
    assert await async_method_of(hass, lock) is None
    assert await async_obstacle(hass, lock) == "no_codes"


async def test_a_lock_that_is_away_keeps_codes_as_far_as_is_known(
    hass: HomeAssistant, matter: MockConfigEntry
) -> None:
    lock = lock_of(hass)
    await hass.config_entries.async_unload(matter.entry_id)
    assert await async_method_of(hass, lock) == "matter"


@pytest.mark.contract("12.161")
async def test_two_locks_of_one_node_are_apart(open_door: OpenDoor) -> None:
    front, back = await open_door(1), await open_door(2)
    assert await front.set("1", "1357") is Outcome.CONFIRMED
    assert await back.set("1", "2468") is Outcome.CONFIRMED
    assert front.lock.pins() == {"1": "1357"}
    assert back.lock.pins() == {"1": "2468"}
    front.lock.add(1, "9999")
    await front.listener.wait_until(lambda: bool(front.listener.reports))
    assert back.listener.reports == []


# --- messages


@pytest.mark.contract("12.381")
async def test_messages_are_counted(open_door: OpenDoor) -> None:
    door = await open_door()
    log = door.lock.log
    assert log == []

    await door.set("1", "1357")
    assert log == ["SetUser", "SetCredential", "GetCredentialStatus"]
    log.clear()
    await door.set("1", "2468")
    assert log == ["GetUser", "GetCredentialStatus", "SetCredential"]
    log.clear()
    await door.clear("1")
    assert log == [
        "GetUser",
        "GetCredentialStatus",
        "ClearUser",
        "GetUser",
        "GetCredentialStatus",
    ]
    log.clear()
    await door.set("1", "1357", window=WINDOW)
    assert log == [
        "SetUser",
        "SetYearDaySchedule",
        "GetUser",
        "GetYearDaySchedule",
        "SetCredential",
        "GetCredentialStatus",
    ]
    log.clear()
    await door.adapter.async_read("1")
    assert log == ["GetUser", "GetCredentialStatus", "GetYearDaySchedule"]


# --- writes


@pytest.mark.contract("12.165")
async def test_a_replaced_pin_is_confirmed_by_the_locks_report_alone(
    open_door: OpenDoor,
) -> None:
    door = await open_door()
    await door.set("1", "1357")
    assert await door.set("1", "2468") is Outcome.CONFIRMED
    door.lock.sends_events = False
    assert await door.set("1", "1357") is Outcome.ACCEPTED
    assert door.lock.pins() == {"1": "1357"}


@pytest.mark.contract("12.165")
@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (1, Outcome.REFUSED),
        (2, Outcome.DUPLICATE),
        (0x85, Outcome.REFUSED),
        (0x89, Outcome.FULL),
        (None, Outcome.UNKNOWN),
    ],
)
async def test_the_status_in_the_answer_is_the_outcome(
    open_door: OpenDoor, status: int | None, outcome: Outcome
) -> None:
    door = await open_door()
    with patch.object(
        door.lock, "_SetCredential", lambda fields: {"status": status}, create=True
    ):
        assert await door.set("1", "1357") is outcome
    # What the lock refused leaves no user.
    assert bool(door.lock.users) is (outcome is Outcome.UNKNOWN)


@pytest.mark.contract("12.164")
@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (Refused("Busy", 0x9C), Outcome.REFUSED),
        (ServerError(0, "Busy (code 156)"), Outcome.REFUSED),
        (ServerError(0, "Failure (code 1; cluster code 3)"), Outcome.REFUSED),
        (ServerError(0, "(ValidationOutOfBoundsError/135) long"), Outcome.REFUSED),
        (ServerError(0, "ResourceExhausted (code 137)"), Outcome.FULL),
        (ServerError(8, "Invalid arguments"), Outcome.REFUSED),
        (ServerError(3, "Node 1 is not (yet) available."), Outcome.UNREACHABLE),
        (ServerError(5, "Node 1 does not exist"), Outcome.UNREACHABLE),
        (
            ServerError(0, "AddressResolve_DefaultImpl.cpp:119: CHIP Error: Timeout"),
            Outcome.UNREACHABLE,
        ),
        (ServerError(0, "Operation aborted"), Outcome.UNKNOWN),
        (Silence(), Outcome.UNKNOWN),
    ],
)
async def test_an_error_of_either_server_has_its_outcome(
    open_door: OpenDoor, error: ServerError, outcome: Outcome
) -> None:
    door = await open_door()
    door.lock.refusals["SetUser"] = error
    assert await door.set("1", "1357") is outcome
    door.lock.refusals = {"GetUser": error}
    assert await door.clear("1") is outcome
    is_away = outcome is Outcome.UNREACHABLE
    with pytest.raises(LockUnreachable if is_away else ReadFailed):
        await door.adapter.async_read("1")


@pytest.mark.contract("12.163")
async def test_the_end_of_the_server_amid_a_command_is_no_answer_and_no_cancellation(
    open_door: OpenDoor, server: MatterServer
) -> None:
    door = await open_door()

    def end(name: str) -> None:
        if name == "SetUser":
            server.drop()

    door.lock.before = end
    assert await door.set("1", "1357") is Outcome.UNKNOWN


@pytest.mark.contract("12.164")
async def test_an_error_that_is_none_of_the_librarys_is_no_answer(
    open_door: OpenDoor, server: MatterServer
) -> None:
    door = await open_door()
    [connection] = server.connections
    with patch.object(connection, "send_message", side_effect=ValueError("864209")):
        assert await door.set("1", "1357") is Outcome.UNKNOWN


@pytest.mark.contract("12.163")
async def test_an_answer_that_never_comes_is_given_up(
    open_door: OpenDoor, monkeypatch: pytest.MonkeyPatch
) -> None:
    door = await open_door()
    monkeypatch.setattr(transport, "ANSWER_TIME", 0.05)
    door.lock.is_silent = True
    assert await door.set("1", "1357") is Outcome.UNKNOWN
    await asyncio.sleep(0.2)


@pytest.mark.contract("12.163")
async def test_an_error_with_a_pin_in_it_is_neither_logged_nor_chained(
    open_door: OpenDoor, caplog: pytest.LogCaptureFixture
) -> None:
    door = await open_door()
    door.lock.refusals["GetUser"] = ServerError(0, "payload 864209")
    with pytest.raises(ReadFailed) as raised:
        await door.adapter.async_read("1")
    assert raised.value.__cause__ is None
    assert raised.value.__suppress_context__
    assert "864209" not in caplog.text


@pytest.mark.contract("12.166")
async def test_a_slot_is_occupied_by_a_user_or_by_a_pin_of_another_user(
    open_door: OpenDoor,
) -> None:
    door = await open_door()
    door.lock.add(3, "9999", user=2, fabric=OTHER_FABRIC, is_reported=False)
    assert await door.adapter.async_read("2") is UNREADABLE
    assert await door.adapter.async_read("3") is UNREADABLE
    assert await door.adapter.async_read("4") is EMPTY


@pytest.mark.contract("12.166", "12.381")
async def test_what_others_have_put_into_a_slot_is_not_replaced(
    open_door: OpenDoor,
) -> None:
    door = await open_door()
    door.lock.add(2, "9999", fabric=OTHER_FABRIC, is_reported=False)
    door.lock.add(3, "8888", fabric=OURS, is_reported=False)
    door.lock.add(5, "7777", user=4, fabric=OURS, is_reported=False)
    for slot in ("2", "3", "5"):
        assert await door.set(slot, "1357") is Outcome.REFUSED
        assert (slot, UNREADABLE) in door.listener.reports
    assert set(door.listener.causes) == {Cause.OTHERS}
    # The lock itself refuses a user where there is one, and a PIN where there is one: its user goes again.
    assert writes(door) == [
        *("SetUser", "SetUser"),
        *("SetUser", "SetCredential", "ClearUser"),
    ]
    assert set(door.lock.users) == {2, 3, 4}
    # The engine knows by now that there is something, and means it.
    assert await door.set("3", "1357") is Outcome.CONFIRMED
    assert await door.set("2", "2468") is Outcome.REFUSED
    assert door.lock.pins() == {"2": "9999", "3": "1357", "5": "7777"}


@pytest.mark.contract("12.381")
@pytest.mark.parametrize("is_there", [True, False])
async def test_a_user_whom_a_lock_let_be_overwritten_is_not_taken_off(
    open_door: OpenDoor, monkeypatch: pytest.MonkeyPatch, *, is_there: bool
) -> None:
    """It adds users in the place of others, against the specification, but no PIN."""
    door = await open_door()
    door.lock.add(2, "9999", fabric=OTHER_FABRIC, is_reported=False)
    user = door.lock.users[2]
    if not is_there:
        # The PIN without a user: what there is to clear is not ours either.
        del door.lock.users[2]
    monkeypatch.setattr(door.lock, "_SetUser", lambda _: None)
    assert await door.set("2", "1357") is Outcome.REFUSED
    assert ("2", UNREADABLE) in door.listener.reports
    assert door.lock.pins() == {"2": "9999"}
    assert "ClearUser" not in door.lock.log
    assert user.creator == OTHER_FABRIC


@pytest.mark.contract("12.381")
async def test_a_lock_that_falls_silent_after_a_refused_pin_leaves_it_open(
    open_door: OpenDoor, monkeypatch: pytest.MonkeyPatch
) -> None:
    door = await open_door()
    door.lock.add(5, "7777", user=4, fabric=OURS, is_reported=False)

    def silence(_: dict[str, Any]) -> None:
        raise Silence

    monkeypatch.setattr(door.lock, "_GetUser", silence)
    assert await door.set("5", "1357") is Outcome.UNKNOWN
    assert door.lock.pins() == {"5": "7777"}


@pytest.mark.contract("12.382")
async def test_a_success_that_leaves_the_pin_of_another_fabric_is_no_confirmation(
    open_door: OpenDoor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A lock that answers success to all, and does nothing."""
    door = await open_door()
    door.lock.add(2, "9999", fabric=OTHER_FABRIC, is_reported=False)
    monkeypatch.setattr(door.lock, "_SetUser", lambda _: None)
    monkeypatch.setattr(door.lock, "_SetCredential", lambda _: {"status": 0})
    assert await door.set("2", "1357") is Outcome.UNKNOWN
    assert ("2", UNREADABLE) in door.listener.reports
    assert door.lock.pins() == {"2": "9999"}


@pytest.mark.contract("12.166")
async def test_a_user_of_ours_from_a_fabric_that_was_left_is_made_anew(
    open_door: OpenDoor,
) -> None:
    door = await open_door()
    await door.set("1", "1357")
    door.lock.users[1].creator = door.lock.credentials[1].creator = None
    assert await door.set("1", "2468") is Outcome.CONFIRMED
    assert door.lock.pins() == {"1": "2468"}
    assert door.lock.users[1].creator == OURS


@pytest.mark.contract("12.166")
async def test_a_user_that_came_between_look_and_write_is_not_replaced(
    open_door: OpenDoor,
) -> None:
    door = await open_door()

    def come_first(name: str) -> None:
        if name == "SetUser":
            door.lock.users.setdefault(1, User("Bob", None, 1, 0, None, None))

    door.lock.before = come_first
    assert await door.set("1", "1357") is Outcome.REFUSED
    assert door.lock.users[1].name == "Bob"


@pytest.mark.contract("12.169")
async def test_a_code_of_others_can_be_taken_away(open_door: OpenDoor) -> None:
    door = await open_door()
    door.lock.add(2, "9999", fabric=OTHER_FABRIC, is_reported=False)
    door.lock.add(3, "8888", user=1, fabric=OTHER_FABRIC, is_reported=False)
    assert await door.clear("2") is Outcome.CONFIRMED
    assert await door.clear("3") is Outcome.CONFIRMED
    assert door.lock.pins() == {}
    assert set(door.lock.users) == {1}


@pytest.mark.contract("12.169")
async def test_a_card_of_others_stays_where_their_pin_is_taken_away(
    open_door: OpenDoor,
) -> None:
    door = await open_door()
    door.lock.add(2, "9999", fabric=OTHER_FABRIC, is_reported=False)
    door.lock.users[2].credentials.append((RFID, 1))
    assert await door.clear("2") is Outcome.ACCEPTED
    assert door.lock.pins() == {}
    assert await door.clear("2") is Outcome.REFUSED
    assert door.lock.users[2].credentials == [(RFID, 1)]


@pytest.mark.contract("12.169")
async def test_a_card_that_hangs_on_a_user_of_ours_goes_with_it(
    open_door: OpenDoor,
) -> None:
    door = await open_door()
    await door.set("1", "1357")
    door.lock.users[1].credentials.append((RFID, 1))
    assert await door.clear("1") is Outcome.CONFIRMED
    assert door.lock.users == {}


@pytest.mark.parametrize("command", ["GetUser", "GetCredentialStatus"])
async def test_a_lock_that_falls_silent_after_it_took_a_command_has_accepted_it(
    open_door: OpenDoor, command: str
) -> None:
    door = await open_door()
    await door.set("2", "2468", "Bob")

    def fall_silent(name: str) -> None:
        if name in {"SetCredential", "ClearUser", "SetUser"}:
            asyncio.get_running_loop().call_soon(
                door.lock.refusals.__setitem__, command, Silence()
            )

    if command == "GetCredentialStatus":
        door.lock.before = lambda name: (
            fall_silent(name) if name == "SetCredential" else None
        )
        assert await door.set("1", "1357") is Outcome.ACCEPTED
        return
    door.lock.before = fall_silent
    renamed = await door.adapter.async_rename("2", Credential(Pin("2468"), "Robert"))
    assert renamed.outcome is Outcome.ACCEPTED
    door.lock.refusals.clear()
    assert await door.clear("2") is Outcome.ACCEPTED


@pytest.mark.contract("12.166")
async def test_a_user_whose_pin_was_refused_and_that_stays_is_found(
    open_door: OpenDoor,
) -> None:
    door = await open_door()
    await door.set("2", "1357")
    door.lock.refusals["ClearUser"] = Refused("Busy", 0x9C)
    assert await door.set("1", "1357") is Outcome.UNKNOWN
    assert door.listener.remainders == ["1"]
    assert await door.adapter.async_read("1") is EMPTY
    assert door.listener.remainders == ["1", "1"]
    door.lock.refusals.clear()
    assert await door.set("1", "2468") is Outcome.CONFIRMED
    assert door.lock.pins() == {"1": "2468", "2": "1357"}


async def test_a_write_that_a_lock_only_claims_leaves_no_user_behind_in_the_books(
    open_door: OpenDoor,
) -> None:
    door = await open_door()
    answer = {"status": 0, "userIndex": None, "nextCredentialIndex": None}
    with patch.object(door.lock, "_SetCredential", lambda fields: answer, create=True):
        assert await door.set("1", "1357") is Outcome.REFUSED
        assert door.lock.users == {}
        door.lock.refusals["ClearUser"] = Refused("Busy", 0x9C)
        assert await door.set("1", "1357") is Outcome.UNKNOWN


async def test_a_rename_of_what_is_not_ours_is_refused(open_door: OpenDoor) -> None:
    door = await open_door()
    door.lock.add(2, "9999", fabric=OTHER_FABRIC, is_reported=False)
    renamed = await door.adapter.async_rename("2", Credential(Pin("9999"), "Bob"))
    assert renamed.outcome is Outcome.REFUSED
    assert ("2", UNREADABLE) in door.listener.reports


async def test_a_new_pin_and_a_new_name_go_in_one_write(open_door: OpenDoor) -> None:
    door = await open_door()
    await door.set("1", "1357", "Ann")
    door.lock.log.clear()
    assert await door.set("1", "2468", "Bob") is Outcome.CONFIRMED
    assert writes(door) == ["SetCredential", "SetUser"]
    assert door.lock.names() == {"1": "Bob"}
    door.lock.refusals["SetUser"] = Refused("Busy", 0x9C)
    assert await door.set("1", "1357", "Ann") is Outcome.UNKNOWN


# --- windows


@pytest.mark.contract("12.172")
async def test_a_pin_is_never_on_the_lock_without_its_window(
    open_door: OpenDoor,
) -> None:
    door = await open_door()
    moments: list[tuple[str, tuple[int, int] | None]] = []

    def look(name: str) -> None:
        for number, credential in door.lock.credentials.items():
            user = door.lock.users[number]
            dates = user.dates if user.type == 1 else None
            moments.append((credential.pin, dates))

    door.lock.before = look
    wanted: set[tuple[str, int | None]] = set()
    for pin, window, hours in (
        ("1357", WINDOW, 2),
        ("2468", LATER, 3),
        ("1357", None, None),
        ("2468", WINDOW, 2),
        ("864209", WINDOW, 2),
    ):
        wanted.add((pin, hours))
        assert await door.set("1", pin, window=window) is Outcome.CONFIRMED
        seen = {
            (held, None if dates is None else (dates[1] - dates[0]) // 3600)
            for held, dates in moments
        }
        assert seen <= wanted


@pytest.mark.contract("12.172")
@pytest.mark.parametrize("lie", ["schedule", "type", "refused"])
async def test_a_window_that_the_lock_does_not_take_takes_the_pin_along(
    open_door: OpenDoor, lie: str
) -> None:
    door = await open_door()
    await door.set("1", "1357")
    if lie == "refused":
        door.lock.refusals["SetYearDaySchedule"] = Refused()
    elif lie == "schedule":
        door.lock.ignores.add("SetYearDaySchedule")
    else:

        def forget_type(name: str) -> None:
            for user in door.lock.users.values():
                user.type = 0

        door.lock.before = forget_type
    assert await door.set("2", "2468", window=WINDOW) is Outcome.REFUSED
    # There was a PIN, which is gone: what is there now is to be read.
    assert await door.set("1", "1357", window=WINDOW) is Outcome.UNKNOWN
    assert door.lock.pins() == {}
    assert door.lock.users == {}


@pytest.mark.contract("12.175")
async def test_a_window_within_the_hour_that_comes_twice_is_refused(
    hass: HomeAssistant, open_door: OpenDoor
) -> None:
    await hass.config.async_set_time_zone("Europe/Amsterdam")
    door = await open_door()
    start = datetime(2026, 10, 25, 0, 10, tzinfo=UTC)
    window = Window(start, start + timedelta(minutes=20))
    assert await door.set("1", "1357", window=window) is Outcome.INVALID


# --- the clock


@pytest.mark.contract("12.174")
async def test_a_lock_with_a_wrong_clock_holds_no_window(
    hass: HomeAssistant, server: MatterServer, open_door: OpenDoor
) -> None:
    server.clock_off = 3600
    door = await open_door()
    known = door.adapter.capabilities
    assert known is not None
    assert known.clock is LockClock.MISMATCH
    assert known.native_windows is None
    server.clock_off = 20
    async_fire_time_changed(hass, dt_util.utcnow() + CLOCK_INTERVAL)
    await door.listener.wait_until(
        lambda: door.adapter.capabilities.clock is LockClock.TRUSTED  # type: ignore[union-attr]
    )


@pytest.mark.contract("12.174")
@pytest.mark.parametrize("has_cluster", [True, False])
async def test_a_lock_without_a_clock_holds_no_window(
    hass: HomeAssistant, server: MatterServer, open_door: OpenDoor, has_cluster: bool
) -> None:
    server.clock_off = None
    if not has_cluster:
        del server.attributes["0/56/7"]
    server.update()
    await hass.async_block_till_done()
    door = await open_door()
    known = door.adapter.capabilities
    assert known is not None
    assert known.windows is None
    # Read, set without effect, read again
    assert server.clock_reads == (2 if has_cluster else 0)


async def test_a_lock_without_schedules_holds_no_window(
    hass: HomeAssistant, server: MatterServer, open_door: OpenDoor
) -> None:
    server.attributes["1/257/65532"] = 0x191
    server.update()
    await hass.async_block_till_done()
    door = await open_door()
    known = door.adapter.capabilities
    assert known is not None
    assert known.windows is None


@pytest.mark.contract("12.174")
@pytest.mark.parametrize(("error", "is_known"), [(Silence(), False), (Refused(), True)])
async def test_a_clock_that_does_not_answer_is_asked_again(
    hass: HomeAssistant,
    server: MatterServer,
    open_door: OpenDoor,
    error: ServerError,
    is_known: bool,
) -> None:
    door = await open_door(is_known=False)
    with patch.object(server, "_read", side_effect=error):
        await hass.async_block_till_done(wait_background_tasks=True)
        assert (door.adapter.capabilities is not None) is is_known
    async_fire_time_changed(hass, dt_util.utcnow() + CLOCK_INTERVAL)
    await door.listener.wait_until(
        lambda: (
            door.adapter.capabilities is not None
            and door.adapter.capabilities.windows is not None
        )
    )


@pytest.mark.contract("12.162", "12.174")
async def test_the_clock_of_a_lock_that_is_away_is_not_asked(
    hass: HomeAssistant, server: MatterServer, open_door: OpenDoor
) -> None:
    server.set_available(False)
    await hass.async_block_till_done()
    door = await open_door(is_known=False)
    server.update()
    async_fire_time_changed(hass, dt_util.utcnow() + CLOCK_INTERVAL)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert door.adapter.capabilities is None
    assert server.clock_reads == 0
    server.set_available(True)
    await door.until_known()
    # It goes while a command holds up the next look at the clock.
    door.lock.is_silent = True
    read = asyncio.ensure_future(door.adapter.async_read("1"))
    await asyncio.sleep(0.02)
    async_fire_time_changed(hass, dt_util.utcnow() + 2 * CLOCK_INTERVAL)
    server.set_available(False)
    with pytest.raises(ReadFailed):
        await read
    await hass.async_block_till_done(wait_background_tasks=True)
    assert server.clock_reads == 1


# --- changes


@pytest.mark.contract("12.167")
async def test_a_change_at_the_keypad_that_nobody_reported_is_found_once(
    open_door: OpenDoor,
) -> None:
    door = await open_door()
    await door.set("1", "1357")
    door.lock.add(1, "9999", is_reported=False)
    for _ in range(2):
        assert await door.adapter.async_read("1") is UNREADABLE
    assert door.listener.reports == [("1", None)]
    assert door.listener.causes == [Cause.OTHERS]
    assert await door.set("1", "1357") is Outcome.CONFIRMED
    await door.adapter.async_read("1")
    assert len(door.listener.reports) == 1


@pytest.mark.contract("12.173")
async def test_our_slots_are_looked_at_once_after_a_start(open_door: OpenDoor) -> None:
    door = await open_door()
    # The events of these writes would come late, for the next adapter.
    door.lock.sends_events = False
    for slot, pin in (("1", "1357"), ("2", "2468"), ("3", "8642")):
        await door.set(slot, pin)
    door.adapter.stop()
    door.lock.add(1, "9999", is_reported=False)
    door.lock.remove(2, is_reported=False)
    door.lock.log.clear()
    again = await open_door(ours={"1", "2", "3"})
    await again.listener.wait_until(lambda: len(again.listener.reports) == 2)
    assert again.listener.reports == [("1", None), ("2", EMPTY)]
    async with asyncio.timeout(10):
        while len(door.lock.log) < 6:
            await asyncio.sleep(0.01)
    again.server.set_available(False)
    again.server.set_available(True)
    await asyncio.sleep(0.2)
    assert writes(again) == []


@pytest.mark.contract("12.167")
async def test_a_change_while_home_assistant_was_off_is_found(
    open_door: OpenDoor,
) -> None:
    door = await open_door()
    # The events of these writes would come late, for the next adapter.
    door.lock.sends_events = False
    await door.set("1", "1357")
    await door.set("2", "2468", window=WINDOW)
    door.adapter.stop()
    door.lock.add(1, "9999", is_reported=False)
    door.lock.users[2].type = 0
    again = await open_door()
    again.listener.ours |= {"1", "2", "3"}
    door.lock.add(3, "8888", fabric=OURS, is_reported=False)
    for slot in ("1", "2", "3"):
        assert await again.adapter.async_read(slot) is UNREADABLE
    # The third has no mark of ours: it may be a code that we were asked to take away.
    assert again.listener.reports == [("1", None), ("2", None)]


@pytest.mark.contract("12.167")
@pytest.mark.parametrize("change", ["dates", "disposable", "replaced", "nothing"])
async def test_what_others_make_of_a_user_of_ours_is_a_change(
    open_door: OpenDoor, change: str
) -> None:
    door = await open_door()
    await door.set("1", "1357", window=WINDOW)
    user = door.lock.users[1]
    if change == "dates":
        user.dates = (1, 2)
    elif change == "disposable":
        user.type = 6
    elif change == "replaced":
        user.mark = None
    door.lock.changed(
        lockDataType=USER_DATA, userIndex=1, fabricIndex=OTHER_FABRIC, dataIndex=1
    )
    if change == "nothing":
        await asyncio.sleep(0.2)
        assert door.listener.reports == []
    else:
        await door.listener.wait_until(lambda: ("1", None) in door.listener.reports)


@pytest.mark.contract("12.49", "12.167")
async def test_a_user_that_is_switched_off_is_told_and_switched_on_again(
    open_door: OpenDoor,
) -> None:
    door = await open_door()
    await door.set("1", "1357")
    door.lock.users[1].status = 3
    assert await door.adapter.async_read("1") is UNREADABLE
    assert door.listener.inactive == [("1", True)]
    assert door.adapter.metadata("1")["user_status"] == "disabled"
    assert await door.set("1", "1357") is Outcome.CONFIRMED
    assert await door.adapter.async_read("1") is UNREADABLE
    assert door.listener.inactive == [("1", True), ("1", False)]
    assert door.adapter.metadata("1") == {"user_index": 1, "credential_index": 1}


@pytest.mark.contract("12.168")
async def test_a_change_from_our_own_fabric_is_an_echo_only_of_a_command_of_ours(
    open_door: OpenDoor,
) -> None:
    door = await open_door()
    await door.set("1", "1357")
    door.lock.add(1, "9999", fabric=OURS)
    await door.listener.wait_until(lambda: ("1", None) in door.listener.reports)
    door.lock.clear_user(1)
    await door.listener.wait_until(lambda: ("1", EMPTY) in door.listener.reports)


@pytest.mark.contract("12.168")
async def test_a_write_without_an_answer_that_comes_late_is_reported(
    open_door: OpenDoor,
) -> None:
    door = await open_door()
    await door.set("2", "2468")
    door.lock.sends_events = False
    door.lock.refusals |= {"SetCredential": Silence(), "ClearUser": Silence()}
    assert await door.set("1", "1357") is Outcome.UNKNOWN
    assert await door.clear("2") is Outcome.UNKNOWN
    for fields in (
        {"dataOperationType": ADD, "dataIndex": 1},
        {"lockDataType": USER_DATA, "dataOperationType": CLEAR, "userIndex": 2},
    ):
        door.lock.changed(fabricIndex=OURS, **fields)
    await door.listener.wait_until(lambda: len(door.listener.reports) == 2)
    assert door.listener.reports == [("1", None), ("2", EMPTY)]
    assert door.listener.causes == [Cause.OURS, Cause.OURS]


@pytest.mark.contract("12.168")
async def test_a_user_that_comes_late_is_no_change_of_a_code(
    open_door: OpenDoor,
) -> None:
    door = await open_door()
    door.lock.refusals["SetUser"] = Silence()
    assert await door.set("1", "1357") is Outcome.UNKNOWN
    ours = {"dataOperationType": ADD, "fabricIndex": OURS}
    door.lock.changed(lockDataType=USER_DATA, userIndex=1, **ours)
    door.lock.changed(dataOperationType=ADD, dataIndex=2)
    await door.listener.wait_until(lambda: door.listener.reports != [])
    assert door.listener.reports == [("2", None)]


@pytest.mark.contract("12.163", "12.168")
async def test_a_write_that_the_engine_gives_up_is_reported_when_it_is_carried_out(
    open_door: OpenDoor,
) -> None:
    door = await open_door()
    is_sent, may_answer = asyncio.Event(), asyncio.Event()
    command = door.lock.command

    async def slow(name: str, fields: dict[str, Any], *, timed: bool) -> Any:
        if name == "SetCredential":
            is_sent.set()
            await may_answer.wait()
        return await command(name, fields, timed=timed)

    with patch.object(door.lock, "command", slow):
        setting = asyncio.create_task(door.set("1", "1357"))
        await is_sent.wait()
        setting.cancel()
        await asyncio.wait([setting])
        may_answer.set()
        await door.listener.wait_until(lambda: door.listener.reports != [])
    assert door.lock.pins() == {"1": "1357"}
    assert door.listener.reports == [("1", None)]
    assert door.listener.causes == [Cause.OURS]


@pytest.mark.contract("12.163")
async def test_a_write_that_is_given_up_may_come_as_late_as_its_answer(
    open_door: OpenDoor,
) -> None:
    known = (await open_door()).adapter.capabilities
    assert known is not None
    assert known.late_by >= transport.ANSWER_TIME


@pytest.mark.contract("12.167")
@pytest.mark.parametrize("name", ["GetUser", "GetCredentialStatus"])
@pytest.mark.parametrize("answer", [None, {}, {"status": 0}])
async def test_an_answer_that_says_nothing_is_no_empty_slot(
    open_door: OpenDoor, name: str, answer: Any
) -> None:
    door = await open_door()
    with (
        patch.object(door.lock, f"_{name}", lambda fields: answer),
        pytest.raises(ReadFailed),
    ):
        await door.adapter.async_read("1")


def test_a_refusal_after_the_connection_has_ended_stays_one() -> None:
    own = OwnCommands()

    def refuse() -> None:
        with own.begin(Change(PIN_DATA, ADD, 1)):
            own.forget()
            raise CommandFailed(Outcome.REFUSED)

    with pytest.raises(CommandFailed) as caught:
        refuse()
    assert caught.value.outcome is Outcome.REFUSED


@pytest.mark.contract("12.168")
async def test_events_before_a_new_connection_explain_nothing_after_it(
    hass: HomeAssistant,
    matter: MockConfigEntry,
    server: MatterServer,
    open_door: OpenDoor,
) -> None:
    door = await open_door()
    door.lock.sends_events = False
    await door.set("1", "1357")
    await hass.config_entries.async_reload(matter.entry_id)
    await door.listener.wait_until(lambda: door.adapter.reach is Reach.REACHABLE)
    door.lock.sends_events = True
    door.lock.changed(dataOperationType=ADD, userIndex=1, fabricIndex=OURS, dataIndex=1)
    await door.listener.wait_until(lambda: ("1", None) in door.listener.reports)


async def test_the_loss_of_all_codes_is_told(open_door: OpenDoor) -> None:
    door = await open_door()
    door.lock.changed(lockDataType=USER_DATA, dataOperationType=CLEAR, userIndex=0xFFFE)
    await door.listener.wait_until(lambda: (None, None) in door.listener.reports)


async def test_changes_that_are_none_of_ours_cost_nothing(open_door: OpenDoor) -> None:
    door = await open_door()
    for fields in (
        {"lockDataType": 7, "dataIndex": 1},
        {"lockDataType": None},
        {"dataIndex": 200},
        {"lockDataType": USER_DATA, "userIndex": 4},
        {"lockDataType": 4, "userIndex": 4},
    ):
        door.lock.changed(**fields)
    door.lock.emit(9, {})
    door.server.send({"event": "attribute_updated", "data": [1, "1/257/0", 2]})
    door.server.send(
        {
            "event": "node_event",
            "data": {
                "node_id": 1,
                "endpoint_id": 1,
                "cluster_id": 40,
                "event_id": 1,
                "event_number": 1,
                "priority": 1,
                "timestamp": 1,
                "timestamp_type": 0,
                "data": None,
            },
        }
    )
    await asyncio.sleep(0.2)
    assert door.listener.reports == []
    assert door.lock.log == []


async def test_a_look_that_is_not_answered_is_left_to_the_engine(
    open_door: OpenDoor,
) -> None:
    door = await open_door()
    await door.set("1", "1357")
    door.lock.refusals["GetUser"] = Silence()
    door.lock.log.clear()
    door.lock.changed(lockDataType=4, userIndex=1, fabricIndex=OTHER_FABRIC)
    async with asyncio.timeout(5):
        while not door.lock.log:
            await asyncio.sleep(0.01)
    await asyncio.sleep(0.1)
    assert door.listener.reports == []


@pytest.mark.contract("12.167", "12.173")
async def test_a_look_that_is_not_answered_is_repeated_with_the_next_one_at_the_clock(
    hass: HomeAssistant, open_door: OpenDoor
) -> None:
    door = await open_door()
    await door.set("1", "1357", window=WINDOW)
    door.lock.refusals["GetUser"] = Silence()
    door.lock.users[1].dates = (1, 2)
    door.lock.changed(lockDataType=4, userIndex=1, fabricIndex=OTHER_FABRIC)
    await asyncio.sleep(0.2)
    assert door.listener.reports == []
    door.lock.refusals.clear()
    async_fire_time_changed(hass, dt_util.utcnow() + CLOCK_INTERVAL)
    await door.listener.wait_until(lambda: ("1", None) in door.listener.reports)


# --- uses


@pytest.mark.contract("12.170")
async def test_uses_at_the_keypad_are_told_by_their_slot(open_door: OpenDoor) -> None:
    door = await open_door()
    nobody = {"userIndex": None, "credentials": None}
    keypad = {"lockOperationType": 1, "operationSource": KEYPAD}
    card = {"credentialType": RFID, "credentialIndex": 1}
    pin = {"credentialType": PIN, "credentialIndex": 5}
    for fields in (
        {**keypad, "userIndex": 5, "credentials": [card, pin]},
        {**keypad, "userIndex": 6, "credentials": []},
        {**keypad, **nobody},
        {**keypad, **nobody, "lockOperationType": 0},
        {**keypad, "userIndex": 7, "credentials": [card]},
        {**keypad, **nobody, "operationSource": 7},
        {**keypad, **nobody, "lockOperationType": 2},
        {**keypad, "userIndex": 99, "credentials": [], "lockOperationType": 0},
    ):
        door.lock.emit(2, fields)
    await door.listener.wait_until(lambda: len(door.listener.uses) == 4)
    uses = [(use.slot, use.action) for use in door.listener.uses]
    assert uses == [("5", "unlock"), ("6", "unlock"), (None, "unlock"), (None, "lock")]
    assert len({use.use_id for use in door.listener.uses}) == 4


@pytest.mark.contract("12.171")
async def test_refused_tries_are_told(open_door: OpenDoor) -> None:
    door = await open_door()
    for error in (1, 2, 3, 4):
        door.lock.emit(3, {"operationError": error, "operationSource": KEYPAD})
    door.lock.emit(3, {"operationError": 1, "operationSource": 7})
    door.lock.emit(0, {"alarmCode": 0})
    door.lock.emit(0, {"alarmCode": 4})
    await door.listener.wait_until(lambda: len(door.listener.denials) == 4)
    assert door.listener.denials == [
        "invalid_code",
        "code_disabled",
        "outside_schedule",
        "too_many_attempts",
    ]


# --- reach


@pytest.mark.contract("12.162")
async def test_the_lock_is_as_reachable_as_its_node_and_its_server(
    hass: HomeAssistant,
    matter: MockConfigEntry,
    server: MatterServer,
    open_door: OpenDoor,
) -> None:
    door = await open_door()
    server.set_available(False)
    await door.listener.wait_until(lambda: door.adapter.reach is Reach.OFFLINE)
    assert await door.set("1", "1357") is Outcome.UNREACHABLE
    server.set_available(True)
    await door.listener.wait_until(lambda: door.adapter.reach is Reach.REACHABLE)
    server.drop()
    await door.listener.wait_until(lambda: door.adapter.reach is Reach.DISCONNECTED)
    with pytest.raises(LockUnreachable):
        await door.adapter.async_read("1")
    server.is_up = True
    await hass.config_entries.async_reload(matter.entry_id)
    await door.listener.wait_until(lambda: door.adapter.reach is Reach.REACHABLE)
    # By another client.
    assert await door.set("1", "1357") is Outcome.CONFIRMED
    door.lock.use(1)
    await door.listener.wait_until(lambda: len(door.listener.uses) == 1)


@pytest.mark.contract("12.162")
async def test_a_node_that_leaves_the_fabric_takes_its_lock_along(
    server: MatterServer, open_door: OpenDoor
) -> None:
    door = await open_door()
    server.send({"event": "endpoint_removed", "data": {"node_id": 1, "endpoint_id": 1}})
    server.send({"event": "node_removed", "data": 1})
    await door.listener.wait_until(lambda: door.listener.changes > 0)
    await asyncio.sleep(0.1)
    assert door.adapter.reach is Reach.OFFLINE
    server.update()


async def test_the_adapter_of_an_entity_without_a_node_is_disconnected(
    hass: HomeAssistant,
) -> None:
    lock = er.async_get(hass).async_get_or_create("lock", "matter", "1")
    adapter = await async_create_adapter(hass, lock, "matter")
    assert adapter.reach is Reach.DISCONNECTED
    adapter.stop()


@pytest.mark.contract("12.162")
async def test_an_error_of_ours_does_not_end_the_connection(
    matter: MockConfigEntry,
    open_door: OpenDoor,
    expected_errors: list[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    expected_errors.append("Handling a message of")
    door = await open_door()
    with patch.object(door.listener, "used", side_effect=ValueError("864209")):
        door.lock.emit(
            2, {"lockOperationType": 1, "operationSource": KEYPAD, "userIndex": 1}
        )
        await asyncio.sleep(0.2)
    assert matter.state is ConfigEntryState.LOADED
    assert await door.set("1", "1357") is Outcome.CONFIRMED
    ours = [
        record.getMessage()
        for record in caplog.records
        if record.name.startswith("custom_components.access_codes")
    ]
    assert any(text.endswith("failed: ValueError") for text in ours)
    assert not [text for text in ours if "864209" in text]
