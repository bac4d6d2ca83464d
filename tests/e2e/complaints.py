"""What a Home Assistant process logs about the integration that a user would report."""

from itertools import count
import os
from pathlib import Path
import re

from simulators.home import REPOSITORY, Home, wait_for

UNTESTED = "We found a custom integration access_codes which has not been tested"
"""Said of every custom integration at each start: the one warning that is no complaint."""

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_RECORD = re.compile(r"^\d{4}-\d\d-\d\d \S+ (?P<level>[A-Z]+) \([^)]*\) \[")
_LEVELS = {"WARNING", "ERROR", "CRITICAL", "FATAL"}
_REPORT = re.compile(r"deprecat|custom integration", re.IGNORECASE)
_NAME = "access_codes"
_FOLDERS = [os.environ.get("ACCESS_CODES_CACHE", ""), str(REPOSITORY)]
"""They may be named like the integration, and stand in tracebacks of others."""


def complaints_in(log: str) -> list[str]:
    """Return the records of level WARNING and above, and the reports of deprecated use, that name the integration."""
    log = _COLOUR.sub("", log)
    for folder in filter(None, _FOLDERS):
        log = log.replace(folder, "")
    return [
        record
        for record in _records(log)
        if _is_complaint(record) and UNTESTED not in record
    ]


def _records(log: str) -> list[str]:
    """Return each record with the lines of its traceback."""
    records: list[list[str]] = [[]]
    for line in log.splitlines():
        if _RECORD.match(line):
            records.append([])
        records[-1].append(line)
    return ["\n".join(lines) for lines in records if lines]


def _is_complaint(record: str) -> bool:
    """Return whether a record is about the integration and worth a report.

    A line without a level, such as one of Python's own warnings, may follow a record that it has nothing to do with.
    """
    start = _RECORD.match(record)
    if start is not None and start["level"] in _LEVELS and _NAME in record:
        return True
    return any(_NAME in line and _REPORT.search(line) for line in record.splitlines())


class ProcessLog:
    """The output of a Home Assistant process, read from where it was last read."""

    def __init__(self, home: Home) -> None:
        """Read nothing yet."""
        self._home = home
        self._read = 0
        self._numbers = count()

    @property
    def path(self) -> Path:
        """The file that the process writes its output to."""
        return self._home.folder / "process.log"

    async def complaints(self) -> list[str]:
        """Return the complaints since the last call, up to what is logged now."""
        if self._home.is_connected:
            await self._catch_up()
        log = self.path.read_text()
        fresh, self._read = log[self._read :], len(log)
        return complaints_in(fresh)

    async def _catch_up(self) -> None:
        """Wait for all that was logged before: a thread of Home Assistant writes it."""
        marker = f"Mark {next(self._numbers)} of the tests"
        await self._home.rest(
            "POST",
            "/api/services/system_log/write",
            {"message": marker, "level": "warning", "logger": "tests"},
        )

        async def is_written() -> bool:
            return marker in self.path.read_text()

        await wait_for(is_written, what="the mark in the log")
