"""Guard against client libraries that log what they send: while a PIN is on its way, they log nothing that contains it."""

from collections.abc import Iterator
from contextlib import contextmanager
import logging
import traceback

from ..core.model import Pin


@contextmanager
def kept_out_of_logs(pin: Pin, *loggers: str) -> Iterator[None]:
    """Drop each record of these loggers whose text or traceback contains the PIN. A logger's children have to be named, too.

    A record that cannot be formatted is dropped as well: Python prints its arguments then.
    """

    def is_without_pin(record: logging.LogRecord) -> bool:
        try:
            return pin.reveal() not in _text_of(record)
        except Exception:  # noqa: BLE001
            # Raised here, it would end the library's call.
            return False

    guarded = [logging.getLogger(name) for name in loggers]
    for logger in guarded:
        logger.addFilter(is_without_pin)
    try:
        yield
    finally:
        for logger in guarded:
            logger.removeFilter(is_without_pin)


def _text_of(record: logging.LogRecord) -> str:
    exception = record.exc_info[1] if record.exc_info else None
    lines = traceback.format_exception(exception) if exception is not None else []
    return "".join([record.getMessage(), *lines, record.exc_text or ""])
