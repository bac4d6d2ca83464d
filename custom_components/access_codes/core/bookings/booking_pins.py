"""PINs of bookings that their descriptions give: digits of a phone number, or a PIN after a label."""

from collections.abc import Iterator
import re

from ..model import Pin
from .model import Booking, CodesByLock, Stay, Terms
from .pin_source import PinSource

_PHONE = re.compile(
    r"\b(?:phone|mobile|cell|telephone|tel|telefon|handy|telefoon|telefono|teléfono|téléphone|portable)\b",
    re.IGNORECASE,
)

_BRACKETED = re.compile(r"\([^)]*[^\d\s)][^)]*\)")
"""A remark in brackets, such as "(Last 4 Digits)"."""

_SHORTEST = 4

_LONGEST = 8


# contract 16.23, 16.66
def known_pins(booking: Booking, *codes: CodesByLock) -> list[Pin]:
    """Return the PINs that the guest of a booking may have been told: that in the ledger, then those of its codes."""
    found = [] if booking.pin is None else [booking.pin]
    found += [pin for each in codes for pin in _pins_in(booking.key, each)]
    return list(dict.fromkeys(found))


# contract 16.23
def pin_of(booking: Booking, codes: CodesByLock) -> Pin | None:
    """Return the PIN that the guest of a booking was told, where the ledger or a code of it knows that."""
    return next(iter(known_pins(booking, codes)), None)


def _pins_in(key: str, codes: CodesByLock) -> Iterator[Pin]:
    for on_lock in codes.values():
        for code in on_lock.get(key, ()):
            if code.pin is not None:
                yield code.pin


# contract 16.35
def pin_candidates(stay: Stay, terms: Terms, preferred_length: int) -> list[Pin]:
    """Return the PINs that the description of a stay gives, the preferred one first."""
    if terms.pin_source is PinSource.PHONE:
        return [Pin(digits) for digits in _of_phone(stay.description, preferred_length)]
    if terms.pin_source is PinSource.EVENT and terms.pin_label.strip():
        label = re.escape(terms.pin_label.strip())
        found = re.search(
            rf"(?:^|\W){label}\s*[:=#]?\s*([0-9]+)\b", stay.description, re.IGNORECASE
        )
        return [] if found is None else [Pin(found[1])]
    return []


def _of_phone(description: str, preferred_length: int) -> list[str]:
    for line in description.splitlines():
        label = _PHONE.search(line)
        if label is None:
            continue
        number = _BRACKETED.sub(" ", line[label.end() :])
        digits = "".join(re.findall(r"[0-9]", number))
        lengths = dict.fromkeys((preferred_length, *range(_SHORTEST, _LONGEST + 1)))
        if len(digits) >= _SHORTEST:
            return [digits[-length:] for length in lengths if length <= len(digits)]
    return []
