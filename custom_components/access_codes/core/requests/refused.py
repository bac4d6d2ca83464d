"""The answer to a request that cannot be granted."""


class Refused(Exception):
    """A request that cannot be granted. Carries no PIN.

    ``key`` is a translation key under ``exceptions``; ``placeholders`` name the field and the limit.
    """

    def __init__(self, key: str, **placeholders: str) -> None:
        """Say why, in words that a translation completes."""
        super().__init__(key)
        self.key = key
        self.placeholders = placeholders
