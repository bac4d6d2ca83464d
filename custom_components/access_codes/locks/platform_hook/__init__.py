"""Locks whose own integration brings an adapter, by its platform module ``access_codes.py``."""
