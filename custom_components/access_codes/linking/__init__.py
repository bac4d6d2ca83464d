"""Link locks, follow them, leave them."""
