"""The keypad adapter, which works with every lock."""

import pytest

from custom_components.access_codes.core.model import (
    EMPTY,
    Outcome,
    Pin,
    Reach,
    Readability,
)
from custom_components.access_codes.locks import async_create_adapter
from custom_components.access_codes.locks.adapter import Cause, LockAdapter, Use
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from tests.locks.writes import clear, set_pin
from tests.support.keypad_locks import Doors, async_add_locks

FRONT = "lock.front_door"


class Listener:
    """Count the changes of reach."""

    def __init__(self) -> None:
        self.changes = 0

    def reach_changed(self) -> None:
        self.changes += 1

    def capabilities_changed(self) -> None:
        raise NotImplementedError

    def reported(
        self, slot: str, content: object, cause: Cause = Cause.UNKNOWN
    ) -> None:
        raise NotImplementedError

    def reported_all_cleared(self) -> None:
        raise NotImplementedError

    def remainder_found(self, slot: str) -> None:
        raise NotImplementedError

    def activity_found(self, slot: str, *, is_inactive: bool) -> None:
        raise NotImplementedError

    def used(self, use: Use) -> None:
        raise NotImplementedError

    def access_denied(self, reason: str) -> None:
        raise NotImplementedError

    def is_ours(self, slot: str) -> bool:
        raise NotImplementedError


@pytest.fixture
async def doors(hass: HomeAssistant) -> Doors:
    return await async_add_locks(hass, "Front door")


async def async_adapter(hass: HomeAssistant, entity_id: str = FRONT) -> LockAdapter:
    lock = er.async_get(hass).async_get(entity_id)
    assert lock is not None
    return await async_create_adapter(hass, lock, "keypad")


def reach_of(adapter: LockAdapter) -> Reach:
    return adapter.reach


@pytest.mark.contract("12.16")
async def test_it_takes_pins_of_four_to_twelve_digits_and_reports_their_use(
    hass: HomeAssistant, doors: Doors
) -> None:
    capabilities = (await async_adapter(hass)).capabilities
    assert capabilities is not None
    assert capabilities.is_virtual
    assert capabilities.code_lengths == tuple(range(4, 13))
    assert capabilities.characters == "0123456789"
    assert capabilities.reads is Readability.PIN
    assert capabilities.reports_use
    assert capabilities.has_enter_key


@pytest.mark.contract("12.15")
async def test_it_sends_no_command(hass: HomeAssistant, doors: Doors) -> None:
    adapter = await async_adapter(hass)
    assert await set_pin(adapter, "", Pin("482915"), None) is Outcome.CONFIRMED
    assert await clear(adapter, "") is Outcome.CONFIRMED
    assert await adapter.async_read("") is EMPTY
    assert adapter.metadata("") == {}
    assert doors.locks["Front door"].moves == []


@pytest.mark.contract("12.17")
async def test_a_lock_is_as_reachable_as_its_entity(
    hass: HomeAssistant, doors: Doors
) -> None:
    adapter, listener = await async_adapter(hass), Listener()
    await adapter.async_start(listener)
    assert reach_of(adapter) is Reach.REACHABLE
    doors.locks["Front door"].become(available=False)
    await hass.async_block_till_done()
    assert reach_of(adapter) is Reach.OFFLINE
    assert listener.changes == 1
    doors.locks["Front door"].become(available=True)
    await hass.async_block_till_done()
    assert reach_of(adapter) is Reach.REACHABLE
    assert listener.changes == 2
    adapter.stop()
    adapter.stop()
    doors.locks["Front door"].become(available=False)
    await hass.async_block_till_done()
    assert listener.changes == 2


@pytest.mark.contract("12.17")
async def test_a_lock_whose_integration_is_not_loaded_is_disconnected(
    hass: HomeAssistant, doors: Doors
) -> None:
    adapter, listener = await async_adapter(hass), Listener()
    await adapter.async_start(listener)
    await hass.config_entries.async_unload(doors.entry.entry_id)
    await hass.async_block_till_done()
    assert reach_of(adapter) is Reach.DISCONNECTED
    assert listener.changes > 1
    before = listener.changes
    hass.config_entries.async_update_entry(doors.entry, title="Not about state")
    assert listener.changes == before + 1
    await hass.config_entries.async_remove(doors.entry.entry_id)
    await hass.async_block_till_done()
    assert reach_of(adapter) is Reach.DISCONNECTED
    adapter.stop()


async def test_other_integrations_do_not_concern_it(
    hass: HomeAssistant, doors: Doors
) -> None:
    entities = er.async_get(hass)
    lock = entities.async_get_or_create("lock", "template", "shed")
    adapter, listener = await async_adapter(hass, lock.entity_id), Listener()
    await adapter.async_start(listener)
    await hass.config_entries.async_unload(doors.entry.entry_id)
    assert listener.changes == 0
    adapter.stop()


@pytest.mark.parametrize(
    ("state", "attributes", "reach"),
    [
        (None, {}, Reach.DISCONNECTED),
        ("unavailable", {"restored": True}, Reach.DISCONNECTED),
        ("unavailable", {}, Reach.OFFLINE),
        ("unknown", {}, Reach.REACHABLE),
        ("jammed", {}, Reach.REACHABLE),
    ],
)
async def test_a_lock_from_yaml_is_there_if_its_integration_provides_it(
    hass: HomeAssistant, state: str | None, attributes: dict[str, bool], reach: Reach
) -> None:
    lock = er.async_get(hass).async_get_or_create("lock", "template", "shed")
    adapter = await async_adapter(hass, lock.entity_id)
    if state is not None:
        hass.states.async_set(lock.entity_id, state, attributes)
    assert reach_of(adapter) is reach
