"""Tests that drive real programs from outside: Home Assistant, a Z-Wave server, a browser."""
