"""Every text that is shown exists, and none exists that is not shown."""

import ast
import json
import pathlib
from pathlib import Path
import re
from typing import Any

import pytest

import custom_components.access_codes
from custom_components.access_codes.bookings.settings import (
    NUMBERS as NUMBERS_OF_BOOKINGS,
)
from custom_components.access_codes.condition import CONDITIONS
from custom_components.access_codes.const import LOCK_OPTIONS
from custom_components.access_codes.core.agenda import ChangeKind
from custom_components.access_codes.core.bookings.pin_source import PinSource
from custom_components.access_codes.core.model import EventType, IssueKind, Status
from custom_components.access_codes.core.other_managers.manager import Manager
from custom_components.access_codes.core.other_managers.model import (
    Duty,
    Obstacle,
    Problem,
)
from custom_components.access_codes.core.record.events import short_type
from custom_components.access_codes.flows.action_examples import EXAMPLES
from custom_components.access_codes.flows.bookings import (
    PLACEHOLDERS as BOOKING_PLACEHOLDERS,
)
from custom_components.access_codes.flows.lock_choice import METHODS
from custom_components.access_codes.flows.mapped_actions import (
    PLACEHOLDERS as ACTIONS_PLACEHOLDERS,
    actions_schema,
)
from custom_components.access_codes.flows.options import LEAVE, TAKE_OFF
from custom_components.access_codes.flows.settings_form import PLACEHOLDERS
from custom_components.access_codes.issues.plan_issues import (
    CODE_ISSUES,
    DEVICE_ISSUES,
    LOCK_ISSUES,
    NOT_FIXABLE,
)
from custom_components.access_codes.linking.codes_left_issue import CODES_LEFT_ISSUES
from custom_components.access_codes.locks.mapped_actions.settings import NUMBERS, READS
from custom_components.access_codes.trigger import TRIGGERS
from homeassistant.util.yaml import load_yaml

FOLDER = pathlib.Path(custom_components.access_codes.__file__).parent
TEXTS: dict[str, Any] = json.loads((FOLDER / "translations/en.json").read_text())
ICONS: dict[str, Any] = json.loads((FOLDER / "icons.json").read_text())


def strings_of(module: str) -> set[str]:
    """Return every string in a module's code."""
    tree = ast.parse((FOLDER / module).read_text())
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def arguments_of(module: str, call: str, argument: str) -> set[str]:
    """Return the strings that a module, or the steps that it inherits, passes to a method under this name."""
    source = (FOLDER / module).read_text()
    if "RemovalSteps" in source:
        source += (FOLDER / "linking" / "removal_steps.py").read_text()
    tree = ast.parse(source)
    return {
        keyword.value.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == call
        for keyword in node.keywords
        if keyword.arg == argument
        and isinstance(keyword.value, ast.Constant)
        and isinstance(keyword.value.value, str)
    }


def steps_of(module: str) -> set[str]:
    return set(re.findall(r"async def async_step_(\w+)", (FOLDER / module).read_text()))


def placeholders_in(texts: Any) -> set[str]:
    if isinstance(texts, str):
        return set(re.findall(r"{(\w+)}", texts))
    return {name for text in texts.values() for name in placeholders_in(text)}


CONFIG_FLOW = (
    "config_flow.py",
    "flows/bookings.py",
    "flows/lock_choice.py",
    "flows/replace_lock.py",
    "flows/take_over_dialog.py",
)

IN_OPTIONS = {"init"}
"""Steps of the form of a booking entry that are of its options."""

BOOKING_ERRORS = {"lock_not_linked", "message_invalid", "no_pin_label"} | {
    f"{name}_out_of_range" for name in NUMBERS_OF_BOOKINGS
}


def errors_of_actions() -> set[str]:
    """Return the keys of errors in the form of mapped actions."""
    others = {"no_actions", "invalid_actions", "longest_below_shortest"}
    assert others <= strings_of("flows/mapped_actions.py")
    return others | {f"{number.name}_out_of_range" for number in NUMBERS}


def test_the_config_flow_has_its_texts_and_no_others() -> None:
    texts = TEXTS["config"]
    assert set(texts) == {"abort", "error", "flow_title", "progress", "step"}

    def arguments(call: str, argument: str) -> set[str]:
        found = [arguments_of(module, call, argument) for module in CONFIG_FLOW]
        return set().union(*found)

    assert (
        set(texts["step"])
        == arguments("async_show_form", "step_id") - IN_OPTIONS
        | arguments("_async_show_lock_form", "step_id")
        | {"link_locks", "user"}
        | arguments("async_show_menu", "step_id") - IN_OPTIONS
    )
    examples = texts["step"]["examples"]
    assert list(examples["menu_options"]) == ["actions", *EXAMPLES]
    assert list(examples["menu_option_descriptions"]) == ["actions", *EXAMPLES]
    assert set(texts["abort"]) == arguments("async_abort", "reason") | arguments(
        "async_update_reload_and_abort", "reason"
    )
    assert set(texts["progress"]) == arguments("async_show_progress", "progress_action")
    of_locks = {"no_lock_chosen", "not_in_registry", "already_linked"}
    assert of_locks <= strings_of("flows/lock_choice.py")
    of_bookings = BOOKING_ERRORS | {"already_followed"}
    assert of_bookings - {f"{name}_out_of_range" for name in NUMBERS_OF_BOOKINGS} <= (
        strings_of("flows/bookings.py")
    )
    of_taking_over = {"still_enabled", "no_code_chosen", "changed_meanwhile"}
    assert of_taking_over <= strings_of("flows/take_over_dialog.py")
    assert set(texts["error"]) == (
        of_locks | of_taking_over | errors_of_actions() | of_bookings
    )
    start = texts["step"]["start"]
    ways = ["link_locks", "bookings", *Manager]
    assert list(start["menu_options"]) == ways
    assert list(start["menu_option_descriptions"]) == ways
    actions = texts["step"]["actions"]
    assert set(actions["data"]) == {str(key) for key in actions_schema().schema}
    shown = placeholders_in(actions) | placeholders_in(texts["error"])
    assert shown <= ACTIONS_PLACEHOLDERS.keys() | BOOKING_PLACEHOLDERS.keys() | {
        "locks"
    }
    for step in texts["step"].values():
        assert step.get("data", {}).keys() == step.get("data_description", {}).keys()
    assert placeholders_in(texts["step"]["reconfigure"]) == {"abilities", "lock"}
    assert placeholders_in(texts["step"]["confirm"]) == {"abilities", "lock"}
    assert placeholders_in(texts["step"]["user"]) == {"abilities"}
    assert placeholders_in(texts["step"]["method"]) == {"locks", "obstacles"}
    assert placeholders_in(texts["step"]["replace"]) == {
        "count",
        "lock",
        "replacement",
    }


@pytest.mark.contract("14.62")
def test_the_options_have_their_texts_and_no_others() -> None:
    texts = TEXTS["options"]
    assert set(texts) == {"abort", "error", "progress", "step"}
    steps = {"init", "menu", "settings", "empty_slots", "actions"}
    steps |= {"unlink", "unlink_virtual"}
    assert set(texts["step"]) == steps
    # Home Assistant shows a description of the step above its menu: that of bookings belongs to another step.
    assert set(texts["step"]["menu"]) == {"title", "menu_options"}
    assert "menu_options" not in texts["step"]["init"]
    assert set(texts["step"]["menu"]["menu_options"]) == {
        "settings",
        "read",
        "empty_slots",
        "actions",
        "unlink",
    }
    assert set(texts["step"]["settings"]["data"]) == set(LOCK_OPTIONS)
    assert set(texts["step"]["settings"]["data_description"]) == set(LOCK_OPTIONS)
    assert set(texts["abort"]) == arguments_of(
        "flows/options.py", "async_abort", "reason"
    )
    assert set(texts["progress"]) == arguments_of(
        "flows/options.py", "async_show_progress", "progress_action"
    )
    out_of_range = {
        f"{option}_out_of_range"
        for option in LOCK_OPTIONS
        if option != "reserved_slots"
    }
    others = {"max_below_min", "default_outside_limits", "no_length_left"}
    assert others <= strings_of("flows/settings_form.py")
    assert set(texts["error"]) == (
        out_of_range
        | others
        | errors_of_actions()
        | BOOKING_ERRORS
        | {"no_lock_chosen"}
    )
    shown = placeholders_in(texts["error"]) | placeholders_in(texts["step"]["actions"])
    assert shown <= (
        PLACEHOLDERS.keys() | ACTIONS_PLACEHOLDERS.keys() | BOOKING_PLACEHOLDERS.keys()
    )
    of_actions = TEXTS["config"]["step"]["actions"]
    for part in ("data", "data_description"):
        assert texts["step"]["actions"][part] == of_actions[part]


def test_selectors_have_a_text_for_each_choice() -> None:
    assert TEXTS["selector"]["method"]["options"].keys() == set(METHODS)
    assert TEXTS["selector"]["pin_source"]["options"].keys() == set(PinSource)
    assert TEXTS["selector"]["reads"]["options"].keys() == set(READS)
    assert TEXTS["selector"]["unlink"]["options"].keys() == {TAKE_OFF, LEAVE}


def test_each_status_has_a_text_and_an_icon() -> None:
    shown = {status.value for status in Status} - {"unknown"}
    assert TEXTS["entity"]["sensor"]["access_code"].keys() == {"state"}
    assert TEXTS["entity"]["sensor"]["access_code"]["state"].keys() == shown
    icons = ICONS["entity"]["sensor"]["access_code"]
    assert icons["state"].keys() == shown
    assert icons["default"] not in icons["state"].values()


ENTITIES_OF_LOCK = {
    "binary_sensor": {"problem", "occupied"},
    "calendar": {"codes"},
    "event": {"activity", "booking"},
    "sensor": {"free_slots", "next_change", "next_arrival", "next_departure"},
}


def test_each_entity_of_the_lock_has_a_name_and_there_are_no_others() -> None:
    assert TEXTS["entity"].keys() == ENTITIES_OF_LOCK.keys()
    for platform, keys in ENTITIES_OF_LOCK.items():
        texts = TEXTS["entity"][platform]
        assert texts.keys() - {"access_code"} == keys
        assert all(texts[key]["name"] for key in keys)
    # A device class brings an icon of its own, as that of problems does.
    assert ICONS["entity"].keys() == ENTITIES_OF_LOCK.keys()
    assert ICONS["entity"]["binary_sensor"].keys() == {"occupied"}
    for platform, icons in ICONS["entity"].items():
        assert icons.keys() - {"access_code"} <= ENTITIES_OF_LOCK[platform]
    changes = TEXTS["entity"]["sensor"]["next_change"]["state_attributes"]["change"]
    assert changes["state"].keys() == {kind.value for kind in ChangeKind}
    activity = TEXTS["entity"]["event"]["activity"]["state_attributes"]["event_type"]
    assert activity["state"].keys() == {short_type(each) for each in EventType}
    icons = ICONS["entity"]["event"]["activity"]["state_attributes"]["event_type"]
    assert icons["state"].keys() < activity["state"].keys()


def fields_of(kind: str) -> dict[str, set[str]]:
    """Return the fields of each trigger, or condition, of ours."""
    described: Any = load_yaml(str(FOLDER / f"{kind}.yaml"))
    return {
        key: set(description["fields"])
        for key, description in described.items()
        if not key.startswith(".")
    }


@pytest.mark.parametrize(
    ("kind", "icon", "classes"),
    [("triggers", "trigger", TRIGGERS), ("conditions", "condition", CONDITIONS)],
)
def test_triggers_and_conditions_have_texts_fields_and_icons(
    kind: str, icon: str, classes: dict[str, Any]
) -> None:
    texts, fields = TEXTS[kind], fields_of(kind)
    assert texts.keys() == fields.keys() == ICONS[kind].keys() == classes.keys()
    for key, text in texts.items():
        assert text.keys() == {"name", "description", "fields"}
        assert text["fields"].keys() == fields[key]
        assert all(field["name"] for field in text["fields"].values())
        assert ICONS[kind][key].keys() == {icon}


ALL_ISSUES = {
    *CODE_ISSUES,
    *LOCK_ISSUES,
    *CODES_LEFT_ISSUES,
    *NOT_FIXABLE,
    IssueKind.BOOKINGS_IN_DOUBT,
    IssueKind.BOOKINGS_NOT_ON_LOCK,
    IssueKind.BOOKINGS_NOT_READ,
    IssueKind.BOOKINGS_NOT_SENT,
    IssueKind.BOOKINGS_UNREADABLE,
    IssueKind.GROUP_CHANGES_LOST,
    IssueKind.STORAGE_UNREADABLE,
    IssueKind.OWN_METHOD,
    IssueKind.TIME_ZONE_CHANGED,
    IssueKind.TOO_MANY_ATTEMPTS,
}


def test_each_repair_has_its_texts_and_there_are_no_others() -> None:
    assert TEXTS["issues"].keys() == ALL_ISSUES
    for texts in TEXTS["issues"].values():
        assert texts["title"]
        assert ("description" in texts) is not ("fix_flow" in texts)
    for issue in (*NOT_FIXABLE, IssueKind.GROUP_CHANGES_LOST):
        assert "description" in TEXTS["issues"][issue]


def choices_of(issue: str) -> set[str]:
    """Return what the menu of a repair can offer."""
    if issue in CODE_ISSUES:
        extra = {
            "conflicting_external_modification": {"accept_change"},
            "duplicate_code_on_device": {"delete_other"},
        }
        return {"try_again", "delete_code", "forget_code"} | extra.get(issue, set())
    if issue == IssueKind.DEVICE_REMOVED:
        return {"try_again", "came_back", "forget_all"}
    if issue in DEVICE_ISSUES:
        return {"try_again", "forget_all"}
    if issue == "lock_was_reset":
        return {"try_again", "take_note", "delete_all"}
    return {
        "another_manager": {"try_again"},
        IssueKind.LOCK_NOT_READ: {"try_again"},
        IssueKind.EMPTY_BACKUP_ACCESS_CODE_POOL: {"try_again"},
        IssueKind.JOURNAL_BEHIND_LOCK: {"trust_lock", "trust_stored"},
        IssueKind.OWN_METHOD: {"change"},
        IssueKind.TIME_ZONE_CHANGED: {"follow", "keep"},
        IssueKind.TOO_MANY_ATTEMPTS: {"lift"},
        IssueKind.BOOKINGS_NOT_READ: {"try_again", "bookings_gone", "end_now"},
        IssueKind.BOOKINGS_IN_DOUBT: {"keep", "end_now", "keep_always"},
        IssueKind.CODES_LEFT_IN_SLOTS: {"gone"},
        IssueKind.STORAGE_UNREADABLE: {"restore", "start_empty", "retry"},
        IssueKind.BOOKINGS_UNREADABLE: {"restore", "start_empty", "retry"},
        IssueKind.CODES_LEFT_ON_LOCK: {"take_off", "leave"},
        IssueKind.CODES_LEFT_WHILE_DISABLED: {"take_off", "leave"},
        IssueKind.CODES_KEPT: set(),
        IssueKind.CODES_UNREADABLE: set(),
    }[issue]


def module_of(issue: str) -> str:
    if issue == IssueKind.STORAGE_UNREADABLE:
        return "repair_flows/unreadable_storage.py"
    if issue == IssueKind.JOURNAL_BEHIND_LOCK:
        return "repair_flows/restored_backup.py"
    if issue == IssueKind.TOO_MANY_ATTEMPTS:
        return "repair_flows/keypad_lockout.py"
    if issue == IssueKind.BOOKINGS_NOT_READ:
        return "repair_flows/bookings.py"
    if issue == IssueKind.BOOKINGS_IN_DOUBT:
        return "repair_flows/bookings_in_doubt.py"
    if issue == IssueKind.BOOKINGS_UNREADABLE:
        return "repair_flows/unreadable_bookings.py"
    if issue == IssueKind.OWN_METHOD:
        return "repair_flows/own_method.py"
    if issue == IssueKind.TIME_ZONE_CHANGED:
        return "repair_flows/time_zone.py"
    if issue == IssueKind.CODES_LEFT_IN_SLOTS:
        return "repair_flows/codes_left_in_slots.py"
    return (
        "repair_flows/codes_left.py"
        if issue in CODES_LEFT_ISSUES
        else "repair_flows/code_or_lock_problem.py"
    )


FORMS = {
    "forget_code",
    "forget_all",
    "restore",
    "start_empty",
    "discard",
    "gone",
    "came_back",
    "end_now",
    "trust_lock",
    "trust_stored",
}


def test_the_readme_names_options_as_the_screen_does() -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text()
    for option, name in TEXTS["options"]["step"]["settings"]["data"].items():
        assert re.search(rf"^\| .*\*{name}\*.*`{option}`.* \|", readme, re.MULTILINE), (
            name
        )


@pytest.mark.parametrize(
    "issue",
    sorted(
        ALL_ISSUES
        - NOT_FIXABLE
        - {
            IssueKind.GROUP_CHANGES_LOST,
            IssueKind.BOOKINGS_NOT_ON_LOCK,
            IssueKind.BOOKINGS_NOT_SENT,
        }
    ),
)
def test_each_fix_flow_has_its_texts_and_no_others(issue: str) -> None:
    texts = TEXTS["issues"][issue]["fix_flow"]
    module = module_of(issue)
    choices = choices_of(issue)
    assert texts["step"].get("init", {}).get("menu_options", {}).keys() == choices
    forms = choices & FORMS
    if issue in CODES_LEFT_ISSUES:
        # Home Assistant's own step, for when the integration is not running: no lock is linked any more.
        forms |= {"confirm"}
    if issue in (IssueKind.CODES_KEPT, IssueKind.CODES_UNREADABLE):
        forms |= {"discard"}
    assert texts["step"].keys() - {"init"} == forms
    steps = steps_of(module)
    reasons = arguments_of(module, "async_abort", "reason")
    progress = choices & {"try_again", "take_off"}
    if issue in (IssueKind.STORAGE_UNREADABLE, IssueKind.BOOKINGS_UNREADABLE):
        base = "repair_flows/unreadable_file.py"
        steps |= steps_of(base)
        reasons |= arguments_of(base, "async_abort", "reason")
    if issue == IssueKind.DEVICE_REMOVED:
        more = "repair_flows/removed_lock.py"
        steps |= steps_of(more)
        reasons |= arguments_of(more, "async_abort", "reason")
        progress |= {"move"}
        assert texts["error"].keys() == {"not_selectable"} <= strings_of(more)
    if issue in (IssueKind.BOOKINGS_NOT_READ, IssueKind.BOOKINGS_IN_DOUBT):
        base = "repair_flows/ending_bookings.py"
        steps |= steps_of(base)
        reasons |= arguments_of(base, "async_abort", "reason")
        progress = set()
        assert texts["error"].keys() == {"no_booking_chosen"} <= strings_of(base)
    assert (forms | choices) - {"confirm"} <= steps
    assert texts.get("progress", {}).keys() == progress
    if issue in (IssueKind.CODES_KEPT, IssueKind.CODES_UNREADABLE):
        reasons = {"being_taken_off", "storage_failed"}
    assert texts["abort"].keys() == reasons


@pytest.mark.parametrize("issue", sorted(ALL_ISSUES))
def test_repairs_ask_only_for_what_they_are_given(issue: str) -> None:
    given = {"lock", "lock_md"}
    if issue in CODE_ISSUES:
        given |= {"name", "name_md", "other", "reason"}
    elif issue == IssueKind.ACTIVE_WHILE_UNAVAILABLE:
        given |= {"name", "name_md", "entity_md"}
    elif issue in LOCK_ISSUES:
        given |= {"codes", "reason"}
        if issue == IssueKind.JOURNAL_BEHIND_LOCK:
            given |= {"unknown"}
        if issue == IssueKind.LOCK_WAS_RESET:
            given |= {"lost"}
    elif issue in CODES_LEFT_ISSUES:
        given |= {"codes"}
    elif issue == IssueKind.OWN_METHOD:
        given |= {"abilities", "codes"}
    elif issue == IssueKind.BOOKINGS_NOT_READ:
        given = {"name", "name_md", "calendar_md", "bookings_md"}
    elif issue == IssueKind.BOOKINGS_IN_DOUBT:
        given = {"name", "name_md", "calendar_md", "bookings_md", "count"}
    elif issue == IssueKind.BOOKINGS_NOT_ON_LOCK:
        given = {"name", "name_md", "locks_md", "count"}
    elif issue == IssueKind.BOOKINGS_NOT_SENT:
        given = {"name", "name_md", "notify_md", "count"}
    elif issue == IssueKind.BOOKINGS_UNREADABLE:
        given = {"name", "name_md"}
    assert placeholders_in(TEXTS["issues"][issue]) <= given


def test_what_keeps_an_entry_from_starting_is_said() -> None:
    keys = {
        "codes_being_taken_off",
        "method_missing",
        "platforms_not_unloaded",
        "storage_failing_at_start",
        "storage_unreadable",
    }
    assert keys <= strings_of("__init__.py")
    assert keys <= TEXTS["exceptions"].keys()


def test_the_logbook_has_its_sentences_and_no_others() -> None:
    events = {f"activity_{short_type(each)}" for each in EventType}
    subjects = {"name", "name_of", "code_of_others", "unknown"}
    uses = {"activity_used_unlock", "activity_used_lock"}
    uses |= {f"activity_{key}_device_virtual" for key in ("set_on", "removed_from")}
    found = {key for key in TEXTS["exceptions"] if key.startswith("activity_")}
    assert found == events | uses | {f"activity_{key}" for key in subjects}


def test_assistants_have_their_texts_and_no_others() -> None:
    modules = [
        path.relative_to(FOLDER).as_posix() for path in (FOLDER / "assist").glob("*.py")
    ]
    named = set().union(
        *map(strings_of, modules), strings_of("presentation/messages.py")
    )
    found = {key for key in TEXTS["exceptions"] if key.startswith("assist_")}
    assert found == {text for text in named if re.fullmatch(r"assist_\w+", text)}


def texts_in(texts: Any) -> list[str]:
    if isinstance(texts, str):
        return [texts]
    return [text for value in texts.values() for text in texts_in(value)]


def test_texts_are_plain() -> None:
    for text in texts_in(TEXTS):
        assert text == text.strip()
        assert not re.search(r"<[a-z/]", text)
        assert not re.search(r"'{\w+}'", text)


def texts_under(texts: Any, *keys: str) -> list[str]:
    """Return the texts below any of these keys."""
    if isinstance(texts, str):
        return []
    found = []
    for key, inner in texts.items():
        if key not in keys:
            found += texts_under(inner, *keys)
        elif isinstance(inner, str):
            found.append(inner)
        else:
            found += list(inner.values())
    return found


def test_what_is_shown_as_markdown_takes_names_only_as_markdown() -> None:
    """Titles and choices are shown as they are, descriptions and ends of flows as Markdown."""
    markdown = texts_under(TEXTS["issues"], "description", "abort")
    plain = texts_under(TEXTS["issues"], "title", "menu_options")
    assert len(markdown) > 30
    assert len(plain) > 30
    assert not placeholders_in(dict(enumerate(markdown))) & {"lock", "name", "other"}
    assert placeholders_in(dict(enumerate(plain))) == {"lock", "name", "other"}


def test_taking_over_has_a_text_for_each_obstacle_and_problem() -> None:
    told = {f"take_over_{key}" for key in (*Obstacle, *Problem, *Duty)}
    others = {
        text
        for module in ("take_over_texts", "take_over_work")
        for text in strings_of(f"flows/{module}.py")
        if text.startswith("take_over_")
    }
    texts = {key for key in TEXTS["exceptions"] if key.startswith("take_over_")}
    assert texts == told | others - {"take_over_"}
