"""Marks of the codes that a lock holds: a check sum for each occupied slot, as the lock itself has told the cloud."""

from typing import Any, Final

from aiokwikset.access_code import parse_single_access_code_crc

_FIELD: Final = "accesscodecrc"


# contract 12.261
def marks_in(device: Any) -> dict[int, str] | None:
    """Return the marks by slot, of what the cloud says of a device; None where it names none, or one that is none.

    A lock always holds a code, so an empty field is no answer.
    """
    text = device.get(_FIELD) if isinstance(device, dict) else None
    if not isinstance(text, str):
        return None
    marks: dict[int, str] = {}
    for token in filter(None, (part.strip() for part in text.split(","))):
        try:
            marks[parse_single_access_code_crc(token).slot_index] = token
        except ValueError:
            return None
    return marks or None
