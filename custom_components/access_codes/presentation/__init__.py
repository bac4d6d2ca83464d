"""Access code objects and messages for people and automations."""
