"""The engine of a linked lock."""
