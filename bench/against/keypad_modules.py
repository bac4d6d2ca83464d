"""Print as JSON which modules one linked keypad lock needs, and which ones Home Assistant has anyway.

Found by setting up such an entry in Home Assistant, in the tree in the working directory.
"""

import asyncio
import json
import sys
from tempfile import TemporaryDirectory
from typing import Final

# First of all: Home Assistant puts its own validation library in the place of voluptuous.
from homeassistant.core import CoreState, HomeAssistant  # isort: skip

from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_test_home_assistant,
)

from homeassistant.helpers import entity_registry as er
from homeassistant.loader import DATA_CUSTOM_COMPONENTS, async_get_integration

DOMAIN: Final = "access_codes"
PACKAGE: Final = f"custom_components.{DOMAIN}"
PLATFORMS: Final = ("config_flow", "diagnostics", "repairs")
"""Modules that Home Assistant looks for by name when it has the components for them."""
_OF_TESTS: Final = ("pytest", "_pytest", "unittest", "__main__")


async def modules() -> tuple[list[str], list[str]]:
    """Return the names of the integration's modules and of the others, in the order of their import."""
    with TemporaryDirectory(prefix="access_codes_bench_") as folder:
        async with async_test_home_assistant(config_dir=folder) as hass:
            del hass.data[DATA_CUSTOM_COMPONENTS]
            # What is imported once all has started is not part of the start.
            hass.set_state(CoreState.starting)
            before = set(sys.modules)
            try:
                await _link(hass)
                after = list(sys.modules)
            finally:
                await hass.async_stop(force=True)
    ours = [name for name in after if f"{name}.".startswith(f"{PACKAGE}.")]
    others = [
        name
        for name in after
        if name not in ours
        and (name in before or name.startswith("homeassistant."))
        and not name.startswith(_OF_TESTS)
    ]
    return ours, others


async def _link(hass: HomeAssistant) -> None:
    """Set up the entry of a keypad lock, as a start of Home Assistant does."""
    lock = er.async_get(hass).async_get_or_create("lock", "bench", "door")
    entry = MockConfigEntry(
        domain=DOMAIN,
        unique_id=lock.id,
        data={"lock": lock.id, "method": "keypad", "is_stored": False},
    )
    entry.add_to_hass(hass)
    if not await hass.config_entries.async_setup(entry.entry_id):
        raise SystemExit(f"the lock could not be linked: {entry.reason}")
    await hass.async_block_till_done()
    integration = await async_get_integration(hass, DOMAIN)
    await integration.async_get_platforms(PLATFORMS)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asyncio.run(modules())))
