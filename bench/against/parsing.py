"""Numbers of a benchmark's rows, which are written for people, as figures that can be compared."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
import re
from typing import Final


class Unit(StrEnum):
    """The unit that a figure is kept in."""

    SECONDS = "s"
    BYTES = "B"
    TIMES = "×"
    """A ratio to a yardstick of the same run."""
    COUNT = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of one run."""

    value: float
    unit: Unit
    rounding: float = 0
    """Half a step of the last digit that was written."""
    is_judged: bool = True
    """Whether a limit applies to it."""


type Figures = dict[str, Figure]
"""Figures by name, in the order of the rows."""

_UNITS: Final[dict[str, tuple[Unit, float]]] = {
    "µs": (Unit.SECONDS, 1e-6),
    "ms": (Unit.SECONDS, 1e-3),
    "s": (Unit.SECONDS, 1),
    "bytes": (Unit.BYTES, 1),
    "kB": (Unit.BYTES, 1e3),
    "MB": (Unit.BYTES, 1e6),
    "×": (Unit.TIMES, 1),
    "": (Unit.COUNT, 1),
}
_NUMBER: Final = re.compile(
    r"(?<![\w.,])(?P<number>-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.(?P<decimals>\d+))?)"
    r"(?:\s*(?P<unit>µs|ms|s|bytes|kB|MB|×|%))?(?!\w)"
)
_GROUP: Final = re.compile(r";")
_FRAGMENT: Final = re.compile(r"[()/]|,\s|(?<=\d):")
_QUALIFIER: Final = re.compile(r"the longest|at most|median")
"""A fragment that begins so is about the one at the head of its group."""
_NOISE: Final = re.compile(r"longest|at most|elsewhere")
"""A figure of one single moment, or of other programs."""
_NAME_IN_CODE: Final = re.compile(r"`[^`]*`")
_UNNAMED: Final = {Unit.SECONDS: "time", Unit.BYTES: "size"}


def figures_of(rows: Iterable[Mapping[str, object]]) -> Figures:
    """Return the figures of all rows, each named by its row's key and the words beside the number.

    The upper end of a range and a percentage are left out: the first is noise, the second says a figure again. No limit
    applies to a ratio to a yardstick, to the longest of many, and to what other programs did.
    """
    figures: Figures = {}
    for row in rows:
        found = [each for each in _numbers(str(row["measured"])) if each[1] is not None]
        if len(found) > 1:
            found = [each for each in found if each[1] and each[1].unit != Unit.TIMES]
        for index, (label, figure) in enumerate(found):
            if figure is None:
                continue
            if (
                row.get("is_judged") is False
                or figure.unit == Unit.TIMES
                or _NOISE.search(label)
            ):
                figure = replace(figure, is_judged=False)
            if index and not label:
                label = _UNNAMED.get(figure.unit, "")
            figures[_free(f"{row['key']} {label}".strip(), figures)] = figure
    return figures


def _free(name: str, taken: Figures) -> str:
    """Return the name, told apart from those that are taken."""
    free, number = name, 1
    while free in taken:
        number += 1
        free = f"{name} {number}"
    return free


def _numbers(measured: str) -> Iterator[tuple[str, Figure | None]]:
    """Yield label and figure of each number; None for a percentage."""
    unit = ""
    for group in _GROUP.split(_NAME_IN_CODE.sub("", measured)):
        head = ""
        for index, fragment in enumerate(_FRAGMENT.split(group)):
            matches = list(_NUMBER.finditer(fragment))
            if is_range := _is_range(fragment, matches):
                unit = matches[-1]["unit"] or unit
                matches = matches[:1]
            for number, match in enumerate(matches):
                label = "min" if is_range else _label(fragment, matches, number)
                if not index:
                    head = head or label
                elif head and _QUALIFIER.match(label):
                    label = f"{head}, {label}"
                unit = unit if is_range else match["unit"] or ""
                yield label, _figure(match, unit)


def _is_range(fragment: str, matches: list[re.Match[str]]) -> bool:
    """Return whether the fragment is a range, as in ``4.48 to 4.83``."""
    return (
        len(matches) == 2
        and fragment[matches[0].end() : matches[1].start()].strip() == "to"
    )


def _label(fragment: str, matches: list[re.Match[str]], number: int) -> str:
    """Return the words before the number, or else those behind it, in the singular."""
    match = matches[number]
    begin = matches[number - 1].end() if number else 0
    end = matches[number + 1].start() if number + 1 < len(matches) else len(fragment)
    before = fragment[begin : match.start()].strip(" :–")
    behind = fragment[match.end() : end].split()
    if before:
        words, is_counted = before, number > 0
    else:
        words = " ".join(behind[:1] if end < len(fragment) else behind)
        is_counted = match["unit"] is None
    if words.startswith("and"):
        return ""
    return _in_singular(words) if words and is_counted else words


def _in_singular(words: str) -> str:
    """Return what was counted by one name for one and for many."""
    first, *others = words.split()
    return " ".join([first.removesuffix("s"), *others])


def _figure(match: re.Match[str], unit: str) -> Figure | None:
    if unit == "%":
        return None
    kept_in, factor = _UNITS[unit]
    is_whole = kept_in is Unit.COUNT and match["decimals"] is None
    step = 0 if is_whole else 10 ** -len(match["decimals"] or "")
    return Figure(
        float(match["number"].replace(",", "")) * factor, kept_in, step * factor / 2
    )
