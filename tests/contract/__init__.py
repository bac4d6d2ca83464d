"""The contract, one file a section."""
