"""The record of a lock: how it is edited, journaled and serialized."""
