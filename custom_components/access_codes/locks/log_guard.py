"""Guard against client libraries that log what they send: while a PIN is on its way, they log nothing that contains it."""

from collections.abc import Iterator
from contextlib import contextmanager
import logging

from ..core.model import Pin


@contextmanager
def kept_out_of_logs(pin: Pin, *loggers: str) -> Iterator[None]:
    """Drop each record of these loggers whose text contains the PIN. A logger's children have to be named, too."""

    def is_without_pin(record: logging.LogRecord) -> bool:
        return pin.reveal() not in record.getMessage()

    guarded = [logging.getLogger(name) for name in loggers]
    for logger in guarded:
        logger.addFilter(is_without_pin)
    try:
        yield
    finally:
        for logger in guarded:
            logger.removeFilter(is_without_pin)
