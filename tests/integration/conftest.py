"""What every test inside Home Assistant shares."""

from collections.abc import Generator
import logging
import pathlib

import pytest

# Before the test plugin's own folder of integrations is found.
import custom_components.access_codes  # noqa: F401

from .slots import SlotLocks, install_slot_family


@pytest.fixture
def hass_config_dir(tmp_path: pathlib.Path) -> str:
    """Keep what is written to disk, for real, in a folder of this test."""
    (tmp_path / "custom_components").symlink_to(
        pathlib.Path(custom_components.access_codes.__file__).parents[1]
    )
    return str(tmp_path)


@pytest.fixture(autouse=True)
def find_access_codes(enable_custom_integrations: None) -> None:
    """Let Home Assistant find the integration."""


@pytest.fixture(autouse=True)
def no_errors_logged(caplog: pytest.LogCaptureFixture) -> Generator[None]:
    """Fail where an error was logged that the test did not take off the list (``caplog.clear()``).

    Home Assistant, and the engine on behalf of those who look on, log what goes wrong and carry on.
    """
    yield
    errors = [
        record.getMessage()
        for record in caplog.get_records("call")
        if record.levelno >= logging.ERROR
    ]
    assert not errors


@pytest.fixture
def slot_locks(monkeypatch: pytest.MonkeyPatch) -> SlotLocks:
    """Give the fake locks an adapter of their own, with slots."""
    return install_slot_family(monkeypatch)
