"""What a foreign adapter reports: checked, and dropped once the adapter is left."""

from collections.abc import Callable
import threading
from typing import Any

import pytest

from custom_components.access_codes.core.model import EMPTY, Cause, KnownPin, Use
from custom_components.access_codes.locks.adapter import AdapterListener
from custom_components.access_codes.locks.platform_hook.checks import is_use
from homeassistant.core import HomeAssistant
from tests.locks.lock_bench import BenchListener
from tests.support.foreign_adapters import (
    NOW,
    PIN,
    Integration,
    async_guard,
    errors_of_the_guard,  # noqa: F401
    foreign_integration,  # noqa: F401
)
from tests.support.slot_locks import async_settle


@pytest.fixture
async def reporting(integration: Integration) -> tuple[AdapterListener, BenchListener]:
    """Give the listener that the foreign adapter has, and the engine's behind it."""
    await integration.async_load()
    engine = BenchListener()
    await async_guard(integration, engine)
    engine.changes = 0
    assert integration.foreign.listener is not None
    return integration.foreign.listener, engine


@pytest.mark.contract("12.126")
def test_sound_reports_pass(reporting: tuple[AdapterListener, BenchListener]) -> None:
    foreign, engine = reporting
    use = Use("unlock", slot="1", pin=PIN, used_at=NOW, use_id="7")
    engine.ours.add("1")

    foreign.reach_changed()
    foreign.capabilities_changed()
    foreign.reported("1", KnownPin(PIN), Cause.OTHERS)
    foreign.reported("2", None)
    foreign.reported_all_cleared()
    foreign.remainder_found("1")
    foreign.activity_found("1", is_inactive=True)
    foreign.used(use)
    foreign.access_denied("invalid_code")

    assert engine.reports == [("1", KnownPin(PIN)), ("2", None), (None, None)]
    assert engine.uses == [use]
    assert engine.changes == 9
    assert foreign.is_ours("1")
    assert not foreign.is_ours("2")


@pytest.mark.contract("12.126")
def test_nonsense_is_not_reported(
    reporting: tuple[AdapterListener, BenchListener],
    caplog: pytest.LogCaptureFixture,
) -> None:
    foreign: Any = reporting[0]
    calls: list[Callable[[], None]] = [
        lambda: foreign.reported(1, EMPTY),
        lambda: foreign.reported("9", EMPTY),
        lambda: foreign.reported("1", "012345"),
        lambda: foreign.reported("1", EMPTY, "ours"),
        lambda: foreign.remainder_found(None),
        lambda: foreign.remainder_found("9"),
        lambda: foreign.activity_found("1", is_inactive="no"),
        lambda: foreign.used("012345"),
        lambda: foreign.access_denied("012345"),
        lambda: foreign.access_denied(["012345"]),
    ]
    for call in calls:
        call()

    assert reporting[1].changes == 0
    assert caplog.text.count("reports nonsense") == len(calls)
    assert "012345" not in caplog.text


@pytest.mark.contract("12.126")
@pytest.mark.parametrize(
    "nonsense",
    [
        Use("open"),
        Use("unlock", slot=1),  # type: ignore[arg-type]
        Use("unlock", pin="012345"),  # type: ignore[arg-type]
        Use("unlock", used_at=NOW.replace(tzinfo=None)),
        Use("unlock", use_id=7),  # type: ignore[arg-type]
    ],
)
def test_uses_are_checked(nonsense: Use) -> None:
    assert not is_use(nonsense)


@pytest.mark.contract("12.126")
async def test_no_report_counts_once_the_adapter_is_left(
    hass: HomeAssistant,
    integration: Integration,
    reporting: tuple[AdapterListener, BenchListener],
) -> None:
    foreign, engine = reporting
    assert await hass.config_entries.async_unload(integration.entry.entry_id)
    await async_settle(hass)
    engine.changes = 0

    foreign.reach_changed()
    foreign.capabilities_changed()
    foreign.reported("1", EMPTY)
    foreign.reported_all_cleared()
    foreign.used(Use("unlock", slot="1"))

    assert engine.changes == 0
    assert not foreign.is_ours("1")


@pytest.mark.contract("12.126")
async def test_a_report_from_another_thread_is_refused_there(
    hass: HomeAssistant, reporting: tuple[AdapterListener, BenchListener]
) -> None:
    foreign, engine = reporting
    raised: list[BaseException] = []

    def report() -> None:
        try:
            foreign.reach_changed()
        except RuntimeError as err:
            raised.append(err)

    thread = threading.Thread(target=report)
    thread.start()
    await hass.async_add_executor_job(thread.join)

    assert len(raised) == 1
    assert engine.changes == 0
