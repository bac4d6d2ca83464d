"""The adapter of ZHA's locks, over the real ZHA."""

from datetime import timedelta
import logging

import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)
from zha.zigbee.device import Device
from zigpy.const import APS_REPLY_TIMEOUT_EXTENDED
import zigpy.device
import zigpy.types

from custom_components.access_codes.core.model import (
    EMPTY,
    UNREADABLE,
    Cause,
    KnownPin,
    Outcome,
    Pin,
    Reach,
    Readability,
    Reporting,
    UseReporting,
)
from custom_components.access_codes.locks import async_method_of
from custom_components.access_codes.locks.adapter import LockUnreachable, ReadFailed
from custom_components.access_codes.locks.zha import cluster
from homeassistant.components.zha.helpers import get_zha_gateway_proxy
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.util import dt as dt_util
from simulators.zigbee.air import Air
from simulators.zigbee.attributes import LONGEST, PIN_IN_EVENTS, SHORTEST, SLOTS
from simulators.zigbee.commands import DELETED, KEYPAD, MANUAL, RADIO
from simulators.zigbee.frames import BOOL, DOOR_LOCK, UINT8, UINT16
from simulators.zigbee.state import Faults, User
from tests.support.zha_network import async_join, async_joined, colons

from .conftest import Door, OpenDoor

PIN, OTHER = "013579", "246802"


def device_of(hass: HomeAssistant, door: Door) -> Device:
    """Return a lock as ZHA has it."""
    ieee = zigpy.types.EUI64.convert(colons(door.lock.ieee))
    device = get_zha_gateway_proxy(hass).gateway.get_device(ieee)
    assert device is not None
    return device


@pytest.mark.contract("12.201", "12.213")
async def test_the_limits_are_the_locks_own(open_door: OpenDoor, air: Air) -> None:
    [lock] = air.locks
    lock.attributes[DOOR_LOCK][SHORTEST] = (UINT8, 5)
    lock.attributes[DOOR_LOCK][LONGEST] = (UINT8, 6)
    door = await open_door()
    capabilities = door.adapter.capabilities
    assert capabilities is not None
    assert capabilities.slots == ("1", "2", "3", "4")
    assert capabilities.code_lengths == (5, 6)
    assert capabilities.reports is Reporting.ALL
    assert capabilities.uses is UseReporting.LIVE
    assert capabilities.reads is Readability.PIN
    assert capabilities.late_by == 30
    assert air.counts(lock) == {"attributes": 1, "get": 1}


@pytest.mark.contract("12.201")
@pytest.mark.parametrize(
    ("users", "slots"), [(0, 0), (1, 0), (1000, 100)], ids=["none", "master", "many"]
)
async def test_slots_begin_with_1_and_are_at_most_100(
    open_door: OpenDoor, air: Air, users: int, slots: int
) -> None:
    [lock] = air.locks
    lock.attributes[DOOR_LOCK][SLOTS] = (UINT16, users)
    door = await open_door()
    assert door.adapter.capabilities is not None
    assert len(door.adapter.capabilities.slots) == slots


@pytest.mark.contract("12.201")
async def test_a_slot_is_the_locks_own_number(open_door: OpenDoor, air: Air) -> None:
    door = await open_door()
    assert await door.set("2", PIN) is Outcome.ACCEPTED
    assert door.lock.users[2].pin == PIN
    assert air.log[-1]["slot"] == 2
    assert door.adapter.metadata("2") == {"slot": 2}


@pytest.mark.contract("12.204")
@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (1, Outcome.REFUSED),
        (2, Outcome.FULL),
        (3, Outcome.DUPLICATE),
        (77, Outcome.REFUSED),
    ],
)
async def test_the_locks_status_is_the_outcome(
    open_door: OpenDoor, status: int, outcome: Outcome
) -> None:
    door = await open_door()
    door.lock.faults = Faults(set_status=status, clear_status=status)
    assert await door.set("1", PIN) is outcome
    assert await door.clear("1") is outcome
    assert door.lock.pins() == {}


@pytest.mark.contract("12.204", "12.206")
async def test_a_default_response_is_a_refusal_and_shows_that_nothing_can_be_read(
    open_door: OpenDoor,
) -> None:
    door = await open_door()
    door.lock.faults = Faults(default_response=0x81)
    assert await door.set("1", PIN) is Outcome.REFUSED
    with pytest.raises(ReadFailed):
        await door.adapter.async_read("1")
    assert door.adapter.capabilities is not None
    assert door.adapter.capabilities.reads is Readability.NOTHING


@pytest.mark.contract("12.203")
async def test_a_silent_lock_is_sent_a_command_once(
    open_door: OpenDoor, air: Air, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert cluster.ANSWER_TIME < APS_REPLY_TIMEOUT_EXTENDED
    monkeypatch.setattr(zigpy.device, "APS_REPLY_TIMEOUT_EXTENDED", 0.6)
    monkeypatch.setattr(cluster, "ANSWER_TIME", 0.4)
    door = await open_door()
    door.lock.faults = Faults(unanswered=True)
    air.log.clear()
    assert await door.set("1", PIN) is Outcome.UNKNOWN
    with pytest.raises(ReadFailed):
        await door.adapter.async_read("1")
    assert air.counts(door.lock) == {"set": 1, "get": 1}
    assert door.lock.pins() == {"1": PIN}


@pytest.mark.contract("12.207")
async def test_a_lock_out_of_reach_is_unreachable(open_door: OpenDoor) -> None:
    door = await open_door()
    door.lock.faults = Faults(offline=True, give_up_after=0.02)
    assert await door.set("1", PIN) is Outcome.UNREACHABLE
    with pytest.raises(LockUnreachable):
        await door.adapter.async_read("1")


@pytest.mark.contract("12.207")
@pytest.mark.parametrize("error", [RuntimeError, AttributeError, ValueError])
async def test_whatever_a_library_raises_is_no_answer_and_goes_no_further(
    open_door: OpenDoor, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    door = await open_door()

    def fail(*_: object, **__: object) -> None:
        raise error(f"could not send {PIN}")

    monkeypatch.setattr(zigpy.device.Device, "request", fail)
    assert await door.set("1", PIN) is Outcome.UNKNOWN


@pytest.mark.contract("12.206")
async def test_only_the_status_tells_whether_a_slot_is_occupied(
    open_door: OpenDoor,
) -> None:
    door = await open_door()
    door.lock.users[1] = User(PIN)
    door.lock.users[2] = User(OTHER, status=3)
    assert await door.adapter.async_read("1") == KnownPin(Pin(PIN))
    assert await door.adapter.async_read("2") is UNREADABLE
    assert door.listener.inactive == [("2", True)]
    assert door.adapter.metadata("2") == {"slot": 2, "user_status": "disabled"}
    for mask in ("stars", "empty", "ff"):
        door.lock.traits.mask = mask
        assert await door.adapter.async_read("1") is UNREADABLE
    door.lock.users.clear()
    assert await door.adapter.async_read("1") is EMPTY


@pytest.mark.contract("12.205")
async def test_a_lock_that_hides_its_pins_confirms_by_its_own_report(
    open_door: OpenDoor,
) -> None:
    door = await open_door(mask="stars")
    assert await door.set("1", PIN) is Outcome.ACCEPTED
    assert await door.adapter.async_read("1") is UNREADABLE
    assert await door.set("2", OTHER) is Outcome.CONFIRMED
    assert await door.clear("2") is Outcome.CONFIRMED
    door.lock.traits.sends_events = False
    assert await door.set("2", OTHER) is Outcome.ACCEPTED
    assert door.listener.reports == []


@pytest.mark.contract("12.208", "12.209")
async def test_events_are_told_by_the_locks_slots(open_door: OpenDoor) -> None:
    door = await open_door()
    door.lock.use(3)
    door.lock.use(200)
    door.lock.tell_operation(KEYPAD, 5, 0xFFFF)
    door.lock.tell_operation(MANUAL, 2, 0xFFFF)
    door.lock.program(2, OTHER)
    door.lock.program(2, None)
    door.lock.program(200, OTHER)
    door.lock.tell_programming(RADIO, DELETED, 3)
    door.lock.forget_all()
    await door.listener.wait_until(lambda: (None, None) in door.listener.reports)
    assert [use.slot for use in door.listener.uses] == ["3", None]
    assert door.listener.denials == ["invalid_code"]
    assert door.listener.reports == [
        ("2", None),
        ("2", EMPTY),
        ("3", EMPTY),
        (None, None),
    ]
    assert door.listener.causes == [Cause.OTHERS, Cause.OTHERS, Cause.UNKNOWN]


@pytest.mark.contract("12.211")
async def test_a_reload_of_zha_is_followed(
    hass: HomeAssistant, open_door: OpenDoor, zha: MockConfigEntry
) -> None:
    door = await open_door()
    assert await hass.config_entries.async_unload(zha.entry_id)
    assert door.adapter.reach is Reach.DISCONNECTED
    assert await door.set("1", PIN) is Outcome.UNREACHABLE
    with pytest.raises(LockUnreachable):
        await door.adapter.async_read("1")
    assert await hass.config_entries.async_setup(zha.entry_id)
    await door.until_known()
    assert await door.set("1", PIN) is Outcome.ACCEPTED
    door.lock.use(1)
    await door.listener.wait_until(lambda: bool(door.listener.uses))
    await hass.async_block_till_done()
    assert [use.slot for use in door.listener.uses] == ["1"]


@pytest.mark.contract("12.211")
async def test_a_command_ends_with_the_cluster_that_it_went_to(
    hass: HomeAssistant, open_door: OpenDoor, zha: MockConfigEntry
) -> None:
    door = await open_door()
    door.lock.faults = Faults(silent=True)
    writing = hass.async_create_task(door.set("1", PIN))
    await hass.config_entries.async_unload(zha.entry_id)
    assert await writing is Outcome.UNKNOWN
    door.lock.faults = Faults()
    assert await hass.config_entries.async_setup(zha.entry_id)


@pytest.mark.contract("12.211")
async def test_a_lock_that_joins_again_with_another_address_is_followed(
    hass: HomeAssistant, open_door: OpenDoor, air: Air
) -> None:
    door = await open_door()
    await door.set("1", PIN)
    door.lock.rejoins += 1
    await async_join(hass, air, door.lock)
    await door.until_known()
    assert await door.set("1", OTHER) is Outcome.ACCEPTED
    assert door.lock.pins() == {"1": OTHER}
    door.lock.use(1)
    await door.listener.wait_until(lambda: bool(door.listener.uses))
    assert [use.slot for use in door.listener.uses] == ["1"]


@pytest.mark.contract("12.211")
async def test_a_new_interview_makes_a_new_cluster_which_is_followed(
    hass: HomeAssistant, open_door: OpenDoor
) -> None:
    door = await open_door()
    device = device_of(hass, door)
    before = device.device.endpoints[door.lock.endpoint].in_clusters[0x0101]
    await device.device.reinterview()
    await async_joined(hass)
    after = device.device.endpoints[door.lock.endpoint].in_clusters[0x0101]
    assert after is not before
    assert await door.set("1", PIN) is Outcome.ACCEPTED
    door.lock.use(1)
    await door.listener.wait_until(lambda: bool(door.listener.uses))
    assert [use.slot for use in door.listener.uses] == ["1"]


@pytest.mark.contract("12.210")
async def test_a_lock_that_zha_calls_unavailable_is_offline(
    hass: HomeAssistant, open_door: OpenDoor
) -> None:
    door = await open_door()
    device_of(hass, door).update_available(available=False)
    await hass.async_block_till_done()
    assert door.adapter.reach is Reach.OFFLINE
    door.lock.report(DOOR_LOCK, 0)
    await door.listener.wait_until(lambda: door.adapter.reach is Reach.REACHABLE)


@pytest.mark.contract("12.210")
async def test_a_lock_that_was_removed_from_zha_is_offline(
    hass: HomeAssistant, open_door: OpenDoor
) -> None:
    door = await open_door()
    gateway = get_zha_gateway_proxy(hass).gateway
    await gateway.async_remove_device(device_of(hass, door).ieee)
    await hass.async_block_till_done()
    assert door.adapter.reach is Reach.OFFLINE
    assert await door.clear("1") is Outcome.UNREACHABLE


@pytest.mark.contract("12.201")
async def test_limits_that_were_not_told_are_asked_for_again(
    hass: HomeAssistant,
    open_door: OpenDoor,
    air: Air,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(cluster, "ANSWER_TIME", 0.2)
    [lock] = air.locks
    entity = await async_join(hass, air, lock)
    assert await async_method_of(hass, entity) == "zha"
    lock.faults = Faults(silent=True)
    door = await open_door(is_known=False)
    await until_quiet(hass)
    assert door.adapter.capabilities is None
    lock.faults = Faults()
    monkeypatch.setattr(cluster, "ANSWER_TIME", 5)
    async_fire_time_changed(hass, dt_util.utcnow() + timedelta(seconds=61))
    await door.until_known()


async def until_quiet(hass: HomeAssistant) -> None:
    """Wait for the end of what runs in the background."""
    await hass.async_block_till_done(wait_background_tasks=True)


@pytest.mark.contract("12.201")
async def test_a_lock_that_is_heard_is_asked_for_its_limits(
    hass: HomeAssistant,
    open_door: OpenDoor,
    air: Air,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(cluster, "ANSWER_TIME", 0.2)
    [lock] = air.locks
    await async_join(hass, air, lock)
    lock.faults = Faults(silent=True)
    door = await open_door(is_known=False)
    await until_quiet(hass)
    assert door.adapter.capabilities is None
    lock.faults = Faults()
    monkeypatch.setattr(cluster, "ANSWER_TIME", 5)
    lock.use(3)
    await door.until_known()


@pytest.mark.contract("12.201")
async def test_commands_go_to_a_lock_whose_limits_are_not_known(
    hass: HomeAssistant,
    open_door: OpenDoor,
    air: Air,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(cluster, "ANSWER_TIME", 0.2)
    [lock] = air.locks
    await async_join(hass, air, lock)
    lock.faults = Faults(silent=True)
    door = await open_door(is_known=False)
    await until_quiet(hass)
    lock.faults = Faults()
    monkeypatch.setattr(cluster, "ANSWER_TIME", 5)
    lock.users[1] = User(PIN)
    assert await door.adapter.async_read("1") == KnownPin(Pin(PIN))
    await door.until_known()
    assert await door.set("1", OTHER) is Outcome.ACCEPTED


@pytest.mark.contract("12.212")
async def test_pins_that_are_written_or_read_stand_in_no_log(
    hass: HomeAssistant,
    open_door: OpenDoor,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    door = await open_door()
    door.lock.attributes[DOOR_LOCK][PIN_IN_EVENTS] = (BOOL, 1)
    caplog.set_level(logging.INFO)
    caplog.set_level(logging.DEBUG, "custom_components.access_codes")

    async def use_the_lock() -> str:
        caplog.clear()
        await door.set("1", PIN)
        await door.adapter.async_read("1")
        door.lock.program(1, OTHER)
        await door.adapter.async_read("1")
        door.lock.faults = Faults(set_status=3)
        await door.set("2", PIN)
        door.lock.faults = Faults(offline=True, give_up_after=0.02)
        await door.set("2", PIN)
        door.lock.faults = Faults(unanswered=True)
        monkeypatch.setattr(cluster, "ANSWER_TIME", 0.2)
        await door.set("2", PIN)
        door.lock.faults = Faults()
        monkeypatch.setattr(cluster, "ANSWER_TIME", 5)
        await door.clear("2")
        return caplog.text

    text = await use_the_lock()
    assert PIN not in text
    assert OTHER not in text
    for name in ("zigpy", "zha"):
        caplog.set_level(logging.DEBUG, name)
    text = await use_the_lock()
    assert "clear_pin_code_response" in text
    assert PIN not in text
    assert OTHER not in text


@pytest.mark.contract("12.212")
async def test_an_event_that_fails_is_logged_by_its_kind(
    open_door: OpenDoor,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    expected_errors: list[str],
) -> None:
    expected_errors.append("An event was not understood")
    door = await open_door()

    def fail(_: object) -> None:
        raise ValueError(f"not {PIN}")

    monkeypatch.setattr(door.listener, "used", fail)
    door.lock.use(1)
    door.lock.program(1, OTHER)
    await door.listener.wait_until(lambda: bool(door.listener.reports))
    assert "An event was not understood: ValueError" in caplog.text
    assert PIN not in caplog.text


@pytest.mark.contract("12.200")
async def test_a_lock_of_zha_is_recognised_and_one_without_pins_is_not(
    hass: HomeAssistant, open_door: OpenDoor, zha: MockConfigEntry
) -> None:
    door = await open_door()
    assert await async_method_of(hass, door.entity) == "zha"
    registry = er.async_get(hass)
    for unique_id in ("group_1", "00:12:4b:00:00:00:00:01-9-257"):
        other = registry.async_get_or_create(
            "lock", "zha", unique_id, config_entry=zha, device_id=door.entity.device_id
        )
        assert await async_method_of(hass, other) is None
    found = cluster.address_of(door.entity.unique_id)
    assert found is not None
    lock_cluster = cluster.cluster_of(hass, found)
    assert lock_cluster is not None
    lock_cluster.update_attribute(SLOTS, 0)
    assert await async_method_of(hass, door.entity) is None
    assert await hass.config_entries.async_unload(zha.entry_id)
    assert await async_method_of(hass, door.entity) == "zha"
    assert await hass.config_entries.async_setup(zha.entry_id)
