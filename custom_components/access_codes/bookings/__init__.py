"""Booking entries: a calendar is followed, and its bookings become codes on the chosen locks."""
