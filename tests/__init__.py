"""Tests of Access Codes."""
