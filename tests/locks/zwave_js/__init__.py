"""Tests of the adapter for Z-Wave locks."""
