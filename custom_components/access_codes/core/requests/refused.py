"""The refusal of a request."""


class Refused(Exception):
    """A request that cannot be granted. Carries no PIN.

    ``key`` is a translation key under ``exceptions``; ``placeholders`` name the field and the limit.
    """

    def __init__(self, key: str, **placeholders: str) -> None:
        """Store the translation key and its placeholders."""
        super().__init__(key)
        self.key = key
        self.placeholders = placeholders
