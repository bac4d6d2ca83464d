"""The lock's entity and its integration's entry come and go, in any order, while our entry does, too."""

import asyncio
from contextlib import suppress
from random import Random
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components import access_codes
from custom_components.access_codes.core.model import Reach
from custom_components.access_codes.linking.replace_lock import async_follow_record
from homeassistant.config_entries import (
    ConfigEntryDisabler,
    ConfigEntryState,
    OperationNotAllowed,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from tests.support.keypad_locks import FAMILY, Doors, async_add_locks, engine_of
from tests.support.slot_locks import (
    SlotLocks,
    async_create,
    async_link_slots,
    async_settle,
)

_LOCK = "lock.front_door"
_STEPS = (
    *("disable", "enable", "remove", "add", "add anew", "rename", "move"),
    *("theirs unloaded", "theirs loaded", "ours unloaded", "ours loaded"),
    *("ours reloaded", "ours disabled", "ours enabled"),
)


class _Story:
    """What happens to one linked lock."""

    def __init__(
        self, hass: HomeAssistant, doors: Doors, entry: MockConfigEntry
    ) -> None:
        self._hass = hass
        self._doors = doors
        self._entry = entry
        self._registry = er.async_get(hass)

    @property
    def lock(self) -> er.RegistryEntry | None:
        """The lock's entity, under whatever id."""
        entity_id = self._registry.async_get_entity_id("lock", FAMILY, "Front door")
        return None if entity_id is None else self._registry.async_get(entity_id)

    async def happen(self, step: str) -> None:
        """Let one thing happen, where it can."""
        lock, entries = self.lock, self._hass.config_entries
        ours, theirs = self._entry, self._doors.entry
        is_loaded = ours.state is ConfigEntryState.LOADED
        match step:
            case "disable" if lock:
                self._update(lock, disabled_by=er.RegistryEntryDisabler.USER)
            case "enable" if lock:
                self._update(lock, disabled_by=None)
            case "remove" if lock:
                self._registry.async_remove(lock.entity_id)
            case "add" if lock is None:
                self._add()
            case "add anew" if lock is None:
                self._registry.deleted_entities.clear()
                self._add()
            case "rename" if lock:
                name = _LOCK if lock.entity_id != _LOCK else "lock.main_entrance"
                self._update(lock, new_entity_id=name)
            case "move" if lock:
                self._update(lock, device_id=None)
            case "theirs unloaded" if theirs.state is ConfigEntryState.LOADED:
                await entries.async_unload(theirs.entry_id)
            case "theirs loaded" if theirs.state is ConfigEntryState.NOT_LOADED:
                await entries.async_setup(theirs.entry_id)
            case "ours unloaded" if is_loaded:
                await entries.async_unload(ours.entry_id)
            case "ours loaded" if ours.state is ConfigEntryState.NOT_LOADED:
                await entries.async_setup(ours.entry_id)
            case "ours reloaded" if is_loaded:
                await entries.async_reload(ours.entry_id)
            case "ours disabled":
                user = ConfigEntryDisabler.USER
                await entries.async_set_disabled_by(ours.entry_id, user)
            case "ours enabled":
                await entries.async_set_disabled_by(ours.entry_id, None)
            case _:
                pass

    async def end(self) -> None:
        """Bring everything back."""
        for step in ("theirs loaded", "add", "enable", "ours enabled", "ours loaded"):
            await self.happen(step)
        await async_settle(self._hass)

    def _add(self) -> None:
        self._registry.async_get_or_create(
            "lock", FAMILY, "Front door", config_entry=self._doors.entry
        )

    def _update(self, lock: er.RegistryEntry, **changes: object) -> None:
        self._registry.async_update_entity(lock.entity_id, **changes)  # type: ignore[arg-type]


def _interrupt_setup(monkeypatch: pytest.MonkeyPatch, story: _Story, step: str) -> None:
    """Let something happen once our entry has looked its lock up, before it follows it."""

    async def follow_later(*given: Any) -> bool:
        await story.happen(step)
        return await async_follow_record(*given)

    monkeypatch.setattr(f"{access_codes.__name__}.async_follow_record", follow_later)


@pytest.mark.contract("2.2", "2.3", "2.4")
@pytest.mark.parametrize(
    ("before", "meanwhile"),
    [("disable", "enable"), ("remove", "add"), ("remove", "add anew")],
)
async def test_a_lock_that_returns_while_our_entry_is_set_up_is_looked_after(
    hass: HomeAssistant,
    slot_locks: SlotLocks,
    monkeypatch: pytest.MonkeyPatch,
    before: str,
    meanwhile: str,
) -> None:
    doors = await async_add_locks(hass, "Front door")
    entry = await async_link_slots(hass, _LOCK)
    await async_create(hass, _LOCK, "Cleaner", "7305")
    story = _Story(hass, doors, entry)
    await story.happen("ours unloaded")
    await story.happen(before)
    _interrupt_setup(monkeypatch, story, meanwhile)
    await story.happen("ours loaded")
    await async_settle(hass)

    assert engine_of(entry).world.reach is Reach.REACHABLE
    assert len(slot_locks["Front door"].adapters) == 1
    lock = story.lock
    assert lock is not None
    await async_create(hass, lock.entity_id, "Guest", "8416")
    assert slot_locks["Front door"].pins == {"7305", "8416"}


@pytest.mark.contract("2.2", "2.3", "2.4")
async def test_a_lock_that_is_disabled_while_our_entry_is_set_up_is_disconnected(
    hass: HomeAssistant, slot_locks: SlotLocks, monkeypatch: pytest.MonkeyPatch
) -> None:
    doors = await async_add_locks(hass, "Front door")
    entry = await async_link_slots(hass, _LOCK)
    story = _Story(hass, doors, entry)
    await story.happen("ours unloaded")
    _interrupt_setup(monkeypatch, story, "disable")
    await story.happen("ours loaded")
    await async_settle(hass)

    assert engine_of(entry).world.reach is Reach.DISCONNECTED
    assert not slot_locks["Front door"].adapters


@pytest.mark.contract("2.2", "2.3", "2.4")
@pytest.mark.parametrize("seed", range(12))
async def test_a_lock_is_looked_after_again_whatever_came_and_went_before(
    hass: HomeAssistant, slot_locks: SlotLocks, seed: int
) -> None:
    chance = Random(seed)
    doors = await async_add_locks(hass, "Front door")
    entry = await async_link_slots(hass, _LOCK)
    await async_create(hass, _LOCK, "Cleaner", "7305")
    story = _Story(hass, doors, entry)

    happening = []
    for _ in range(12):
        step = chance.choice(_STEPS)
        happening.append(hass.async_create_task(story.happen(step)))
        for _ in range(chance.choice((0, 1, 3))):
            await asyncio.sleep(0)
        if chance.random() < 0.5:
            await asyncio.wait(happening)
        if chance.random() < 0.5:
            await async_settle(hass)
    for happened in happening:
        # An entry is not unloaded while it is set up.
        with suppress(OperationNotAllowed):
            await happened
    await async_settle(hass)
    await story.end()

    assert engine_of(entry).world.reach is Reach.REACHABLE
    assert slot_locks["Front door"].pins == {"7305"}
    assert len(slot_locks["Front door"].adapters) == 1
    lock = story.lock
    assert lock is not None
    await async_create(hass, lock.entity_id, "Guest", "8416")
    assert slot_locks["Front door"].pins == {"7305", "8416"}
