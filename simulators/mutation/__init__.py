"""Mutation testing: changes of the source, and their trial by the tests."""
