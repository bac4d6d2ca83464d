"""The status of a code as a sentence, in answers and in attributes."""

from datetime import datetime, timedelta
import json
from pathlib import Path
import re
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)

import custom_components.access_codes
from custom_components.access_codes.core.display_status import DisplayStatus
from custom_components.access_codes.presentation.messages import async_display_status
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from tests.support.action_calls import FRONT, PIN, async_created, async_listed
from tests.support.keypad_locks import async_add_locks, async_call, async_link
from tests.support.slot_locks import async_settle

NOON = datetime.fromisoformat("2026-06-01T12:00:00+00:00")
FOLDER = Path(custom_components.access_codes.__file__).parent
TEXTS: dict[str, Any] = json.loads((FOLDER / "translations/en.json").read_text())


@pytest.fixture
async def front(hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> MockConfigEntry:
    """Link a lock at noon in UTC; it is five in the morning where it is."""
    freezer.move_to(NOON)
    await async_add_locks(hass, "Front door")
    return await async_link(hass, FRONT)


async def async_said(hass: HomeAssistant) -> list[str]:
    return [code["display_status"] for code in await async_listed(hass)]


@pytest.mark.contract("3.34", "3.35")
async def test_an_answer_of_today_needs_no_date(
    hass: HomeAssistant, front: MockConfigEntry, freezer: FrozenDateTimeFactory
) -> None:
    code = await async_created(hass, code=PIN)
    assert code["display_status"] == "Set since 05:00"
    freezer.tick(timedelta(hours=18, minutes=59))
    assert await async_said(hass) == ["Set since 05:00"]
    freezer.tick(timedelta(minutes=1))
    assert await async_said(hass) == ["Set since 2026-06-01 05:00"]


@pytest.mark.contract("3.34")
async def test_a_code_says_when_it_begins_and_when_it_ended(
    hass: HomeAssistant, front: MockConfigEntry, freezer: FrozenDateTimeFactory
) -> None:
    await async_created(
        hass, starts_at="2026-06-01 06:00:00", ends_at="2026-06-02 06:30:00"
    )
    assert await async_said(hass) == ["Begins 06:00"]
    for hours, said in ((1, "Set since 06:00"), (25, "Ended 06:30")):
        freezer.tick(timedelta(hours=hours))
        async_fire_time_changed(hass)
        await async_settle(hass)
        assert await async_said(hass) == [said]


@pytest.mark.contract("3.34")
async def test_a_used_up_a_paused_and_an_inactive_code_say_so(
    hass: HomeAssistant, front: MockConfigEntry
) -> None:
    hass.states.async_set("light.a", "off")
    await async_created(hass, code=PIN, is_one_time_use=True)
    paused = await async_created(hass)
    await async_created(hass, active_while="light.a")
    await async_call(
        hass, "update", access_code_id=paused["access_code_id"], is_paused=True
    )
    await async_call(hass, "enter_code", lock=FRONT, code=PIN)
    assert await async_said(hass) == [
        "Used up 05:00",
        "Paused since 05:00",
        "Off since 05:00, until light.a is on",
    ]


@pytest.mark.contract("3.35", "11.16")
async def test_an_attribute_names_the_date(
    hass: HomeAssistant, front: MockConfigEntry
) -> None:
    code = await async_created(hass, code=PIN)
    sensor = er.async_get(hass).async_get_entity_id(
        "sensor", "access_codes", code["access_code_id"]
    )
    assert sensor is not None
    state = hass.states.get(sensor)
    assert state is not None
    assert state.attributes["display_status"] == "Set since 2026-06-01 05:00"


@pytest.mark.contract("3.34")
async def test_each_sentence_has_its_text_and_no_text_is_left_over(
    hass: HomeAssistant, front: MockConfigEntry
) -> None:
    source = (FOLDER / "core/display_status.py").read_text()
    keys = set(re.findall(r'"([a-z_]+)"', source)) | {
        "set",
        "setting",
        "removing",
        "unknown",
        "unset",
    }
    dated = {
        key.removeprefix("display_status_")
        for key in TEXTS["exceptions"]
        if key.startswith("display_status_") and not key.endswith("_undated")
    }
    assert dated == keys
    undated = ("set", "setting", "removing", "unknown", "unset", "removed_at_lock")
    for key in undated:
        said = async_display_status(hass, DisplayStatus(key))
        assert said == TEXTS["exceptions"][f"display_status_{key}_undated"]["message"]
    for key in keys:
        said = async_display_status(hass, DisplayStatus(key, NOON, "light.a"))
        assert "2026-06-01 05:00" in said
        assert "{" not in said


async def test_a_status_without_a_text_stands_for_itself(
    hass: HomeAssistant, front: MockConfigEntry
) -> None:
    assert async_display_status(hass, DisplayStatus("later")) == "later"
    assert async_display_status(hass, DisplayStatus("later", NOON)) == "later"
