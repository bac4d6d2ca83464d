"""Bookings: stays that a calendar lists, matched to the bookings that are known, and the codes that follow."""
