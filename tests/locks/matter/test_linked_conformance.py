"""The conformance suite over a linked Matter lock: actions, engine, adapter, Home Assistant's integration, the client."""

from datetime import datetime, timedelta
from typing import override

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.access_codes.locks.matter import limits
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util
from tests.locks.linked_bench import LinkedLockBench
from tests.locks.linked_conformance import (
    PIN,
    LinkedConformance,
    becomes,
    code_of,
    create,
    told,
    until,
)
from tests.locks.lock_bench import PATIENCE, Trouble
from tests.support.matter_server import MatterServer, lock_of


class LinkedMatterBench(LinkedLockBench):
    """A linked lock."""

    def __init__(self, hass: HomeAssistant, server: MatterServer) -> None:
        super().__init__(hass, lock_of(hass), "matter")
        self.server = server
        self.lock = server.locks[1]

    async def messages(self) -> int:
        """Return how many messages have come."""
        return len(self.lock.log)

    @override
    async def opens(self, pin: str) -> bool:
        return pin in self.lock.pins().values()

    async def opens_at(self, pin: str, at: datetime) -> bool:
        """Type a PIN at the keypad when the lock's clock has come to an instant."""
        wall = dt_util.as_local(at).replace(tzinfo=None)
        seconds = (wall - datetime(2000, 1, 1)).total_seconds()
        users = [
            self.lock.users[held.user]
            for held in self.lock.credentials.values()
            if held.pin == pin
        ]
        return any(
            user.status == 1
            and (
                user.type == 0
                or (user.dates is not None and user.dates[0] <= seconds < user.dates[1])
            )
            for user in users
        )

    @override
    async def use(self, pin: str) -> None:
        [slot] = [slot for slot, held in self.lock.pins().items() if held == pin]
        self.lock.use(int(slot))

    @override
    async def fail(self, trouble: Trouble | None) -> None:
        self.server.fail(1, trouble)


@pytest.fixture
async def linked(
    hass: HomeAssistant,
    matter: MockConfigEntry,
    server: MatterServer,
    monkeypatch: pytest.MonkeyPatch,
) -> LinkedMatterBench:
    """Link a lock, and wait until it was read."""
    # A late lock of these tests takes one and a half seconds.
    monkeypatch.setattr(limits, "LATE_BY", 3)
    bench = LinkedMatterBench(hass, server)
    await bench.link()
    return bench


class TestLinkedMatter(LinkedConformance):
    """A linked Matter lock."""


@pytest.mark.contract("13.29")
async def test_a_restart_with_nothing_to_do_writes_nothing(
    linked: LinkedMatterBench,
) -> None:
    code = await create(linked, PIN)
    await becomes(linked, code, "set")
    linked.lock.log.clear()
    await linked.hass.config_entries.async_reload(linked.entry.entry_id)

    async def is_read() -> bool:
        return "GetCredentialStatus" in linked.lock.log

    await until(linked, is_read, PATIENCE)
    await becomes(linked, code, "set")
    # A use comes after whatever a start would have sent.
    await linked.use(PIN)

    async def is_used() -> bool:
        return "access_code.used" in told(linked)

    await until(linked, is_used, PATIENCE)
    assert linked.lock.log == ["GetUser", "GetCredentialStatus"]


@pytest.mark.contract("12.172", "12.174")
async def test_a_window_is_left_to_the_lock_and_shown_so(
    linked: LinkedMatterBench,
) -> None:
    start = dt_util.utcnow() + timedelta(hours=1)
    window = {"starts_at": start, "ends_at": start + timedelta(hours=2)}
    times = {name: moment.isoformat() for name, moment in window.items()}
    code = await create(linked, PIN, **times)

    async def is_held() -> bool:
        return bool((await code_of(linked, code))["is_scheduled_on_device"])

    await until(linked, is_held, PATIENCE)
    [user] = linked.lock.users.values()
    assert user.type == 1
    assert user.dates is not None
    assert 7200 - 120 <= user.dates[1] - user.dates[0] <= 7200
