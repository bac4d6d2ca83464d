"""Slots as they are shown to people: by their labels, never by a key that is a name."""

from collections.abc import Callable

from homeassistant.core import callback

from ..core.model import is_provisional
from ..core.record.slot_names import slot_label
from ..engine.adapter_state import label_of, metadata_of
from ..entry import AccessCodesRuntime


# contract 12.74
@callback
def async_slot_label(runtime: AccessCodesRuntime, slot: str) -> str | None:
    """Return the label of a slot; None for a slot of ours without one."""
    engine = runtime.engine
    capabilities = engine.record.capabilities
    is_key_shown = capabilities is None or not capabilities.are_names_keys
    if is_key_shown and engine.adapter is not None and not is_provisional(slot):
        return label_of(engine.adapter, slot)
    return slot_label(engine.record, slot)


# contract 3.11, 12.74
@callback
def slot_metadata(
    runtime: AccessCodesRuntime,
) -> Callable[[str], dict[str, str | int] | None]:
    """Return a function that gives the family's numbers for a slot as of now, without a key that is a name.

    None while the lock has not named the slot.
    """
    adapter, capabilities = runtime.engine.adapter, runtime.engine.record.capabilities
    are_names_keys = capabilities is not None and capabilities.are_names_keys

    def metadata(slot: str) -> dict[str, str | int] | None:
        if adapter is None or is_provisional(slot):
            return None
        numbers = metadata_of(adapter, slot)
        if not are_names_keys:
            return numbers
        return {key: value for key, value in numbers.items() if value != slot}

    return metadata
