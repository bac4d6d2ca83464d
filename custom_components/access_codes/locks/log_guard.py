"""Guard against client libraries that log messages with PINs: while one is on its way, they do not."""

from collections.abc import Callable, Iterable, Iterator
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

    with _filtered(loggers, is_without_pin):
        yield


# contract 12.383
@contextmanager
def answers_kept_out_of_logs(
    *loggers: str, below: int = logging.INFO
) -> Iterator[None]:
    """Drop each record of these loggers below a level: the PIN that an answer may have is not known before.

    ``below``: the lowest level at which the library logs no answer.
    """

    def is_certain(record: logging.LogRecord) -> bool:
        return record.levelno >= below

    with _filtered(loggers, is_certain):
        yield


@contextmanager
def _filtered(
    loggers: Iterable[str], is_harmless: Callable[[logging.LogRecord], bool]
) -> Iterator[None]:
    guarded = [logging.getLogger(name) for name in loggers]
    for logger in guarded:
        logger.addFilter(is_harmless)
    try:
        yield
    finally:
        for logger in guarded:
            logger.removeFilter(is_harmless)


def _text_of(record: logging.LogRecord) -> str:
    exception = record.exc_info[1] if record.exc_info else None
    lines = traceback.format_exception(exception) if exception is not None else []
    return "".join([record.getMessage(), *lines, record.exc_text or ""])
