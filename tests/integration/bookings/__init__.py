"""Bookings inside Home Assistant."""
