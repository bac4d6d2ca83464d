"""The options of a linked lock: its settings, and unlinking it."""

import asyncio
import pathlib
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.access_codes.const import DOMAIN
from custom_components.access_codes.core.model import Outcome, Reach, Settings
from custom_components.access_codes.entry import settings_of
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType, InvalidData
from homeassistant.helpers import issue_registry as ir
from tests.support.keypad_locks import (
    async_add_locks,
    async_call,
    async_link,
    engine_of,
)
from tests.support.record_files import refuse_writes
from tests.support.slot_locks import (
    SlotLocks,
    async_create,
    async_link_slots,
    async_settle,
)

GOOD = {
    "programming_lead": 60,
    "delay_threshold": 120,
    "expired_retention": 0,
    "preflight": 3600,
    "max_time_rounding": 1800,
    "backup_pool_size": 5,
    "default_code_length": 8,
    "min_code_length": 5,
    "max_code_length": 8,
    "reserved_slots": ["2"],
}
"""Options, as they are stored."""

ANSWER = {
    **GOOD,
    "programming_lead": {"hours": 0, "minutes": 1, "seconds": 0},
    "delay_threshold": {"hours": 0, "minutes": 2, "seconds": 0},
    "preflight": {"hours": 1, "minutes": 0, "seconds": 0},
    "max_time_rounding": {"hours": 0, "minutes": 30, "seconds": 0},
}
"""The same, as they are asked for."""


async def async_open(hass: HomeAssistant, entry: MockConfigEntry, step: str) -> Any:
    """Open the options and choose from the menu."""
    result = await hass.config_entries.options.async_init(entry.entry_id)
    assert result["type"] is FlowResultType.MENU
    assert result["step_id"] == "menu"
    # Reading is offered where there is something to read, see test_read_lock.py.
    menu: Any = result["menu_options"]
    assert [option for option in menu if option != "read"] == ["settings", "unlink"]
    return await hass.config_entries.options.async_configure(
        result["flow_id"], {"next_step_id": step}
    )


async def async_answer(hass: HomeAssistant, flow: Any, **answer: Any) -> Any:
    return await hass.config_entries.options.async_configure(flow["flow_id"], answer)


@pytest.fixture
async def entry(hass: HomeAssistant, slot_locks: SlotLocks) -> MockConfigEntry:
    await async_add_locks(hass, "Front door")
    return await async_link_slots(hass, "lock.front_door")


@pytest.mark.contract("10.18", "14.9", "14.10", "14.11", "14.12")
def test_options_that_are_not_set_have_their_defaults() -> None:
    assert settings_of({}) == Settings(
        programming_lead=0,
        delay_threshold=300,
        expired_retention=7,
        reserved_slots=frozenset(),
        default_code_length=6,
        min_code_length=None,
        max_code_length=None,
        preflight=7200,
        max_time_rounding=0,
        backup_pool_size=3,
    )


@pytest.mark.contract("11.100", "14.6")
async def test_settings_apply_at_once_and_lose_nothing(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    await async_create(hass, "lock.front_door", "Cleaner", "73058")
    engine = engine_of(entry)
    hass.config_entries.async_update_entry(entry, options={"of_a_later_version": 1})

    flow = await async_open(hass, entry, "settings")
    result = await async_answer(hass, flow, **ANSWER)
    await async_settle(hass)

    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert dict(entry.options) == {**GOOD, "of_a_later_version": 1}
    assert engine_of(entry) is engine
    assert engine.world.settings.expired_retention == 0
    assert engine.world.settings.preflight == 3600
    assert engine.world.settings.reserved_slots == {"2"}
    response = await async_call(hass, "create", lock="lock.front_door")
    assert len(response["access_code"]["code"]) == 8


@pytest.mark.contract("11.100", "14.14")
async def test_seconds_and_numbers_of_slots_count_too(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    hass.config_entries.async_update_entry(entry, options={"reserved_slots": [1, 2]})
    assert engine_of(entry).world.settings.reserved_slots == {"1", "2"}
    flow = await async_open(hass, entry, "settings")
    await async_answer(
        hass, flow, delay_threshold=60, preflight=0, reserved_slots=["3"]
    )
    assert entry.options["delay_threshold"] == 60
    assert entry.options["preflight"] == 0
    assert engine_of(entry).world.settings.reserved_slots == {"3"}


async def test_the_form_shows_what_is_set_and_can_take_it_back(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    hass.config_entries.async_update_entry(entry, options=GOOD)
    flow = await async_open(hass, entry, "settings")
    suggested = {
        str(key): key.description["suggested_value"]
        for key in flow["data_schema"].schema
        if key.description
    }
    assert suggested == ANSWER

    await async_answer(hass, flow, default_code_length=6)
    assert dict(entry.options) == {
        "programming_lead": 0,
        "delay_threshold": 300,
        "expired_retention": 7,
        "preflight": 7200,
        "max_time_rounding": 0,
        "backup_pool_size": 3,
        "default_code_length": 6,
        "reserved_slots": [],
    }


@pytest.mark.contract(
    "10.18", "14.7", "14.8", "14.9", "14.10", "14.11", "14.12", "14.13", "14.61"
)
@pytest.mark.parametrize(
    ("answer", "errors"),
    [
        (
            {"programming_lead": {"hours": 24, "seconds": 1}},
            {"programming_lead": "programming_lead_out_of_range"},
        ),
        (
            {"programming_lead": {"seconds": 1.5}},
            {"programming_lead": "programming_lead_out_of_range"},
        ),
        (
            {"delay_threshold": {"seconds": 29}},
            {"delay_threshold": "delay_threshold_out_of_range"},
        ),
        (
            {"expired_retention": 366, "min_code_length": 3},
            {
                "expired_retention": "expired_retention_out_of_range",
                "min_code_length": "min_code_length_out_of_range",
            },
        ),
        ({"preflight": {"days": 2}}, {"preflight": "preflight_out_of_range"}),
        (
            {"max_time_rounding": 3601},
            {"max_time_rounding": "max_time_rounding_out_of_range"},
        ),
        (
            {"backup_pool_size": 0},
            {"backup_pool_size": "backup_pool_size_out_of_range"},
        ),
        ({"max_code_length": 21}, {"max_code_length": "max_code_length_out_of_range"}),
        (
            {"default_code_length": 3},
            {"default_code_length": "default_code_length_out_of_range"},
        ),
        (
            {"min_code_length": 8, "max_code_length": 7},
            {"max_code_length": "max_below_min"},
        ),
        ({"min_code_length": 7}, {"default_code_length": "default_outside_limits"}),
        ({"max_code_length": 5}, {"default_code_length": "default_outside_limits"}),
        (
            {"min_code_length": 9, "default_code_length": 9},
            {"min_code_length": "no_length_left"},
        ),
    ],
)
async def test_a_limit_that_is_broken_is_named_and_can_be_mended(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    answer: dict[str, Any],
    errors: dict[str, str],
) -> None:
    flow = await async_open(hass, entry, "settings")
    result = await async_answer(hass, flow, **answer)
    assert result["type"] is FlowResultType.FORM
    assert result["errors"] == errors
    assert not entry.options

    result = await async_answer(hass, flow, **ANSWER)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert dict(entry.options) == GOOD


@pytest.mark.contract("11.100")
@pytest.mark.parametrize("answer", [True, -5, {"seconds": -1}, {"weeks": 1}])
async def test_a_time_that_is_no_duration_is_refused(
    hass: HomeAssistant, entry: MockConfigEntry, answer: Any
) -> None:
    flow = await async_open(hass, entry, "settings")
    with pytest.raises(InvalidData):
        await async_answer(hass, flow, programming_lead=answer)
    assert not entry.options


@pytest.mark.contract("14.14")
async def test_only_slots_of_the_lock_can_be_reserved(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    flow = await async_open(hass, entry, "settings")
    with pytest.raises(InvalidData):
        await async_answer(hass, flow, reserved_slots=["99"])


async def test_a_reserved_slot_that_the_lock_no_longer_has_stays_in_the_choice(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    hass.config_entries.async_update_entry(entry, options={"reserved_slots": ["99"]})
    flow = await async_open(hass, entry, "settings")
    result = await async_answer(hass, flow, reserved_slots=["99", "1"])
    assert result["type"] is FlowResultType.CREATE_ENTRY


@pytest.mark.contract("14.14")
async def test_a_lock_without_slots_is_not_asked_for_any(hass: HomeAssistant) -> None:
    await async_add_locks(hass, "Front door")
    entry = await async_link(hass, "lock.front_door")
    flow = await async_open(hass, entry, "settings")
    assert "reserved_slots" not in flow["data_schema"].schema
    await async_answer(hass, flow, programming_lead={"seconds": 5})
    assert entry.options["programming_lead"] == 5
    assert "reserved_slots" not in entry.options


async def test_settings_of_a_lock_that_is_not_looked_after_can_be_changed(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    assert await hass.config_entries.async_unload(entry.entry_id)
    flow = await async_open(hass, entry, "settings")
    result = await async_answer(hass, flow, reserved_slots=["any"])
    assert result["type"] is FlowResultType.CREATE_ENTRY

    flow = await async_open(hass, entry, "unlink")
    assert flow["type"] is FlowResultType.ABORT
    assert flow["reason"] == "not_loaded"


def is_stored(hass: HomeAssistant, entry: MockConfigEntry) -> bool:
    name = f"{DOMAIN}.{entry.entry_id}"
    return pathlib.Path(hass.config.path(".storage", name)).exists()


async def async_finish(hass: HomeAssistant, flow: Any) -> Any:
    """Wait until the progress has come to its end, and ask what it led to, as a browser does."""
    assert flow["type"] is FlowResultType.SHOW_PROGRESS
    assert flow["progress_action"] == "take_off"
    await async_settle(hass)
    return await hass.config_entries.options.async_configure(flow["flow_id"])


@pytest.mark.contract("13.40")
async def test_unlinking_lists_the_codes_takes_them_off_and_leaves_nothing(
    hass: HomeAssistant, slot_locks: SlotLocks, entry: MockConfigEntry
) -> None:
    lock = slot_locks["Front door"]
    lock.slots |= {"4": "1470"}
    await async_create(hass, "lock.front_door", "Guest", "7305")
    await async_create(hass, "lock.front_door", "Cleaner", "8416")

    flow = await async_open(hass, entry, "unlink")
    assert flow["type"] is FlowResultType.FORM
    assert flow["description_placeholders"]["codes"] == "Cleaner, Guest"
    assert flow["data_schema"]({}) == {"codes": "take_off"}
    result = await async_finish(hass, await async_answer(hass, flow, codes="take_off"))

    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "unlinked"
    assert lock.pins == {"1470"}
    assert not hass.config_entries.async_entries(DOMAIN)
    assert not is_stored(hass, entry)
    assert not ir.async_get(hass).issues


@pytest.mark.contract("13.40")
async def test_unlinking_can_leave_the_codes(
    hass: HomeAssistant, slot_locks: SlotLocks, entry: MockConfigEntry
) -> None:
    await async_create(hass, "lock.front_door", "Guest", "7305")

    flow = await async_open(hass, entry, "unlink")
    result = await async_answer(hass, flow, codes="leave")

    assert result["reason"] == "unlinked"
    assert slot_locks["Front door"].pins == {"7305"}
    assert not hass.config_entries.async_entries(DOMAIN)
    assert not is_stored(hass, entry)
    assert not ir.async_get(hass).issues


async def test_a_lock_without_codes_is_unlinked_the_same_way(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    flow = await async_open(hass, entry, "unlink")
    assert flow["description_placeholders"]["codes"] == "–"
    result = await async_answer(hass, flow, codes="take_off")
    result = await async_finish(hass, result)
    assert result["reason"] == "unlinked"
    assert not hass.config_entries.async_entries(DOMAIN)


@pytest.mark.contract("13.110")
async def test_unlinking_a_lock_without_codes_of_its_own_asks_nothing_about_them(
    hass: HomeAssistant,
) -> None:
    await async_add_locks(hass, "Gate")
    entry = await async_link(hass, "lock.gate")
    await async_create(hass, "lock.gate", "Guest", "7305")

    flow = await async_open(hass, entry, "unlink")
    assert (flow["type"], flow["step_id"]) == (FlowResultType.FORM, "unlink_virtual")
    assert flow["description_placeholders"]["codes"] == "Guest"
    assert not flow["data_schema"].schema
    result = await async_finish(hass, await async_answer(hass, flow))

    assert result["reason"] == "unlinked"
    assert not hass.config_entries.async_entries(DOMAIN)
    assert not is_stored(hass, entry)


@pytest.mark.contract("13.41")
@pytest.mark.parametrize(
    ("reach", "failure"),
    [(Reach.OFFLINE, None), (Reach.REACHABLE, Outcome.REFUSED)],
)
async def test_what_could_not_be_taken_off_is_named_and_stays_looked_after(
    hass: HomeAssistant,
    slot_locks: SlotLocks,
    entry: MockConfigEntry,
    reach: Reach,
    failure: Outcome | None,
) -> None:
    lock = slot_locks["Front door"]
    await async_create(hass, "lock.front_door", "Guest", "7305")
    await async_create(hass, "lock.front_door", "Cleaner", "8416")
    lock.become(reach)
    lock.failure = failure
    await async_settle(hass)

    flow = await async_open(hass, entry, "unlink")
    result = await async_finish(hass, await async_answer(hass, flow, codes="take_off"))
    assert result["reason"] == "not_taken_off"
    assert result["description_placeholders"] == {"codes": "Cleaner, Guest"}
    assert hass.config_entries.async_entries(DOMAIN) == [entry]

    lock.fix()
    lock.become(Reach.REACHABLE)
    await engine_of(entry).async_sync()
    await async_settle(hass)
    assert not lock.pins
    assert not engine_of(entry).record.codes


async def test_a_disk_that_refuses_keeps_everything_as_it_was(
    hass: HomeAssistant,
    slot_locks: SlotLocks,
    entry: MockConfigEntry,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await async_create(hass, "lock.front_door", "Guest", "7305")
    flow = await async_open(hass, entry, "unlink")

    def refuse(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        refuse_writes(patched, refuse)
        result = await async_finish(
            hass, await async_answer(hass, flow, codes="take_off")
        )
    assert result["reason"] == "storage_failed"
    assert slot_locks["Front door"].pins == {"7305"}
    assert hass.config_entries.async_entries(DOMAIN) == [entry]


async def test_a_person_who_closes_the_dialog_does_not_stop_the_removal(
    hass: HomeAssistant,
    slot_locks: SlotLocks,
    entry: MockConfigEntry,
) -> None:
    await async_create(hass, "lock.front_door", "Guest", "7305")
    slot_locks["Front door"].gate = asyncio.Event()

    flow = await async_open(hass, entry, "unlink")
    result = await async_answer(hass, flow, codes="take_off")
    assert result["type"] is FlowResultType.SHOW_PROGRESS
    while ("clear", "1") not in slot_locks["Front door"].sent:
        await asyncio.sleep(0)
    hass.config_entries.options.async_abort(result["flow_id"])
    slot_locks["Front door"].gate.set()
    await async_settle(hass)

    assert not slot_locks["Front door"].pins
    assert not engine_of(entry).record.codes
    assert hass.config_entries.async_entries(DOMAIN) == [entry]
