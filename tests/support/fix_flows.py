"""Answer repairs, as an administrator's browser does."""

from typing import Any

from custom_components.access_codes.const import DOMAIN
from homeassistant.components.repairs import DOMAIN as REPAIRS_DOMAIN
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import issue_registry as ir
from homeassistant.setup import async_setup_component
from tests.support.slot_locks import async_settle


def issues_of(hass: HomeAssistant) -> dict[str, ir.IssueEntry]:
    """Return our repairs, by their translation key."""
    return {
        str(issue.translation_key): issue
        for issue in ir.async_get(hass).issues.values()
        if issue.domain == DOMAIN and issue.active
    }


async def async_fix(hass: HomeAssistant, key: str, *choices: str | None) -> Any:
    """Open a repair and choose: steps from menus; None submits a form. Waits for progress; returns where it ended."""
    assert await async_setup_component(hass, REPAIRS_DOMAIN, {})
    manager = hass.data[REPAIRS_DOMAIN]["flow_manager"]
    result = await manager.async_init(
        DOMAIN, context={"issue_id": issues_of(hass)[key].issue_id}
    )
    for choice in choices:
        if choice is None:
            assert result["type"] is FlowResultType.FORM
            answer = {}
        else:
            assert result["type"] is FlowResultType.MENU
            assert choice in result["menu_options"]
            answer = {"next_step_id": choice}
        result = await manager.async_configure(result["flow_id"], answer)
        if result["type"] is FlowResultType.SHOW_PROGRESS:
            await async_settle(hass)
            result = await manager.async_configure(result["flow_id"])
    await async_settle(hass)
    return result
