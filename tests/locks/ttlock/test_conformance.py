"""The conformance suites over a simulated cloud of TTLock."""

from typing import override

import pytest

from homeassistant.exceptions import HomeAssistantError
from tests.locks.conformance import AdapterConformance
from tests.locks.linked_conformance import (
    PIN,
    LinkedBench,
    LinkedConformance,
    becomes,
    create,
    told,
)
from tests.locks.named_codes import LinkedNamedCodesTests


class TestTtlock(AdapterConformance):
    """A TTLock lock behind a gateway."""


class TestLinkedTtlock(LinkedConformance, LinkedNamedCodesTests):
    """A linked TTLock lock behind a gateway."""

    @override
    async def test_a_use_is_told_by_the_codes_name(self, linked: LinkedBench) -> None:
        """The component does not tell which passcode was used: a code that ends with its use is refused."""
        code = await create(linked, PIN)
        await becomes(linked, code, "set")
        await linked.use(PIN)
        with pytest.raises(HomeAssistantError):
            await create(linked, "864209", "Bob", is_one_time_use=True)
        assert "access_code.used" not in told(linked)

    @pytest.mark.contract("12.291")
    async def test_a_pin_that_begins_with_another_is_refused(
        self, linked: LinkedBench
    ) -> None:
        code = await create(linked, PIN)
        await becomes(linked, code, "set")
        for pin in (PIN + "1", PIN[:4]):
            with pytest.raises(HomeAssistantError):
                await create(linked, pin, "Bob")
