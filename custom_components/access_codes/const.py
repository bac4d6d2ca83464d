"""Fixed names: domain, keys of the config entry, options, their defaults and limits."""

from typing import Final

DOMAIN: Final = "access_codes"

CONF_LOCKS: Final = "locks"

CONF_LOCK: Final = "lock"

CONF_METHOD: Final = "method"

CONF_IS_STORED: Final = "is_stored"

CONF_LOCK_PLATFORM: Final = "lock_platform"

CONF_LOCK_UNIQUE_ID: Final = "lock_unique_id"

METHOD_KEYPAD: Final = "keypad"
"""Home Assistant itself checks the typed PIN: works with every lock."""

SOURCE_LINK: Final = "link"
"""Source of the flows that link the further locks of one selection."""

OPTION_PROGRAMMING_LEAD: Final = "programming_lead"

OPTION_DELAY_THRESHOLD: Final = "delay_threshold"

OPTION_EXPIRED_RETENTION: Final = "expired_retention"

OPTION_RESERVED_SLOTS: Final = "reserved_slots"

OPTION_DEFAULT_CODE_LENGTH: Final = "default_code_length"

OPTION_MIN_CODE_LENGTH: Final = "min_code_length"

OPTION_MAX_CODE_LENGTH: Final = "max_code_length"

OPTION_PREFLIGHT: Final = "preflight"

DEFAULT_PROGRAMMING_LEAD: Final = 0

DEFAULT_DELAY_THRESHOLD: Final = 300

DEFAULT_EXPIRED_RETENTION: Final = 7

DEFAULT_CODE_LENGTH: Final = 6

DEFAULT_PREFLIGHT: Final = 7200
"""Seconds."""

MAX_PROGRAMMING_LEAD: Final = 86400

MIN_DELAY_THRESHOLD: Final = 30

MAX_DELAY_THRESHOLD: Final = 86400

MAX_EXPIRED_RETENTION: Final = 365

MAX_PREFLIGHT: Final = 86400

MIN_LENGTH_OF_CODES: Final = 4

MAX_LENGTH_OF_CODES: Final = 20
