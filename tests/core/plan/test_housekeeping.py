"""What a hostile reading of the rules found, each as the shortest story that shows it."""

from dataclasses import replace

import pytest

from custom_components.access_codes.core.model import (
    EMPTY,
    UNREADABLE,
    CommandKind,
    Content,
    ExternalChange,
    Placement,
    Progress,
    Readability,
    Status,
)
from custom_components.access_codes.core.observations.lock_reset import (
    apply_all_cleared,
)
from custom_components.access_codes.core.plan.planner import plan
from custom_components.access_codes.core.requests.enter_code import Denial, check_entry
from tests.support.builders import NOW, a_code, a_record, a_world, able, held


@pytest.mark.contract("4.20")
@pytest.mark.parametrize(
    "other", [held("1357"), UNREADABLE], ids=["old PIN", "unknown"]
)
@pytest.mark.parametrize("reads", list(Readability))
def test_a_code_whose_old_pin_may_still_open_is_not_gone_by_handing_over_its_slot(
    reads: Readability, other: Content
) -> None:
    """The PIN was being changed from 1357 to 2468 when it was deleted; somebody else now gets 2468."""
    former = a_code("a", "2468", deleted_at=NOW, progress=Progress(on_device=True))
    slot = Placement("1", "a", frozenset({other, held("2468")}), is_confirmed=True)
    record = a_record(
        former,
        a_code("b", "2468"),
        is_read=True,
        placements={"1": slot},
        capabilities=able(reads=reads),
    )

    planned = plan(record, a_world())

    assert planned.views["a"].status is Status.REMOVING
    assert planned.record.outbox == ()
    assert planned.command is not None
    assert planned.command.access_code_id == "a"


@pytest.mark.contract("4.20")
def test_a_slot_that_is_empty_or_holds_the_pin_is_handed_over() -> None:
    former = a_code("a", "2468", deleted_at=NOW)
    slot = Placement("1", "a", frozenset({EMPTY, held("2468")}), is_confirmed=True)
    record = a_record(former, a_code("b", "2468"), is_read=True, placements={"1": slot})

    planned = plan(record, a_world())

    assert planned.record.placements["1"].owner == "b"
    assert "a" not in planned.views


@pytest.mark.contract("12.19")
def test_a_code_that_was_removed_at_its_lock_opens_it_nowhere_else() -> None:
    code = a_code(
        "a",
        "2468",
        is_external_modification_allowed=True,
        external=ExternalChange.REMOVED,
    )
    _, verdict = check_entry(a_record(code), NOW, "2468")
    assert verdict.denial is Denial.REMOVED_AT_LOCK
    _, verdict = check_entry(a_record(replace(code, external=None)), NOW, "2468")
    assert verdict.denial is None


@pytest.mark.parametrize("reads", [Readability.PIN, Readability.PRESENCE])
def test_a_report_of_a_reset_does_not_end_the_doubt_about_a_write_that_may_be_newer(
    reads: Readability,
) -> None:
    """A crash after the set; the report of a reset that was before it comes late, and the code is deleted."""
    code = a_code("a", "1357", deleted_at=NOW)
    slot = Placement("1", "a", frozenset({EMPTY, held("1357")}))
    record = a_record(
        code, is_read=True, placements={"1": slot}, capabilities=able(reads=reads)
    )

    learnt = apply_all_cleared(record, a_world())

    planned = plan(learnt.record, a_world())
    assert planned.views["a"].status is Status.REMOVING
    assert planned.command is not None
    assert planned.command.kind is CommandKind.READ
