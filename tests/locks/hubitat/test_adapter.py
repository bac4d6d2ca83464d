"""A lock behind a hub of Hubitat: its limits, its driver's words and table, and what answers nothing."""

import asyncio
import json
from typing import Any

import pytest

from custom_components.access_codes.core.model import (
    EMPTY,
    UNREADABLE,
    KnownPin,
    LockCapabilities,
    Outcome,
    Pin,
    Reach,
    Readability,
    Use,
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
from custom_components.access_codes.locks.hubitat import adapter as hubitat, hub_lock
from custom_components.access_codes.locks.hubitat.code_table import (
    capabilities_from,
    table_from,
)
from homeassistant.core import HomeAssistant
from tests.support.hubitat_hub import (
    DEVICE_ID,
    HUB_ID,
    Fault,
    HubitatHub,
    IntegrationHub,
    async_add_hubitat,
    integration_hub,
)

from .conftest import HubitatBench, OpenBench

PIN, OTHER = "135790", "246801"
ENCRYPTED = "kT9fVwQm0bY2yQ=="
LOOK = f"devices/{DEVICE_ID}"


@pytest.fixture
async def bench(open_bench: OpenBench) -> HubitatBench:
    """Give each test a lock; the requests of its set-up are not counted."""
    made = await open_bench()
    made.hub.requests.clear()
    return made


def sent(bench: HubitatBench) -> list[str]:
    """Return the names of the commands that were sent, and *look* for each look at the lock."""
    return [
        "look" if path == LOOK else path.split("/")[2] for path in bench.hub.requests
    ]


async def until_taken(bench: HubitatBench) -> None:
    """Wait until the hub has taken a command, which the driver carries out a little later."""
    async with asyncio.timeout(5):
        while not bench.hub.is_busy:
            await asyncio.sleep(0)


def capabilities_of(bench: HubitatBench) -> LockCapabilities | None:
    """Return the capabilities now."""
    return bench.adapter.capabilities


def reach_of(bench: HubitatBench) -> Reach:
    """Return the reach now."""
    return bench.adapter.reach


@pytest.mark.contract("12.370")
async def test_a_driver_without_codes_gives_no_method(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub = HubitatHub()
    hub.capabilities = ["Actuator", "Lock"]
    component = await async_add_hubitat(hass, monkeypatch, hub)
    assert await async_method_of(hass, component.lock) is None
    assert await async_obstacle(hass, component.lock) == "hubitat"
    await component.unload()
    assert await async_method_of(hass, component.lock) == "hubitat"


@pytest.mark.contract("12.370")
async def test_codes_that_the_hub_encrypts_give_no_method(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub = HubitatHub()
    component = await async_add_hubitat(hass, monkeypatch, hub)
    assert await async_method_of(hass, component.lock) == "hubitat"
    hub.say("lockCodes", ENCRYPTED)
    assert await async_method_of(hass, component.lock) is None
    assert await async_obstacle(hass, component.lock) == "hubitat_encrypted"
    hub.say("lockCodes", None)
    assert await async_method_of(hass, component.lock) == "hubitat"


@pytest.mark.contract("12.371")
@pytest.mark.parametrize(
    ("maximum", "length", "slots", "lengths"),
    [
        (20, 4, 20, (4,)),
        ("30", "6.0", 30, (6,)),
        (250, None, 100, (4, 5, 6, 7, 8)),
        (2, 0, 2, (4, 5, 6, 7, 8)),
        (2, 99, 2, (4, 5, 6, 7, 8)),
        (2, "six", 2, (4, 5, 6, 7, 8)),
        (2, float("inf"), 2, (4, 5, 6, 7, 8)),
        (2, [4], 2, (4, 5, 6, 7, 8)),
    ],
)
def test_the_limits_are_those_that_the_driver_tells(
    maximum: Any, length: Any, slots: int, lengths: tuple[int, ...]
) -> None:
    capabilities = capabilities_from({"maxCodes": maximum, "codeLength": length})
    assert capabilities is not None
    assert (capabilities.slots[0], len(capabilities.slots)) == ("1", slots)
    assert capabilities.code_lengths == lengths


@pytest.mark.contract("12.371")
async def test_a_lock_is_unknown_until_the_driver_has_counted_its_slots(
    open_bench: OpenBench,
) -> None:
    bench = await open_bench(HubitatHub(maximum=None))
    assert capabilities_of(bench) is None
    assert (await bench.adapter.async_read("1")) is EMPTY
    bench.hub.say("maxCodes", 3)
    assert bench.listener.changes == 1
    capabilities = capabilities_of(bench)
    assert capabilities is not None
    assert capabilities.slots == ("1", "2", "3")
    assert bench.adapter.metadata("3") == {"slot": 3}
    assert await bench.set("3", PIN) is Outcome.CONFIRMED


@pytest.mark.contract("12.371")
async def test_asterisks_in_place_of_a_pin_show_only_that_there_is_one(
    bench: HubitatBench,
) -> None:
    bench.hub.is_masking = True
    assert await bench.set("1", PIN) is Outcome.ACCEPTED
    assert bench.adapter.capabilities is not None
    assert bench.adapter.capabilities.reads is Readability.PRESENCE
    assert await bench.adapter.async_read("1") is UNREADABLE
    bench.hub.fault = Fault.REFUSES
    assert await bench.set("1", OTHER) is Outcome.UNKNOWN


@pytest.mark.contract("12.372")
async def test_a_read_asks_the_hub_and_names_only_slots_of_the_lock(
    bench: HubitatBench,
) -> None:
    bench.hub.codes = {0: ("9999", "Master"), 5: (PIN, "Ann"), 21: (OTHER, "Bob")}
    listing = await bench.adapter.async_list()
    assert listing.is_complete
    assert listing.contents == {"5": KnownPin(Pin(PIN))}
    assert sent(bench) == ["look"]
    assert bench.adapter.capabilities is not None
    assert bench.adapter.capabilities.fresh_for == 3600


@pytest.mark.contract("12.372")
@pytest.mark.parametrize(
    "table", [None, "", ENCRYPTED, "[]", "7", '{"x": {}}', '{"1": "1234"}', 7, {}]
)
async def test_what_is_no_table_is_no_answer(bench: HubitatBench, table: Any) -> None:
    assert table_from(table) is None
    bench.hub.table = lambda: table
    with pytest.raises(ReadFailed):
        await bench.adapter.async_read("1")


def test_a_pin_that_the_driver_writes_as_a_number_has_lost_its_zeros() -> None:
    table = table_from('{"1": {"code": 1234, "name": "Ann"}, "2": {"name": "Bob"}}')
    assert table is not None
    assert (table["1"].pin, table["2"].pin) == (Pin("1234"), None)


@pytest.mark.contract("12.373")
async def test_the_word_and_the_table_confirm(bench: HubitatBench) -> None:
    assert await bench.set("1", PIN) is Outcome.CONFIRMED
    assert await bench.set("1", OTHER) is Outcome.CONFIRMED
    assert await bench.clear("1") is Outcome.CONFIRMED
    assert sent(bench) == ["look", "setCode", "look", "setCode", "deleteCode"]


@pytest.mark.contract("12.373")
async def test_the_table_alone_accepts(bench: HubitatBench) -> None:
    bench.hub.is_mute = True
    assert await bench.set("1", PIN) is Outcome.ACCEPTED
    assert await bench.clear("1") is Outcome.ACCEPTED
    assert sent(bench) == ["look", "setCode", "look", "deleteCode", "look"]


@pytest.mark.contract("12.374")
async def test_a_word_about_another_slot_ends_no_wait(bench: HubitatBench) -> None:
    await bench.set("1", PIN)
    bench.hub.fault = Fault.LATE
    setting = asyncio.ensure_future(bench.set("2", OTHER))
    await asyncio.sleep(0.05)
    bench.hub.fault = None
    bench.hub.say("codeChanged", "failed")
    bench.hub.type_at_keypad(3, "777777")
    bench.hub.type_at_keypad(3, None)
    await asyncio.sleep(0.05)
    assert not setting.done()
    # As the lock itself would, had it been quicker.
    bench.hub.type_at_keypad(2, OTHER)
    assert await setting is Outcome.CONFIRMED


@pytest.mark.contract("12.374")
async def test_a_word_about_another_slot_does_not_tell_of_a_pin_that_is_hidden(
    bench: HubitatBench,
) -> None:
    bench.hub.is_masking = True
    await bench.set("1", PIN)
    bench.hub.fault = Fault.LATE
    setting = asyncio.ensure_future(bench.set("1", OTHER))
    await asyncio.sleep(0.05)
    bench.hub.type_at_keypad(3, "777777")
    await asyncio.sleep(0.05)
    assert not setting.done()
    assert await setting is Outcome.UNKNOWN
    assert bench.hub.pins()["1"] == PIN


@pytest.mark.contract("12.374", "12.376")
async def test_an_earlier_command_is_not_taken_for_one_whose_pin_is_hidden_as_well(
    bench: HubitatBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.hub.is_masking = True
    bench.hub.fault = Fault.LATE
    assert await bench.set("1", PIN) is Outcome.UNKNOWN
    bench.hub.fault, bench.hub.is_silent_about_refusals = Fault.REFUSES, True
    monkeypatch.setattr(hubitat, "ANSWER_TIME", 2)
    assert await bench.set("1", OTHER) is Outcome.UNKNOWN
    assert bench.hub.pins() == {"1": PIN}
    bench.hub.heal()
    assert await bench.set("1", OTHER) is Outcome.ACCEPTED
    assert bench.hub.pins() == {"1": OTHER}


@pytest.mark.contract("12.373", "12.376")
async def test_the_name_of_a_write_shows_it_where_its_pin_is_hidden(
    bench: HubitatBench,
) -> None:
    bench.hub.is_masking = True
    names = []
    for pin in (PIN, OTHER, PIN):
        assert await bench.set("1", pin) is Outcome.ACCEPTED
        names.append(bench.hub.codes[1][1])
    assert names == ["Access Codes 1", "Access Codes 1 2", "Access Codes 1"]
    bench.hub.is_mute = True
    assert await bench.set("1", OTHER) is Outcome.ACCEPTED


@pytest.mark.contract("12.374")
async def test_only_a_driver_that_says_failed_has_refused(bench: HubitatBench) -> None:
    await bench.set("1", PIN)
    bench.hub.fault = Fault.REFUSES
    assert await bench.set("1", OTHER) is Outcome.REFUSED
    assert await bench.set("2", OTHER) is Outcome.REFUSED
    assert await bench.clear("1") is Outcome.REFUSED
    bench.hub.is_silent_about_refusals = True
    assert await bench.set("1", OTHER) is Outcome.UNKNOWN
    assert await bench.clear("1") is Outcome.UNKNOWN
    assert bench.hub.pins() == {"1": PIN}


@pytest.mark.contract("12.374")
async def test_a_slot_that_somebody_else_empties_meanwhile_is_not_known(
    bench: HubitatBench,
) -> None:
    await bench.set("1", PIN)
    bench.hub.fault = Fault.REFUSES
    setting = asyncio.ensure_future(bench.set("1", OTHER))
    await asyncio.sleep(0.05)
    bench.hub.type_at_keypad(1, None)
    assert await setting is Outcome.UNKNOWN


@pytest.mark.contract("12.374")
async def test_an_altered_pin_is_told(bench: HubitatBench) -> None:
    bench.hub.fault = Fault.ALTERS
    written = await bench.adapter.async_set("1", Credential(Pin("012345")))
    assert written.outcome is Outcome.ACCEPTED
    assert written.content == KnownPin(Pin("12345"))


@pytest.mark.contract("12.375")
async def test_a_duplicate_is_not_sent(bench: HubitatBench) -> None:
    bench.hub.codes[7] = (PIN, "Somebody")
    assert await bench.set("1", PIN) is Outcome.DUPLICATE
    assert await bench.set("1", "12345") is Outcome.INVALID
    assert sent(bench) == ["look"]


@pytest.mark.contract("12.375")
async def test_of_codes_that_are_encrypted_one_can_only_be_removed(
    bench: HubitatBench,
) -> None:
    await bench.set("1", PIN)
    bench.hub.requests.clear()
    bench.hub.table = lambda: ENCRYPTED
    assert await bench.set("1", OTHER) is Outcome.UNKNOWN
    assert await bench.clear("1") is Outcome.ACCEPTED
    assert bench.hub.pins() == {}
    assert await bench.clear("1") is Outcome.UNKNOWN
    assert sent(bench) == ["look", "deleteCode", "deleteCode", "look"]


@pytest.mark.contract("12.375")
async def test_a_table_that_is_encrypted_meanwhile_confirms_nothing(
    bench: HubitatBench,
) -> None:
    setting = asyncio.ensure_future(bench.set("1", PIN))
    await until_taken(bench)
    bench.hub.table = lambda: ENCRYPTED
    assert await setting is Outcome.UNKNOWN
    assert bench.hub.pins() == {"1": PIN}


@pytest.mark.contract("12.376")
async def test_the_driver_gets_a_name_that_no_other_code_has(
    bench: HubitatBench,
) -> None:
    bench.hub.codes = {7: ("777777", "Access Codes 1"), 8: (OTHER, "Access Codes 1 2")}
    written = await bench.adapter.async_set("1", Credential(Pin(PIN), "Ann"))
    assert written.outcome is Outcome.CONFIRMED
    assert bench.hub.codes[1] == (PIN, "Access Codes 1 3")
    assert await bench.set("2", "999999") is Outcome.CONFIRMED
    assert bench.hub.codes[2] == ("999999", "Access Codes 2")
    assert "Ann" not in json.dumps(bench.hub.requests)


@pytest.mark.contract("12.377")
async def test_uses_are_told_by_the_one_slot_of_the_name(bench: HubitatBench) -> None:
    hub = bench.hub
    hub.type_at_keypad(1, PIN)
    hub.codes[2], hub.codes[3] = (OTHER, "Bob"), ("777777", "Bob")
    hub.say_changed("changed")
    hub.use(1)
    hub.use(2)
    hub.say("lastCodeName", "Nobody")
    hub.say("lastCodeName", None)
    hub.say("lockCodes", ENCRYPTED)
    hub.say("lastCodeName", "Bob")
    unlock = Use("unlock")
    assert bench.listener.uses == [Use("unlock", "1"), unlock, unlock, unlock]


@pytest.mark.contract("12.378")
async def test_the_component_logs_no_pin_that_is_set(
    bench: HubitatBench, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    assert await bench.set("1", "806040") is Outcome.CONFIRMED
    bench.hub.is_mute = True
    assert await bench.set("2", "907050") is Outcome.ACCEPTED
    assert "806040" not in caplog.text
    assert "907050" not in caplog.text


@pytest.mark.contract("12.383")
async def test_the_component_logs_no_table_while_one_is_read_or_written(
    bench: HubitatBench, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    bench.hub.type_at_keypad(1, "806040")
    assert "806040" in caplog.text
    caplog.clear()
    assert await bench.adapter.async_list()
    # The driver's word of a removal has all other codes.
    assert await bench.set("2", "907050") is Outcome.CONFIRMED
    assert await bench.clear("2") is Outcome.CONFIRMED
    assert "806040" not in caplog.text
    bench.hub.use(1)
    assert "Received event" in caplog.text


@pytest.mark.contract("12.379")
async def test_a_reload_of_the_component_is_followed(bench: HubitatBench) -> None:
    await bench.component.unload()
    assert reach_of(bench) is Reach.DISCONNECTED
    assert bench.adapter.capabilities is not None
    assert await bench.set("1", PIN) is Outcome.UNREACHABLE
    assert await bench.clear("1") is Outcome.UNREACHABLE
    with pytest.raises(LockUnreachable):
        await bench.adapter.async_list()
    await bench.component.set_up()
    assert await bench.set("1", PIN) is Outcome.CONFIRMED
    bench.hub.use(1)
    assert bench.listener.uses == [Use("unlock", "1")]


@pytest.mark.contract("12.379")
async def test_a_hub_that_comes_later_is_followed(
    hass: HomeAssistant, open_bench: OpenBench
) -> None:
    hub = HubitatHub()
    hub.is_away = True
    bench = await open_bench(hub)
    assert reach_of(bench) is Reach.OFFLINE
    assert bench.adapter.capabilities is None
    assert await async_method_of(hass, bench.component.lock) == "hubitat"
    hub.is_away = False
    await integration_hub(hass, bench.component).connect()
    assert reach_of(bench) is Reach.REACHABLE
    assert bench.listener.changes == 2
    assert await bench.set("1", PIN) is Outcome.CONFIRMED


@pytest.mark.contract("12.379")
async def test_a_lock_that_is_gone_from_the_hub_or_the_house_is_cut_off(
    hass: HomeAssistant, bench: HubitatBench
) -> None:
    bench.hub.is_offered = False
    await bench.component.unload()
    await bench.component.set_up()
    assert reach_of(bench) is Reach.DISCONNECTED
    bench.hub.is_offered = True
    await bench.component.unload()
    await bench.component.set_up()
    assert reach_of(bench) is Reach.REACHABLE
    bench.component.entity.become(available=False)
    await hass.async_block_till_done()
    assert reach_of(bench) is Reach.OFFLINE


@pytest.mark.contract("12.379")
async def test_a_subscription_that_was_dropped_is_renewed_by_a_write(
    hass: HomeAssistant, bench: HubitatBench
) -> None:
    await bench.set("1", PIN)
    integration_hub(hass, bench.component).remove_device_listeners(DEVICE_ID)
    bench.hub.use(1)
    assert bench.listener.uses == []
    assert await bench.set("1", OTHER) is Outcome.CONFIRMED
    bench.hub.use(1)
    assert bench.listener.uses == [Use("unlock", "1")]


@pytest.mark.contract("12.379")
async def test_a_component_without_a_word_for_the_connection_will_do(
    hass: HomeAssistant, bench: HubitatBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(IntegrationHub, "add_connection_listener")
    hub = integration_hub(hass, bench.component)
    monkeypatch.delattr(hub, "is_connected")
    await bench.restart()
    assert reach_of(bench) is Reach.REACHABLE
    assert await bench.set("1", PIN) is Outcome.CONFIRMED


@pytest.mark.contract("12.379")
@pytest.mark.parametrize("unique_id", [f"{HUB_ID}::{DEVICE_ID}", "lock", "a::9::lock"])
async def test_a_lock_is_found_by_its_unique_id(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch, unique_id: str
) -> None:
    component = await async_add_hubitat(hass, monkeypatch, HubitatHub(), unique_id)
    found = hub_lock.hub_lock_of(hass, component.entry, component.lock)
    device = None if found is None else found.device
    assert (device is not None) is (DEVICE_ID in unique_id)


async def test_an_adapter_that_was_not_started_can_be_stopped(
    hass: HomeAssistant, bench: HubitatBench
) -> None:
    made = await async_create_adapter(hass, bench.component.lock, "hubitat")
    made.stop()
    assert made.reach is Reach.DISCONNECTED
    bench.adapter.stop()
    bench.hub.say("maxCodes", 3)
    bench.hub.say("lastCodeName", "Ann")
    assert bench.listener.changes == 1
    assert bench.adapter.capabilities != LockCapabilities()


@pytest.mark.contract("12.380")
@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (401, Outcome.UNREACHABLE),
        (404, Outcome.UNKNOWN),
        (408, Outcome.UNKNOWN),
        (500, Outcome.UNKNOWN),
    ],
)
async def test_an_error_of_the_hub_is_no_answer(
    bench: HubitatBench, status: int, outcome: Outcome
) -> None:
    bench.hub.status = status
    assert await bench.set("1", PIN) is outcome
    assert await bench.clear("1") is outcome
    with pytest.raises(ReadFailed) as caught:
        await bench.adapter.async_read("1")
    assert caught.value.__cause__ is None
    is_turned_away = outcome is Outcome.UNREACHABLE
    assert isinstance(caught.value, LockUnreachable) is is_turned_away


@pytest.mark.contract("12.380")
async def test_a_hub_that_goes_away_after_a_write_has_carried_it_out_or_not(
    bench: HubitatBench,
) -> None:
    setting = asyncio.ensure_future(bench.set("1", PIN))
    await until_taken(bench)
    bench.hub.is_away = True
    assert await setting is Outcome.UNKNOWN


@pytest.mark.contract("12.380")
async def test_a_hub_that_hangs_is_given_up(
    bench: HubitatBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub_lock, "REQUEST_TIME", 0.05)
    hub = bench.component.hass.data["hubitat"][bench.component.entry.entry_id]

    async def hang(_: str) -> None:
        await asyncio.sleep(60)

    monkeypatch.setattr(hub, "refresh_device", hang)
    with pytest.raises(ReadFailed):
        await bench.adapter.async_read("1")
    assert await bench.set("1", PIN) is Outcome.UNKNOWN


@pytest.mark.contract("12.392")
@pytest.mark.parametrize(
    ("is_masking", "outcome"), [(False, Outcome.UNKNOWN), (True, Outcome.REFUSED)]
)
async def test_a_code_that_came_into_a_free_slot_is_not_overwritten(
    bench: HubitatBench, is_masking: bool, outcome: Outcome
) -> None:
    bench.hub.is_masking = is_masking
    await bench.adapter.async_list()
    bench.hub.codes[5] = (OTHER, "Somebody")
    assert await bench.set("5", PIN) is outcome
    assert bench.hub.pins()["5"] == OTHER


@pytest.mark.contract("12.392")
async def test_ours_that_came_late_into_its_slot_is_set_again(
    bench: HubitatBench,
) -> None:
    await bench.adapter.async_list()
    bench.hub.codes[5] = (PIN, "Access Codes 5")
    assert await bench.set("5", PIN) in {Outcome.CONFIRMED, Outcome.ACCEPTED}
