"""All slots of a lock, read through its adapter."""

from custom_components.access_codes.core.model import Content
from custom_components.access_codes.locks.adapter import LockAdapter


async def read_slots(adapter: LockAdapter) -> dict[str, Content]:
    """Read the slots one by one, and return their contents."""
    assert adapter.capabilities is not None
    return {slot: await adapter.async_read(slot) for slot in adapter.capabilities.slots}
