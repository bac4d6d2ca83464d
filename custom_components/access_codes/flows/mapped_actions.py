"""Form of the actions that set, clear and read the codes of a lock, with the limits of that lock."""

from collections.abc import Mapping
from typing import Any, Final

import voluptuous as vol

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.selector import (
    ActionSelector,
    BooleanSelector,
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
    SelectSelector,
    SelectSelectorConfig,
)

from ..locks.mapped_actions import settings as fields
from ..locks.mapped_actions.runner import async_validate

RECORDER_EXCLUSION: Final = """```yaml
recorder:
  exclude:
    event_types:
      - call_service
```"""
"""Text to copy: Home Assistant then records the data of no action."""

VARIABLES: Final = "`lock`, `slot`, `code`, `name`, `starts_at`, `ends_at`"

PLACEHOLDERS: Final = {
    "recorder": RECORDER_EXCLUSION,
    "variables": VARIABLES,
    "quoted": '"{{ code }}"',
    **{f"min_{field.name}": str(field.lowest) for field in fields.NUMBERS},
    **{f"max_{field.name}": str(field.highest) for field in fields.NUMBERS},
}

_REQUIRED: Final = frozenset({fields.CONF_SET, fields.CONF_CLEAR})


def actions_schema() -> vol.Schema:
    """Return the form's schema."""
    schema: dict[vol.Marker, Any] = {
        vol.Required(fields.CONF_SET): ActionSelector(),
        vol.Required(fields.CONF_CLEAR): ActionSelector(),
        vol.Optional(fields.CONF_READ): ActionSelector(),
        vol.Required(fields.CONF_READS, default=fields.READS[0]): SelectSelector(
            SelectSelectorConfig(
                options=list(fields.READS), translation_key=fields.CONF_READS
            )
        ),
    }
    for field in fields.NUMBERS:
        schema[vol.Required(field.name, default=field.default)] = NumberSelector(
            NumberSelectorConfig(mode=NumberSelectorMode.BOX, step=1)
        )
    schema[vol.Required(fields.CONF_HOLDS_WINDOWS, default=False)] = BooleanSelector()
    return vol.Schema(schema)


# contract 12.100, 12.101
async def async_check_actions(
    hass: HomeAssistant, user_input: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the settings to store, and translation keys of errors by field."""
    settings: dict[str, Any] = {
        fields.CONF_READS: user_input[fields.CONF_READS],
        fields.CONF_HOLDS_WINDOWS: user_input[fields.CONF_HOLDS_WINDOWS],
    }
    errors: dict[str, str] = {}
    for field in fields.SEQUENCES:
        if not (sequence := user_input.get(field) or []):
            if field in _REQUIRED:
                errors[field] = "no_actions"
            continue
        settings[field] = sequence
        if not await _async_is_valid(hass, sequence):
            errors[field] = "invalid_actions"
    for number in fields.NUMBERS:
        given = user_input[number.name]
        settings[number.name] = int(given)
        if int(given) != given or not number.lowest <= given <= number.highest:
            errors[number.name] = f"{number.name}_out_of_range"
    if not errors and settings[fields.CONF_SHORTEST] > settings[fields.CONF_LONGEST]:
        errors[fields.CONF_LONGEST] = "longest_below_shortest"
    return settings, errors


async def _async_is_valid(hass: HomeAssistant, sequence: Any) -> bool:
    try:
        await async_validate(hass, sequence)
    except vol.Invalid, HomeAssistantError, TypeError:
        return False
    return True
