"""Serialize the ledger of bookings, with its version. It may hold the PIN of a booking that is gone."""

from collections.abc import Mapping

from ..record.json_types import InvalidJson, Json, json_type_of
from .model import Ledger

VERSION = 1

_LEDGER = json_type_of(Ledger)


# contract 16.31
def ledger_to_json(ledger: Ledger) -> dict[str, Json]:
    """Return the ledger as JSON values."""
    written: Json = _LEDGER.write(ledger)
    return {"version": VERSION, "ledger": written}


def ledger_from_json(raw: object) -> Ledger:
    """Parse a ledger. Raises InvalidJson, also for a version that is newer."""
    if not isinstance(raw, Mapping) or raw.get("version") != VERSION:
        raise InvalidJson("not a ledger of this version")
    ledger: Ledger = _LEDGER.read(raw.get("ledger"))
    if any(key != booking.key for key, booking in ledger.bookings.items()):
        raise InvalidJson("a booking under another key")
    return ledger
