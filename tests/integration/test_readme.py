"""The README's automations run as they are printed."""

from datetime import timedelta
from pathlib import Path
import re
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import async_mock_service

from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
from homeassistant.util.yaml import parse_yaml
from tests.support.keypad_locks import async_add_locks, async_call, async_link
from tests.support.slot_locks import async_create, async_settle

README = Path(__file__).parents[2] / "README.md"
FRONT = "lock.front_door"


def printed_automations() -> list[dict[str, Any]]:
    blocks = re.findall(
        r"^```yaml\n(.*?)^```", README.read_text(), flags=re.DOTALL | re.MULTILINE
    )
    parsed: list[Any] = [parse_yaml(block) for block in blocks]
    return [
        automation
        for block in parsed
        if isinstance(block, list) and "triggers" in block[0]
        for automation in block
    ]


@pytest.mark.contract("11.90", "11.94")
async def test_the_automations_run_as_printed(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    calls = async_mock_service(hass, "persistent_notification", "create")
    await async_add_locks(hass, "Front door")
    await async_link(hass, FRONT)
    await async_create(hass, FRONT, "Cleaner", "7305")
    ends_at = dt_util.utcnow() + timedelta(hours=1)
    await async_create(hass, FRONT, "Guest", "8416", ends_at=ends_at)
    automations = printed_automations()
    assert len(automations) == 2
    assert await async_setup_component(hass, "automation", {"automation": automations})
    await async_settle(hass)

    async def told_at(code: str) -> list[str]:
        calls.clear()
        await async_call(hass, "enter_code", lock=FRONT, code=code)
        await async_settle(hass)
        return sorted(call.data["message"] for call in calls)

    used = f"opened {FRONT}."
    assert await told_at("8416") == [f"Guest {used}"]
    assert await told_at("7305") == [
        "Cleaner is at the door, and the guest has not left yet.",
        f"Cleaner {used}",
    ]
    freezer.tick(timedelta(hours=2))
    assert await told_at("7305") == [f"Cleaner {used}"]
