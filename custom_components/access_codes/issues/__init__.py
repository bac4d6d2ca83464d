"""Raise and clear issues in the issue registry."""
