"""Targets and options of our triggers and conditions."""
