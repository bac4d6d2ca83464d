"""Replace a lock, as an administrator's browser does."""

import pathlib
from typing import Any

from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.access_codes.const import DOMAIN
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import entity_registry as er
from tests.support.keypad_locks import async_call
from tests.support.slot_locks import async_settle

OLD, NEW = "lock.front_door", "lock.new_door"


async def async_ask(hass: HomeAssistant, entry: MockConfigEntry) -> Any:
    """Open *Reconfigure*."""
    return await entry.start_reconfigure_flow(hass)


async def async_answer(hass: HomeAssistant, flow: Any, **answer: Any) -> Any:
    """Answer a step; wait for progress, and return where it ended."""
    result = await hass.config_entries.flow.async_configure(flow["flow_id"], answer)
    if result["type"] is FlowResultType.SHOW_PROGRESS:
        await async_settle(hass)
        result = await hass.config_entries.flow.async_configure(flow["flow_id"])
    await async_settle(hass)
    return result


async def async_replace_lock(
    hass: HomeAssistant, entry: MockConfigEntry, new: str = NEW
) -> Any:
    """Go through the whole flow; a lock without an adapter is linked as it is proposed."""
    flow = await async_ask(hass, entry)
    flow = await async_answer(hass, flow, lock=new)
    if flow["type"] is FlowResultType.FORM and flow["step_id"] == "method":
        flow = await async_answer(hass, flow, method="keypad")
    assert flow["step_id"] == "replace", flow
    return await async_answer(hass, flow)


async def async_codes(hass: HomeAssistant, entity_id: str) -> dict[str, Any]:
    """Return the codes of a lock, with their PINs, by name."""
    response = await async_call(hass, "list", lock=entity_id)
    codes = {}
    for code in response["access_codes"]:
        answer = await async_call(hass, "get", access_code_id=code["access_code_id"])
        codes[code["name"]] = answer["access_code"]
    return codes


def lock_id(hass: HomeAssistant, entity_id: str) -> str:
    """Return the registry id of a lock."""
    lock = er.async_get(hass).async_get(entity_id)
    assert lock is not None
    return lock.id


def files(hass: HomeAssistant) -> list[pathlib.Path]:
    """Return the snapshots of all locks, and logs and copies without one."""
    folder = pathlib.Path(hass.config.path(".storage"))
    found = {path.name: path for path in folder.glob(f"{DOMAIN}.*")}
    return sorted(
        path
        for name, path in found.items()
        if name.count(".") == 1 or ".".join(name.split(".")[:2]) not in found
    )
