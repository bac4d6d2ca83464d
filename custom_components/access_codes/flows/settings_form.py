"""Form of a lock's settings, and their limits."""

from collections.abc import Mapping
from typing import Any, Final

import voluptuous as vol

from homeassistant.const import UnitOfTime
from homeassistant.helpers.selector import (
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
)

from ..const import (
    DEFAULT_CODE_LENGTH,
    DEFAULT_DELAY_THRESHOLD,
    DEFAULT_EXPIRED_RETENTION,
    DEFAULT_PREFLIGHT,
    DEFAULT_PROGRAMMING_LEAD,
    MAX_DELAY_THRESHOLD,
    MAX_EXPIRED_RETENTION,
    MAX_LENGTH_OF_CODES,
    MAX_PREFLIGHT,
    MAX_PROGRAMMING_LEAD,
    MIN_DELAY_THRESHOLD,
    MIN_LENGTH_OF_CODES,
    OPTION_DEFAULT_CODE_LENGTH,
    OPTION_DELAY_THRESHOLD,
    OPTION_EXPIRED_RETENTION,
    OPTION_MAX_CODE_LENGTH,
    OPTION_MIN_CODE_LENGTH,
    OPTION_PREFLIGHT,
    OPTION_PROGRAMMING_LEAD,
    OPTION_RESERVED_SLOTS,
)
from ..core.model import LockCapabilities

_LIMITS: Final = {
    OPTION_PROGRAMMING_LEAD: (0, MAX_PROGRAMMING_LEAD),
    OPTION_DELAY_THRESHOLD: (MIN_DELAY_THRESHOLD, MAX_DELAY_THRESHOLD),
    OPTION_EXPIRED_RETENTION: (0, MAX_EXPIRED_RETENTION),
    OPTION_DEFAULT_CODE_LENGTH: (MIN_LENGTH_OF_CODES, MAX_LENGTH_OF_CODES),
    OPTION_MIN_CODE_LENGTH: (MIN_LENGTH_OF_CODES, MAX_LENGTH_OF_CODES),
    OPTION_MAX_CODE_LENGTH: (MIN_LENGTH_OF_CODES, MAX_LENGTH_OF_CODES),
    OPTION_PREFLIGHT: (0, MAX_PREFLIGHT),
}

OPTIONS: Final = (*_LIMITS, OPTION_RESERVED_SLOTS)
"""All options of a lock."""

PLACEHOLDERS: Final = {
    "max_programming_lead": str(MAX_PROGRAMMING_LEAD),
    "min_delay_threshold": str(MIN_DELAY_THRESHOLD),
    "max_delay_threshold": str(MAX_DELAY_THRESHOLD),
    "max_expired_retention": str(MAX_EXPIRED_RETENTION),
    "max_preflight": str(MAX_PREFLIGHT),
    "min_length": str(MIN_LENGTH_OF_CODES),
    "max_length": str(MAX_LENGTH_OF_CODES),
}
"""Placeholders for texts that name the limits."""


# contract 14.14
def settings_schema(
    capabilities: LockCapabilities | None, options: Mapping[str, Any]
) -> vol.Schema:
    """Return the form. Reserved slots are asked for only where the lock has slots."""
    schema: dict[vol.Marker, Any] = {
        vol.Required(
            OPTION_PROGRAMMING_LEAD, default=DEFAULT_PROGRAMMING_LEAD
        ): _number(UnitOfTime.SECONDS),
        vol.Required(OPTION_DELAY_THRESHOLD, default=DEFAULT_DELAY_THRESHOLD): _number(
            UnitOfTime.SECONDS
        ),
        vol.Required(
            OPTION_EXPIRED_RETENTION, default=DEFAULT_EXPIRED_RETENTION
        ): _number(UnitOfTime.DAYS),
        vol.Required(OPTION_PREFLIGHT, default=DEFAULT_PREFLIGHT): _number(
            UnitOfTime.SECONDS
        ),
        vol.Required(
            OPTION_DEFAULT_CODE_LENGTH, default=DEFAULT_CODE_LENGTH
        ): _number(),
        vol.Optional(OPTION_MIN_CODE_LENGTH): _number(),
        vol.Optional(OPTION_MAX_CODE_LENGTH): _number(),
    }
    if capabilities is None or not capabilities.is_virtual:
        reserved = options.get(OPTION_RESERVED_SLOTS, [])
        slots = capabilities.slots if capabilities is not None else ()
        schema[vol.Optional(OPTION_RESERVED_SLOTS, default=list)] = SelectSelector(
            SelectSelectorConfig(
                options=list(dict.fromkeys((*slots, *reserved))),
                multiple=True,
                custom_value=not slots,
                mode=SelectSelectorMode.DROPDOWN,
            )
        )
    return vol.Schema(schema)


# contract 14.7
def check_settings(
    user_input: Mapping[str, Any], capabilities: LockCapabilities | None
) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the options to store, and the errors by field."""
    options: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for option, (lowest, highest) in _LIMITS.items():
        if option not in user_input:
            continue
        number = int(user_input[option])
        options[option] = number
        if number != user_input[option] or not lowest <= number <= highest:
            errors[option] = f"{option}_out_of_range"
    if OPTION_RESERVED_SLOTS in user_input:
        options[OPTION_RESERVED_SLOTS] = user_input[OPTION_RESERVED_SLOTS]
    if not errors:
        errors = _check_lengths(options, capabilities)
    return options, errors


# contract 14.13
def _check_lengths(
    options: Mapping[str, Any], capabilities: LockCapabilities | None
) -> dict[str, str]:
    shortest = options.get(OPTION_MIN_CODE_LENGTH, MIN_LENGTH_OF_CODES)
    longest = options.get(OPTION_MAX_CODE_LENGTH, MAX_LENGTH_OF_CODES)
    if shortest > longest:
        return {OPTION_MAX_CODE_LENGTH: "max_below_min"}
    if not shortest <= options[OPTION_DEFAULT_CODE_LENGTH] <= longest:
        return {OPTION_DEFAULT_CODE_LENGTH: "default_outside_limits"}
    if capabilities is not None and not any(
        shortest <= length <= longest for length in capabilities.code_lengths
    ):
        return {OPTION_MIN_CODE_LENGTH: "no_length_left"}
    return {}


def _number(unit: str | None = None) -> NumberSelector:
    config = NumberSelectorConfig(mode=NumberSelectorMode.BOX, step=1)
    if unit is not None:
        config["unit_of_measurement"] = unit
    return NumberSelector(config)
