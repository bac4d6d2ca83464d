"""Codes of other managers on Z-Wave locks: taken over in the dialog, with reads and without any other command."""

import asyncio
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.access_codes.const import DOMAIN
from homeassistant.config_entries import SOURCE_USER
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from tests.support.other_managers import async_add_manager
from tests.support.zwave_network import CREDENTIAL, MASKED, SCHLAGE, Network, lock_of

ANNA, BOB = "482915", "730461"

READS = {"get", "get_user", "users_number"}


async def async_take_over(hass: HomeAssistant, **data: Any) -> dict[str, str]:
    """Take all proposed codes over from Lock Code Manager; return the texts of the last step."""
    await async_add_manager(hass, "lock_code_manager", version=4, data=data)
    flows = hass.config_entries.flow
    begun = await flows.async_init(DOMAIN, context={"source": SOURCE_USER})
    chosen = await flows.async_configure(
        begun["flow_id"], {"next_step_id": "lock_code_manager"}
    )
    assert chosen["step_id"] == "choose"
    schema = chosen["data_schema"]
    assert schema is not None
    proposed = {str(key): key.description["suggested_value"] for key in schema.schema}
    result = await flows.async_configure(begun["flow_id"], proposed)
    async with asyncio.timeout(60):
        while result["type"] is FlowResultType.SHOW_PROGRESS:
            await asyncio.sleep(0.05)
            result = await flows.async_configure(begun["flow_id"])
    assert result.get("step_id") == "take_over", result
    texts = dict(result["description_placeholders"] or {})
    ended = await flows.async_configure(begun["flow_id"], {})
    assert ended["reason"] == "taken_over"
    await hass.async_block_till_done()
    return texts


async def async_codes(hass: HomeAssistant) -> list[Any]:
    answer: Any = await hass.services.async_call(
        DOMAIN, "list", {}, blocking=True, return_response=True
    )
    return list(answer["access_codes"])


@pytest.mark.contract("17.45", "17.46", "17.48")
@pytest.mark.parametrize("node", [SCHLAGE, MASKED, CREDENTIAL])
async def test_no_command_but_reads_goes_to_the_lock(
    hass: HomeAssistant, zwave: MockConfigEntry, network: Network, node: int
) -> None:
    for slot, pin in ((1, ANNA), (2, BOB)):
        await network.act(node, "keypad/set", slot=slot, pin=pin)
    lock = lock_of(hass, node)
    before = await network.pins(node)
    assert before == {"1": ANNA, "2": BOB}
    since = await network.seq(node)
    texts = await async_take_over(
        hass,
        locks=[lock.entity_id],
        users={
            "Anna": {"pin": ANNA, "enabled": True},
            "Bob": {"pin": BOB, "enabled": True},
        },
        slot_assignment={"anna": 1, "bob": 2},
    )
    assert texts["refused"] == "–"
    async with asyncio.timeout(20):
        while {code["status"] for code in await async_codes(hass)} != {"set"}:
            await asyncio.sleep(0.05)
    codes = await async_codes(hass)
    assert {code["name"]: code["code"] for code in codes} == {"Anna": ANNA, "Bob": BOB}
    sent = await network.commands(node, since)
    assert sent
    assert set(sent) <= READS
    assert await network.pins(node) == before
