"""Locks of the Matter integration: users and their PINs."""
