"""Writes to an adapter, with their outcomes alone."""

from custom_components.access_codes.core.model import Outcome, Pin
from custom_components.access_codes.locks.adapter import Credential, LockAdapter


async def set_pin(
    adapter: LockAdapter, slot: str, pin: Pin, name: str | None
) -> Outcome:
    """Write a PIN and a name, and return the outcome."""
    return (await adapter.async_set(slot, Credential(pin, name))).outcome


async def clear(adapter: LockAdapter, slot: str) -> Outcome:
    """Empty a slot, and return the outcome."""
    return (await adapter.async_clear(slot)).outcome


async def rename(adapter: LockAdapter, slot: str, name: str) -> Outcome:
    """Change the name in a slot, and return the outcome."""
    return (await adapter.async_rename(slot, Credential(None, name))).outcome
