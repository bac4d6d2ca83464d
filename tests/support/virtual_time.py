"""An event loop in which waiting takes no time, and the little of Home Assistant that an engine needs in it."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
import selectors
from types import SimpleNamespace
from typing import Any, override
from unittest.mock import patch

from custom_components.access_codes.engine.clock import Clock
from homeassistant.core import Context, CoreState, HassJob
from homeassistant.helpers import event
from homeassistant.util.async_ import create_eager_task

_EXTRA = 1e-6
"""No timer is woken a rounding error too early."""


class _Waiting(selectors.BaseSelector):
    """Lets the time of its loop pass instead of waiting for a file."""

    def __init__(self) -> None:
        self.now = 0.0
        self._keys: dict[int, selectors.SelectorKey] = {}

    @override
    def register(
        self, fileobj: Any, events: int, data: Any = None
    ) -> selectors.SelectorKey:
        key = selectors.SelectorKey(fileobj, int(fileobj), events, data)
        self._keys[key.fd] = key
        return key

    @override
    def unregister(self, fileobj: Any) -> selectors.SelectorKey:
        return self._keys.pop(int(fileobj))

    @override
    def get_map(self) -> Any:
        return {key.fileobj: key for key in self._keys.values()}

    @override
    def select(
        self, timeout: float | None = None
    ) -> list[tuple[selectors.SelectorKey, int]]:
        assert timeout is not None, "nobody will ever wake anybody"
        if timeout > 0:
            self.now += timeout + _EXTRA
        return []


class VirtualLoop(asyncio.SelectorEventLoop):
    """Event loop whose time passes only while all wait, and then at once."""

    def __init__(self) -> None:
        """Start at zero."""
        self._waiting = _Waiting()
        super().__init__(self._waiting)

    @override
    def time(self) -> float:
        return self._waiting.now


class VirtualClock(Clock):
    """Wall clock and monotonic clock of a virtual loop."""

    def __init__(self, loop: VirtualLoop, start: datetime) -> None:
        """Start at an instant."""
        self._loop = loop
        self._origin = start
        self._slept = 0.0

    @override
    def utcnow(self) -> datetime:
        return self._origin + timedelta(seconds=self._loop.time())

    @override
    def monotonic(self) -> float:
        return self._loop.time()

    @override
    def slept(self) -> float:
        return self._slept

    def step(self, size: timedelta, *, is_sleep: bool) -> None:
        """Set the clock, or let the machine sleep."""
        self._origin += size
        if is_sleep:
            self._slept += size.total_seconds()

    @contextmanager
    def rule_timers(self) -> Iterator[None]:
        """Let Home Assistant's timers go by this clock."""

        def timestamp() -> float:
            return self.utcnow().timestamp()

        with (
            patch.object(event, "time", SimpleNamespace(time=timestamp)),
            patch.object(
                event, "time_tracker_timestamp", lambda: timestamp() + 10 * _EXTRA
            ),
        ):
            yield


class TinyBus:
    """The bus: it keeps the data of all events."""

    def __init__(self) -> None:
        """Start without events."""
        self.fired: list[dict[str, Any]] = []

    def async_listen(
        self, event_type: str, listener: Callable[..., Any]
    ) -> Callable[[], None]:
        """Listen to nothing: these processes die without a warning, or their engine is stopped."""
        return lambda: None

    def async_fire(
        self, event_type: str, data: dict[str, Any], *, context: Context
    ) -> None:
        """Keep the data of an event."""
        self.fired.append(data)


class TinyHass:
    """A started Home Assistant that runs tasks and jobs, and nothing else."""

    def __init__(self, loop: VirtualLoop) -> None:
        """Start."""
        self.loop = loop
        self.data: dict[Any, Any] = {}
        self.bus = TinyBus()
        self.config = SimpleNamespace(path=lambda *parts: "/".join(parts))
        self.state = CoreState.running
        self.is_running = True
        self.is_stopping = False
        self.tasks: set[asyncio.Task[Any]] = set()

    def async_create_task(
        self,
        target: Coroutine[Any, Any, Any],
        name: str | None = None,
        eager_start: bool = True,
    ) -> asyncio.Task[Any]:
        """Run a task."""
        if eager_start:
            task = create_eager_task(target, name=name, loop=self.loop)
        else:
            task = self.loop.create_task(target, name=name)
        if not task.done():
            self.tasks.add(task)
            task.add_done_callback(self.tasks.discard)
        return task

    async_create_background_task = async_create_task

    def async_run_hass_job(
        self, job: HassJob[..., Any], *args: Any, background: bool = False
    ) -> None:
        """Run a job, which is a function: the engine has no other ones."""
        job.target(*args)
