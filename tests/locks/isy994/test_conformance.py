"""The conformance suites over the library of the ISY integration and a simulated controller."""

from collections.abc import AsyncIterator
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
from custom_components.access_codes.core.model import Outcome, Pin, PinObjection
from custom_components.access_codes.core.requests.leave_lock import take_for_empty
from custom_components.access_codes.locks import async_create_adapter
from custom_components.access_codes.locks.adapter import Credential, LockAdapter
from custom_components.access_codes.locks.isy994 import adapter as isy994
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from tests.locks.conformance import ZERO, AdapterConformance
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
from tests.locks.lock_bench import BenchListener, LockBench, Trouble, capabilities_of
from tests.support.custom_locks import CustomComponent
from tests.support.isy_controller import IsyController, async_add_isy


class Isy:
    """A controller with one lock."""

    troubles = frozenset(Trouble)

    def __init__(
        self, hass: HomeAssistant, controller: IsyController, component: CustomComponent
    ) -> None:
        self.hass = hass
        self.controller = controller
        self.component = component

    async def fail(self, trouble: Trouble | None) -> None:
        """Let the lock fail in this way from now on."""
        self.controller.fault = trouble.value if trouble is not None else None
        self.component.entity.become(available=trouble is not Trouble.UNREACHABLE)
        await self.hass.async_block_till_done()


class IsyBench(Isy):
    """The lock, and a running adapter."""

    row: str | None = "Z-Wave, behind an ISY"
    takes_duplicates = True
    adapter: LockAdapter

    async def start(self) -> None:
        """Start an adapter."""
        self.listener = BenchListener()
        self.adapter = await async_create_adapter(
            self.hass, self.component.lock, "isy994"
        )
        await self.adapter.async_start(self.listener)

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

    async def restart(self) -> None:
        """Start another adapter on the same lock."""
        ours = self.listener.ours
        self.adapter.stop()
        await self.start()
        self.listener.ours = ours


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


class LinkedIsyBench(Isy):
    """A linked lock behind a controller."""

    def __init__(
        self, hass: HomeAssistant, controller: IsyController, component: CustomComponent
    ) -> None:
        super().__init__(hass, controller, component)
        lock = component.lock
        self.entity_id = lock.entity_id
        self.events = async_capture_events(hass, f"{DOMAIN}_event")
        data = {CONF_LOCK: lock.id, CONF_METHOD: "isy994", CONF_IS_STORED: False}
        self.entry = MockConfigEntry(domain=DOMAIN, unique_id=lock.id, data=data)
        self.entry.add_to_hass(hass)

    async def messages(self) -> int:
        """Return how many messages have come."""
        return len(self.controller.sent)

    async def opens(self, pin: str) -> bool:
        """Return whether the lock holds a PIN."""
        return pin in self.controller.codes.values()

    async def use(self, pin: str) -> None:
        """Open the lock with a PIN; nobody is told."""
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
