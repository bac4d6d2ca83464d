"""Pure functions of bookings."""
