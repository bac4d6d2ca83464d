"""Tests of locks behind a hub of Hubitat."""
