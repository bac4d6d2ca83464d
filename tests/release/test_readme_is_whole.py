"""The README tells of every action, trigger, condition and option, by its name."""

import json
import re
from typing import Any

import pytest

from homeassistant.util.yaml import load_yaml_dict
from tests.support.project import INTEGRATION, ROOT

README = (ROOT / "README.md").read_text()


def described(name: str) -> dict[str, Any]:
    """Return the actions, triggers or conditions of a description file."""
    content = load_yaml_dict(str(ROOT / INTEGRATION / name))
    return {key: value for key, value in content.items() if not key.startswith(".")}


ACTIONS = described("services.yaml")
OPTIONS = json.loads((ROOT / INTEGRATION / "translations" / "en.json").read_text())[
    "options"
]["step"]["settings"]["data"]


def fields_of(action: str) -> set[str]:
    """Return the fields of an action, those of its sections too."""
    found = set()
    for name, field in ((ACTIONS[action] or {}).get("fields") or {}).items():
        found |= set(field["fields"]) if "fields" in field else {name}
    return found


@pytest.mark.parametrize("action", ACTIONS)
def test_the_readme_names_every_action_and_field(action: str) -> None:
    missing = [
        name
        for name in (action, *fields_of(action))
        if not re.search(rf"(?<!\w){name}(?!\w)", README)
    ]
    assert missing == []


@pytest.mark.parametrize(
    "name", [*described("triggers.yaml"), *described("conditions.yaml")]
)
def test_the_readme_names_every_trigger_and_condition(name: str) -> None:
    section = README.split("\n## Automations\n")[1].split("\n## ")[0]
    assert f".{name}`" in section or f"`{name}`" in section


def test_the_readme_names_every_option() -> None:
    section = README.split("\n## Options\n")[1].split("\n## ")[0]
    assert OPTIONS
    assert [name for name in OPTIONS if f"`{name}`" not in section] == []
