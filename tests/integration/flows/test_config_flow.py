"""Linking locks."""

from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.access_codes.const import DOMAIN, METHOD_KEYPAD, SOURCE_LINK
from homeassistant.config_entries import (
    SOURCE_IGNORE,
    SOURCE_INTEGRATION_DISCOVERY,
    SOURCE_USER,
    ConfigEntryState,
)
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import entity_registry as er
from tests.support.keypad_locks import FAMILY, async_add_locks
from tests.support.slot_locks import METHOD, SlotLocks


async def async_choose(hass: HomeAssistant, *entity_ids: str) -> Any:
    """Choose locks in the flow that a person starts."""
    result = await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": SOURCE_USER}
    )
    assert result["type"] is FlowResultType.FORM
    assert result["step_id"] == "user"
    return await hass.config_entries.flow.async_configure(
        result["flow_id"], {"locks": list(entity_ids)}
    )


def lock_id(hass: HomeAssistant, entity_id: str) -> str:
    lock = er.async_get(hass).async_get(entity_id)
    assert lock is not None
    return lock.id


@pytest.mark.contract("2.1")
async def test_a_lock_with_an_adapter_of_its_own_is_linked_in_one_step(
    hass: HomeAssistant, slot_locks: SlotLocks
) -> None:
    await async_add_locks(hass, "Front door")

    result = await async_choose(hass, "lock.front_door")

    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["title"] == "Front door"
    assert result["result"].unique_id == lock_id(hass, "lock.front_door")
    assert result["result"].state is ConfigEntryState.LOADED
    assert dict(result["result"].data) == {
        "lock": lock_id(hass, "lock.front_door"),
        "method": METHOD,
        "is_stored": True,
        "lock_platform": "fake_locks",
        "lock_unique_id": "Front door",
    }


@pytest.mark.contract("14.4")
async def test_a_lock_without_an_adapter_asks_for_the_method_and_proposes_the_keypad(
    hass: HomeAssistant,
) -> None:
    await async_add_locks(hass, "Front door")

    result = await async_choose(hass, "lock.front_door")
    assert result["type"] is FlowResultType.FORM
    assert result["step_id"] == "method"
    assert result["description_placeholders"]["locks"] == "Front door"
    assert result["data_schema"]({}) == {"method": METHOD_KEYPAD}

    result = await hass.config_entries.flow.async_configure(
        result["flow_id"], {"method": METHOD_KEYPAD}
    )
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["data"]["method"] == METHOD_KEYPAD


async def test_the_name_of_a_lock_is_no_markup_where_it_is_asked_about(
    hass: HomeAssistant,
) -> None:
    await async_add_locks(hass, "Front door")
    er.async_get(hass).async_update_entity(
        "lock.front_door", name="![a](http://b.c)\n# d"
    )
    result = await async_choose(hass, "lock.front_door")
    name = r"\!\[a\]\(http\:\/\/b\.c\) \# d"
    assert result["description_placeholders"]["locks"] == name
    assert name in result["description_placeholders"]["obstacles"]


@pytest.mark.contract("14.1")
async def test_several_locks_become_an_entry_each(hass: HomeAssistant) -> None:
    await async_add_locks(hass, "Front door", "Back door", "Shed")

    result = await async_choose(hass, "lock.front_door", "lock.back_door", "lock.shed")
    assert result["description_placeholders"]["locks"] == "Front door, Back door, Shed"
    result = await hass.config_entries.flow.async_configure(
        result["flow_id"], {"method": METHOD_KEYPAD}
    )
    await hass.async_block_till_done()

    assert result["type"] is FlowResultType.CREATE_ENTRY
    entries = hass.config_entries.async_entries(DOMAIN)
    assert {entry.title for entry in entries} == {"Front door", "Back door", "Shed"}
    assert {entry.unique_id for entry in entries} == {
        lock_id(hass, "lock.front_door"),
        lock_id(hass, "lock.back_door"),
        lock_id(hass, "lock.shed"),
    }
    assert {entry.state for entry in entries} == {ConfigEntryState.LOADED}
    assert {entry.source for entry in entries} == {SOURCE_USER, SOURCE_LINK}
    assert not hass.config_entries.flow.async_progress_by_handler(DOMAIN)


async def test_locks_that_are_linked_together_are_not_offered_meanwhile(
    hass: HomeAssistant, slot_locks: SlotLocks
) -> None:
    await async_add_locks(hass, "Front door", "Back door", "Shed")
    found: list[Any] = []
    hass.config_entries.flow.async_subscribe_flow(
        lambda change, flow_id: found.append(change)
    )

    await async_choose(hass, "lock.front_door", "lock.back_door", "lock.shed")
    await hass.async_block_till_done(wait_background_tasks=True)

    assert len(hass.config_entries.async_entries(DOMAIN)) == 3
    assert not found


@pytest.mark.contract("14.1", "14.3")
async def test_one_bad_lock_keeps_all_from_being_linked_and_the_flow_goes_on(
    hass: HomeAssistant, slot_locks: SlotLocks
) -> None:
    await async_add_locks(hass, "Front door")
    hass.states.async_set("lock.from_yaml", "locked")

    result = await async_choose(hass, "lock.front_door", "lock.from_yaml")
    assert result["type"] is FlowResultType.FORM
    assert result["errors"] == {"locks": "not_in_registry"}
    assert result["description_placeholders"]["locks"] == "lock.from_yaml"
    assert not hass.config_entries.async_entries(DOMAIN)

    result = await hass.config_entries.flow.async_configure(
        result["flow_id"], {"locks": []}
    )
    assert result["errors"] == {"locks": "no_lock_chosen"}

    result = await hass.config_entries.flow.async_configure(
        result["flow_id"], {"locks": ["lock.front_door"]}
    )
    assert result["type"] is FlowResultType.CREATE_ENTRY


async def test_a_lock_that_was_linked_while_the_form_was_open_is_named(
    hass: HomeAssistant, slot_locks: SlotLocks
) -> None:
    await async_add_locks(hass, "Front door", "Back door")
    result: Any = await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": SOURCE_USER}
    )
    await async_choose(hass, "lock.front_door")

    result = await hass.config_entries.flow.async_configure(
        result["flow_id"], {"locks": ["lock.front_door", "lock.back_door"]}
    )
    assert result["errors"] == {"locks": "already_linked"}
    assert result["description_placeholders"]["locks"] == "lock.front_door"

    result = await hass.config_entries.flow.async_configure(
        result["flow_id"], {"locks": ["lock.back_door"]}
    )
    assert result["type"] is FlowResultType.CREATE_ENTRY


@pytest.mark.contract("14.2")
async def test_linked_locks_are_left_out_of_the_choice(
    hass: HomeAssistant, slot_locks: SlotLocks
) -> None:
    await async_add_locks(hass, "Front door", "Back door")
    await async_choose(hass, "lock.front_door")

    result = await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": SOURCE_USER}
    )
    assert result["data_schema"] is not None
    selector = result["data_schema"].schema["locks"]
    assert selector.config["exclude_entities"] == ["lock.front_door"]
    assert selector.config["multiple"] is True


@pytest.mark.contract("14.63")
@pytest.mark.parametrize(
    ("is_any_there", "reason"),
    [(True, "no_locks_and_no_calendar"), (False, "no_locks")],
)
async def test_without_a_lock_to_link_the_flow_says_so(
    hass: HomeAssistant, slot_locks: SlotLocks, is_any_there: bool, reason: str
) -> None:
    if is_any_there:
        await async_add_locks(hass, "Front door")
        await async_choose(hass, "lock.front_door")

    result = await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": SOURCE_USER}
    )
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == reason


@pytest.mark.contract("14.63")
async def test_with_a_calendar_to_follow_only_locks_are_missing(
    hass: HomeAssistant, slot_locks: SlotLocks
) -> None:
    await async_add_locks(hass, "Front door")
    await async_choose(hass, "lock.front_door")
    hass.states.async_set("calendar.guests", "off")

    menu = await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": SOURCE_USER}
    )
    assert menu["type"] is FlowResultType.MENU
    result = await hass.config_entries.flow.async_configure(
        menu["flow_id"], {"next_step_id": "link_locks"}
    )
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "no_locks"


async def test_a_lock_that_goes_between_two_steps_is_not_linked(
    hass: HomeAssistant,
) -> None:
    await async_add_locks(hass, "Front door")
    result = await async_choose(hass, "lock.front_door")
    er.async_get(hass).async_remove("lock.front_door")

    result = await hass.config_entries.flow.async_configure(
        result["flow_id"], {"method": METHOD_KEYPAD}
    )
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "lock_gone"


@pytest.mark.contract("2.1")
async def test_a_lock_linked_twice_at_once_is_linked_once(hass: HomeAssistant) -> None:
    await async_add_locks(hass, "Front door")
    first = await async_choose(hass, "lock.front_door")
    second = await async_choose(hass, "lock.front_door")
    await hass.config_entries.flow.async_configure(
        first["flow_id"], {"method": METHOD_KEYPAD}
    )
    result = await hass.config_entries.flow.async_configure(
        second["flow_id"], {"method": METHOD_KEYPAD}
    )
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "already_configured"
    assert len(hass.config_entries.async_entries(DOMAIN)) == 1


async def async_found(hass: HomeAssistant) -> list[Any]:
    await hass.async_block_till_done(wait_background_tasks=True)
    return [
        flow
        for flow in hass.config_entries.flow.async_progress_by_handler(DOMAIN)
        if flow["context"]["source"] == SOURCE_INTEGRATION_DISCOVERY
    ]


@pytest.mark.contract("14.5")
async def test_once_one_lock_is_linked_others_with_an_adapter_are_offered(
    hass: HomeAssistant, slot_locks: SlotLocks
) -> None:
    await async_add_locks(hass, "Front door", "Back door")
    assert not await async_found(hass)
    await async_choose(hass, "lock.front_door")

    [flow] = await async_found(hass)
    assert flow["context"]["unique_id"] == lock_id(hass, "lock.back_door")
    assert flow["context"]["title_placeholders"] == {"name": "Back door"}
    assert flow["step_id"] == "confirm"
    result = await hass.config_entries.flow.async_configure(flow["flow_id"], {})
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["title"] == "Back door"
    assert result["data"]["method"] == METHOD


@pytest.mark.contract("14.5")
async def test_a_lock_that_appears_later_is_offered_too(
    hass: HomeAssistant, slot_locks: SlotLocks
) -> None:
    await async_add_locks(hass, "Front door")
    await async_choose(hass, "lock.front_door")

    registry = er.async_get(hass)
    registry.async_get_or_create("sensor", FAMILY, "not a lock")
    registry.async_get_or_create("lock", "other", "without an adapter")
    lock = registry.async_get_or_create(
        "lock", FAMILY, "later", disabled_by=er.RegistryEntryDisabler.USER
    )
    assert not await async_found(hass)

    registry.async_update_entity(lock.entity_id, name="Gate")
    assert not await async_found(hass)
    registry.async_update_entity(lock.entity_id, disabled_by=None)
    [flow] = await async_found(hass)
    assert flow["context"]["unique_id"] == lock.id

    registry.async_remove(lock.entity_id)
    result = await hass.config_entries.flow.async_configure(flow["flow_id"], {})
    assert result["reason"] == "lock_gone"


async def test_a_lock_that_went_before_anybody_looked_is_not_offered(
    hass: HomeAssistant, slot_locks: SlotLocks
) -> None:
    await async_add_locks(hass, "Front door")
    await async_choose(hass, "lock.front_door")
    hass.bus.async_fire(
        str(er.EVENT_ENTITY_REGISTRY_UPDATED),
        {"action": "create", "entity_id": "lock.nowhere"},
    )
    assert not await async_found(hass)


async def test_an_offer_for_a_lock_that_went_meanwhile_comes_to_nothing(
    hass: HomeAssistant,
) -> None:
    result = await hass.config_entries.flow.async_init(
        DOMAIN,
        context={"source": SOURCE_INTEGRATION_DISCOVERY},
        data={"lock": "gone"},
    )
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "lock_gone"


@pytest.mark.contract("14.4")
async def test_a_lock_of_a_family_that_keeps_no_codes_is_asked_how_and_not_offered(
    hass: HomeAssistant, slot_locks: SlotLocks
) -> None:
    slot_locks["Back door"].slots = {}
    await async_add_locks(hass, "Front door", "Back door")
    await async_choose(hass, "lock.front_door")
    assert not await async_found(hass)

    result = await async_choose(hass, "lock.back_door")

    assert result["step_id"] == "method"
    assert result["description_placeholders"]["locks"] == "Back door"


@pytest.mark.contract("14.2")
async def test_an_ignored_lock_is_not_offered_again_and_can_still_be_chosen(
    hass: HomeAssistant, slot_locks: SlotLocks
) -> None:
    await async_add_locks(hass, "Front door", "Back door")
    await async_choose(hass, "lock.front_door")
    [flow] = await async_found(hass)
    await hass.config_entries.flow.async_init(
        DOMAIN,
        context={"source": SOURCE_IGNORE},
        data={"unique_id": flow["context"]["unique_id"], "title": "Back door"},
    )
    er.async_get(hass).async_update_entity(
        "lock.back_door", disabled_by=er.RegistryEntryDisabler.USER
    )
    er.async_get(hass).async_update_entity("lock.back_door", disabled_by=None)
    assert not await async_found(hass)

    result = await async_choose(hass, "lock.back_door")
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert not [
        entry
        for entry in hass.config_entries.async_entries(DOMAIN)
        if entry.source == SOURCE_IGNORE
    ]


async def test_linking_an_ignored_lock_together_with_another_works_too(
    hass: HomeAssistant, slot_locks: SlotLocks
) -> None:
    await async_add_locks(hass, "Front door", "Back door")
    MockConfigEntry(
        domain=DOMAIN,
        source=SOURCE_IGNORE,
        unique_id=lock_id(hass, "lock.back_door"),
    ).add_to_hass(hass)

    await async_choose(hass, "lock.front_door", "lock.back_door")
    await hass.async_block_till_done()

    entries = hass.config_entries.async_entries(DOMAIN)
    assert {entry.source for entry in entries} == {SOURCE_USER, SOURCE_LINK}


@pytest.mark.contract("14.5")
async def test_nothing_is_offered_once_the_last_lock_is_unlinked(
    hass: HomeAssistant, slot_locks: SlotLocks
) -> None:
    await async_add_locks(hass, "Front door")
    result = await async_choose(hass, "lock.front_door")
    await hass.config_entries.async_remove(result["result"].entry_id)

    er.async_get(hass).async_get_or_create("lock", FAMILY, "later")
    assert not await async_found(hass)
