"""The config flow links a lock of August or Yale, or says why it cannot."""

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from yalexs_ble import PushLock

from custom_components.access_codes.const import DOMAIN
from homeassistant.config_entries import SOURCE_USER, ConfigFlowResult
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from tests.support.yale_lock import lock_entity


async def choose(hass: HomeAssistant) -> ConfigFlowResult:
    """Choose the lock in the dialog."""
    result = await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": SOURCE_USER}
    )
    return await hass.config_entries.flow.async_configure(
        result["flow_id"], {"locks": [lock_entity(hass).entity_id]}
    )


@pytest.mark.contract("12.220")
async def test_a_lock_is_linked_in_one_step(
    hass: HomeAssistant, yale_entry: MockConfigEntry
) -> None:
    result = await choose(hass)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["result"].data["method"] == "yalexs_ble"
    await hass.config_entries.async_unload(result["result"].entry_id)


@pytest.mark.contract("12.220")
async def test_before_2026_11_the_flow_says_why_not(
    hass: HomeAssistant, yale_entry: MockConfigEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(PushLock, "get_keycode")
    result = await choose(hass)
    assert result["step_id"] == "method"
    placeholders = result["description_placeholders"]
    assert placeholders is not None
    assert "need Home Assistant 2026.11" in placeholders["obstacles"]
