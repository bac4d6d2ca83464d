"""Fixed names: domain, keys of the config entry, options, their defaults and limits."""

from typing import Final, NamedTuple

from homeassistant.const import UnitOfTime

DOMAIN: Final = "access_codes"

CONF_LOCKS: Final = "locks"

CONF_LOCK: Final = "lock"

CONF_METHOD: Final = "method"

CONF_IS_STORED: Final = "is_stored"

CONF_ARE_CODES_LEFT: Final = "are_codes_left"
"""A person has chosen to leave the codes on the lock while the entry is disabled."""

CONF_LOCK_PLATFORM: Final = "lock_platform"

CONF_LOCK_UNIQUE_ID: Final = "lock_unique_id"

CONF_CALENDAR: Final = "calendar"
"""Registry id of the calendar that a booking entry follows; its entity id where it has none."""

METHOD_KEYPAD: Final = "keypad"
"""Home Assistant itself checks the typed PIN: works with every lock."""

METHOD_ACTIONS: Final = "actions"
"""Mapped actions set and clear the codes: works with every lock that takes codes in some way."""

METHOD_PLATFORM: Final = "platform"
"""The integration of the lock brings an adapter of its own."""

CONF_METHOD_SETTINGS: Final = "method_settings"
"""Settings of the lock for its method, by a person; absent where the method needs none."""

SOURCE_LINK: Final = "link"
"""Source of the flows that link the further locks of one selection."""

OPTION_RESERVED_SLOTS: Final = "reserved_slots"

OPTION_DEFAULT_CODE_LENGTH: Final = "default_code_length"

OPTION_MIN_CODE_LENGTH: Final = "min_code_length"

OPTION_MAX_CODE_LENGTH: Final = "max_code_length"

MIN_LENGTH_OF_CODES: Final = 4

MAX_LENGTH_OF_CODES: Final = 20


class NumberOption(NamedTuple):
    """An option with a whole number: its name, which is that of the setting, its limits and its default."""

    name: str
    lowest: int
    highest: int
    default: int | None = None
    unit: UnitOfTime | None = None


NUMBER_OPTIONS: Final = (
    NumberOption("programming_lead", 0, 86400, 0, UnitOfTime.SECONDS),
    NumberOption("delay_threshold", 30, 86400, 300, UnitOfTime.SECONDS),
    NumberOption("expired_retention", 0, 365, 7, UnitOfTime.DAYS),
    NumberOption("preflight", 0, 86400, 7200, UnitOfTime.SECONDS),
    NumberOption("max_time_rounding", 0, 3600, 0, UnitOfTime.SECONDS),
    NumberOption("backup_pool_size", 1, 20, 3),
    NumberOption(
        OPTION_DEFAULT_CODE_LENGTH, MIN_LENGTH_OF_CODES, MAX_LENGTH_OF_CODES, 6
    ),
    NumberOption(OPTION_MIN_CODE_LENGTH, MIN_LENGTH_OF_CODES, MAX_LENGTH_OF_CODES),
    NumberOption(OPTION_MAX_CODE_LENGTH, MIN_LENGTH_OF_CODES, MAX_LENGTH_OF_CODES),
)
"""In the order of the form."""

LOCK_OPTIONS: Final = (
    *(option.name for option in NUMBER_OPTIONS),
    OPTION_RESERVED_SLOTS,
)
"""All options of a lock."""
