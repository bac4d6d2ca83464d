"""Tests of core/record."""
