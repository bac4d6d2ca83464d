"""The dialog that takes codes over from another manager: what it shows, when it refuses, what it changes."""

import asyncio
from collections.abc import Iterable
from datetime import UTC, datetime
import json
import logging
from pathlib import Path
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.access_codes.config_flow import AccessCodesConfigFlow
from custom_components.access_codes.const import DOMAIN
from custom_components.access_codes.core.display_text import is_in_text
from custom_components.access_codes.core.model import Pin, Reach, Readability
from custom_components.access_codes.core.other_managers.manager import Manager
from custom_components.access_codes.core.other_managers.model import (
    OtherCode,
    OtherEntry,
)
from custom_components.access_codes.core.requests.take_over import Verdict
from custom_components.access_codes.engine.lock_engine import LockEngine
from custom_components.access_codes.flows import take_over_work
from custom_components.access_codes.flows.lock_summary import async_load_texts
from custom_components.access_codes.flows.take_over_texts import list_entries
from custom_components.access_codes.flows.take_over_work import TakeOverWork
from custom_components.access_codes.linking.other_inventory import Inventory
from custom_components.access_codes.storage.record_file import StorageFailed
from homeassistant.config_entries import (
    SOURCE_IGNORE,
    SOURCE_USER,
    ConfigEntryDisabler,
    ConfigEntryState,
    ConfigSubentryData,
)
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import entity_registry as er
from tests.support.action_calls import async_created, async_listed
from tests.support.keypad_locks import async_add_locks, async_call, async_link
from tests.support.other_managers import (
    BACK,
    FRONT,
    KEYMASTER_ENTRY,
    RENTAL_CONTROL_ENTRY,
    async_add_manager,
    keymaster_store,
)
from tests.support.slot_locks import METHOD, SlotLocks, async_settle

ANNA, BOB, GUEST = "482915", "007351", "915283"

LCM, KEYMASTER, RENTAL = "lock_code_manager", "keymaster", "rental_control"


ENDED: list[Any] = []
"""Results of the dialogs that have ended: Home Assistant itself goes on after progress."""


@pytest.fixture(autouse=True)
def note_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """Note how dialogs end."""
    abort = AccessCodesConfigFlow.async_abort

    def noted(flow: AccessCodesConfigFlow, **fields: Any) -> Any:
        ENDED.append(abort(flow, **fields))
        return ENDED[-1]

    monkeypatch.setattr(AccessCodesConfigFlow, "async_abort", noted)


def users(**others: dict[str, Any]) -> dict[str, Any]:
    """Return the data of an entry of Lock Code Manager 5.0: Anna in slot 1, Bob in slot 2."""
    found = {
        "Anna": {"pin": ANNA, "enabled": True},
        "Bob": {"pin": BOB, "enabled": True},
        **others,
    }
    return {
        "locks": ["lock.front_door"],
        "users": found,
        "slot_assignment": {
            name.casefold(): number for number, name in enumerate(found, start=1)
        },
    }


async def async_begin(hass: HomeAssistant, manager: str) -> Any:
    """Choose a manager in the menu."""
    result = await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": SOURCE_USER}
    )
    assert result["type"] is FlowResultType.MENU
    assert result["step_id"] == "start"
    assert manager in result["menu_options"]
    return await async_next(hass, result, next_step_id=manager)


async def async_next(hass: HomeAssistant, result: Any, **fields: Any) -> Any:
    """Fill a step in, and wait while there is progress."""
    flow_id, ended = result["flow_id"], len(ENDED)
    result = await hass.config_entries.flow.async_configure(flow_id, fields)
    while result["type"] is FlowResultType.SHOW_PROGRESS:
        await hass.async_block_till_done()
        if len(ENDED) > ended:
            result = ENDED[-1]
        else:
            result = await hass.config_entries.flow.async_configure(flow_id)
    no_pins(result)
    return result


async def async_chosen(hass: HomeAssistant, result: Any, *names: str) -> Any:
    """Choose codes by their names, on all locks; without names those that are proposed."""
    assert (result["type"], result["step_id"]) == (FlowResultType.FORM, "choose")
    suggested = {
        str(key): key.description["suggested_value"]
        for key in result["data_schema"].schema
    }
    if names:
        labels = choices(result, "codes")
        suggested["codes"] = [
            key for key, label in labels.items() if label.startswith(names)
        ]
    return await async_next(hass, result, **suggested)


def choices(result: Any, field: str) -> dict[str, str]:
    """Return the choices of a field, with their labels."""
    selector = result["data_schema"].schema[field]
    return {option["value"]: option["label"] for option in selector.config["options"]}


def no_pins(result: Any) -> None:
    """Refuse a PIN in anything that a step shows."""
    shown = [*(result.get("description_placeholders") or {}).values()]
    if result["type"] is FlowResultType.FORM and result["step_id"] == "choose":
        shown += [*choices(result, "codes").values(), *choices(result, "codes")]
    for pin in (ANNA, BOB, GUEST):
        assert not any(is_in_text(pin, text) for text in shown)


def shown(result: Any, *placeholders: str) -> str:
    return "\n".join(result["description_placeholders"][name] for name in placeholders)


@pytest.fixture
async def front(hass: HomeAssistant, slot_locks: SlotLocks) -> Any:
    """Give a lock that is not linked, with the codes of another manager."""
    await async_add_locks(hass, "Front door", "Back door")
    slot_locks["Front door"].slots |= {"1": ANNA, "2": BOB}
    return slot_locks["Front door"]


def state_of(entry: MockConfigEntry) -> ConfigEntryState:
    return entry.state


def writes(sent: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return [command for command in sent if not command[0].startswith("read")]


# --- the choice


@pytest.mark.contract("17.1")
async def test_without_another_manager_the_dialog_is_as_before(
    hass: HomeAssistant, front: Any
) -> None:
    await async_add_manager(hass, LCM, source=SOURCE_IGNORE)
    result = await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": SOURCE_USER}
    )
    assert (result["type"], result["step_id"]) == (FlowResultType.FORM, "user")


@pytest.mark.contract("17.1")
async def test_with_one_there_is_a_menu_and_locks_can_be_linked_all_the_same(
    hass: HomeAssistant, front: Any
) -> None:
    await async_add_manager(hass, LCM, data=users())
    await async_add_manager(hass, RENTAL, data=RENTAL_CONTROL_ENTRY, version=10)
    result = await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": SOURCE_USER}
    )
    assert result["menu_options"] == ["link_locks", LCM, RENTAL]
    result = await async_next(hass, result, next_step_id="link_locks")
    assert (result["type"], result["step_id"]) == (FlowResultType.FORM, "link_locks")
    result = await async_next(hass, result, locks=["lock.front_door"])
    assert result["type"] is FlowResultType.CREATE_ENTRY


# --- Lock Code Manager


@pytest.mark.contract("17.2", "17.11", "17.45", "17.48")
@pytest.mark.parametrize("version", [3, 4, 5])
async def test_codes_are_taken_over_where_they_are_without_a_command(
    hass: HomeAssistant, front: Any, version: int, caplog: pytest.LogCaptureFixture
) -> None:
    data = users()
    subentries: list[ConfigSubentryData] = []
    if version == 3:
        slots = {
            str(number): {"name": name, **fields}
            for number, (name, fields) in enumerate(data["users"].items(), start=1)
        }
        data = {"locks": data["locks"], "slots": slots}
    elif version == 5:
        subentries = [
            ConfigSubentryData(
                data={**fields, "slot": number},
                subentry_type="user",
                title=name,
                unique_id=None,
            )
            for number, (name, fields) in enumerate(data["users"].items(), start=1)
        ]
        data = {"locks": data["locks"]}
    other = await async_add_manager(
        hass, LCM, data=data, version=version, subentries_data=subentries
    )
    before = other.as_dict()
    result = await async_begin(hass, LCM)
    assert list(choices(result, "codes").values()) == [
        "Anna, slot 1, Front door",
        "Bob, slot 2, Front door",
    ]
    result = await async_chosen(hass, result)
    assert result["step_id"] == "take_over"
    assert "Anna" in shown(result, "taken")
    assert shown(result, "refused") == "–"
    assert not hass.states.async_all("sensor")[2:]
    result = await async_next(hass, result)
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "taken_over")
    assert result["description_placeholders"]["count"] == "2"
    await async_settle(hass)
    assert writes(front.sent) == []
    codes = {code["name"]: code for code in await async_listed(hass)}
    assert {name: code["code"] for name, code in codes.items()} == {
        "Anna": ANNA,
        "Bob": BOB,
    }
    assert {code["status"] for code in codes.values()} == {"set"}
    assert other.as_dict() == before
    assert ANNA not in caplog.text


@pytest.mark.contract("17.32")
async def test_while_it_is_enabled_the_dialog_refuses_and_offers_to_disable_it(
    hass: HomeAssistant, front: Any
) -> None:
    other = await async_add_manager(
        hass, LCM, data=users(), version=4, title="House", is_enabled=True
    )
    result = await async_begin(hass, LCM)
    assert (result["type"], result["step_id"]) == (FlowResultType.FORM, "running")
    assert result["description_placeholders"]["entries"] == "House"
    assert "Anna" in shown(result, "codes")
    assert result["data_schema"]({}) == {"disable": False}
    result = await async_next(hass, result, disable=False)
    assert result["errors"] == {"disable": "still_enabled"}
    assert state_of(other) is ConfigEntryState.LOADED
    result = await async_next(hass, result, disable=True)
    assert result["step_id"] == "choose"
    assert state_of(other) is ConfigEntryState.NOT_LOADED
    assert other.disabled_by is ConfigEntryDisabler.USER
    assert not hass.config_entries.async_entries(DOMAIN)


@pytest.mark.contract("17.32")
async def test_if_it_is_enabled_meanwhile_nothing_is_taken_over(
    hass: HomeAssistant, front: Any
) -> None:
    other = await async_add_manager(hass, LCM, data=users(), version=4)
    result = await async_chosen(hass, await async_begin(hass, LCM))
    assert result["step_id"] == "take_over"
    await hass.config_entries.async_set_disabled_by(other.entry_id, None)
    result = await async_next(hass, result)
    assert result["step_id"] == "running"
    assert await async_listed(hass) == []
    result = await async_next(hass, result, disable=True)
    result = await async_next(hass, await async_chosen(hass, result, "Bob"))
    assert result["reason"] == "taken_over"
    assert [code["name"] for code in await async_listed(hass)] == ["Bob"]


@pytest.mark.contract("17.33")
async def test_what_could_not_be_unloaded_needs_a_restart(
    hass: HomeAssistant, front: Any
) -> None:
    await async_add_manager(
        hass, LCM, data=users(), version=4, is_enabled=True, is_unloadable=False
    )
    result = await async_next(hass, await async_begin(hass, LCM), disable=True)
    assert (result["type"], result["reason"]) == (
        FlowResultType.ABORT,
        "restart_needed",
    )
    again = await async_begin(hass, LCM)
    assert again["reason"] == "restart_needed"


@pytest.mark.contract("17.33")
async def test_an_entry_that_is_gone_while_it_is_disabled_is_passed_over(
    hass: HomeAssistant, front: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = await async_add_manager(
        hass, LCM, data=users(), version=4, is_enabled=True, is_unloadable=False
    )
    await hass.config_entries.async_unload(other.entry_id)
    assert other.state is ConfigEntryState.FAILED_UNLOAD
    result = await async_next(hass, await async_begin(hass, LCM), disable=True)
    assert result["reason"] == "restart_needed"
    assert other.disabled_by is ConfigEntryDisabler.USER


@pytest.mark.contract("17.12")
async def test_a_version_that_is_not_known_is_told_and_offers_no_code(
    hass: HomeAssistant, front: Any
) -> None:
    await async_add_manager(hass, LCM, data=users(), version=6, title="House")
    result = await async_begin(hass, LCM)
    assert result["reason"] == "nothing_to_take_over"
    assert "**House**: Its entry is of a version" in shown(result, "codes")


@pytest.mark.contract("17.3", "17.11")
async def test_what_does_not_carry_over_is_told_and_not_offered(
    hass: HomeAssistant, front: Any
) -> None:
    hass.states.async_set("switch.holiday", "on")
    data = users(
        Cy={"pin": None, "enabled": False},
        Dee={"pin": "918273", "enabled": False},
        Eve={"pin": "546372", "enabled": True, "condition": "switch.holiday"},
    )
    data["users"][f"Flat {GUEST}"] = {"pin": GUEST, "enabled": True}
    await async_add_manager(hass, LCM, data=data, version=4)
    result = await async_begin(hass, LCM)
    text = shown(result, "codes")
    assert r"Cy, slot 3, Front door: It has no PIN\." not in text
    assert "Cy, slot 3, Front door: It has no PIN." in text
    assert "It is switched off and will be paused." in text
    assert r"It is valid only while switch\.holiday is on." in text
    assert "Code in slot –" in text
    labels = " ".join(choices(result, "codes").values())
    assert "Cy" not in labels
    assert "Flat" not in text + labels
    result = await async_next(hass, result, locks=["lock.front_door"], codes=[])
    assert result["errors"] == {"base": "no_code_chosen"}
    assert result["step_id"] == "choose"


@pytest.mark.contract("17.11", "17.47")
async def test_a_disabled_user_is_paused_and_a_condition_becomes_active_while(
    hass: HomeAssistant, front: Any
) -> None:
    hass.states.async_set("switch.holiday", "on")
    data = users(Dee={"pin": "918273", "enabled": False})
    data["users"]["Bob"]["condition"] = "switch.holiday"
    await async_add_manager(hass, LCM, data=data, version=4)
    result = await async_chosen(hass, await async_begin(hass, LCM))
    assert "It is not to be on Front door now, and is not." in shown(result, "taken")
    result = await async_next(hass, result)
    await async_settle(hass)
    codes = {code["name"]: code for code in await async_listed(hass)}
    assert codes["Dee"]["is_paused"] is True
    assert codes["Bob"]["active_while"] == "switch.holiday"
    assert codes["Bob"]["status"] == "set"
    assert writes(front.sent) == []
    hass.states.async_set("switch.holiday", "off")
    await async_settle(hass)
    assert front.pins == {ANNA}


@pytest.mark.contract("17.40", "17.41")
async def test_what_the_lock_does_not_bear_out_is_told_for_each_code(
    hass: HomeAssistant, front: Any
) -> None:
    front.slots |= {"2": GUEST}
    data = users(
        Short={"pin": "12", "enabled": True},
        Twin={"pin": ANNA, "enabled": True},
        Gone={"pin": "364758", "enabled": True, "condition": "switch.none"},
    )
    data["slot_assignment"]["gone"] = 9
    await async_add_manager(hass, LCM, data=data, version=4)
    result = await async_chosen(hass, await async_begin(hass, LCM))
    refused = shown(result, "refused")
    assert "Slot 2 of the lock holds another code." in refused
    assert "must have a length that this lock takes" in refused
    assert "the access code Anna has the same PIN" in refused
    assert "there is no such entity in Home Assistant" in refused
    assert shown(result, "taken").startswith("- Anna")
    result = await async_next(hass, result)
    assert result["description_placeholders"]["count"] == "1"
    await async_settle(hass)
    assert writes(front.sent) == []
    assert front.pins == {ANNA, GUEST}


@pytest.mark.contract("17.41", "17.42")
async def test_a_code_that_is_refused_on_one_of_its_locks_is_taken_on_none(
    hass: HomeAssistant, front: Any, slot_locks: SlotLocks
) -> None:
    slot_locks["Back door"].slots |= {"1": ANNA, "2": None}
    data = users()
    data["locks"].append("lock.back_door")
    await async_add_manager(hass, LCM, data=data, version=4)
    result = await async_chosen(hass, await async_begin(hass, LCM))
    assert "Anna" in shown(result, "taken")
    assert "Bob, slot 2, Front door, Back door: Back door:" in shown(result, "refused")
    result = await async_next(hass, result)
    await async_settle(hass)
    codes = await async_listed(hass)
    assert [code["name"] for code in codes] == ["Anna", "Anna"]
    keys = {code["common_code_key"] for code in codes}
    assert len(keys) == 1
    assert None not in keys
    # Once more, now only on the lock that has Bob's code: the other one is told to be ours.
    result = await async_begin(hass, LCM)
    bob = next(key for key, label in choices(result, "codes").items() if "Bob" in label)
    anna = next(
        key for key, label in choices(result, "codes").items() if "Anna" in label
    )
    result = await async_next(
        hass, result, locks=["lock.front_door"], codes=[anna, bob]
    )
    assert "On Front door it was taken over before." in shown(result, "refused")
    assert "Bob" in shown(result, "taken")
    await async_next(hass, result)
    codes = await async_listed(hass)
    assert sorted(code["name"] for code in codes) == ["Anna", "Anna", "Bob"]
    for name in ("Front door", "Back door"):
        assert writes(slot_locks[name].sent) == []


@pytest.mark.contract("17.41")
async def test_what_changes_before_it_is_confirmed_is_told_and_none_is_taken(
    hass: HomeAssistant, front: Any
) -> None:
    await async_add_manager(hass, LCM, data=users(), version=4)
    result = await async_chosen(hass, await async_begin(hass, LCM))
    assert result["step_id"] == "take_over"
    await async_created(hass, code=ANNA, name="Ada", attempt_for_offline_device=True)
    with pytest.MonkeyPatch.context() as patch:
        # The dialog decides by what it knew; the record has the last word.
        verdicts = TakeOverWork.verdicts
        patch.setattr(
            TakeOverWork,
            "verdicts",
            lambda work: {
                key: {lock: Verdict() for lock in by_lock}
                for key, by_lock in verdicts(work).items()
            },
        )
        result = await async_next(hass, result)
    assert result["errors"] == {"base": "changed_meanwhile"}
    assert [code["name"] for code in await async_listed(hass)] == ["Ada"]
    result = await async_next(hass, result)
    assert result["reason"] == "taken_over"
    assert {code["name"] for code in await async_listed(hass)} == {"Ada", "Bob"}


@pytest.mark.contract("17.41")
async def test_if_the_disk_fails_it_is_said_that_not_all_was_taken(
    hass: HomeAssistant, front: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    await async_add_manager(hass, LCM, data=users(), version=4)
    result = await async_chosen(hass, await async_begin(hass, LCM))

    async def fail(*_: Any, **__: Any) -> None:
        raise StorageFailed("no room")

    with monkeypatch.context() as patch:
        patch.setattr(LockEngine, "async_request", fail)
        result = await async_next(hass, result)
    assert result["reason"] == "not_all_taken_over"
    assert await async_listed(hass) == []


@pytest.mark.contract("17.41")
async def test_a_lock_that_is_not_loaded_takes_nothing(
    hass: HomeAssistant, front: Any
) -> None:
    code = OtherCode(
        key="a/1",
        entry_id="a",
        name="Anna",
        lock_entity_ids=("lock.front_door",),
        slot=1,
        pin=Pin(ANNA),
    )
    work = TakeOverWork(hass, Manager.LOCK_CODE_MANAGER, [code], {"lock.front_door"})
    with pytest.raises(StorageFailed):
        await work.async_take_over(["a/1"])
    await work.async_take_over([])


@pytest.mark.contract("17.3", "17.21")
async def test_a_weekly_window_is_shown_by_its_rule(hass: HomeAssistant) -> None:
    await async_load_texts(hass)
    code = OtherCode(
        key="a/1",
        entry_id="a",
        name="Anna",
        lock_entity_ids=("lock.none",),
        slot=1,
        starts_at=datetime(2026, 11, 16, 17, tzinfo=UTC),
        ends_at=datetime(2026, 11, 16, 19, tzinfo=UTC),
        recurrence="FREQ=WEEKLY;BYDAY=MO",
    )
    shown_as = list_entries(hass, Inventory((OtherEntry("a", "A", codes=(code,)),)))
    assert "from 2026-11-16 09:00 to 2026-11-16 11:00 first" in shown_as
    assert "FREQ=WEEKLY;BYDAY=MO" in shown_as


@pytest.mark.contract("17.48")
async def test_locks_that_cannot_be_linked_are_told(
    hass: HomeAssistant, front: Any, slot_locks: SlotLocks
) -> None:
    data = users()
    data["locks"] += ["lock.none", "lock.off", "lock.back_door"]
    registry = er.async_get(hass)
    registry.async_get_or_create(
        "lock",
        "other",
        "off",
        suggested_object_id="off",
        disabled_by=er.RegistryEntryDisabler.USER,
    )
    back = await async_link(hass, "lock.back_door", method=METHOD)
    await hass.config_entries.async_unload(back.entry_id)
    await async_add_manager(hass, LCM, data=data, version=4)
    result = await async_chosen(hass, await async_begin(hass, LCM))
    assert result["reason"] == "nothing_to_take_over"
    text = shown(result, "codes")
    assert r"lock\.none is not there, or disabled." in text
    assert "off is not there, or disabled." in text
    assert "Access Codes of Back door is not running" in text


@pytest.mark.contract("17.48")
async def test_a_lock_that_keeps_no_codes_itself_is_not_linked(
    hass: HomeAssistant,
) -> None:
    await async_add_locks(hass, "Front door")
    await async_add_manager(hass, LCM, data=users(), version=4)
    result = await async_chosen(hass, await async_begin(hass, LCM))
    assert result["reason"] == "nothing_to_take_over"
    assert "Front door keeps no codes itself." in shown(result, "codes")
    assert not hass.config_entries.async_entries(DOMAIN)


@pytest.mark.contract("17.46")
async def test_a_masked_lock_and_one_that_is_away_are_taken_on_trust(
    hass: HomeAssistant, front: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(take_over_work, "READ_LIMIT", 0.1)
    front.lock.alter(reads=Readability.PRESENCE)
    await async_link(hass, "lock.front_door", method=METHOD)
    await async_settle(hass)
    await async_add_manager(hass, LCM, data=users(), version=4)
    result = await async_chosen(hass, await async_begin(hass, LCM), "Anna")
    assert "Front door has not shown the PIN." in shown(result, "taken")
    await async_next(hass, result)
    await async_settle(hass)
    assert writes(front.sent) == []
    [code] = await async_listed(hass)
    assert code["status"] == "set"
    assert [each["warning_code"] for each in code["warnings"]] == [
        "unverified_on_device"
    ]


@pytest.mark.contract("17.46")
async def test_a_lock_that_does_not_answer_holds_the_dialog_up_for_a_limit(
    hass: HomeAssistant, front: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(take_over_work, "READ_LIMIT", 0.1)
    await async_link(hass, "lock.front_door", method=METHOD)
    await async_settle(hass)
    [entry] = hass.config_entries.async_entries(DOMAIN)
    front.become(Reach.OFFLINE)
    await async_settle(hass)
    data = users()
    data["slot_assignment"]["bob"] = 3
    data["users"]["Bob"]["enabled"] = False
    await async_add_manager(hass, LCM, data=data, version=4)
    result = await async_chosen(hass, await async_begin(hass, LCM))
    assert "Anna" in shown(result, "taken")
    assert entry.state is ConfigEntryState.LOADED


@pytest.mark.contract("17.46")
async def test_a_lock_that_tells_late_what_it_can_do_is_waited_for(
    hass: HomeAssistant, front: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def no_wait(_: LockEngine) -> None:
        """Stand for the end of the engine's own wait."""

    monkeypatch.setattr(LockEngine, "async_introduced", no_wait)
    front.start_gate = asyncio.Event()
    hass.loop.call_later(0.5, front.start_gate.set)
    await async_add_manager(hass, LCM, data=users(), version=4)
    result = await async_chosen(hass, await async_begin(hass, LCM))
    assert "Anna" in shown(result, "taken")


# --- keymaster


def write_store(hass: HomeAssistant, text: str) -> Path:
    path = Path(hass.config.path(".storage", "keymaster.locks"))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def stored(hass: HomeAssistant) -> tuple[bytes, int]:
    """Return keymaster's file, with the time of its last change."""
    path = Path(hass.config.path(".storage", "keymaster.locks"))
    return path.read_bytes(), path.stat().st_mtime_ns


@pytest.fixture
async def keymaster(hass: HomeAssistant, front: Any, tmp_path: Path) -> MockConfigEntry:
    """Give an entry of keymaster, disabled, with its file."""
    hass.config.config_dir = str(tmp_path)
    store = keymaster_store()
    store["data"][FRONT]["code_slots"]["2"]["accesslimit_day_of_week_enabled"] = False
    store["data"][FRONT]["autolock_enabled"] = True
    store["data"][FRONT]["lock_notifications"] = True
    write_store(hass, json.dumps(store))
    front.lock.alter(code_lengths=(4, 6))
    front.slots |= {"1": ANNA, "2": "0073"}
    return await async_add_manager(
        hass, KEYMASTER, data=KEYMASTER_ENTRY, version=4, entry_id=FRONT, title="front"
    )


@pytest.mark.contract("17.20", "17.2")
async def test_keymasters_codes_come_from_its_file_which_is_not_touched(
    hass: HomeAssistant,
    front: Any,
    keymaster: MockConfigEntry,
    freezer: Any,
) -> None:
    freezer.move_to("2026-11-15 12:00:00+00:00")
    before = stored(hass)
    result = await async_begin(hass, KEYMASTER)
    text = shown(result, "codes")
    assert "It is valid from 2026-11-01 01:00 to 2026-12-01 01:00." in text
    assert "Uses left: 3." in text
    assert "It locks doors again after a time." in text
    assert "It notifies of uses." in text
    result = await async_chosen(hass, result, "Anna")
    result = await async_next(hass, result)
    assert result["reason"] == "taken_over"
    await async_settle(hass)
    assert writes(front.sent) == []
    [code] = await async_listed(hass)
    assert (code["name"], code["code"], code["status"]) == ("Anna", ANNA, "set")
    assert stored(hass) == before


@pytest.mark.contract("17.33")
async def test_keymaster_works_on_until_home_assistant_is_restarted(
    hass: HomeAssistant, keymaster: MockConfigEntry
) -> None:
    hass.data[KEYMASTER] = {"coordinator": object()}
    result = await async_begin(hass, KEYMASTER)
    assert result["reason"] == "restart_needed"
    assert result["description_placeholders"] == {"manager": "keymaster"}
    hass.data[KEYMASTER] = {"resources": False}
    assert (await async_begin(hass, KEYMASTER))["step_id"] == "choose"


@pytest.mark.contract("17.22")
@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{", "cannot be read"),
        ("[]", "cannot be read"),
        ('{"version": 1, "data": []}', "cannot be read"),
        ('{"version": 2, "data": {}}', "of a version"),
        ('{"version": 1, "data": {}}', "is not there"),
        (None, "is not there"),
    ],
)
async def test_a_file_that_cannot_be_read_is_told_and_left_alone(
    hass: HomeAssistant,
    keymaster: MockConfigEntry,
    text: str | None,
    told: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    path = write_store(hass, text or "")
    if text is None:
        path.unlink()
    caplog.clear()
    result = await async_begin(hass, KEYMASTER)
    assert result["reason"] == "nothing_to_take_over"
    assert told in shown(result, "codes")
    assert path.exists() is (text is not None)
    assert [found.name for found in path.parent.iterdir()] == (
        [] if text is None else ["keymaster.locks"]
    )
    assert not [
        record
        for record in caplog.records
        # A busy machine makes asyncio warn of slow callbacks.
        if record.levelno > logging.INFO and record.name != "asyncio"
    ]


@pytest.mark.contract("17.23", "17.24")
async def test_a_child_lock_has_the_parents_codes_and_bookings_are_not_proposed(
    hass: HomeAssistant,
    front: Any,
    keymaster: MockConfigEntry,
    slot_locks: SlotLocks,
    freezer: Any,
) -> None:
    freezer.move_to("2026-11-15 12:00:00+00:00")
    slot_locks["Back door"].lock.alter(code_lengths=(4, 6))
    slot_locks["Back door"].slots |= {"1": ANNA}
    child = {**KEYMASTER_ENTRY, "lock_entity_id": "lock.back_door", "lockname": "back"}
    await async_add_manager(
        hass, KEYMASTER, data=child, version=4, entry_id=BACK, title="back"
    )
    rental = {**RENTAL_CONTROL_ENTRY, "start_slot": 2, "max_events": 2}
    await async_add_manager(hass, RENTAL, data=rental, version=10, title="Cabin")
    result = await async_begin(hass, KEYMASTER)
    assert choices(result, "codes") == {
        f"{FRONT}/1": "Anna, slot 1, Front door, Back door",
    } | {
        key: label
        for key, label in choices(result, "codes").items()
        if key == f"{FRONT}/2"
    }
    assert "It comes from bookings by Rental Control (Cabin)." in shown(
        result, "codes"
    ) or "several" in shown(result, "codes")
    result = await async_chosen(hass, result)
    result = await async_next(hass, result)
    await async_settle(hass)
    codes = await async_listed(hass)
    assert [code["name"] for code in codes] == ["Anna", "Anna"]
    [key] = {code["common_code_key"] for code in codes}
    assert key is not None


# --- Rental Control


@pytest.mark.contract("17.30", "17.31")
async def test_calendars_of_rental_control_are_reported_without_their_address(
    hass: HomeAssistant,
) -> None:
    await async_add_manager(
        hass, RENTAL, data=RENTAL_CONTROL_ENTRY, version=10, title="Cabin"
    )
    options = {"honor_event_times": True, "keymaster_entry_id": "(none)"}
    await async_add_manager(
        hass,
        RENTAL,
        data=RENTAL_CONTROL_ENTRY,
        options=options,
        version=10,
        title="Loft",
    )
    await async_add_manager(hass, RENTAL, version=11, title="New")
    result = await async_begin(hass, RENTAL)
    assert (result["type"], result["step_id"]) == (
        FlowResultType.FORM,
        "rental_control",
    )
    text = shown(result, "calendars")
    assert r"**Cabin**: check-in 16\:00, check-out 11\:00, 30 min before" in text
    assert r"in the slots 10\-14 of keymaster's front\_door" in text
    assert "It uses the times of the events" in text
    assert "**New**: Its entry is of a version" in text
    assert "secret" not in str(result)
    result = await async_next(hass, result)
    assert result["reason"] == "calendars_reported"
    assert not hass.config_entries.async_entries(DOMAIN)


async def test_what_was_taken_over_can_be_deleted_like_any_code(
    hass: HomeAssistant, front: Any
) -> None:
    await async_add_manager(hass, LCM, data=users(), version=4)
    result = await async_chosen(hass, await async_begin(hass, LCM), "Anna")
    await async_next(hass, result)
    [code] = await async_listed(hass)
    await async_call(hass, "delete", access_code_id=code["access_code_id"])
    await async_settle(hass)
    assert front.pins == {BOB}
