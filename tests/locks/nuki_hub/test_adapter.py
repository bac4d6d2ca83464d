"""What is particular of a lock behind Nuki Hub: its recognition, its answers, its lists, its log."""

import asyncio
import json
import logging
from unittest.mock import patch

import pytest

from custom_components.access_codes.core.model import (
    EMPTY,
    UNREADABLE,
    KnownPin,
    Outcome,
    Pin,
    Reach,
    Readability,
    Reporting,
    UseReporting,
)
from custom_components.access_codes.locks import async_obstacle, family_of
from custom_components.access_codes.locks.adapter import (
    Credential,
    LockUnreachable,
    ReadFailed,
)
from custom_components.access_codes.locks.mqtt.subscriptions import NotConnected
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er
from tests.locks.lock_bench import capabilities_of
from tests.support.nuki_hub import Fault, NukiCode, NukiHub
from tests.support.zigbee2mqtt import Broker

from .conftest import AddHub, LinkedNukiBench, NukiBench, lock_entity

PIN, OTHER, THIRD = "135798", "246813", "864297"


async def settle(door: NukiBench) -> None:
    """Let messages arrive."""
    await asyncio.sleep(0.1)
    await door.hass.async_block_till_done()


# --- recognition


@pytest.mark.contract("12.350")
async def test_a_smart_lock_of_nuki_hub_has_its_own_family(
    hass: HomeAssistant, add_hub: AddHub
) -> None:
    lock = await lock_entity(hass, await add_hub())
    assert family_of(hass, lock) == "nuki_hub"


@pytest.mark.contract("12.350")
async def test_other_locks_of_the_integration_are_left_to_the_other_family(
    hass: HomeAssistant, broker: Broker
) -> None:
    hub = NukiHub(broker)
    hub.start(model="Opener")
    opener = await lock_entity(hass, hub)
    assert family_of(hass, opener) == "mqtt"
    assert await async_obstacle(hass, opener) == "mqtt"
    registry = er.async_get(hass)
    for unique_id in ("2ea9ed1d_lock", "0x00124b0000000001_lock_zigbee2mqtt"):
        lock = registry.async_get_or_create("lock", "mqtt", unique_id)
        assert family_of(hass, lock) == "mqtt"
    other = registry.async_get_or_create("lock", "template", opener.unique_id)
    assert family_of(hass, other) is None


@pytest.mark.contract("12.350")
async def test_a_device_of_another_id_is_none(
    hass: HomeAssistant, add_hub: AddHub
) -> None:
    lock = await lock_entity(hass, await add_hub())
    assert lock.device_id is not None
    dr.async_get(hass).async_update_device(
        lock.device_id, new_identifiers={("mqtt", "nuki_1")}
    )
    assert family_of(hass, lock) == "mqtt"


# --- reach


@pytest.mark.contract("12.351")
async def test_the_lock_is_offline_while_hub_or_lock_is(door: NukiBench) -> None:
    door.hub.set_online(is_online=False)
    await settle(door)
    assert door.adapter.reach is Reach.OFFLINE
    with pytest.raises(LockUnreachable):
        await door.adapter.async_list()
    renamed = await door.adapter.async_rename("41", Credential(None, "Bob"))
    assert renamed.outcome is Outcome.UNREACHABLE
    door.hub.set_online(is_online=True)
    door.hub.send("availability", "offline", retain=True)
    await settle(door)
    assert not door.is_started()
    door.hub.send("availability", "online", retain=True)
    await settle(door)
    assert door.is_started()


@pytest.mark.contract("12.351")
async def test_the_lock_follows_its_integration(door: NukiBench) -> None:
    [entry] = door.hass.config_entries.async_entries("mqtt")
    await door.hass.config_entries.async_unload(entry.entry_id)
    assert entry.state is ConfigEntryState.NOT_LOADED
    assert door.adapter.reach is Reach.DISCONNECTED
    assert (await door.set("41", PIN)).outcome is Outcome.UNREACHABLE
    await door.hass.config_entries.async_setup(entry.entry_id)
    await door.listener.wait_until(door.is_started)
    await door.hass.async_block_till_done()
    assert (await door.set("41", PIN)).outcome is Outcome.CONFIRMED


@pytest.mark.contract("12.351")
async def test_another_path_of_the_hub_is_followed(door: NukiBench) -> None:
    door.hub.path = "elsewhere"
    door.hub.start()
    await door.listener.wait_until(door.is_started)
    assert (await door.set("41", PIN)).outcome is Outcome.CONFIRMED
    for payload in ("", '{"~": "elsewhere/opener"}'):
        door.hub.broker.send(door.hub.discovery_topic, payload, retain=True)
        await settle(door)
        assert door.adapter.reach is Reach.OFFLINE


@pytest.mark.contract("12.351")
async def test_a_broker_that_goes_amid_a_command_makes_it_unreachable(
    door: NukiBench,
) -> None:
    target = "custom_components.access_codes.locks.mqtt.subscriptions.Subscriptions"
    with patch(f"{target}.async_publish", side_effect=NotConnected):
        assert (await door.set("41", PIN)).outcome is Outcome.UNREACHABLE


@pytest.mark.contract("12.351")
async def test_a_lost_connection_makes_the_hub_unknown(door: NukiBench) -> None:
    target = "homeassistant.components.mqtt.is_connected"
    with patch(target, return_value=False):
        door.adapter._hub._on_connection()  # noqa: SLF001
    assert door.adapter.reach is Reach.OFFLINE


# --- limits


@pytest.mark.contract("12.354")
@pytest.mark.parametrize("pin", ["13579", "1357911", "135790", "123456"])
async def test_a_pin_that_the_keypad_does_not_take_is_not_sent(
    door: NukiBench, pin: str
) -> None:
    assert (await door.set("41", pin)).outcome is Outcome.INVALID
    assert door.hub.results == []


@pytest.mark.contract("12.354")
async def test_limits_and_names(door: NukiBench) -> None:
    capabilities = capabilities_of(door)
    assert capabilities.windows is None
    assert capabilities.reports is Reporting.NOTHING
    name = capabilities.fit_name("Zoë von und zu der Mühle")
    assert name == "Zoe von und zu der M"
    await door.set("41", PIN, name)
    listing = await door.adapter.async_list()
    assert listing.names == {"41": name}
    assert door.adapter.metadata("41") == {"code_id": 41}
    assert door.adapter.metadata("new:1") == {}


# --- answers


@pytest.mark.contract("12.352")
@pytest.mark.parametrize(
    ("result", "outcome"),
    [
        ("keypadControlDisabled", Outcome.REFUSED),
        ("noValidPinSet", Outcome.REFUSED),
        ("noValidCodeSet", Outcome.INVALID),
        ("invalidJson", Outcome.UNKNOWN),
    ],
)
async def test_a_hub_that_does_not_pass_a_command_on_says_why(
    door: NukiBench, result: str, outcome: Outcome
) -> None:
    await door.set("41", PIN)
    door.hub.disabled = result
    assert (await door.set("41", OTHER)).outcome is outcome
    assert (await door.set("42", OTHER)).outcome is outcome
    assert (await door.adapter.async_clear("41")).outcome is outcome
    renamed = await door.adapter.async_rename("41", Credential(None, "Bob"))
    assert renamed.outcome is outcome


@pytest.mark.contract("12.352", "12.356")
async def test_without_a_list_the_result_counts(door: NukiBench) -> None:
    await door.set("41", PIN)
    door.hub.is_reading = False
    assert (await door.set("41", OTHER)).outcome is Outcome.ACCEPTED
    added = await door.adapter.async_set("new:1", Credential(Pin(THIRD), "Bob"))
    assert (added.outcome, added.slot) == (Outcome.ACCEPTED, None)
    assert (await door.adapter.async_clear("41")).outcome is Outcome.ACCEPTED
    with pytest.raises(ReadFailed):
        await door.adapter.async_list()


@pytest.mark.contract("12.352")
async def test_the_late_result_of_an_earlier_command_refuses_nothing(
    hidden: NukiBench,
) -> None:
    await hidden.set("41", PIN)
    hidden.hub.fail(Fault.LATE)
    assert (await hidden.set("41", PIN)).outcome is Outcome.UNKNOWN
    hidden.hub.fail(None)
    hidden.hub.disabled = "keypadControlDisabled"
    # The first result that comes may be that of the command before.
    for _ in range(3):
        written = await hidden.set("41", OTHER)
        assert written.outcome is Outcome.UNKNOWN
    await hidden.hub.stop()
    await settle(hidden)
    assert (await hidden.set("41", OTHER)).outcome is Outcome.REFUSED


@pytest.mark.contract("12.352")
async def test_what_an_earlier_command_added_is_not_taken_for_a_hidden_pin(
    hidden: NukiBench,
) -> None:
    hidden.hub.fail(Fault.NO_ANSWER)
    first = await hidden.adapter.async_set("new:1", Credential(Pin(PIN), "Ann"))
    assert first.outcome is Outcome.UNKNOWN
    hidden.hub.fail(Fault.REFUSES)
    second = await hidden.adapter.async_set("new:1", Credential(Pin(OTHER), "Ann"))
    assert (second.outcome, second.slot) == (Outcome.UNKNOWN, None)


@pytest.mark.contract("12.352")
async def test_a_retained_or_an_empty_result_answers_nothing(door: NukiBench) -> None:
    hub = door.adapter._hub  # noqa: SLF001
    door.hub.fail(Fault.NO_ANSWER)
    writing = asyncio.ensure_future(door.set("41", PIN))
    await asyncio.sleep(0.1)
    hub._on_result("failed", True)  # noqa: SLF001
    hub._on_result("", False)  # noqa: SLF001
    assert (await writing).outcome is Outcome.UNKNOWN


@pytest.mark.contract("12.352")
async def test_a_second_result_changes_nothing(door: NukiBench) -> None:
    hub = door.adapter._hub  # noqa: SLF001
    door.hub.fail(Fault.NO_ANSWER)
    writing = asyncio.ensure_future(door.adapter.async_clear("41"))
    await asyncio.sleep(0.05)
    hub._on_result("keypadDisabled", False)  # noqa: SLF001
    hub._on_result("invalidAction", False)  # noqa: SLF001
    assert (await writing).outcome is Outcome.REFUSED


# --- writes


@pytest.mark.contract("12.356")
async def test_a_new_code_is_named_by_its_id(door: NukiBench) -> None:
    door.hub.next_id = 7
    written = await door.set("new:abc", PIN)
    assert written.outcome is Outcome.CONFIRMED
    assert (written.slot, written.content) == ("7", KnownPin(Pin(PIN)))


@pytest.mark.contract("12.356")
async def test_a_hidden_code_is_found_by_its_name_only(hidden: NukiBench) -> None:
    hidden.hub.codes[5] = NukiCode(int(THIRD), "Eve")
    written = await hidden.set("41", PIN, "Ann")
    assert (written.outcome, written.slot) == (Outcome.CONFIRMED, "41")
    assert written.content is UNREADABLE
    assert capabilities_of(hidden).reads is Readability.PRESENCE
    # Two new codes of one name: which of them is ours nobody can tell.
    hidden.hub.codes[6] = NukiCode(int(OTHER), "Bob")
    written = await hidden.set("new:1", "975319", "Bob")
    assert (written.outcome, written.slot) == (Outcome.ACCEPTED, None)


@pytest.mark.contract("12.356")
async def test_another_pin_that_is_hidden_is_accepted(hidden: NukiBench) -> None:
    await hidden.set("41", PIN)
    assert (await hidden.set("41", OTHER)).outcome is Outcome.ACCEPTED
    assert hidden.hub.pins() == {"41": OTHER}


@pytest.mark.contract("12.356")
async def test_a_pin_that_another_code_has_is_a_duplicate(door: NukiBench) -> None:
    await door.set("41", PIN)
    await door.set("42", OTHER)
    assert (await door.set("42", PIN)).outcome is Outcome.DUPLICATE
    added = await door.set("new:1", PIN)
    assert (added.outcome, added.slot) == (Outcome.DUPLICATE, None)
    assert door.hub.pins() == {"41": PIN, "42": OTHER}


@pytest.mark.contract("12.356")
async def test_a_code_that_went_meanwhile_is_added_anew(door: NukiBench) -> None:
    await door.set("41", PIN)
    del door.hub.codes[41]
    # The hub still lists it, passes the command on, and finds it gone.
    written = await door.set("41", OTHER)
    assert (written.outcome, written.content) == (Outcome.UNKNOWN, EMPTY)
    written = await door.set("41", OTHER)
    assert (written.outcome, written.slot) == (Outcome.CONFIRMED, "41")


@pytest.mark.contract("12.356")
async def test_a_code_that_the_hub_has_not_listed_yet_is_not_added_twice(
    door: NukiBench,
) -> None:
    door.hub.codes[41] = NukiCode(int(PIN), "Ann")
    assert (await door.set("41", OTHER)).outcome is Outcome.UNKNOWN
    assert door.hub.pins() == {"41": PIN}
    door.hub.codes[42] = NukiCode(int(OTHER), "Bob")
    assert (await door.adapter.async_clear("42")).outcome is Outcome.UNKNOWN
    assert (await door.adapter.async_clear("42")).outcome is Outcome.CONFIRMED


@pytest.mark.contract("12.356")
async def test_a_code_without_an_id_is_not_cleared(door: NukiBench) -> None:
    cleared = await door.adapter.async_clear("new:abc")
    assert cleared.outcome is Outcome.ACCEPTED
    assert door.hub.results == []


@pytest.mark.contract("12.355", "12.356")
async def test_a_write_switches_a_code_on_at_all_times(door: NukiBench) -> None:
    door.hub.codes[41] = NukiCode(int(PIN), "Ann", enabled=0, limited=1)
    assert await door.adapter.async_read("41") is UNREADABLE
    assert door.listener.inactive == [("41", True)]
    assert (await door.set("41", PIN)).outcome is Outcome.CONFIRMED
    assert door.listener.inactive == [("41", True), ("41", False)]
    code = door.hub.codes[41]
    assert (code.enabled, code.limited) == (1, 0)
    code.limited = 1
    assert await door.adapter.async_read("41") is UNREADABLE


@pytest.mark.contract("12.357")
async def test_a_rename_needs_no_pin(hidden: NukiBench) -> None:
    await hidden.set("41", PIN)
    credential = Credential(None, "Bob")
    assert (await hidden.adapter.async_rename("41", credential)).outcome is (
        Outcome.CONFIRMED
    )
    assert hidden.hub.codes[41] == NukiCode(int(PIN), "Bob")
    hidden.hub.fail(Fault.REFUSES)
    refused = await hidden.adapter.async_rename("41", Credential(None, "Cid"))
    assert refused.outcome is Outcome.REFUSED
    hidden.hub.fail(Fault.NO_ANSWER)
    silent = await hidden.adapter.async_rename("41", Credential(None, "Cid"))
    assert silent.outcome is Outcome.UNKNOWN
    assert (await hidden.adapter.async_clear("41")).outcome is Outcome.UNKNOWN


# --- lists


@pytest.mark.contract("12.358")
async def test_a_list_that_may_be_cut_proves_nothing_and_takes_no_code(
    door: NukiBench,
) -> None:
    door.hub.codes = {key: NukiCode(131311 + key, "App") for key in range(1, 12)}
    listing = await door.adapter.async_list()
    assert (len(listing.contents), listing.is_complete) == (10, False)
    with pytest.raises(ReadFailed):
        await door.adapter.async_read("11")
    assert await door.adapter.async_read("1") == KnownPin(Pin("131312"))
    assert (await door.set("41", PIN)).outcome is Outcome.FULL
    assert "41" not in door.hub.pins()
    # One more is listed than the hub lists by default: it was set to more.
    door.hub.max_entries = 200
    listing = await door.adapter.async_list()
    assert capabilities_of(door).capacity == 11
    assert not listing.is_complete
    # The place of the deleted one is taken by one that was not listed.
    door.hub.codes[12] = NukiCode(975319, "App")
    door.hub.max_entries = 11
    cleared = await door.adapter.async_clear("1")
    assert cleared.outcome is Outcome.ACCEPTED
    del door.hub.codes[12]
    assert (await door.adapter.async_list()).is_complete
    assert (await door.set("41", PIN)).outcome is Outcome.CONFIRMED


@pytest.mark.contract("12.358")
async def test_without_a_list_one_is_asked_for_before_a_code_is_added(
    hass: HomeAssistant, broker: Broker
) -> None:
    hub = NukiHub(broker)
    with patch.object(hub, "list_now"):
        hub.start()
    door = NukiBench(hass, hub)
    await door.start()
    broker.received.clear()
    assert (await door.set("new:1", PIN)).slot == "1"
    topics = [topic.removeprefix("nukihub/lock/") for topic, *_ in broker.received]
    assert topics == ["query/keypad", "keypad/actionJson"]
    door.adapter.stop()


@pytest.mark.contract("12.360")
async def test_a_list_that_nobody_asked_for_is_reported(door: NukiBench) -> None:
    await door.set("41", PIN)
    await door.set("42", OTHER)
    door.hub.codes[41].pin = int(THIRD)
    del door.hub.codes[42]
    door.hub.codes[43] = NukiCode(int(OTHER), "App", limited=1)
    door.hub.list_now()
    await settle(door)
    assert sorted(door.listener.reports, key=str) == [
        ("41", KnownPin(Pin(THIRD))),
        ("42", EMPTY),
        ("43", None),
    ]
    door.hub.list_now()
    door.hub.send("keypad/json", "--")
    door.hub.send("keypad/json", json.dumps([{"name": "no id"}, 5]))
    await settle(door)
    assert len(door.listener.reports) == 5


# --- uses


@pytest.mark.contract("12.359")
async def test_the_log_tells_uses_and_wrong_codes(door: NukiBench) -> None:
    await door.set("41", PIN)
    assert capabilities_of(door).uses is UseReporting.LIVE
    door.hub.use(41, "Lock")
    door.hub.use(41, "Unlatch")
    door.hub.use(41, trigger="fingerprint")
    door.hub.log(completionStatus="invalidCode", codeId=0)
    door.hub.log(completionStatus="notAuthorized", codeId=41)
    door.hub.log(type="LockAction")
    door.hub.send("rollingLog", json.dumps({"type": "KeypadAction", "trigger": "code"}))
    door.hub.send(
        "rollingLog",
        json.dumps(
            {
                "type": "KeypadAction",
                "trigger": "code",
                "completionStatus": "success",
                "codeId": 41,
            }
        ),
    )
    await settle(door)
    told = [(use.action, use.slot, use.use_id) for use in door.listener.uses]
    assert told == [("lock", "41", "2"), ("unlock", "41", "3"), ("unlock", "41", None)]
    assert door.listener.denials == ["invalid_code"]


@pytest.mark.contract("12.359")
async def test_a_hub_without_a_log_tells_no_uses(
    hass: HomeAssistant, add_hub: AddHub
) -> None:
    door = NukiBench(hass, await add_hub(publishes_log=False))
    await door.start()
    assert capabilities_of(door).uses is UseReporting.NEVER
    door.adapter.stop()


# --- secrets and costs


@pytest.mark.contract("12.361")
async def test_the_pin_is_not_retained_and_not_logged(
    hidden: NukiBench, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await hidden.set("41", PIN)
    await hidden.set("41", OTHER)
    sent = [each for each in hidden.hub.broker.received if "actionJson" in each[0]]
    assert len(sent) == 3
    assert not [each for each in sent if each[2]]
    assert PIN not in caplog.text
    assert OTHER not in caplog.text


@pytest.mark.contract("12.353")
async def test_a_linked_lock_costs_one_message_for_a_change_and_none_at_rest(
    hass: HomeAssistant, add_hub: AddHub
) -> None:
    hub = await add_hub()
    hub.codes[1] = NukiCode(int(PIN), "App")
    linked = LinkedNukiBench(hass, hub, await lock_entity(hass, hub))
    await linked.link()
    hub.broker.received.clear()
    await asyncio.sleep(0.5)
    assert hub.broker.received == []


async def test_an_adapter_that_never_started_can_be_stopped(
    hass: HomeAssistant, add_hub: AddHub
) -> None:
    door = NukiBench(hass, await add_hub())
    await door.start()
    other = type(door.adapter)(hass, await lock_entity(hass, door.hub))
    other.stop()
    assert other.reach is Reach.OFFLINE
    door.adapter.stop()
