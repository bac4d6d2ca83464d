"""Locks of the ZHA integration."""
