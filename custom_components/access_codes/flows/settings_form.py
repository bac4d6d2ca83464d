"""Form of a lock's settings, and their limits."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

import voluptuous as vol

from homeassistant.const import UnitOfTime
from homeassistant.helpers.selector import (
    DurationSelector,
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
)

from .. import const
from ..core.model import LockCapabilities
from ..entry import reserved_slots

_DURATIONS: Final = frozenset(
    option.name for option in const.NUMBER_OPTIONS if option.unit is UnitOfTime.SECONDS
)
"""Options that are spans of time: asked for as durations, and stored in seconds."""

_SECONDS_AN_HOUR = 3600

PLACEHOLDERS: Final = {
    **{f"min_{option.name}": str(option.lowest) for option in const.NUMBER_OPTIONS},
    **{
        f"max_{option.name}": str(
            option.highest // _SECONDS_AN_HOUR
            if option.name in _DURATIONS
            else option.highest
        )
        for option in const.NUMBER_OPTIONS
    },
    "min_length": str(const.MIN_LENGTH_OF_CODES),
    "max_length": str(const.MAX_LENGTH_OF_CODES),
}
"""Placeholders for texts that name the limits; the highest of a duration is in hours."""


class _SpanSelector(DurationSelector):
    """Selector of a duration that also takes a number of seconds, as the option is stored."""

    def __call__(self, data: Any) -> dict[str, float]:
        """Return the span as parts of a duration. Raises vol.Invalid."""
        is_number = isinstance(data, int | float) and not isinstance(data, bool)
        return super().__call__(_duration(data) if is_number else data)


_DURATION: Final = _SpanSelector()


# contract 11.100
def as_durations(options: Mapping[str, Any]) -> dict[str, Any]:
    """Return stored options as the form shows them: spans of time as durations, slots as texts."""
    shown = {
        name: _duration(value) if name in _DURATIONS else value
        for name, value in options.items()
    }
    if const.OPTION_RESERVED_SLOTS in shown:
        shown[const.OPTION_RESERVED_SLOTS] = sorted(reserved_slots(options))
    return shown


def _duration(seconds: float) -> dict[str, float]:
    """Return a number of seconds as parts of a duration."""
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return {"hours": hours, "minutes": minutes, "seconds": seconds}


# contract 11.100, 14.14
def settings_schema(
    capabilities: LockCapabilities | None, options: Mapping[str, Any]
) -> vol.Schema:
    """Return the form's schema, with reserved slots only for a lock that has slots."""
    schema: dict[vol.Marker, Any] = {}
    for option in const.NUMBER_OPTIONS:
        if option.name in _DURATIONS:
            default = _duration(option.default or 0)
            schema[vol.Required(option.name, default=default)] = _DURATION
            continue
        config = NumberSelectorConfig(mode=NumberSelectorMode.BOX, step=1)
        if option.unit is not None:
            config["unit_of_measurement"] = option.unit
        key = (
            vol.Optional(option.name)
            if option.default is None
            else vol.Required(option.name, default=option.default)
        )
        schema[key] = NumberSelector(config)
    if capabilities is None or not capabilities.is_virtual:
        reserved = sorted(reserved_slots(options))
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


# contract 11.100, 14.7
def check_settings(
    user_input: Mapping[str, Any], capabilities: LockCapabilities | None
) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the options to store, and translation keys of errors by field."""
    options: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for option in const.NUMBER_OPTIONS:
        if option.name not in user_input:
            continue
        given = user_input[option.name]
        if option.name in _DURATIONS:
            given = timedelta(**given).total_seconds()
        options[option.name] = number = int(given)
        is_whole = number == given
        if not is_whole or not option.lowest <= number <= option.highest:
            errors[option.name] = f"{option.name}_out_of_range"
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
