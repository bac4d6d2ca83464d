"""The package in which ZHA looks for the radio."""
