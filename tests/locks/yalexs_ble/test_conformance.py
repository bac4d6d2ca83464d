"""The conformance suite over a lock of August or Yale."""

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.core import HomeAssistant
from tests.locks.conformance import AdapterConformance
from tests.locks.lock_bench import Trouble
from tests.support.yale_lock import Fault, YaleLock

from .conftest import Door, until_primed


class YaleBench(Door):
    """One lock."""

    row: str | None = "August and Yale, by Bluetooth"

    async def pins(self) -> dict[str, str]:
        """Return the PINs of the lock, by slot."""
        return {str(slot): pin for slot, pin in self.lock.codes.items()}

    async def names(self) -> dict[str, str]:
        """Return nothing: the lock stores no names."""
        return {}

    async def type_at_keypad(
        self, slot: str, pin: str | None, *, is_reported: bool = True
    ) -> None:
        """Change a slot from the app: the lock never reports it."""
        self.lock.type_in(int(slot), pin)

    async def use(self, slot: str) -> None:
        """Open the lock with the code of a slot."""
        await until_primed(self.lock)
        self.lock.use(int(slot))

    async def fail(self, trouble: Trouble | None) -> None:
        """Let the lock fail in this way from now on."""
        self.lock.fault = Fault(trouble.value) if trouble is not None else None
        if trouble is Trouble.UNREACHABLE:
            self.lock.cut()


@pytest.fixture
async def bench(
    hass: HomeAssistant, yale: YaleLock, yale_entry: MockConfigEntry
) -> YaleBench:
    """Give each test a lock."""
    made = YaleBench(hass, yale)
    await made.start()
    return made


class TestYalexsBle(AdapterConformance):
    """A lock of August or Yale."""
