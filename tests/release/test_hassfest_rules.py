"""What hassfest refuses of texts, icons, descriptions and imports, so that its run on GitHub brings nothing new.

The descriptions of actions, triggers and conditions are given to Home Assistant's own schemas elsewhere
(``test_home_assistant_accepts_the_descriptions``, ``test_the_editor_is_given_each_trigger_with_its_fields``).
"""

import ast
from collections.abc import Iterator
import json
import re
from string import Formatter
from typing import Any

import pytest

from homeassistant.const import Platform
from homeassistant.util.yaml import load_yaml_dict
from tests.support.project import DOMAIN, INTEGRATION, ROOT

HOME = ROOT / INTEGRATION
TEXTS: dict[str, Any] = json.loads((HOME / "translations" / "en.json").read_text())
ICONS: dict[str, Any] = json.loads((HOME / "icons.json").read_text())
MANIFEST: dict[str, Any] = json.loads((HOME / "manifest.json").read_text())

CATEGORIES = {
    "common",
    "conditions",
    "config",
    "config_panel",
    "config_subentries",
    "device",
    "entity",
    "exceptions",
    "issues",
    "options",
    "selector",
    "services",
    "system_health",
    "title",
    "triggers",
}
"""Parts that the texts of an integration may have."""

IMPORTED_BY_ANYBODY = {
    *Platform,
    "automation",
    "conversation",
    "frontend",
    "group",
    "panel_custom",
    "script",
    "sun",
    "system_health",
    "websocket_api",
    "zone",
}
"""Integrations that need not stand in the manifest: platforms, and what is there in any Home Assistant."""

URL = re.compile(r"\b(?:https?|ftp|mqtts?|socket|socks5)://\w|\bwww\.\w", re.IGNORECASE)


def leaves_of(texts: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """Yield each text with the way to it."""
    if isinstance(texts, dict):
        for key, value in texts.items():
            yield from leaves_of(value, (*path, key))
    else:
        yield ".".join(path), texts


def problem_of(text: str, *, may_hold_names: bool) -> str | None:
    """Return why a text is refused; None if it is not."""
    names = [name for _, name, _, _ in Formatter().parse(text) if name is not None]
    for is_wrong, problem in (
        (text != text.strip(), "spaces at its ends"),
        (re.search(r"<[a-z/!]", text) is not None, "HTML"),
        (URL.search(text) is not None, "an address"),
        (re.search(r"'\{\w+\}'", text) is not None, "a quoted placeholder"),
        (not all(name.isidentifier() for name in names), "a placeholder without name"),
        (bool(names) and not may_hold_names, "a placeholder that nobody fills in"),
    ):
        if is_wrong:
            return problem
    return None


def test_texts_are_ones_that_are_taken() -> None:
    assert set(TEXTS) <= CATEGORIES
    for path, text in leaves_of(TEXTS):
        is_state = path.startswith("entity.") and ".state" in path
        assert problem_of(text, may_hold_names=not is_state) is None, path


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (" A code", "spaces at its ends"),
        ("<b>A code</b>", "HTML"),
        ("See https://example.com", "an address"),
        ("See www.example.com", "an address"),
        ("The code '{name}'", "a quoted placeholder"),
        ("The code {1}", "a placeholder without name"),
        ("The code {}", "a placeholder without name"),
        ("The code {name}", "a placeholder that nobody fills in"),
        ("A code: 3 < 4", None),
    ],
)
def test_such_a_text_would_be_refused(text: str, problem: str | None) -> None:
    assert problem_of(text, may_hold_names=False) == problem


def test_keys_of_texts_have_a_form_that_is_taken() -> None:
    for path, _ in leaves_of({key: TEXTS[key] for key in TEXTS if key != "config"}):
        for key in path.split("."):
            assert re.fullmatch(r"[a-z0-9]+(?:[_-][a-z0-9]+)*|_", key), path


def test_a_repair_says_what_it_is_or_asks() -> None:
    for name, issue in TEXTS["issues"].items():
        assert "title" in issue, name
        assert ("description" in issue) != ("fix_flow" in issue), name


def test_icons_are_ones_that_are_taken() -> None:
    for path, icon in leaves_of(ICONS):
        assert icon.startswith("mdi:"), path
    assert set(ICONS) <= {"conditions", "entity", "services", "triggers"}
    for platform in ICONS["entity"].values():
        for name, entity in platform.items():
            assert entity.get("default") not in entity.get("state", {}).values(), name


def test_actions_have_no_common_parts() -> None:
    """Anchors under a name with a dot are for integrations of Home Assistant itself."""
    assert not [
        name for name in load_yaml_dict(str(HOME / "services.yaml")) if name[0] == "."
    ]


class Imports(ast.NodeVisitor):
    """Collects the integrations that a module imports, but for types alone."""

    def __init__(self) -> None:
        self.found: set[str] = set()

    def visit_If(self, node: ast.If) -> None:
        """Pass over what is for types alone."""
        if not (isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"):
            self.generic_visit(node)

    def visit_Import(self, node: ast.Import) -> None:
        """Take ``import homeassistant.components.mqtt``."""
        self._add(*(name.name for name in node.names))

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        """Take ``from homeassistant.components import mqtt`` and the like."""
        if node.level == 0 and node.module:
            self._add(*(f"{node.module}.{name.name}" for name in node.names))

    def _add(self, *modules: str) -> None:
        for module in modules:
            parts = module.split(".")
            if parts[:2] == ["homeassistant", "components"] and len(parts) > 2:
                self.found.add(parts[2])


def imported_by(source: str) -> set[str]:
    """Return the integrations that a module imports."""
    visitor = Imports()
    visitor.visit(ast.parse(source))
    return visitor.found


def test_the_manifest_names_what_is_imported() -> None:
    named = {*MANIFEST["dependencies"], *MANIFEST["after_dependencies"], DOMAIN}
    modules = sorted(HOME.rglob("*.py"))
    assert modules
    for path in modules:
        for integration in imported_by(path.read_text()) - named:
            # A module of its name is the platform that the other integration looks for.
            is_platform = (HOME / f"{integration}.py").is_file()
            assert is_platform or integration in IMPORTED_BY_ANYBODY, path


def test_imports_are_found() -> None:
    assert imported_by(
        "import homeassistant.components.mqtt.client\n"
        "from homeassistant.components import zha, http\n"
        "from homeassistant.components.matter.helpers import x\n"
        "from .components import other\n"
        "if TYPE_CHECKING:\n    from homeassistant.components import hue\n"
        "def later():\n    from homeassistant.components import schlage\n"
    ) == {"mqtt", "zha", "http", "matter", "schlage"}


def test_yaml_is_refused_with_a_word() -> None:
    source = (HOME / "__init__.py").read_text()
    assert "CONFIG_SCHEMA = cv.config_entry_only_config_schema(DOMAIN)" in source
