"""Tests of relays of Akuvox panels."""
