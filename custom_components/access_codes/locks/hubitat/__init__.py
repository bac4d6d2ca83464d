"""Locks of the custom integration ``hubitat``: behind a hub of Hubitat, through its Maker API."""
