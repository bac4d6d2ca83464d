"""Other managers of lock codes, by name."""

from enum import StrEnum


class Manager(StrEnum):
    """A manager of lock codes, by the domain of its integration."""

    LOCK_CODE_MANAGER = "lock_code_manager"
    KEYMASTER = "keymaster"
    RENTAL_CONTROL = "rental_control"
