"""Events carry the context of the action that they follow from."""

from datetime import timedelta
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_capture_events,
)

from custom_components.access_codes.const import DOMAIN
from custom_components.access_codes.core.model import Event, LockRecord
from custom_components.access_codes.engine.bus_events import EVENT_TYPE
from custom_components.access_codes.engine.request_contexts import RequestContexts
from homeassistant.core import Context, HomeAssistant
from tests.support.builders import HOUR, NOW, a_code, a_record
from tests.support.keypad_locks import async_add_locks, async_link
from tests.support.slot_locks import SlotLocks, async_link_slots, async_settle

FRONT = "lock.front_door"


async def async_ask(
    hass: HomeAssistant, action: str, context: Context, **fields: Any
) -> Any:
    answer = await hass.services.async_call(
        DOMAIN, action, fields, blocking=True, return_response=True, context=context
    )
    await async_settle(hass)
    return answer


@pytest.fixture
async def entry(hass: HomeAssistant, slot_locks: SlotLocks) -> MockConfigEntry:
    await async_add_locks(hass, "Front door")
    return await async_link_slots(hass, FRONT)


@pytest.mark.contract("11.84")
async def test_events_of_an_action_carry_its_context(
    hass: HomeAssistant, slot_locks: SlotLocks, entry: MockConfigEntry
) -> None:
    events = async_capture_events(hass, EVENT_TYPE)
    creates, updates, deletes = Context(), Context(), Context()
    answer = await async_ask(
        hass, "create", creates, lock=FRONT, name="Guest", code="7305"
    )
    access_code_id = answer["access_code"]["access_code_id"]
    await async_ask(hass, "update", updates, access_code_id=access_code_id, code="8416")
    slot_locks["Front door"].type_in("1", None)
    await async_settle(hass)
    await async_ask(hass, "delete", deletes, access_code_id=access_code_id)

    assert [
        (event.data["type"].removeprefix("access_code."), event.context.id)
        for event in events
        if event.data["type"] != "access_code.deleted_external"
        and event.context in (creates, updates, deletes)
    ] == [
        ("created", creates.id),
        ("set_on_device", creates.id),
        ("changed", updates.id),
        ("mutations_requested", updates.id),
        ("set_on_device", updates.id),
        ("set_on_device", updates.id),
        ("removed_from_device", deletes.id),
        ("deleted", deletes.id),
    ]
    [external] = [
        event for event in events if event.data["type"].endswith("deleted_external")
    ]
    assert external.context not in (creates, updates, deletes)


@pytest.mark.contract("11.84")
async def test_a_use_carries_the_context_of_the_one_who_typed(
    hass: HomeAssistant,
) -> None:
    await async_add_locks(hass, "Front door")
    await async_link(hass, FRONT)
    await async_ask(hass, "create", Context(), lock=FRONT, name="Guest", code="7305")
    events = async_capture_events(hass, EVENT_TYPE)
    context = Context()
    await async_ask(hass, "enter_code", context, lock=FRONT, code="7305")
    await async_ask(hass, "enter_code", context, lock=FRONT, code="9999")
    assert [(event.data["type"], event.context) for event in events] == [
        ("access_code.used", context),
        ("lock.access_denied", context),
    ]


def _event(event_type: str, seconds: float = 0, number: int = 9) -> Event:
    return Event(
        f"event {number}",
        event_type,
        NOW + timedelta(seconds=seconds),
        access_code_id="a",
        name="Guest a",
    )


def _noted(*events: Event) -> tuple[RequestContexts, Context, LockRecord]:
    contexts, context = RequestContexts(), Context()
    before = a_record(event_count=4)
    after = a_record(a_code(), outbox=events, event_count=4 + len(events))
    contexts.note(context, before, after, NOW)
    return contexts, context, after


@pytest.mark.contract("11.84")
def test_an_effect_long_after_its_request_has_a_context_of_its_own() -> None:
    contexts, context, _ = _noted(_event("access_code.created", number=5))
    assert contexts.take(_event("access_code.set_on_device", 300)) is context
    assert contexts.take(_event("access_code.set_on_device", 301)) is not context
    # The clock was set back.
    assert contexts.take(_event("access_code.set_on_device", -1)) is not context
    assert contexts.take(_event("access_code.modified_external")) is not context
    assert contexts.take(Event("x", "lock.access_denied", NOW)) is not context
    late = _event("access_code.created", 4000, number=5)
    assert contexts.take(late) is context
    assert contexts.take(late) is not context


@pytest.mark.contract("11.84")
def test_the_context_of_a_code_is_that_of_the_last_request() -> None:
    contexts, _, before = _noted()
    other = Context()
    contexts.note(other, before, before, NOW)
    changed = a_record(a_code(name="Anna"), a_code("b"))
    contexts.note(other, before, changed, NOW + HOUR)
    later = 3600
    assert contexts.take(_event("access_code.set_on_device", later)) is other
    third = Context()
    again = a_record(changed.codes["a"], a_code("b", name="Bea"))
    contexts.note(third, changed, again, NOW + HOUR)
    assert contexts.take(_event("access_code.set_on_device", later)) is other


@pytest.mark.contract("11.190")
def test_what_nobody_asked_about_has_a_context_of_its_own() -> None:
    contexts = RequestContexts()
    event = Event(
        "1",
        "access_code.unmanaged.removed",
        NOW,
        details={"unmanaged_access_code_id": "2"},
    )
    first = contexts.take(event)
    assert first.user_id is None
    assert contexts.take(event).id != first.id
    asked = Context(user_id="ada")
    contexts.note(asked, a_record(), a_record(a_code("2")), NOW)
    assert contexts.take(event) is asked
    assert contexts.take(event) is not asked
