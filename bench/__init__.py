"""Measurements of what Access Codes costs: counts that must hold, and times as ratios to something familiar."""

# First of all: Home Assistant puts its own validation library in the place of voluptuous.
import homeassistant  # noqa: F401
