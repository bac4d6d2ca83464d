"""Tests of TTLock locks behind a gateway."""
