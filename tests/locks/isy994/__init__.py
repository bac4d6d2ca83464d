"""Tests of Z-Wave locks behind an ISY."""
