"""Answers and changes for voice assistants and language models."""
