"""Origin of the PINs of bookings."""

from enum import StrEnum


class PinSource(StrEnum):
    """Origin of the PINs of bookings."""

    RANDOM = "random"
    PHONE = "phone"
    EVENT = "event"
