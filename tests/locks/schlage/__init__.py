"""Locks of Schlage, over the real library with its HTTP requests replaced."""
