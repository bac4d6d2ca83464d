"""The conformance suite over a linked lock of Kwikset: actions, engine, adapter, the client library."""

from dataclasses import replace
from typing import override

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.access_codes.locks.kwikset import adapter as kwikset_adapter
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from tests.locks.linked_bench import LinkedLockBench
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
from tests.support.kwikset_cloud import LATE, Fault, KwiksetCloud, lock_entity

PIN = "135790"


class LinkedKwiksetBench(LinkedLockBench):
    """A linked lock."""

    def __init__(self, hass: HomeAssistant, cloud: KwiksetCloud) -> None:
        super().__init__(hass, lock_entity(hass), "kwikset")
        self.cloud = cloud

    async def messages(self) -> int:
        """Return how many messages have come."""
        return len(self.cloud.requests)

    @override
    async def opens(self, pin: str) -> bool:
        return pin in self.cloud.pins().values()

    @override
    async def use(self, pin: str) -> None:
        """Open the lock: nobody tells with which code."""

    @override
    async def fail(self, trouble: Trouble | None) -> None:
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
    await bench.link()
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

    @pytest.mark.contract("12.262")
    async def test_ours_that_comes_after_a_code_of_others_is_ours(
        self, linked: LinkedKwiksetBench
    ) -> None:
        linked.cloud.delay = LATE
        linked.cloud.meanwhile = {7: ("864209", "App")}
        code = await create(linked, PIN)

        async def is_there() -> bool:
            return await linked.opens(PIN)

        await until(linked, is_there, PATIENCE)
        linked.cloud.delay = 0.0
        await becomes(linked, code, "set")
        assert linked.cloud.pins() == {"7": "864209", "100": PIN}
        assert "access_code.failed_to_set_on_device" not in told(linked)

    @pytest.mark.contract("12.262")
    async def test_ours_that_comes_after_a_code_of_others_and_its_own_end_is_taken_off(
        self, linked: LinkedKwiksetBench
    ) -> None:
        linked.cloud.delay = LATE
        linked.cloud.meanwhile = {7: ("864209", "App")}
        code = await create(linked, PIN)

        async def has_come() -> bool:
            return "7" in linked.cloud.pins()

        await until(linked, has_come, PATIENCE)
        await act(linked, "delete", access_code_id=code)
        linked.cloud.delay = 0.0

        async def is_there() -> bool:
            return await linked.opens(PIN)

        async def is_gone() -> bool:
            return not await linked.opens(PIN)

        await until(linked, is_there, PATIENCE)
        await until(linked, is_gone, 2 * PATIENCE)
        assert linked.cloud.pins() == {"7": "864209"}
