"""Locks of the Z-Wave integration."""
