"""Locks of August and Yale, over the real library with the Bluetooth link replaced."""
