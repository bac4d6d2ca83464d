"""The table of families, compared with the modules and with the manifest."""

import ast
from collections.abc import Iterator
import json
from pathlib import Path

import pytest

from custom_components.access_codes import locks
from custom_components.access_codes.locks import FAMILIES, async_create_adapter
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er

LOCKS = Path(locks.__file__).parent
COMPONENTS = "homeassistant.components."


def imported_integrations() -> Iterator[str]:
    """Return the integrations that the modules of the families import."""
    for path in LOCKS.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            names: list[str] = []
            if isinstance(node, ast.ImportFrom):
                names = [f"{node.module}.{alias.name}" for alias in node.names]
            elif isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            for name in names:
                if name.startswith(COMPONENTS):
                    yield name.removeprefix(COMPONENTS).split(".")[0]


def test_the_manifest_names_each_integration_that_a_family_imports() -> None:
    manifest = json.loads((LOCKS.parent / "manifest.json").read_text())

    assert "zwave_js" in set(imported_integrations())
    of_the_panel = {"frontend", "http", "panel_custom"}
    assert set(manifest["after_dependencies"]) == {
        *imported_integrations(),
        *of_the_panel,
    }


def test_each_platform_has_one_family_for_the_locks_that_no_other_picks() -> None:
    platforms = [
        family.platform
        for family in FAMILIES.values()
        if family.platform is not None and family.is_of is None
    ]
    picky = {family.platform for family in FAMILIES.values() if family.is_of}

    assert len(set(platforms)) == len(platforms)
    # What a picky one leaves has a family, too.
    assert picky <= set(platforms)


@pytest.mark.parametrize("method", FAMILIES)
async def test_each_method_creates_the_adapter_of_its_family(
    hass: HomeAssistant, method: str
) -> None:
    platform = FAMILIES[method].platform or "template"
    lock = er.async_get(hass).async_get_or_create("lock", platform, "1")
    adapter = await async_create_adapter(hass, lock, method)

    assert adapter.family == method
