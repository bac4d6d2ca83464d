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

from .. import const
from ..core.model import LockCapabilities

_LIMITS: Final = {
    const.OPTION_PROGRAMMING_LEAD: (0, const.MAX_PROGRAMMING_LEAD),
    const.OPTION_DELAY_THRESHOLD: (
        const.MIN_DELAY_THRESHOLD,
        const.MAX_DELAY_THRESHOLD,
    ),
    const.OPTION_EXPIRED_RETENTION: (0, const.MAX_EXPIRED_RETENTION),
    const.OPTION_DEFAULT_CODE_LENGTH: (
        const.MIN_LENGTH_OF_CODES,
        const.MAX_LENGTH_OF_CODES,
    ),
    const.OPTION_MIN_CODE_LENGTH: (
        const.MIN_LENGTH_OF_CODES,
        const.MAX_LENGTH_OF_CODES,
    ),
    const.OPTION_MAX_CODE_LENGTH: (
        const.MIN_LENGTH_OF_CODES,
        const.MAX_LENGTH_OF_CODES,
    ),
    const.OPTION_PREFLIGHT: (0, const.MAX_PREFLIGHT),
}

OPTIONS: Final = (*_LIMITS, const.OPTION_RESERVED_SLOTS)
"""All options of a lock."""

PLACEHOLDERS: Final = {
    "max_programming_lead": str(const.MAX_PROGRAMMING_LEAD),
    "min_delay_threshold": str(const.MIN_DELAY_THRESHOLD),
    "max_delay_threshold": str(const.MAX_DELAY_THRESHOLD),
    "max_expired_retention": str(const.MAX_EXPIRED_RETENTION),
    "max_preflight": str(const.MAX_PREFLIGHT),
    "min_length": str(const.MIN_LENGTH_OF_CODES),
    "max_length": str(const.MAX_LENGTH_OF_CODES),
}
"""Placeholders for texts that name the limits."""


# contract 14.14
def settings_schema(
    capabilities: LockCapabilities | None, options: Mapping[str, Any]
) -> vol.Schema:
    """Return the form. Reserved slots are asked for only where the lock has slots."""
    schema: dict[vol.Marker, Any] = {
        vol.Required(
            const.OPTION_PROGRAMMING_LEAD, default=const.DEFAULT_PROGRAMMING_LEAD
        ): _number(UnitOfTime.SECONDS),
        vol.Required(
            const.OPTION_DELAY_THRESHOLD, default=const.DEFAULT_DELAY_THRESHOLD
        ): _number(UnitOfTime.SECONDS),
        vol.Required(
            const.OPTION_EXPIRED_RETENTION, default=const.DEFAULT_EXPIRED_RETENTION
        ): _number(UnitOfTime.DAYS),
        vol.Required(const.OPTION_PREFLIGHT, default=const.DEFAULT_PREFLIGHT): _number(
            UnitOfTime.SECONDS
        ),
        vol.Required(
            const.OPTION_DEFAULT_CODE_LENGTH, default=const.DEFAULT_CODE_LENGTH
        ): _number(),
        vol.Optional(const.OPTION_MIN_CODE_LENGTH): _number(),
        vol.Optional(const.OPTION_MAX_CODE_LENGTH): _number(),
    }
    if capabilities is None or not capabilities.is_virtual:
        reserved = options.get(const.OPTION_RESERVED_SLOTS, [])
        slots = capabilities.slots if capabilities is not None else ()
        schema[vol.Optional(const.OPTION_RESERVED_SLOTS, default=list)] = (
            SelectSelector(
                SelectSelectorConfig(
                    options=list(dict.fromkeys((*slots, *reserved))),
                    multiple=True,
                    custom_value=not slots,
                    mode=SelectSelectorMode.DROPDOWN,
                )
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
    if const.OPTION_RESERVED_SLOTS in user_input:
        options[const.OPTION_RESERVED_SLOTS] = user_input[const.OPTION_RESERVED_SLOTS]
    if not errors:
        errors = _check_lengths(options, capabilities)
    return options, errors


# contract 14.13
def _check_lengths(
    options: Mapping[str, Any], capabilities: LockCapabilities | None
) -> dict[str, str]:
    shortest = options.get(const.OPTION_MIN_CODE_LENGTH, const.MIN_LENGTH_OF_CODES)
    longest = options.get(const.OPTION_MAX_CODE_LENGTH, const.MAX_LENGTH_OF_CODES)
    if shortest > longest:
        return {const.OPTION_MAX_CODE_LENGTH: "max_below_min"}
    if not shortest <= options[const.OPTION_DEFAULT_CODE_LENGTH] <= longest:
        return {const.OPTION_DEFAULT_CODE_LENGTH: "default_outside_limits"}
    if capabilities is not None and not any(
        shortest <= length <= longest for length in capabilities.code_lengths
    ):
        return {const.OPTION_MIN_CODE_LENGTH: "no_length_left"}
    return {}


def _number(unit: str | None = None) -> NumberSelector:
    config = NumberSelectorConfig(mode=NumberSelectorMode.BOX, step=1)
    if unit is not None:
        config["unit_of_measurement"] = unit
    return NumberSelector(config)
