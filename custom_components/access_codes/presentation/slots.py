"""Slots as they are shown to people: by their labels, never by a key that is a name."""

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
def async_slot_metadata(
    runtime: AccessCodesRuntime, slot: str
) -> dict[str, str | int] | None:
    """Return the family's numbers for a slot, without a key that is a name; None while the lock has not named the slot."""
    engine = runtime.engine
    if engine.adapter is None or is_provisional(slot):
        return None
    metadata = metadata_of(engine.adapter, slot)
    capabilities = engine.record.capabilities
    if capabilities is None or not capabilities.are_names_keys:
        return metadata
    return {key: value for key, value in metadata.items() if value != slot}
