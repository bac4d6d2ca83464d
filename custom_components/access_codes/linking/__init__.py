"""Discover, follow, unlink and replace locks."""
