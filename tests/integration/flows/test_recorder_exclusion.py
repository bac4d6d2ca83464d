"""The text that the flow offers for Home Assistant's configuration keeps PINs in actions out of the database."""

from typing import Any

import pytest
from pytest_homeassistant_custom_component.components.recorder.common import (
    async_wait_recording_done,
)

from custom_components.access_codes.flows.mapped_actions import RECORDER_EXCLUSION
from homeassistant.components.recorder.core import Recorder
from homeassistant.components.recorder.db_schema import EventData
from homeassistant.core import HomeAssistant
from homeassistant.helpers.recorder import session_scope
from homeassistant.util.yaml import parse_yaml
from tests.support.action_locks import ToyLock, async_link_actions
from tests.support.keypad_locks import async_add_locks
from tests.support.slot_locks import async_create, async_settle

PRINTED: Any = parse_yaml(RECORDER_EXCLUSION.strip("`").removeprefix("yaml\n"))


@pytest.mark.contract("12.110")
@pytest.mark.parametrize("recorder_config", [PRINTED["recorder"], {}])
async def test_the_exclusion_keeps_pins_out_of_the_database(
    recorder_mock: Recorder, recorder_config: dict[str, Any], hass: HomeAssistant
) -> None:
    await async_add_locks(hass, "Front door")
    toy = ToyLock(hass)
    await async_link_actions(hass, "lock.front_door")
    await async_create(hass, "lock.front_door", "Ann", "864209")
    assert toy.codes == {"1": "864209"}
    await async_settle(hass)
    await async_wait_recording_done(hass)

    def texts() -> str:
        with session_scope(hass=hass, read_only=True) as session:
            rows = session.query(EventData.shared_data).all()
            return "".join(text or "" for (text,) in rows)

    recorded = await recorder_mock.async_add_executor_job(texts)

    assert "access_code.set_on_device" in recorded
    is_recorded = not recorder_config
    assert ("864209" in recorded) is is_recorded
    assert ("pin 864209" in recorded) is is_recorded
