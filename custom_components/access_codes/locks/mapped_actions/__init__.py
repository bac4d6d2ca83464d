"""Locks of any integration whose codes are set by actions that a person maps."""
