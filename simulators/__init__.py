"""Real programs with simulated locks, for tests and the demo."""
