"""The conformance suite over a lock of Kwikset."""

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.core import HomeAssistant
from tests.locks.conformance import AdapterConformance
from tests.locks.lock_bench import Trouble
from tests.support.kwikset_cloud import Fault, KwiksetCloud

from .conftest import Door


class KwiksetBench(Door):
    """One lock."""

    row: str | None = "Kwikset, with Wi-Fi"

    async def pins(self) -> dict[str, str]:
        """Return the PINs of the lock, by slot."""
        return self.cloud.pins()

    async def names(self) -> dict[str, str]:
        """Return the names on the lock, by slot."""
        return self.cloud.names()

    async def type_at_keypad(
        self, slot: str, pin: str | None, *, is_reported: bool = True
    ) -> None:
        """Change a code from the app: nobody reports it."""
        if pin is None:
            del self.cloud.codes[int(slot)]
        else:
            self.cloud.codes[int(slot)] = (pin, "App")

    async def use(self, slot: str) -> None:
        """Open the lock: nobody tells with which code."""

    async def fail(self, trouble: Trouble | None) -> None:
        """Let the lock fail in this way from now on."""
        self.cloud.heal()
        self.cloud.fault = Fault(trouble.value) if trouble is not None else None


@pytest.fixture
async def bench(
    hass: HomeAssistant, cloud: KwiksetCloud, kwikset_entry: MockConfigEntry
) -> KwiksetBench:
    """Give each test a lock."""
    made = KwiksetBench(hass, cloud)
    await made.start()
    return made


class TestKwikset(AdapterConformance):
    """A lock of Kwikset."""
