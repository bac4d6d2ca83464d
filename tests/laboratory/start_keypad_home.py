"""Start Home Assistant with one linked keypad lock, and print which of our modules that imports, and in which thread."""

import asyncio
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
import json
import sys
from tempfile import TemporaryDirectory
import threading
from types import ModuleType
from typing import Final
from unittest.mock import Mock

# First of all: Home Assistant puts its own validation library in the place of voluptuous.
from homeassistant.core import CoreState, HomeAssistant  # isort: skip

from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_test_home_assistant,
)

from homeassistant.helpers import entity_registry as er
from homeassistant.loader import DATA_CUSTOM_COMPONENTS
from homeassistant.setup import async_setup_component

DOMAIN: Final = "access_codes"
PACKAGE: Final = f"custom_components.{DOMAIN}"
COMPONENTS: Final = (
    "homeassistant",
    "websocket_api",
    "config",
    "diagnostics",
    "repairs",
    "system_health",
)
"""Components of nearly each home that look for modules of ours by name."""


class Watch:
    """Finder of modules that finds none: it only keeps which of ours are looked for in the event loop's thread."""

    def __init__(self) -> None:
        """Start with none seen."""
        self.in_loop: list[str] = []

    def find_spec(
        self,
        name: str,
        path: Sequence[str] | None,
        target: ModuleType | None = None,
    ) -> ModuleSpec | None:
        """Leave the module to the finders that follow."""
        if (
            name.startswith(f"{PACKAGE}.")
            and threading.current_thread() is threading.main_thread()
        ):
            self.in_loop.append(name)
        return None


async def start(hass: HomeAssistant) -> None:
    """Set up the components, then the entry of a keypad lock, and let Home Assistant settle."""
    del hass.data[DATA_CUSTOM_COMPONENTS]
    # What is imported once all has started is not part of the start.
    hass.set_state(CoreState.starting)
    # Nothing is served: a port may be taken.
    hass.http = Mock()
    hass.config.components.add("http")
    for component in COMPONENTS:
        if not await async_setup_component(hass, component, {}):
            raise SystemExit(f"{component} could not be set up")
    lock = er.async_get(hass).async_get_or_create("lock", "test", "door")
    entry = MockConfigEntry(
        domain=DOMAIN,
        unique_id=lock.id,
        data={"lock": lock.id, "method": "keypad", "is_stored": False},
    )
    entry.add_to_hass(hass)
    if not await hass.config_entries.async_setup(entry.entry_id):
        raise SystemExit(f"the lock could not be linked: {entry.reason}")
    await hass.async_block_till_done()


async def main() -> None:
    """Start, and print what was imported by then."""
    watch = Watch()
    sys.meta_path.insert(0, watch)
    with TemporaryDirectory(prefix="access_codes_test_") as folder:
        async with async_test_home_assistant(config_dir=folder) as hass:
            try:
                await start(hass)
                imported = [name for name in sys.modules if name.startswith(PACKAGE)]
            finally:
                await hass.async_stop(force=True)
    sys.stdout.write(json.dumps({"imported": imported, "in_loop": watch.in_loop}))


if __name__ == "__main__":
    asyncio.run(main())
