"""What an action must bring with it: a description, an icon, and schemas that work."""

import ast
from collections.abc import Iterator
from datetime import date, datetime
import json
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
import voluptuous as vol

from custom_components.access_codes.actions import ACTIONS, Action
from custom_components.access_codes.actions.fields import action_schema
from custom_components.access_codes.core.model import CodeType, Pin, Status
from homeassistant.helpers import config_validation as cv, service as service_helper
from homeassistant.util.yaml import load_yaml_dict

ROOT = Path(__file__).parents[3] / "custom_components" / "access_codes"
BY_NAME = {action.name: action for action in ACTIONS}
TEXTS: dict[str, Any] = json.loads((ROOT / "translations" / "en.json").read_text())
DESCRIBED: dict[str, Any] = load_yaml_dict(str(ROOT / "services.yaml"))
ICONS: dict[str, Any] = json.loads((ROOT / "icons.json").read_text())

TARGETED = ("create_multiple", "refresh_bookings", "sync")
TARGET = set(map(str, cv.ENTITY_SERVICE_FIELDS))

each_action = pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.name)


def field_names(action: Action) -> set[str]:
    """Return the fields besides the target's."""
    names = set(map(str, action.fields))
    return names - TARGET if action.name in TARGETED else names


def schema(name: str) -> vol.Schema:
    return vol.Schema(BY_NAME[name].fields)


@each_action
def test_every_action_is_described_field_by_field(action: Action) -> None:
    described = DESCRIBED[action.name]
    assert set(described.get("fields", {})) == field_names(action)
    required = {
        str(key) for key in action.fields if isinstance(key, vol.Required)
    } & field_names(action)
    assert required == {
        name
        for name, field in described.get("fields", {}).items()
        if field.get("required")
    }
    assert ("target" in described) == (action.name in TARGETED)


@each_action
def test_every_action_and_field_has_a_name_and_a_description(action: Action) -> None:
    texts = TEXTS["services"][action.name]
    assert texts["name"]
    assert texts["description"]
    assert set(texts.get("fields", {})) == field_names(action)
    for field in texts.get("fields", {}).values():
        assert field["name"]
        assert field["description"]


@each_action
def test_every_action_has_an_icon(action: Action) -> None:
    assert ICONS["services"][action.name]["service"].startswith("mdi:")


def test_nothing_is_described_that_is_not_there() -> None:
    names = set(BY_NAME)
    assert set(DESCRIBED) == set(TEXTS["services"]) == set(ICONS["services"]) == names


def test_home_assistant_accepts_the_descriptions() -> None:
    service_helper._SERVICES_SCHEMA(DESCRIBED)  # noqa: SLF001


def test_every_choice_is_translated() -> None:
    for action in DESCRIBED.values():
        for field in action.get("fields", {}).values():
            if select := field["selector"].get("select"):
                texts = TEXTS["selector"][select["translation_key"]]["options"]
                assert set(texts) == set(select["options"])


def refusals() -> Iterator[tuple[str, set[str]]]:
    """Give every refusal that stands in the code: its key and the names of its placeholders."""
    for path in sorted(ROOT.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in ("Refused", "refusal", "failure")
                and node.args
                and isinstance(node.args[0], ast.Constant)
            ):
                yield (
                    str(node.args[0].value),
                    {word.arg or "" for word in node.keywords},
                )


@pytest.mark.contract("6.13")
@pytest.mark.parametrize(
    ("key", "given"), sorted({(key, tuple(sorted(given))) for key, given in refusals()})
)
def test_every_refusal_has_words_that_use_only_what_it_gives(
    key: str, given: tuple[str, ...]
) -> None:
    message = TEXTS["exceptions"][key]["message"]
    used = {name for _, name, _, _ in Formatter().parse(message) if name is not None}
    assert used <= set(given)


@pytest.mark.contract("3.6")
def test_every_status_and_type_can_be_asked_for() -> None:
    fields = DESCRIBED["list"]["fields"]
    assert fields["status"]["selector"]["select"]["options"] == list(Status)
    assert fields["type"]["selector"]["select"]["options"] == list(CodeType)


@pytest.mark.contract("6.13")
@pytest.mark.parametrize(
    ("name", "given", "taken"),
    [
        (
            "create",
            {"lock": "lock.front", "code": "0123", "name": 7, "is_one_time_use": "yes"},
            {
                "lock": "lock.front",
                "code": Pin("0123"),
                "name": "7",
                "is_one_time_use": True,
            },
        ),
        (
            "create",
            {
                "lock": "lock.front",
                "starts_at": "2026-12-24 15:00:00",
                "ends_at": datetime(2026, 12, 27, 11),
                "preferred_code_length": "6",
            },
            {
                "lock": "lock.front",
                "starts_at": datetime(2026, 12, 24, 15),
                "ends_at": datetime(2026, 12, 27, 11),
                "preferred_code_length": 6,
            },
        ),
        (
            "create",
            {"lock": "lock.front", "name": None, "code": None, "starts_at": None},
            {"lock": "lock.front", "name": None, "code": None, "starts_at": None},
        ),
        (
            "create",
            {"lock": "lock.front", "code": 482915},
            {"lock": "lock.front", "code": Pin("482915")},
        ),
        (
            "update",
            {"access_code_id": "a", "type": "ongoing", "code": 1234, "ends_at": None},
            {
                "access_code_id": "a",
                "type": CodeType.ONGOING,
                "code": Pin("1234"),
                "ends_at": None,
            },
        ),
        (
            "create_multiple",
            {"area_id": "hall", "code": 1234},
            {
                "area_id": ["hall"],
                "code": Pin("1234"),
                "behavior_when_code_cannot_be_shared": "throw",
            },
        ),
        (
            "update_multiple",
            {"common_code_key": "guests", "type": "ongoing"},
            {"common_code_key": "guests", "type": CodeType.ONGOING},
        ),
        ("delete", {"common_code_key": "guests"}, {"common_code_key": "guests"}),
        (
            "get",
            {"lock": "lock.front", "code": "1234"},
            {"lock": "lock.front", "code": Pin("1234")},
        ),
        (
            "list",
            {"lock": "lock.front", "status": "set"},
            {"lock": ["lock.front"], "status": [Status.SET]},
        ),
        (
            "list",
            {
                "status": ["set", "setting"],
                "type": "time_bound",
                "include_backup": False,
            },
            {
                "status": [Status.SET, Status.SETTING],
                "type": CodeType.TIME_BOUND,
                "include_backup": False,
            },
        ),
        (
            "generate_code",
            {"lock": ["lock.front"], "preferred_code_length": 6.0},
            {"lock": ["lock.front"], "preferred_code_length": 6},
        ),
        ("list_unmanaged", {"lock": "lock.front"}, {"lock": "lock.front"}),
        (
            "send_code",
            {"common_code_key": 7, "notify": ["notify.phone"], "message": None},
            {"common_code_key": "7", "notify": "notify.phone", "message": None},
        ),
        (
            "export_codes",
            {"passphrase": 123456789012, "lock": "lock.front"},
            {"passphrase": "123456789012", "lock": ["lock.front"]},
        ),
        (
            "import_codes",
            {"export": "text", "passphrase": "words"},
            {
                "export": "text",
                "passphrase": "words",
                "dry_run": True,
                "lock_mapping": {},
            },
        ),
        (
            "import_codes",
            {
                "export": "text",
                "passphrase": "words",
                "dry_run": "off",
                "lock_mapping": {"Front door": "lock.Street"},
            },
            {
                "export": "text",
                "passphrase": "words",
                "dry_run": False,
                "lock_mapping": {"Front door": "lock.street"},
            },
        ),
        (
            "convert_to_managed",
            {"unmanaged_access_code_id": "a", "code": 1234, "name": None},
            {"unmanaged_access_code_id": "a", "code": Pin("1234"), "name": None},
        ),
        (
            "pull_backup_access_code",
            {"entity_id": ["sensor.a"]},
            {"entity_id": "sensor.a"},
        ),
        (
            "get_timeline",
            {"access_code_id": "a"},
            {"access_code_id": "a", "limit": 50},
        ),
        (
            "report_device_constraints",
            {"lock": "lock.front", "supported_code_lengths": ["4", 6]},
            {"lock": "lock.front", "supported_code_lengths": [4, 6]},
        ),
        (
            "report_device_constraints",
            {"lock": "lock.front", "supported_code_lengths": 6},
            {"lock": "lock.front", "supported_code_lengths": [6]},
        ),
        (
            "sync",
            {"entity_id": "lock.front", "area_id": ["hall"]},
            {"entity_id": ["lock.front"], "area_id": ["hall"]},
        ),
        (
            "enter_code",
            {"lock": "lock.front", "code": "1234"},
            {"lock": "lock.front", "code": Pin("1234"), "action": "unlock"},
        ),
    ],
)
def test_a_schema_takes_what_people_and_templates_give(
    name: str, given: dict[str, Any], taken: dict[str, Any]
) -> None:
    assert schema(name)(given) == taken


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("create", {}),
        ("create", {"lock": "front"}),
        ("create", {"lock": ["lock.front", "lock.back"]}),
        ("create", {"lock": "lock.front", "code": True}),
        ("create", {"lock": "lock.front", "code": 1234.0}),
        ("create", {"lock": "lock.front", "code": ["1234"]}),
        ("create", {"lock": "lock.front", "name": True}),
        ("create", {"lock": "lock.front", "name": ["Ada"]}),
        ("create", {"lock": "lock.front", "preferred_code_length": True}),
        ("create", {"lock": "lock.front", "preferred_code_length": 4.5}),
        ("create", {"lock": "lock.front", "preferred_code_length": "six"}),
        ("create", {"lock": "lock.front", "is_one_time_use": "maybe"}),
        ("create", {"lock": "lock.front", "starts_at": True}),
        ("create", {"lock": "lock.front", "starts_at": 1790000000}),
        ("create", {"lock": "lock.front", "starts_at": date(2026, 12, 24)}),
        ("create", {"lock": "lock.front", "starts_at": "2026-12-24"}),
        ("create", {"lock": "lock.front", "starts_at": "tomorrow at noon"}),
        ("create", {"lock": "lock.front", "starts_at": "2026-13-24 15:00:00"}),
        ("create", {"lock": "lock.front", "starts_at": "2026-12-24 15:00:00+99:00"}),
        ("create", {"lock": "lock.front", "pin": "1234"}),
        ("update", {"access_code_id": "a", "name": None}),
        ("update", {"access_code_id": "a", "code": None}),
        ("update", {"access_code_id": "a", "type": "forever"}),
        ("update", {"access_code_id": "a", "type": 1}),
        ("create_multiple", {"lock": "lock.front"}),
        ("create_multiple", {"entity_id": "lock.a", "common_code_key": "a"}),
        ("create_multiple", {"behavior_when_code_cannot_be_shared": "hope"}),
        ("update_multiple", {"name": "Ada"}),
        ("update_multiple", {"common_code_key": "a", "is_managed": False}),
        ("delete", {"lock": "lock.front"}),
        ("get", {"lock": "lock.front", "code": None}),
        ("list", {"status": "lost"}),
        ("list", {"search": ["a"]}),
        ("generate_code", {"code": "1234"}),
        ("list_unmanaged", {}),
        ("list_unmanaged", {"lock": ["lock.front", "lock.back"]}),
        ("delete_unmanaged", {}),
        ("send_code", {"common_code_key": "a"}),
        ("send_code", {"common_code_key": "a", "notify": "phone"}),
        ("export_codes", {}),
        ("export_codes", {"passphrase": True}),
        ("import_codes", {"passphrase": "words"}),
        ("import_codes", {"export": ["text"], "passphrase": "words"}),
        (
            "import_codes",
            {"export": "text", "passphrase": "words", "lock_mapping": {"a": "street"}},
        ),
        ("convert_to_managed", {"name": "Ada"}),
        ("get_timeline", {"access_code_id": "a", "limit": "many"}),
        ("delete_unmanaged", {"unmanaged_access_code_id": True}),
        ("sync", {"lock": "lock.front"}),
        ("enter_code", {"lock": "lock.front"}),
        ("enter_code", {"lock": "lock.front", "code": False}),
        ("enter_code", {"lock": "lock.front", "code": "1234", "action": "open"}),
    ],
)
def test_a_schema_refuses_another_shape(name: str, given: dict[str, Any]) -> None:
    with pytest.raises(vol.Invalid):
        schema(name)(given)


MIXED_UP = "4829153706"


def complaints(action: Action) -> Iterator[tuple[str, str]]:
    """Give what is said when a PIN is put in each field, and in fields that there are not."""
    schema = action_schema(action.fields)
    meant = {
        "lock": "lock.front",
        "code": "1234",
        "access_code_id": "a",
        "unmanaged_access_code_id": "a",
        "common_code_key": "a",
        "notify": "notify.phone",
        "export": "text",
        "passphrase": "words",
    }
    given = {
        str(key): meant[str(key)]
        for key in action.fields
        if isinstance(key, vol.Required)
    }
    schema(given)
    for name in (*map(str, action.fields), "pin", MIXED_UP):
        for value in (MIXED_UP, [MIXED_UP], {MIXED_UP: MIXED_UP}, f"lock {MIXED_UP}"):
            try:
                schema({**given, name: value})
            except vol.Invalid as error:
                yield name, str(error)


@pytest.mark.contract("1.5")
@each_action
def test_a_schema_never_repeats_what_it_refuses(action: Action) -> None:
    said = list(complaints(action))
    assert not [text for _, text in said if MIXED_UP in text]
    assert ("pin", "not a valid option at 'pin'") in said
