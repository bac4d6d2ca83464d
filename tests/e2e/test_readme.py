"""The README's examples run as they are printed."""

from collections.abc import Iterator
from pathlib import Path
import re
from typing import Any

from homeassistant.util.yaml import parse_yaml
from simulators.home import wait_for
from tests.e2e.house import KEYPAD, House

README = Path(__file__).parents[2] / "README.md"
ACTIONS = {
    "refresh_bookings",
    "create",
    "create_multiple",
    "update",
    "update_multiple",
    "delete",
    "get",
    "list",
    "generate_code",
    "pull_backup_access_code",
    "list_unmanaged",
    "delete_unmanaged",
    "convert_to_managed",
    "get_timeline",
    "send_code",
    "export_codes",
    "import_codes",
    "report_device_constraints",
    "sync",
    "enter_code",
}


def _examples() -> list[Any]:
    blocks = re.findall(
        r"^```yaml\n(.*?)^```", README.read_text(), flags=re.DOTALL | re.MULTILINE
    )
    return [parse_yaml(block) for block in blocks]


def _actions_in(steps: list[Any]) -> Iterator[str]:
    """Give the actions of a sequence, those in a repetition included."""
    for step in steps:
        if "repeat" in step:
            yield from _actions_in(step["repeat"]["sequence"])
        else:
            yield step["action"]


async def _async_add_phone(house: House) -> Path:
    """Add a notify entity that appends to a file, and return the file."""
    messages = house.home.folder / "www" / "messages.txt"
    messages.parent.mkdir(exist_ok=True)
    await house.home.flow(
        "file", {"next_step_id": "notify"}, {"file_path": str(messages)}
    )

    async def is_there() -> bool:
        entities = await house.home.call("config/entity_registry/list")
        return any(entity["entity_id"] == "notify.file" for entity in entities)

    await wait_for(is_there, what="the notify entity")
    await house.home.call(
        "config/entity_registry/update",
        entity_id="notify.file",
        new_entity_id="notify.phone",
    )
    return messages


async def test_the_examples_run_as_printed(house: House) -> None:
    # The page Actions takes one action, and no list: the first example can be pasted there.
    assert isinstance(_examples()[0], dict)
    sequences = [
        steps
        for block in _examples()
        if "action" in (steps := block if isinstance(block, list) else [block])[0]
    ]
    used = {
        action.removeprefix("access_codes.")
        for sequence in sequences
        for action in _actions_in(sequence)
    }
    assert used == ACTIONS
    sent = await _async_add_phone(house)

    for sequence in sequences:
        if {"access_codes.refresh_bookings"} == set(_actions_in(sequence)):
            # No calendar is followed here; tests/integration/bookings call it.
            answer = await house.home.call("validate_config", actions=sequence)
            assert answer["actions"]["valid"], answer
            continue
        await house.home.call("execute_script", sequence=sequence)

    codes = (await house.home.action("list", lock=KEYPAD))["access_codes"]
    shown = {code["name"]: (code["type"], code["status"]) for code in codes}
    assert shown == {
        "Family": ("ongoing", "set"),
        "Guest": ("time_bound", "unset"),
        "Cleaner (mornings)": ("ongoing", "set"),
        "Tenant": ("ongoing", "unset"),
        "Window cleaner": ("time_bound", "unset"),
        "Guest of the week": ("time_bound", "unset"),
        "Dog sitter": ("ongoing", "set"),
    }
    assert sent.read_text().splitlines()[-1].startswith("Hello Dog sitter! ")
    await house.home.action(
        "report_device_constraints", lock=KEYPAD, supported_code_lengths=[]
    )
    assert (await house.home.states())[KEYPAD]["state"] == "unlocked"


async def test_the_examples_of_automations_are_valid(house: House) -> None:
    automations = [
        block
        for block in _examples()
        if isinstance(block, list) and "triggers" in block[0]
    ]
    assert len(automations) == 2

    for [automation] in automations:
        answer = await house.home.call(
            "validate_config",
            triggers=automation["triggers"],
            conditions=automation.get("conditions", []),
            actions=automation["actions"],
        )
        assert all(part["valid"] for part in answer.values()), answer
