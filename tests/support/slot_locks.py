"""A family of locks with slots: fake locks behind the entities of the fake integration."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
import sys
from types import ModuleType
from typing import Any, override

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.access_codes import locks
from custom_components.access_codes.const import (
    CONF_IS_STORED,
    CONF_LOCK,
    CONF_METHOD,
    DOMAIN,
)
from custom_components.access_codes.core.model import (
    LockCapabilities,
    Outcome,
    Pin,
    Reach,
    Reporting,
)
from custom_components.access_codes.locks.adapter import AdapterListener
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.entity_registry import RegistryEntry
from tests.support.fake_adapter import FakeAdapter
from tests.support.fake_lock import Duplicates, FakeLock, Gate, Sent
from tests.support.keypad_locks import FAMILY, async_call

METHOD = "fake_slots"


_CAPABILITIES = LockCapabilities(slots=("1", "2", "3", "4"), reports=Reporting.ALL)


def _make_lock() -> FakeLock:
    return FakeLock(_CAPABILITIES, Duplicates.TAKEN)


@dataclass
class SlotLock:
    """One lock of the family, with the adapters that are connected to it."""

    lock: FakeLock = field(default_factory=_make_lock)
    start_gate: asyncio.Event | None = None
    """Its adapter waits for the gate when it starts."""
    adapters: list[SlotAdapter] = field(default_factory=list)
    _reach: Reach = Reach.REACHABLE

    @property
    def slots(self) -> dict[str, str | None]:
        """The digits in each slot, None where it is empty; a copy: assign to change the lock."""
        held = self.lock.held
        return {
            slot: held[slot].reveal() if slot in held else None
            for slot in self.lock.capabilities.slots
        }

    @slots.setter
    def slots(self, slots: dict[str, str | None]) -> None:
        self.lock.alter(slots=tuple(slots))
        self.lock.lose_everything()
        for slot, pin in slots.items():
            self._put(slot, pin)

    @property
    def pins(self) -> set[str]:
        """The digits of all PINs that open it."""
        return self.lock.pins

    @property
    def sent(self) -> list[tuple[str, str]]:
        """The kind and the slot, or nothing, of each command that arrived; a copy."""
        return [(sent.kind.value, sent.command.slot or "") for sent in self.lock.sent]

    @property
    def reach(self) -> Reach:
        """The reach that its adapters report."""
        return self._reach

    @reach.setter
    def reach(self, reach: Reach) -> None:
        self._reach = reach
        self.lock.is_reachable = reach is Reach.REACHABLE

    @property
    def failure(self) -> Outcome | None:
        """Its answer to every write, instead of carrying the write out."""
        return self.lock.failure

    @failure.setter
    def failure(self, failure: Outcome | None) -> None:
        self.lock.failure = failure

    @property
    def gate(self) -> Gate | None:
        """Writes wait for the gate before they are carried out."""
        return self.lock.write_gate

    @gate.setter
    def gate(self, gate: Gate | None) -> None:
        self.lock.write_gate = gate

    def forget_sent(self) -> None:
        """Empty the list of commands that arrived."""
        self.lock.sent.clear()

    def watch(self, note: Callable[[str], None]) -> None:
        """Call a function before and after each write."""

        def noted(when: str) -> Callable[[Sent], None]:
            return lambda sent: note(f"{when} {sent.kind}") if sent.is_write else None

        self.lock.before_command = noted("before")
        self.lock.after_command = noted("after")

    def become(self, reach: Reach) -> None:
        """Change the reach, and report it."""
        self.reach = reach
        for adapter in self.adapters:
            adapter.tell_reach()

    def type_in(self, slot: str, pin: str | None) -> None:
        """Change a code at the keypad, and report it."""
        self._put(slot, pin)
        for adapter in self.adapters:
            adapter.report(slot)

    def reset(self) -> None:
        """Reset to factory settings, and report it."""
        self.lock.lose_everything()
        for adapter in self.adapters:
            adapter.report_all_cleared()

    def fix(self) -> None:
        """Carry out all writes from now on."""
        self.failure = None

    def _put(self, slot: str, pin: str | None) -> None:
        self.lock.type_at_keypad(slot, None if pin is None else Pin(pin))


@dataclass
class SlotLocks:
    """The locks of the family, by the unique id of their entity."""

    locks: dict[str, SlotLock] = field(default_factory=dict)
    family: str | None = METHOD

    def __getitem__(self, unique_id: str) -> SlotLock:
        return self.locks.setdefault(unique_id, SlotLock())


class SlotAdapter(FakeAdapter):
    """Adapter of a lock of the family, for one entity."""

    family = METHOD

    def __init__(self, slot_lock: SlotLock, entry: RegistryEntry) -> None:
        super().__init__(slot_lock.lock)
        self.entity_id = entry.entity_id
        self._slot_lock = slot_lock

    @override
    async def async_start(self, listener: AdapterListener) -> None:
        if self._slot_lock.start_gate is not None:
            await self._slot_lock.start_gate.wait()
        await super().async_start(listener)
        self._slot_lock.adapters.append(self)

    @override
    def stop(self) -> None:
        super().stop()
        if self in self._slot_lock.adapters:
            self._slot_lock.adapters.remove(self)

    @property
    @override
    def reach(self) -> Reach:
        return self._slot_lock.reach


def install_slot_family(monkeypatch: pytest.MonkeyPatch) -> SlotLocks:
    """Make the fake locks a family with an adapter."""
    slot_locks = SlotLocks()

    class Adapter(SlotAdapter):
        def __init__(self, _: HomeAssistant, entry: RegistryEntry) -> None:
            super().__init__(slot_locks[entry.unique_id], entry)

        @staticmethod
        @override
        def keeps_codes(hass: HomeAssistant, lock: RegistryEntry) -> bool:
            keeps = SlotAdapter.keeps_codes(hass, lock)
            return keeps and bool(slot_locks[lock.unique_id].slots)

    module = ModuleType(METHOD)
    module.SlotAdapter = Adapter  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, f"{locks.__name__}.{METHOD}", module)
    family = locks.Family(FAMILY, METHOD, "SlotAdapter")
    monkeypatch.setitem(locks.FAMILIES, METHOD, family)
    return slot_locks


async def async_link_slots(
    hass: HomeAssistant, entity_id: str, **options: Any
) -> MockConfigEntry:
    """Link a lock by the adapter of the family."""
    lock = er.async_get(hass).async_get(entity_id)
    assert lock is not None
    entry = MockConfigEntry(
        domain=DOMAIN,
        title=entity_id,
        unique_id=lock.id,
        data={CONF_LOCK: lock.id, CONF_METHOD: METHOD, CONF_IS_STORED: False},
        options=options,
    )
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await async_settle(hass)
    return entry


async def async_settle(hass: HomeAssistant) -> None:
    """Wait until nothing is under way; commands to a lock are background tasks."""
    await hass.async_block_till_done(wait_background_tasks=True)


async def async_create(
    hass: HomeAssistant, entity_id: str, name: str, code: str, **fields: Any
) -> str:
    """Create a code, wait until nothing is under way, and return its id."""
    response = await async_call(
        hass, "create", lock=entity_id, name=name, code=code, **fields
    )
    await async_settle(hass)
    access_code_id: str = response["access_code"]["access_code_id"]
    return access_code_id
