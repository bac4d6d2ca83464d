"""Locks of Kwikset, over the real library with its HTTP session replaced."""
