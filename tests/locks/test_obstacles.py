"""Each family says why a lock of its integration cannot keep codes, in words that there are."""

import json
from pathlib import Path

import pytest

from custom_components.access_codes.locks import async_obstacle
from custom_components.access_codes.locks.adapter import LockAdapter
from custom_components.access_codes.locks.hubitat.adapter import HubitatAdapter
from custom_components.access_codes.locks.isy994.adapter import Isy994Adapter
from custom_components.access_codes.locks.kwikset.adapter import KwiksetAdapter
from custom_components.access_codes.locks.local_akuvox.adapter import LocalAkuvoxAdapter
from custom_components.access_codes.locks.platform_hook.hooks import async_setup_hooks
from custom_components.access_codes.locks.smartthings.adapter import SmartThingsAdapter
from custom_components.access_codes.locks.zha.adapter import ZhaAdapter
from custom_components.access_codes.locks.zwave_js.adapter import ZwaveJsAdapter
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from tests.support.toy_locks import (
    async_add_toy,
    toy_component,  # noqa: F401
    toy_lock,
)

TEXTS = json.loads(
    (
        Path(__file__).parents[2]
        / "custom_components/access_codes/translations/en.json"
    ).read_text()
)["exceptions"]


@pytest.mark.contract("14.31")
@pytest.mark.usefixtures("toy_component")
async def test_a_lock_whose_integration_brings_no_adapter_for_it_keeps_no_codes(
    hass: HomeAssistant,
) -> None:
    await async_setup_hooks(hass)
    await async_add_toy(hass)
    assert await async_obstacle(hass, toy_lock(hass)) == "no_codes"
    assert TEXTS["obstacle_no_codes"]["message"]


@pytest.mark.contract("14.31")
@pytest.mark.parametrize(
    ("family", "reason"),
    [
        (HubitatAdapter, "hubitat"),
        (Isy994Adapter, "isy994"),
        (KwiksetAdapter, "kwikset_too_old"),
        (LocalAkuvoxAdapter, "local_akuvox"),
        (SmartThingsAdapter, "smartthings"),
        (ZhaAdapter, "zha"),
        (ZwaveJsAdapter, "zwave_js"),
    ],
)
def test_a_family_names_its_obstacle(
    hass: HomeAssistant, family: type[LockAdapter], reason: str
) -> None:
    lock = er.async_get(hass).async_get_or_create("lock", family.family, "front")
    assert family.obstacle(hass, lock) == reason
    assert TEXTS[f"obstacle_{reason}"]["message"]
