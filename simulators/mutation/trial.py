"""The trial of changes: one pytest that has collected the tests forks once for each change.

A fork replaces the code of one function and runs the tests that run the changed statement, those first that noticed
other changes of the function, until one fails. Nothing is imported or collected again, so a change that is noticed costs
about as much as the test that notices it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
import gc
import os
from pathlib import Path
import pickle
import resource
import shutil
import signal
import sys
import tempfile
from time import monotonic, process_time, sleep
from types import CodeType, FunctionType
from typing import Any, Literal

import pytest

from .changes import Change

type Status = Literal[
    "noticed", "timeout", "survived", "argued", "cut short", "no test", "no way"
]

_FAILED, _CUT_SHORT, _NO_WAY = 1, 3, 4

_TOOL = 4
"""A number of sys.monitoring that no profiler and no debugger has: tests use profilers."""

_PATIENCE = 10
"""How often the time of the tests a fork may take before it counts as hanging."""


@dataclass
class Outcome:
    """What became of one change."""

    status: Status
    test: str | None = None


@dataclass
class Coverage:
    """Which tests run which lines, and how long each takes."""

    tests: dict[tuple[str, int], set[int]] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


@dataclass
class _Fork:
    change: Change
    folder: Path
    ends_at: float


class Trial:
    """A plugin that tries changes instead of running the tests once."""

    def __init__(
        self,
        changes: list[Change],
        known: dict[str, str],
        processes: int,
        seconds: float | None,
        show: Callable[[Change, Outcome], None],
    ) -> None:
        """Start with what is known of earlier runs: the test that noticed a change, by its key."""
        self.changes = changes
        self.outcomes: dict[str, Outcome] = {}
        self.failed: list[str] = []
        self.test_seconds = 0.0
        self._known = known
        self._processes = processes
        self._seconds = seconds
        self._show = show
        self._failed_test: str | None = None
        self._noticed_by: defaultdict[str, dict[str, int]] = defaultdict(dict)
        self._forks: dict[int, _Fork] = {}
        self._coverage = Coverage()
        self._items: list[pytest.Item] = []
        self._rules: list[set[str]] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Remember a failure."""
        if report.failed:
            self._failed_test = report.nodeid

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Learn which tests run which lines, then try the changes."""
        self._items = session.items
        self._rules = [
            {rule for mark in item.iter_markers("contract") for rule in mark.args}
            for item in self._items
        ]
        gc.collect()
        gc.freeze()
        self._coverage = self._learn()
        self.failed = self._coverage.failed
        self.test_seconds = sum(self._coverage.seconds)
        if self.failed:
            return True
        _say(f"{len(self._items)} tests in {self.test_seconds:.0f} s\n")
        for number, change in enumerate(self.changes):
            while len(self._forks) >= self._processes:
                self._reap()
            self._start(change)
            if not number % 20:
                self._progress()
        while self._forks:
            self._reap()
        self._progress()
        return True

    def _learn(self) -> Coverage:
        folder = Path(tempfile.mkdtemp(prefix="mutation-"))
        if not (pid := os.fork()):
            _become_a_fork(folder)
            coverage = _Watch(self._items).run(self)
            (folder / "coverage").write_bytes(pickle.dumps(coverage))
            os._exit(0)
        os.waitpid(pid, 0)
        found = pickle.loads((folder / "coverage").read_bytes())
        shutil.rmtree(folder, ignore_errors=True)
        assert isinstance(found, Coverage)
        return found

    def _tests_for(self, change: Change) -> list[int]:
        path = sys.modules[change.module].__file__ or ""
        found: set[int] = set()
        for line in change.lines:
            found |= self._coverage.tests.get((path, line), set())
        function = f"{change.module}.{change.owner}.{change.function}"
        noticed, near = self._noticed_by[function], self._noticed_by[change.module]

        def order(test: int) -> tuple[bool, int, bool, int, float]:
            nodeid = self._items[test].nodeid
            return (
                nodeid != self._known.get(change.key),
                -noticed.get(nodeid, 0),
                self._rules[test].isdisjoint(change.rules),
                -near.get(nodeid, 0),
                self._coverage.seconds[test],
            )

        return sorted(found, key=order)

    def _start(self, change: Change) -> None:
        tests = self._tests_for(change)
        if not tests:
            self._end(change, Outcome("no test"))
            return
        needed = sum(self._coverage.seconds[test] for test in tests)
        if self._seconds:
            needed = min(needed, self._seconds)
        limit = _PATIENCE * needed + 5
        folder = Path(tempfile.mkdtemp(prefix="mutation-"))
        if not (pid := os.fork()):
            self._try(change, tests, folder, limit)
        self._forks[pid] = _Fork(change, folder, monotonic() + 3 * limit)

    def _try(
        self, change: Change, tests: list[int], folder: Path, limit: float
    ) -> None:
        _become_a_fork(folder)
        used = process_time()
        allowed = int(used + limit) + 1
        resource.setrlimit(resource.RLIMIT_CPU, (allowed, allowed + 1))
        try:
            change.apply()
        except ValueError, KeyError, AttributeError, SyntaxError:
            os._exit(_NO_WAY)
        try:
            for _ in self.run([self._items[test] for test in tests]):
                if self._failed_test:
                    (folder / "noticed").write_text(self._failed_test)
                    os._exit(_FAILED)
                if self._seconds and process_time() - used > self._seconds:
                    os._exit(_CUT_SHORT)
        except BaseException:  # noqa: BLE001
            os._exit(_FAILED)
        os._exit(0)

    def run(self, items: list[pytest.Item]) -> Iterator[pytest.Item]:
        """Run tests in this order, and yield each."""
        for item, following in zip(items, [*items[1:], None], strict=True):
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            yield item

    def _reap(self) -> None:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if not pid:
            now = monotonic()
            for late in [
                pid for pid, fork in self._forks.items() if fork.ends_at < now
            ]:
                os.kill(late, signal.SIGKILL)
            sleep(0.002)
            return
        if (fork := self._forks.pop(pid, None)) is None:
            return
        code = os.waitstatus_to_exitcode(status)
        outcome = Outcome("noticed")
        match code:
            case 0:
                outcome.status = "survived"
            case 3:
                outcome.status = "cut short"
            case 4:
                outcome.status = "no way"
            case _ if code < 0:
                outcome.status = "timeout"
            case _:
                by = fork.folder / "noticed"
                outcome.test = by.read_text() if by.exists() else None
        if outcome.test:
            change = fork.change
            function = f"{change.module}.{change.owner}.{change.function}"
            for noticed in (
                self._noticed_by[function],
                self._noticed_by[change.module],
            ):
                noticed[outcome.test] = noticed.get(outcome.test, 0) + 1
        self._end(fork.change, outcome)
        shutil.rmtree(fork.folder, ignore_errors=True)

    def _end(self, change: Change, outcome: Outcome) -> None:
        self.outcomes[change.name] = outcome
        if outcome.status not in ("noticed", "timeout"):
            self._show(change, outcome)

    def _progress(self) -> None:
        survived = sum(
            outcome.status in ("survived", "cut short", "no test")
            for outcome in self.outcomes.values()
        )
        _say(f"\r{len(self.outcomes)}/{len(self.changes)}, survived {survived} ")


def _say(text: str) -> None:
    sys.__stderr__.write(text)  # type: ignore[union-attr]
    sys.__stderr__.flush()  # type: ignore[union-attr]


def _become_a_fork(folder: Path) -> None:
    # Home Assistant's plugin collects garbage behind each module of tests: here, behind nearly each test.
    gc.disable()
    gc.collect = lambda generation=2: 0
    os.environ["PYTEST_DEBUG_TEMPROOT"] = str(folder)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nowhere, number)


class _Watch:
    """Note the lines of the product that each test runs."""

    def __init__(self, items: list[pytest.Item]) -> None:
        self._items = items
        self._lines: set[tuple[str, int]] = set()

    def run(self, trial: Trial) -> Coverage:
        """Run all tests once."""
        monitoring = sys.monitoring
        tool = _TOOL
        monitoring.use_tool_id(tool, "mutation")
        monitoring.register_callback(tool, monitoring.events.LINE, self._note)
        for code in _codes("custom_components/access_codes"):
            monitoring.set_local_events(tool, code, monitoring.events.LINE)
        coverage = Coverage()
        began = process_time()
        for number, _ in enumerate(trial.run(self._items)):
            coverage.seconds.append(process_time() - began)
            for line in self._lines:
                coverage.tests.setdefault(line, set()).add(number)
            if trial._failed_test:  # noqa: SLF001
                coverage.failed.append(trial._failed_test)  # noqa: SLF001
                trial._failed_test = None  # noqa: SLF001
            self._lines.clear()
            monitoring.restart_events()
            began = process_time()
        return coverage

    def _note(self, code: CodeType, line: int) -> Any:
        self._lines.add((code.co_filename, line))
        return sys.monitoring.DISABLE


def _codes(folder: str) -> Iterable[CodeType]:
    gc.unfreeze()
    waiting = [
        found.__code__ for found in gc.get_objects() if isinstance(found, FunctionType)
    ]
    seen: set[int] = set()
    while waiting:
        code = waiting.pop()
        if id(code) in seen or folder not in code.co_filename:
            continue
        seen.add(id(code))
        yield code
        waiting += [inner for inner in code.co_consts if isinstance(inner, CodeType)]
