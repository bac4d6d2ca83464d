"""The engine: where decisions meet disk, lock, timer and clock."""
