"""What all tests inside Home Assistant share."""

from collections.abc import AsyncIterator, Iterator
import logging
from pathlib import Path
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest

# Imported first, so that ``custom_components`` is this project's and not the one that the test plugin brings.
import custom_components.access_codes  # noqa: F401
from custom_components.access_codes.storage import sealed_text
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowHandler
from tests.support.engine_house import Disk, House
from tests.support.slot_locks import SlotLocks, install_slot_family

OURS = "custom_components.access_codes"


@pytest.fixture
def hass_config_dir(tmp_path: Path) -> str:
    """Give each test a disk of its own: our files are real ones."""
    (tmp_path / ".storage").mkdir()
    return str(tmp_path)


@pytest.fixture(autouse=True)
def can_be_loaded(request: pytest.FixtureRequest) -> None:
    """Let Home Assistant find the integration, wherever a test has one. The recorder has to come first."""
    if "recorder_mock" in request.fixturenames:
        request.getfixturevalue("recorder_mock")
    if "hass" in request.fixturenames:
        request.getfixturevalue("enable_custom_integrations")


@pytest.fixture
def cheap_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the keys of exports at once: each costs a quarter of a second otherwise."""
    monkeypatch.setattr(sealed_text, "_COST", 2)


@pytest.fixture
def expected_errors() -> list[str]:
    """Take beginnings of error messages that a test provokes."""
    return []


@pytest.fixture(autouse=True)
def no_error_of_ours(
    caplog: pytest.LogCaptureFixture, expected_errors: list[str]
) -> Iterator[None]:
    """Fail on errors that we log: Home Assistant goes on after them as if nothing was."""
    yield
    unexpected = [
        record.getMessage()
        for phase in ("setup", "call")
        for record in caplog.get_records(phase)
        if record.levelno >= logging.ERROR
        and record.name.startswith(OURS)
        and not record.getMessage().startswith(tuple(expected_errors))
    ]
    assert not unexpected


@pytest.fixture(autouse=True)
def every_menu_names_its_step(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse what Home Assistant 2026.11 warns of: a menu of ours without a step_id."""
    show_menu = FlowHandler.async_show_menu

    def show(flow: FlowHandler[Any, Any, Any], **fields: Any) -> Any:
        if type(flow).__module__.startswith(OURS):
            assert fields.get("step_id") is not None, f"{type(flow)}: no step_id"
        return show_menu(flow, **fields)

    monkeypatch.setattr(FlowHandler, "async_show_menu", show)


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    """Watch what is written to the disk, and do not wait for it: no test cuts the power."""
    disk = Disk()
    disk.install(monkeypatch)
    return disk


@pytest.fixture
async def house(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, disk: Disk
) -> AsyncIterator[House]:
    """Give an engine, not yet started, a lock and a disk."""
    house = House(hass, freezer, disk)
    yield house
    disk.is_full = False
    await house.stop()


@pytest.fixture
def slot_locks(monkeypatch: pytest.MonkeyPatch) -> SlotLocks:
    """Give the fake locks an adapter of their own, with slots."""
    return install_slot_family(monkeypatch)
