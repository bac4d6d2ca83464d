"""Folder of custom components that a house of the tests has besides Access Codes."""
