"""The stores' rules, the release script and the quality scale."""
