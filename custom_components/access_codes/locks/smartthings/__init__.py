"""Locks of the ``smartthings`` integration: behind a hub of SmartThings, through its cloud."""
