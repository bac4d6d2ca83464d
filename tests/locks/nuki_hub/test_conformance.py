"""The conformance suites over a lock behind a simulated Nuki Hub."""

from collections.abc import AsyncIterator
from typing import Final, override

import pytest

from custom_components.access_codes.core.model import Outcome, Pin, Readability
from custom_components.access_codes.locks.adapter import Credential
from homeassistant.core import HomeAssistant
from tests.locks.conformance import (
    NAMES,
    PIN,
    ZERO,
    AdapterConformance,
    check_read,
    slots_of,
    write,
)
from tests.locks.linked_conformance import LinkedConformance
from tests.locks.lock_bench import LockBench, capabilities_of

from .conftest import AddHub, LinkedNukiBench, NukiBench, lock_entity

KINDS: Final[dict[str, dict[str, bool]]] = {
    "published": {},
    "hidden": {"publishes_codes": False, "publishes_log": False},
}


@pytest.fixture(params=KINDS)
async def bench(
    hass: HomeAssistant, add_hub: AddHub, request: pytest.FixtureRequest
) -> AsyncIterator[NukiBench]:
    """Give each test a lock whose hub publishes PINs and log, and one whose hub does not."""
    made = NukiBench(hass, await add_hub(**KINDS[request.param]))
    await made.start()
    yield made
    made.adapter.stop()


class TestNukiHub(AdapterConformance):
    """A lock behind Nuki Hub."""

    @override
    async def test_an_altered_pin_is_not_confirmed(self, bench: LockBench) -> None:
        """The keypad has no zero: there is no leading one to be lost, and such a PIN is not sent."""
        slot, _ = slots_of(bench)
        written = await bench.adapter.async_set(slot, Credential(Pin(ZERO), NAMES[0]))
        assert written.outcome is Outcome.INVALID
        assert await bench.pins() == {}

    @override
    async def test_a_duplicate_is_told_and_leaves_nothing(
        self, bench: LockBench
    ) -> None:
        """Where PINs are hidden nobody can tell why the lock has refused."""
        first, second = slots_of(bench)
        await write(bench, first, PIN, NAMES[0])
        is_shown = capabilities_of(bench).reads is Readability.PIN
        written = await write(bench, second, PIN, NAMES[1])
        assert written.outcome is (Outcome.DUPLICATE if is_shown else Outcome.REFUSED)
        assert await bench.pins() == {first: PIN}
        await check_read(bench, second, None)


@pytest.fixture(params=["published", "hidden"])
async def linked(
    hass: HomeAssistant, add_hub: AddHub, request: pytest.FixtureRequest
) -> LinkedNukiBench:
    """Link a lock, and wait until it was read."""
    hub = await add_hub(publishes_codes=request.param == "published")
    made = LinkedNukiBench(hass, hub, await lock_entity(hass, hub))
    await made.link()
    return made


class TestLinkedNukiHub(LinkedConformance):
    """A linked lock behind Nuki Hub."""
