"""Fix flow for a list of bookings that cannot be read."""

from typing import override

from ..storage.booking_ledger import BookingLedger
from .unreadable_file import UnreadableFileFlow


# contract 16.55
class UnreadableBookingsFlow(UnreadableFileFlow):
    """Restore the last good copy, or begin without known bookings. No code is deleted either way."""

    @override
    def _file(self) -> BookingLedger:
        return BookingLedger(self.hass, self._value("entry_id"))
