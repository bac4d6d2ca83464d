"""The conformance suites over the library of the ISY integration and a simulated controller."""

from collections.abc import AsyncIterator
from typing import override

import pytest

from custom_components.access_codes.core.model import Outcome, Pin, PinObjection
from custom_components.access_codes.core.requests.leave_lock import take_for_empty
from custom_components.access_codes.locks import async_create_adapter
from custom_components.access_codes.locks.adapter import Credential, LockAdapter
from custom_components.access_codes.locks.isy994 import adapter as isy994
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from tests.locks.adapter_bench import AdapterBench
from tests.locks.conformance import ZERO, AdapterConformance
from tests.locks.linked_bench import LinkedLockBench
from tests.locks.linked_conformance import (
    OTHER,
    PIN,
    LinkedBench,
    LinkedConformance,
    act,
    becomes,
    code_of,
    create,
    is_gone,
    told,
)
from tests.locks.lock_bench import LockBench, Trouble, capabilities_of
from tests.support.custom_locks import CustomComponent
from tests.support.isy_controller import IsyController, async_add_isy


class IsyBench(AdapterBench):
    """A controller with one lock, and a running adapter."""

    row: str | None = "Z-Wave, behind an ISY"
    takes_duplicates = True

    def __init__(
        self, hass: HomeAssistant, controller: IsyController, component: CustomComponent
    ) -> None:
        super().__init__(hass)
        self.controller = controller
        self.component = component

    @override
    async def create(self) -> LockAdapter:
        return await async_create_adapter(self.hass, self.component.lock, "isy994")

    async def fail(self, trouble: Trouble | None) -> None:
        """Let the lock fail in this way from now on."""
        await self.component.fail(self.controller, trouble)

    async def pins(self) -> dict[str, str]:
        """Return the PINs that open the lock, by slot."""
        return dict(self.controller.codes)

    async def names(self) -> dict[str, str]:
        """Return nothing: such locks store no names."""
        return {}

    async def type_at_keypad(
        self, slot: str, pin: str | None, *, is_reported: bool = True
    ) -> None:
        """Change a slot at the lock itself, of which nobody is told."""
        if pin is None:
            self.controller.codes.pop(slot, None)
        else:
            self.controller.codes[slot] = pin

    async def use(self, slot: str) -> None:
        """Open the lock with the code of a slot; nobody is told."""
        assert slot in self.controller.codes


@pytest.fixture
async def bench(hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch) -> IsyBench:
    """Give each test a lock behind a controller."""
    controller = IsyController()
    component = await async_add_isy(hass, monkeypatch, controller)
    made = IsyBench(hass, controller, component)
    await made.start()
    return made


class TestIsy994(AdapterConformance):
    """A Z-Wave lock behind an ISY, which takes a code as a number: none with a leading zero is sent."""

    @override
    @pytest.mark.parametrize("pin", [PIN, OTHER])
    async def test_a_pin_is_set_read_and_cleared(
        self, bench: LockBench, pin: str
    ) -> None:
        await super().test_a_pin_is_set_read_and_cleared(bench, pin)

    @override
    @pytest.mark.contract("12.310")
    async def test_an_altered_pin_is_not_confirmed(self, bench: LockBench) -> None:
        objection = capabilities_of(bench).objection_to(Pin(ZERO))
        assert objection is PinObjection.BEGINNING
        written = await bench.adapter.async_set("1", Credential(Pin(ZERO)))
        assert written.outcome is Outcome.INVALID
        assert await bench.pins() == {}


class LinkedIsyBench(LinkedLockBench):
    """A linked lock behind a controller."""

    def __init__(
        self, hass: HomeAssistant, controller: IsyController, component: CustomComponent
    ) -> None:
        super().__init__(hass, component.lock, "isy994")
        self.controller = controller
        self.component = component

    @override
    async def fail(self, trouble: Trouble | None) -> None:
        await self.component.fail(self.controller, trouble)

    async def messages(self) -> int:
        """Return how many messages have come."""
        return len(self.controller.sent)

    @override
    async def opens(self, pin: str) -> bool:
        return pin in self.controller.codes.values()

    @override
    async def use(self, pin: str) -> None:
        assert await self.opens(pin)


@pytest.fixture
async def linked(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[LinkedIsyBench]:
    """Link a lock, of which a person has said that its slots are empty."""
    monkeypatch.setattr(isy994, "LATE_BY", 1)
    controller = IsyController()
    component = await async_add_isy(hass, monkeypatch, controller)
    bench = LinkedIsyBench(hass, controller, component)
    assert await hass.config_entries.async_setup(bench.entry.entry_id)
    await hass.async_block_till_done()
    engine = bench.entry.runtime_data.engine
    slots = isy994.isy_capabilities().slots
    await engine.async_request(
        lambda record, world: take_for_empty(record, world, slots)
    )
    yield bench
    await controller.finish()


class TestLinkedIsy994(LinkedConformance):
    """A linked Z-Wave lock behind an ISY."""

    @override
    @pytest.mark.parametrize("pin", [PIN, OTHER])
    async def test_a_code_opens_until_it_is_deleted(
        self, linked: LinkedBench, pin: str
    ) -> None:
        await super().test_a_code_opens_until_it_is_deleted(linked, pin)

    @override
    @pytest.mark.contract("12.312")
    async def test_a_use_is_told_by_the_codes_name(self, linked: LinkedBench) -> None:
        """The controller tells of no use: a code that ends with its use is refused. No code is ever proven."""
        code = await create(linked, PIN)
        await becomes(linked, code, "set")
        await linked.use(PIN)
        with pytest.raises(HomeAssistantError):
            await create(linked, "864209", "Bob", is_one_time_use=True)
        assert "access_code.used" not in told(linked)
        [warning] = (await code_of(linked, code))["warnings"]
        assert warning["warning_code"] == "unverified_on_device"

    @override
    @pytest.mark.parametrize("trouble", list(Trouble))
    async def test_no_trouble_leaves_a_code_that_is_not_wanted(
        self, linked: LinkedBench, trouble: Trouble
    ) -> None:
        """What the controller claims is believed, as it cannot be asked: only then may a code stay, with a warning."""
        code = await create(linked, PIN)
        await becomes(linked, code, "set")
        assert (await code_of(linked, code))["warnings"]
        await linked.fail(trouble)
        with pytest.raises(HomeAssistantError):
            await create(linked, ZERO, "Bob")
        if trouble is Trouble.LIES:
            await linked.fail(None)
        await act(linked, "delete", access_code_id=code)
        await linked.fail(None)
        await is_gone(linked, code)
        assert not await linked.opens(PIN)
