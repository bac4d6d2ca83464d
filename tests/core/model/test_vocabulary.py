"""The vocabulary has one home, and the texts, the services and the contract use the same words."""

import ast
from enum import StrEnum
import json
from pathlib import Path
import re
from typing import Any

import pytest

from custom_components.access_codes.core.model import (
    CodeType,
    ErrorCode,
    EventType,
    IssueKind,
    MutationCode,
    Status,
    WarningCode,
)
from homeassistant.util.yaml import load_yaml

ROOT = Path(__file__).parents[3]
PRODUCT = ROOT / "custom_components" / "access_codes"
TEXTS: dict[str, Any] = json.loads((PRODUCT / "translations" / "en.json").read_text())
SERVICES: Any = load_yaml(str(PRODUCT / "services.yaml"))
CONTRACT = (ROOT / "docs" / "behaviour.md").read_text()

WORDS: tuple[type[StrEnum], ...] = (EventType, ErrorCode, WarningCode, MutationCode)

ALSO_OTHER_WORDS = {
    "__init__.py": {"storage_unreadable"},
    "bookings/setup.py": {"bookings_unreadable"},
    "core/requests/enter_code.py": {"too_many_attempts", "being_deleted"},
    "locks/matter/events.py": {"too_many_attempts"},
    "locks/platform_hook/checks.py": {"too_many_attempts"},
    "locks/schlage/adapter.py": {"too_many_attempts"},
    "locks/zwave_js/notifications.py": {"too_many_attempts"},
    "locks/zwave_js/slots.py": {"too_many_attempts"},
    "repairs.py": {"bookings_in_doubt", "codes_left_in_slots", "own_method"},
}
"""The key of an exception, the reasons of a denial, the name of a module: words of their own with the same letters."""


@pytest.mark.parametrize(
    ("prefix", "codes"),
    [("error", ErrorCode), ("warning", WarningCode), ("mutation", MutationCode)],
)
def test_each_problem_and_mutation_has_its_text_and_no_text_is_left_over(
    prefix: str, codes: type[StrEnum]
) -> None:
    texts = {key for key in TEXTS["exceptions"] if key.startswith(f"{prefix}_")}
    wanted = {f"{prefix}_{code.value}" for code in codes}
    variants = {
        f"{text}_{variant}"
        for text in wanted
        for variant in (
            "managed",
            "unmanaged",
            "modified",
            "removed",
            "unread_slots",
            "paused",
            "paused_ahead",
            "paused_inactive",
            "paused_removing",
            "inactive",
            "inactive_ahead",
            "inactive_removing",
            "removing",
            "on",
            "off",
            "virtual",
            "inactive_virtual",
            "inactive_ahead_virtual",
            "paused_virtual",
            "paused_inactive_virtual",
        )
    }
    assert wanted <= texts
    assert not texts - wanted - variants


def test_each_kind_of_issue_has_its_text_and_no_text_is_left_over() -> None:
    assert set(TEXTS["issues"]) == {kind.value for kind in IssueKind}


def test_each_error_of_a_code_or_lock_is_a_kind_of_issue() -> None:
    assert {code.value for code in ErrorCode} <= {kind.value for kind in IssueKind}


@pytest.mark.parametrize("words", WORDS)
def test_the_contract_names_each_word(words: type[StrEnum]) -> None:
    missing = []
    for word in words:
        short = word.value.removeprefix("access_code.")
        if f"`{word.value}`" not in CONTRACT and f"`.{short}`" not in CONTRACT:
            missing.append(word.value)
    assert not missing


@pytest.mark.parametrize(
    ("action", "field", "words"),
    [("list", "type", CodeType), ("list", "status", Status)],
)
def test_the_fields_of_actions_offer_each_word(
    action: str, field: str, words: type[StrEnum]
) -> None:
    options = SERVICES[action]["fields"][field]["selector"]["select"]["options"]
    assert set(options) == {word.value for word in words}


def test_the_sensor_names_each_status_but_unknown() -> None:
    sensor = TEXTS["entity"]["sensor"]["access_code"]
    assert set(sensor["state"]) == {
        status.value for status in Status if status is not Status.UNKNOWN
    }


def _texts_in(path: Path) -> set[str]:
    tree = ast.parse(path.read_text())
    # A pattern's or a default's text is a text too; docstrings hold sentences, never one word.
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


@pytest.mark.parametrize(
    "path",
    [
        pytest.param(path, id=str(path.relative_to(PRODUCT)))
        for path in sorted(PRODUCT.rglob("*.py"))
        if path.name != "vocabulary.py"
    ],
)
def test_no_module_writes_a_word_as_text(path: Path) -> None:
    words = {
        word.value
        for word in (*EventType, *ErrorCode, *WarningCode, *MutationCode, *IssueKind)
        if re.search(r"[._]", word.value)
    }
    allowed = ALSO_OTHER_WORDS.get(str(path.relative_to(PRODUCT)), set())
    assert not (_texts_in(path) & words) - allowed
