"""Tests of the fault laboratory's own parts."""
