"""Targets that exclude, as Home Assistant knows them from 2026.11 on; tests/e2e/test_versions.py has the real ones."""

from collections.abc import Callable
from typing import Any

import pytest
import voluptuous as vol

from custom_components.access_codes.automations.targets import TARGET, async_resolve
from homeassistant.core import HomeAssistant
from homeassistant.helpers import config_validation as cv, target as target_helpers
from homeassistant.helpers.target import TargetSelection
from tests.support.action_calls import FRONT
from tests.support.keypad_locks import async_add_locks, async_link
from tests.support.slot_locks import async_create


@pytest.mark.contract("11.195")
async def test_home_assistant_is_asked_what_a_target_excludes(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    await async_add_locks(hass, "Front door")
    await async_link(hass, FRONT)
    code = await async_create(hass, FRONT, "Anna", "7305")
    other = await async_create(hass, FRONT, "Ben", "8416")
    target = {"entity_id": [FRONT]}
    assert async_resolve(hass, target).excluded == frozenset()
    assert async_resolve(hass, target).has_code(FRONT, code)

    def extract(
        _: HomeAssistant, selection: TargetSelection, expand_group: bool
    ) -> set[str]:
        assert selection.entity_ids == {FRONT}
        assert not expand_group
        return {"sensor.front_door_anna"}

    monkeypatch.setattr(
        target_helpers, "async_extract_excluded_entity_ids", extract, raising=False
    )
    found = async_resolve(hass, target)
    assert found.has_lock(FRONT)
    assert not found.has_code(FRONT, code)
    assert found.has_code(FRONT, other)


@pytest.mark.contract("11.195")
def test_a_target_that_only_excludes_is_refused_where_home_assistant_refuses_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    check: Callable[[Any], Any] = vol.Schema(TARGET)
    assert check({"entity_id": FRONT}) == {"entity_id": [FRONT]}

    def refuse(target: dict[str, Any]) -> None:
        assert target == {"entity_id": [FRONT]}
        raise vol.Invalid("an exclude block requires a target to exclude from")

    monkeypatch.setattr(cv, "exclude_requires_target", refuse, raising=False)
    with pytest.raises(vol.Invalid, match="requires a target"):
        check({"entity_id": FRONT})
