"""The integration quality scale: no rule is missing, and the evidence of each is there."""

import ast
from collections.abc import Iterator
import json
from pathlib import Path
import re
from typing import Any

import pytest

from homeassistant import components
from homeassistant.const import Platform
from homeassistant.util.yaml import load_yaml_dict
from tests.support.project import INTEGRATION, ROOT

RULES: dict[str, dict[str, str]] = load_yaml_dict(
    str(ROOT / INTEGRATION / "quality_scale.yaml")
)["rules"]

EVIDENCE = re.compile(
    r"(?<![\w/])((?:[\w.@-]+/)*[\w.@-]+\.(?:json|md|png|py|toml)|scripts/\w+)(::\w+|#[\w-]+)?"
)
"""A file of the repository, and in it a test or a heading."""


def rules_of_core() -> set[str]:
    """Return the rules that the integrations of the installed Home Assistant tell of."""
    found: set[str] = set()
    for path in Path(components.__file__).parent.glob("*/quality_scale.yaml"):
        found |= set(re.findall(r"^  ([a-z-]+):", path.read_text(), re.MULTILINE))
    return found


def evidence_of(rule: str) -> list[tuple[str, str]]:
    """Return the files that the comment of a rule names, each with its test or heading."""
    return EVIDENCE.findall(RULES[rule]["comment"])


def names_in(path: Path) -> set[str]:
    """Return the functions of a module."""
    return {
        node.name
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }


def anchors_in(path: Path) -> set[str]:
    """Return the headings of a page as GitHub links them."""
    heads = re.findall(r"^#+ (.+)$", path.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", head).lower().replace(" ", "-") for head in heads}


def test_no_rule_is_missing_and_none_is_made_up() -> None:
    assert len(RULES) == 54
    assert set(RULES) == rules_of_core()


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_is_kept_or_does_not_apply(rule: str) -> None:
    assert set(RULES[rule]) == {"status", "comment"}
    assert RULES[rule]["status"] in {"done", "exempt"}


@pytest.mark.parametrize("rule", RULES)
def test_the_evidence_of_a_rule_is_there(rule: str) -> None:
    evidence = evidence_of(rule)
    assert evidence
    for name, part in evidence:
        path = ROOT / name
        assert path.is_file(), name
        if part.startswith("::"):
            assert part.removeprefix("::") in names_in(path), f"{name}{part}"
        elif part:
            assert part.removeprefix("#") in anchors_in(path), f"{name}{part}"


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.startswith("docs-")])
def test_a_rule_about_documentation_names_a_page(rule: str) -> None:
    assert any(name.endswith(".md") for name, _ in evidence_of(rule))


def steps_in(texts: Any) -> Iterator[dict[str, dict[str, str]]]:
    """Return all steps of dialogs that ask for something, sections included."""
    if isinstance(texts, dict):
        if isinstance(texts.get("data"), dict):
            yield texts
        for part in texts.values():
            yield from steps_in(part)


def test_each_field_of_a_dialog_is_described() -> None:
    texts = json.loads((ROOT / INTEGRATION / "translations" / "en.json").read_text())
    found = [
        step
        for part in ("config", "options", "issues")
        for step in steps_in(texts[part])
    ]
    assert len(found) > 5
    for step in found:
        assert set(step["data"]) == set(step.get("data_description", {})), step["data"]


def test_there_are_no_requirements() -> None:
    manifest = json.loads((ROOT / INTEGRATION / "manifest.json").read_text())
    assert manifest["requirements"] == []


def test_each_platform_limits_its_parallel_updates() -> None:
    platforms = [
        path for path in (ROOT / INTEGRATION).glob("*.py") if path.stem in set(Platform)
    ]
    assert len(platforms) >= 4
    for path in platforms:
        assert "\nPARALLEL_UPDATES = 0\n" in path.read_text(), path.name


def test_no_session_of_ours_is_opened() -> None:
    for path in (ROOT / INTEGRATION).rglob("*.py"):
        source = path.read_text()
        assert "Session(" not in source, path
        assert not re.search(r"\brequests\.(get|post|put|delete|request)\(", source)
