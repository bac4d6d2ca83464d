"""What a measurement hands back: rows of one table."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median, quantiles


@dataclass(frozen=True, slots=True)
class Row:
    """One figure."""

    key: str
    """Its name for tests, fixed."""
    what: str
    measured: str
    target: str = ""
    is_met: bool | None = None
    """None where there is no target."""
    is_count: bool = False
    """A count comes out the same on every machine; a time does not."""


@dataclass(frozen=True, slots=True)
class Table:
    """The figures of one measurement."""

    title: str
    method: str
    """How it was measured, in a few sentences."""
    rows: tuple[Row, ...]


def count(key: str, what: str, measured: float, at_most: float) -> Row:
    """Return a figure that must not be exceeded on any machine."""
    return Row(
        key,
        what,
        number(measured),
        number(at_most) if at_most == 0 else f"at most {number(at_most)}",
        measured <= at_most,
        is_count=True,
    )


def plain(key: str, what: str, measured: str) -> Row:
    """Return a figure without a target."""
    return Row(key, what, measured)


def number(value: float) -> str:
    """Write a number as people do: no decimals where there are none."""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.2f}"


def milliseconds(seconds: float) -> str:
    """Write a short time."""
    return f"{seconds * 1000:.3g} ms" if seconds < 0.1 else f"{seconds * 1000:,.0f} ms"


def kilobytes(size: float) -> str:
    """Write a size in thousands of bytes."""
    return f"{size / 1000:,.1f} kB"


def spread(seconds: Sequence[float]) -> str:
    """Write many measurements of one short time."""
    return (
        f"{milliseconds(median(seconds))} "
        f"({milliseconds(min(seconds))} to {milliseconds(max(seconds))})"
    )


def percentile(values: Sequence[float], percent: int) -> float:
    """Return the value that so many percent do not exceed."""
    if len(values) == 1:
        return values[0]
    return quantiles(values, n=100, method="inclusive")[percent - 1]
