"""the repair flows."""
