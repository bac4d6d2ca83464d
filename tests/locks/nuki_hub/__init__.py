"""Nuki Hub."""
