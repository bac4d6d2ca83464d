"""Attacks: by people who may not, by input that is not meant, by files that are not ours any more."""
