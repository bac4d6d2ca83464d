"""Tests of the Matter family."""
