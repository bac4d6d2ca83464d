"""Adapters, over real stacks where they can run."""
