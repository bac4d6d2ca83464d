"""Tests of core/observations."""
