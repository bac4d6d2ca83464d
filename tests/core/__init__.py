"""Tests of what the product decides: no Home Assistant."""
