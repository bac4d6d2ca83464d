"""Which notifications our own writes explain."""

import pytest

from custom_components.access_codes.core.model import Outcome
from custom_components.access_codes.locks.zwave_js.notifications import (
    CodeChanged,
    CodeEvent,
)
from custom_components.access_codes.locks.zwave_js.own_writes import OwnWrites
from homeassistant.core import HomeAssistant


@pytest.mark.contract("12.59")
@pytest.mark.parametrize(
    ("outcome", "is_cause"), [(None, True), (Outcome.CONFIRMED, False)]
)
async def test_a_duplicate_is_not_about_a_write_that_the_lock_confirmed(
    hass: HomeAssistant, outcome: Outcome | None, is_cause: bool
) -> None:
    writes = OwnWrites(hass)
    with writes.begin("1", is_clear=False) as write:
        write.outcome = outcome
        cause = writes.cause_of(CodeChanged(CodeEvent.DUPLICATE, "1"))
    assert cause is (write if is_cause else None)
