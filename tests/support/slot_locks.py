"""A family of locks with slots, for the fake locks: what each really holds, and how it can go wrong."""

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
    EMPTY,
    Content,
    KnownPin,
    LockCapabilities,
    Outcome,
    Pin,
    Reach,
)
from custom_components.access_codes.locks.adapter import (
    AdapterListener,
    LockAdapter,
    LockUnreachable,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.entity_registry import RegistryEntry
from tests.support.keypad_locks import FAMILY, async_call

METHOD = "fake_slots"


@dataclass
class SlotLock:
    """One lock: its slots, and whether it answers."""

    slots: dict[str, str | None] = field(
        default_factory=lambda: dict.fromkeys(("1", "2", "3", "4"))
    )
    code_lengths: tuple[int, ...] = (4, 5, 6, 7, 8)
    reach: Reach = Reach.REACHABLE
    failure: Outcome | None = None
    """How it answers to writes instead of carrying them out."""
    gate: asyncio.Event | None = None
    """What it waits for before it carries anything out."""
    start_gate: asyncio.Event | None = None
    """What its adapter waits for when it starts."""
    watch: Callable[[str], None] | None = None
    """Who looks on before and after each write."""
    sent: list[tuple[str, str]] = field(default_factory=list)
    adapters: list[SlotAdapter] = field(default_factory=list)

    def become(self, reach: Reach) -> None:
        """Go, or come back."""
        self.reach = reach
        for adapter in self.adapters:
            adapter.tell_reach()

    def type_in(self, slot: str, pin: str | None) -> None:
        """Change a code at the keypad."""
        self.slots[slot] = pin
        for adapter in self.adapters:
            adapter.tell(slot)

    def reset(self) -> None:
        """Lose everything at once."""
        self.slots = dict.fromkeys(self.slots)
        for adapter in self.adapters:
            adapter.tell_reset()

    def fix(self) -> None:
        """Carry out what it is told from now on."""
        self.failure = None

    @property
    def pins(self) -> set[str]:
        """Every PIN that opens it."""
        return {pin for pin in self.slots.values() if pin is not None}


@dataclass
class SlotLocks:
    """The locks of the family, by the unique id of their entity."""

    locks: dict[str, SlotLock] = field(default_factory=dict)
    family: str | None = METHOD

    def __getitem__(self, unique_id: str) -> SlotLock:
        return self.locks.setdefault(unique_id, SlotLock())


class SlotAdapter(LockAdapter):
    """Speaks to one of them."""

    family = METHOD

    def __init__(self, lock: SlotLock, entry: RegistryEntry) -> None:
        self.lock = lock
        self.entity_id = entry.entity_id
        self._listener: AdapterListener | None = None

    @override
    async def async_start(self, listener: AdapterListener) -> None:
        if self.lock.start_gate is not None:
            await self.lock.start_gate.wait()
        self._listener = listener
        self.lock.adapters.append(self)

    @override
    def stop(self) -> None:
        if self in self.lock.adapters:
            self.lock.adapters.remove(self)

    @property
    @override
    def reach(self) -> Reach:
        return self.lock.reach

    @property
    @override
    def capabilities(self) -> LockCapabilities:
        return LockCapabilities(
            slots=tuple(self.lock.slots),
            code_lengths=self.lock.code_lengths,
            reports_changes=True,
        )

    @override
    async def async_read_all(self) -> dict[str, Content]:
        self._reach_out("read_all", "")
        return {slot: self._content(slot) for slot in self.lock.slots}

    @override
    async def async_read(self, slot: str) -> Content:
        self._reach_out("read", slot)
        return self._content(slot)

    @override
    async def async_set(self, slot: str, pin: Pin, name: str | None) -> Outcome:
        return await self._write("set", slot, pin.reveal())

    @override
    async def async_clear(self, slot: str) -> Outcome:
        return await self._write("clear", slot, None)

    def tell_reach(self) -> None:
        if self._listener is not None:
            self._listener.reach_changed()

    def tell(self, slot: str) -> None:
        if self._listener is not None:
            self._listener.reported(slot, self._content(slot))

    def tell_reset(self) -> None:
        if self._listener is not None:
            self._listener.reported_all_cleared()

    def _content(self, slot: str) -> Content:
        pin = self.lock.slots[slot]
        return EMPTY if pin is None else KnownPin(Pin(pin))

    def _reach_out(self, command: str, slot: str) -> None:
        self.lock.sent.append((command, slot))
        if self.lock.reach is not Reach.REACHABLE:
            raise LockUnreachable

    async def _write(self, command: str, slot: str, pin: str | None) -> Outcome:
        self.lock.sent.append((command, slot))
        if self.lock.reach is not Reach.REACHABLE:
            return Outcome.UNREACHABLE
        if self.lock.failure is not None:
            return self.lock.failure
        if self.lock.gate is not None:
            await self.lock.gate.wait()
        self._show(f"before {command}")
        self.lock.slots[slot] = pin
        self._show(f"after {command}")
        return Outcome.CONFIRMED

    def _show(self, what: str) -> None:
        if self.lock.watch is not None:
            self.lock.watch(what)


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
