"""Automations from our blueprints, as Home Assistant makes them."""

import asyncio
from datetime import timedelta
from pathlib import Path
import shutil
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from homeassistant.components.blueprint.models import DomainBlueprints
from homeassistant.core import HomeAssistant
from homeassistant.helpers.selector import selector
from homeassistant.setup import async_setup_component

FOLDER = Path(__file__).parents[2] / "blueprints" / "automation" / "access_codes"


_AUTOMATIONS = {"AutomationEntity._async_trigger_if_enabled", "Script.async_run"}
"""Tasks of automations: they may wait for hours."""

_ROUNDS = 100
"""Iterations of the event loop in which nothing is under way, until all automations wait for something."""


def copy_blueprint(name: str, config_dir: str) -> None:
    """Copy a blueprint to where Home Assistant finds it."""
    target = Path(config_dir) / "blueprints" / "automation" / "access_codes"
    target.mkdir(parents=True, exist_ok=True)
    shutil.copy(FOLDER / name, target)


async def async_use_blueprint(hass: HomeAssistant, name: str, /, **inputs: Any) -> str:
    """Add an automation from a blueprint, and return its entity id. The inputs are such as its selectors give."""
    await hass.async_add_executor_job(copy_blueprint, name, hass.config.config_dir)
    path = f"access_codes/{name}"
    automation = {
        "id": "used",
        "alias": "Used",
        "use_blueprint": {"path": path, "input": inputs},
    }
    assert await async_setup_component(hass, "automation", {"automation": [automation]})
    await hass.async_block_till_done()
    blueprints: DomainBlueprints = hass.data["blueprint"]["automation"]
    blueprint = await blueprints.async_get_blueprint(path)
    assert inputs.keys() <= blueprint.inputs.keys()
    for key, about in blueprint.inputs.items():
        assert key in inputs or "default" in about
        check: Any = selector(about["selector"])
        check(inputs.get(key, about.get("default")))
    entity_id = "automation.used"
    state = hass.states.get(entity_id)
    assert state is not None
    # Home Assistant keeps an automation that it refuses as an unavailable one.
    assert state.state == "on"
    return entity_id


def _is_automation(task: asyncio.Future[Any]) -> bool:
    return (
        isinstance(task, asyncio.Task)
        and getattr(task.get_coro(), "__qualname__", "") in _AUTOMATIONS
    )


async def async_idle(hass: HomeAssistant) -> None:
    """Wait until nothing is under way but automations that wait."""
    rounds = 0
    while rounds < _ROUNDS:
        await asyncio.sleep(0)
        rounds += 1
        # Home Assistant's own way to wait includes automations, or leaves out commands to locks.
        under_way = [
            task
            for task in {*hass._tasks, *hass._background_tasks}  # noqa: SLF001
            if not _is_automation(task)
        ]
        if under_way:
            await asyncio.wait(under_way)
            rounds = 0


async def async_pass(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, **time: float
) -> None:
    """Let time pass, and what is due happen."""
    freezer.tick(timedelta(**time))
    async_fire_time_changed(hass)
    await async_idle(hass)
