"""A PIN that was chosen at the lock, as allowed: the code's name must not tell it."""

import pytest

from custom_components.access_codes.core.model import (
    Content,
    ExternalChange,
    LockRecord,
    Pin,
    Placement,
)
from custom_components.access_codes.core.observations.external_changes import (
    accept_change,
)
from custom_components.access_codes.core.observations.reports import apply_report
from custom_components.access_codes.core.plan.planner import plan
from tests.support.builders import a_code, a_record, a_world, able, held

TYPED = "2468013"
"""Long enough not to be found by chance."""


def record_with(name: str, *possible: Content, pin: str = "1357902") -> LockRecord:
    """Return a lock with names that holds a code which may be changed at the keypad."""
    code = a_code("a", pin, name=name, is_external_modification_allowed=True)
    slot = Placement("1", "a", frozenset(possible), is_confirmed=True, name=name)
    return a_record(
        code,
        is_read=True,
        capabilities=able(name_length=20),
        placements={"1": slot},
    )


def changed(name: str, typed: str = TYPED) -> LockRecord:
    """Return the record after an allowed change of the PIN."""
    record = record_with(name, held("1357902"))
    return apply_report(record, a_world(), "1", held(typed), is_own_echo=False).record


@pytest.mark.contract("8.18")
@pytest.mark.parametrize("name", [f"Anna {TYPED}", "Anna ２４６８０１３"])
def test_a_name_that_would_tell_a_pin_typed_at_the_lock_is_replaced(name: str) -> None:
    record = changed(name)
    code = record.codes["a"]
    assert (code.pin, code.name) == (Pin(TYPED), "Access code 2")
    assert record.code_count == 2
    assert [(event.type, event.name) for event in record.outbox] == [
        ("access_code.changed", "Access code 2"),
        ("access_code.modified_external", "Access code 2"),
    ]
    assert TYPED not in repr(record)
    planned = plan(record, a_world())
    assert planned.command is not None
    assert planned.command.name == "Access code 2"
    assert TYPED not in repr(planned)


@pytest.mark.contract("8.18")
def test_a_name_that_does_not_tell_the_pin_stays() -> None:
    record = changed("Anna 7")
    assert record.codes["a"].name == "Anna 7"
    assert record.placements["1"].name == "Anna 7"
    assert [event.type for event in record.outbox] == ["access_code.modified_external"]


def test_a_pin_that_every_default_name_would_tell_gets_another_one() -> None:
    assert changed("My code", typed="code").codes["a"].name == "Guest 2"


@pytest.mark.contract("8.18")
def test_an_accepted_change_does_not_show_in_the_name_either() -> None:
    record = record_with(f"Anna {TYPED}", held(TYPED))
    slot = record.placements["1"]
    deviating = Placement(
        "1", "a", slot.possible, deviation=ExternalChange.MODIFIED, name=slot.name
    )
    record.placements["1"] = deviating
    accepted, _ = accept_change(record, a_world(), access_code_id="a")
    assert accepted.codes["a"].name == "Access code 2"
    assert TYPED not in repr(accepted)
