"""Tests of the readers of other managers' entries and stores."""
