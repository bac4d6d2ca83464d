"""Abilities of a lock as sentences, in the language of Home Assistant."""

from homeassistant.core import HomeAssistant, callback

from ..core.abilities import abilities_of
from ..core.model import LockCapabilities
from .messages import async_text


# contract 14.30
@callback
def async_abilities_text(hass: HomeAssistant, capabilities: LockCapabilities) -> str:
    """Return a sentence for each ability. Their texts have to be loaded."""
    return " ".join(
        async_text(hass, f"ability_{ability.key}", **ability.numbers)
        for ability in abilities_of(capabilities)
    )
