"""The conformance suite over a linked lock of Kwikset: actions, engine, adapter, the client library."""

from dataclasses import replace
from typing import override

import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_capture_events,
)

from custom_components.access_codes.const import (
    CONF_IS_STORED,
    CONF_LOCK,
    CONF_METHOD,
    DOMAIN,
)
from custom_components.access_codes.locks.kwikset import adapter as kwikset_adapter
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from tests.locks.linked_conformance import (
    LinkedBench,
    LinkedConformance,
    act,
    becomes,
    code_of,
    create,
    told,
    until,
)
from tests.locks.lock_bench import PATIENCE, Trouble
from tests.support.kwikset_cloud import Fault, KwiksetCloud, lock_entity

PIN = "135790"


class LinkedKwiksetBench:
    """A linked lock."""

    troubles = frozenset(Trouble)

    def __init__(self, hass: HomeAssistant, cloud: KwiksetCloud) -> None:
        self.hass = hass
        self.cloud = cloud
        entity = lock_entity(hass)
        self.entity_id = entity.entity_id
        self.events = async_capture_events(hass, f"{DOMAIN}_event")
        data = {CONF_LOCK: entity.id, CONF_METHOD: "kwikset", CONF_IS_STORED: False}
        self.entry = MockConfigEntry(domain=DOMAIN, unique_id=entity.id, data=data)
        self.entry.add_to_hass(hass)

    async def messages(self) -> int:
        """Return how many messages have come."""
        return len(self.cloud.requests)

    async def opens(self, pin: str) -> bool:
        """Return whether the lock holds a PIN."""
        return pin in self.cloud.pins().values()

    async def use(self, pin: str) -> None:
        """Open the lock: nobody tells with which code."""

    async def fail(self, trouble: Trouble | None) -> None:
        """Let the lock fail in this way from now on."""
        self.cloud.heal()
        self.cloud.fault = Fault(trouble.value) if trouble is not None else None


@pytest.fixture
async def linked(
    hass: HomeAssistant,
    cloud: KwiksetCloud,
    kwikset_entry: MockConfigEntry,
    monkeypatch: pytest.MonkeyPatch,
) -> LinkedKwiksetBench:
    """Link a lock, and wait until it was read."""
    # A late lock of these tests takes half a second, and as many calls as it likes.
    quick = replace(kwikset_adapter.CAPABILITIES, late_by=2, calls_per_minute=None)
    monkeypatch.setattr(kwikset_adapter, "CAPABILITIES", quick)
    bench = LinkedKwiksetBench(hass, cloud)
    assert await hass.config_entries.async_setup(bench.entry.entry_id)

    async def is_read() -> bool:
        return bool(bench.entry.runtime_data.engine.record.is_read)

    await until(bench, is_read, PATIENCE)
    return bench


class TestLinkedKwikset(LinkedConformance):
    """A linked lock of Kwikset."""

    @override
    async def test_a_use_is_told_by_the_codes_name(self, linked: LinkedBench) -> None:
        """Nobody tells of a use: a code that ends with its use is refused."""
        code = await create(linked, PIN)
        await becomes(linked, code, "set")
        with pytest.raises(HomeAssistantError):
            await create(linked, "864209", "Bob", is_one_time_use=True)
        assert "access_code.used" not in told(linked)

    @pytest.mark.contract("12.263")
    async def test_the_last_code_stays_and_is_shown(
        self, linked: LinkedKwiksetBench
    ) -> None:
        code = await create(linked, PIN)
        await becomes(linked, code, "set")
        del linked.cloud.codes[0]
        await act(linked, "delete", access_code_id=code)

        async def is_shown() -> bool:
            return "access_code.failed_to_remove_from_device" in told(linked)

        await until(linked, is_shown, 2 * PATIENCE)
        assert (await code_of(linked, code))["status"] == "removing"
        assert await linked.opens(PIN)
