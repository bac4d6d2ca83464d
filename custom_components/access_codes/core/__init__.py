"""All decisions. Pure: no Home Assistant, no I/O, no clock, no randomness of its own."""
