"""The record of a lock: edit, journal, serialize."""
