"""The conformance suite over a lock of Schlage."""

from typing import override

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.access_codes.locks.adapter import Credential, Written
from custom_components.access_codes.locks.schlage.adapter import SchlageAdapter
from homeassistant.core import HomeAssistant
from tests.locks.conformance import AdapterConformance
from tests.locks.lock_bench import Trouble
from tests.support.schlage_cloud import Fault, SchlageCloud, lock_entity

from .conftest import Door


class NamedAdapter(SchlageAdapter):
    """An adapter whose cloud gives a new code the key that the suite has for it."""

    cloud: SchlageCloud

    @override
    async def async_set(self, slot: str, credential: Credential) -> Written:
        self.cloud.next_id = slot
        return await super().async_set(slot, credential)


class SchlageBench(Door):
    """One lock."""

    row: str | None = "Schlage, with Wi-Fi"

    @override
    async def create(self) -> SchlageAdapter:
        adapter = NamedAdapter(self.hass, lock_entity(self.hass))
        adapter.cloud = self.cloud
        return adapter

    async def pins(self) -> dict[str, str]:
        """Return the PINs of the lock, by slot."""
        return self.cloud.pins()

    async def names(self) -> dict[str, str]:
        """Return the names on the lock, by slot."""
        return {key: code["friendlyName"] for key, code in self.cloud.codes.items()}

    async def type_at_keypad(
        self, slot: str, pin: str | None, *, is_reported: bool = True
    ) -> None:
        """Change a code from the app: nobody reports it."""
        if pin is None:
            del self.cloud.codes[slot]
        else:
            self.cloud.put(slot, pin)

    async def use(self, slot: str) -> None:
        """Open the lock with the code of a slot."""
        self.cloud.use(slot)

    async def fail(self, trouble: Trouble | None) -> None:
        """Let the cloud fail in this way from now on."""
        self.cloud.heal()
        self.cloud.fault = Fault(trouble.value) if trouble is not None else None


@pytest.fixture
async def bench(
    hass: HomeAssistant, cloud: SchlageCloud, schlage_entry: MockConfigEntry
) -> SchlageBench:
    """Give each test a lock."""
    made = SchlageBench(hass, cloud, schlage_entry)
    await made.start()
    return made


class TestSchlage(AdapterConformance):
    """A lock of Schlage."""
