"""The loss of all codes of a lock at once: said, and proven by reads."""

from dataclasses import replace

import pytest

from custom_components.access_codes.core.model import (
    EMPTY,
    Command,
    CommandKind,
    Content,
    Issue,
    IssueKind,
    LockRecord,
    Outcome,
    Placement,
    Readability,
    Status,
    World,
)
from custom_components.access_codes.core.observations.command_results import (
    apply_outcome,
)
from custom_components.access_codes.core.observations.lock_reset import (
    apply_all_cleared,
    lose_to_reset,
    take_note,
)
from custom_components.access_codes.core.observations.observation import Observation
from custom_components.access_codes.core.observations.reads import apply_read
from custom_components.access_codes.core.observations.reports import apply_remainder
from custom_components.access_codes.core.observations.restore_check import (
    suspect_restore,
)
from custom_components.access_codes.core.plan.planner import plan
from custom_components.access_codes.core.record.edit import RecordEdit
from tests.support.builders import NOW, a_code, a_record, a_world, able, held, placed

RESET = Issue(IssueKind.LOCK_WAS_RESET)


def apply_reads(
    record: LockRecord, world: World, contents: dict[str, Content]
) -> Observation:
    """Return the record after a read of each slot."""
    observation = Observation(record, world.observed)
    for slot, content in contents.items():
        world = replace(world, observed=observation.observed)
        observation = apply_read(observation.record, world, slot, content)
    return observation


def with_two_codes(**fields: object) -> LockRecord:
    """Return the record of a lock with two codes of ours, and one of somebody else."""
    return a_record(
        a_code("a", "4826"),
        a_code("b", "9173"),
        is_read=True,
        placements={
            slot: replace(placement, is_confirmed=True)
            for slot, placement in {
                **placed("1", "a", held("4826")),
                **placed("2", "b", held("9173")),
            }.items()
        },
        unmanaged={"3": held("5555")},
        **fields,
    )


@pytest.mark.contract("8.20")
@pytest.mark.parametrize("reads", [Readability.PIN, Readability.PRESENCE])
def test_a_reset_that_is_only_said_is_not_believed(reads: Readability) -> None:
    record = with_two_codes(capabilities=able(reads=reads))
    world = a_world()

    learnt = apply_all_cleared(record, world)
    assert learnt.record.unmanaged == record.unmanaged
    assert learnt.record.outbox == ()
    contents: dict[str, Content] = {
        "1": held("4826"),
        "2": held("9173"),
        "3": held("5555"),
    }
    learnt = apply_reads(learnt.record, world, contents)
    planned = plan(learnt.record, world)

    assert {view.status for view in planned.views.values()} == {Status.SET}
    assert planned.command is None
    assert planned.issues == frozenset()
    types = {event.type for event in planned.record.outbox}
    assert types == {"access_code.set_on_device"}


@pytest.mark.contract("8.20")
def test_a_command_may_reach_a_lock_that_cannot_be_read_after_its_reset() -> None:
    anna, ben = held("4826"), held("9173")
    record = with_two_codes(capabilities=able(reads=Readability.NOTHING))
    under_way = replace(record.placements["1"], possible=frozenset({anna, EMPTY}))
    renamed = replace(
        record.placements["2"], next_slot="Ben", next_possible=frozenset({EMPTY, ben})
    )
    record = replace(record, placements={"1": under_way, "2": renamed})
    world = replace(a_world(), is_command_under_way=True)
    after = apply_all_cleared(record, world).record.placements
    assert after["1"].possible == {anna, EMPTY}
    assert after["2"].possible == {ben, EMPTY}
    assert after["2"].next_possible == {ben, EMPTY}
    after = apply_all_cleared(record, a_world()).record.placements
    assert {placement.may_hold for placement in after.values()} == {frozenset({EMPTY})}


@pytest.mark.contract("8.10", "8.20", "8.21")
def test_a_reset_is_proven_by_reads_and_names_what_others_lost() -> None:
    world = a_world()
    learnt = apply_all_cleared(with_two_codes(), world)
    learnt = apply_reads(learnt.record, world, {"1": EMPTY, "2": EMPTY, "3": EMPTY})
    planned = plan(learnt.record, world)

    assert {code.progress.lost_at for code in planned.record.codes.values()} == {NOW}
    assert planned.command is not None
    assert planned.command.kind is CommandKind.SET
    assert planned.issues == {RESET}
    assert planned.record.lost_slots == {"3"}
    assert not planned.record.is_reset_reported
    assert [event.type for event in planned.record.outbox].count(
        "access_code.deleted_external"
    ) == 2


@pytest.mark.contract("8.21")
def test_what_others_lost_is_told_until_a_person_knows() -> None:
    world = a_world()
    record = replace(with_two_codes(), lost_slots=frozenset({"3"}), reset_at=NOW)
    planned = plan(record, world)
    assert planned.issues == {RESET}
    assert planned.record.reset_at is None

    noted, _ = take_note(planned.record, world)
    assert plan(noted, world).issues == frozenset()


@pytest.mark.contract("8.20")
def test_one_code_lost_with_a_reset_that_was_said_is_a_reset() -> None:
    world = a_world()
    record = a_record(
        a_code("a", "4826"),
        is_read=True,
        placements=placed("1", "a", held("4826")),
    )

    learnt = apply_all_cleared(record, world)
    learnt = apply_read(
        learnt.record, replace(world, observed=learnt.observed), "1", EMPTY
    )
    planned = plan(learnt.record, world)

    assert RESET in planned.issues
    assert planned.record.placements["1"].deviation is None
    assert planned.record.restore_check is None


@pytest.mark.contract("8.20")
def test_a_lock_that_cannot_be_read_is_believed() -> None:
    record = with_two_codes(capabilities=able(reads=Readability.NOTHING))

    learnt = apply_all_cleared(record, a_world())

    assert {p.possible for p in learnt.record.placements.values()} == {
        frozenset({EMPTY})
    }
    assert learnt.record.unmanaged == {}
    assert learnt.observed["3"] is EMPTY


@pytest.mark.contract("8.21")
def test_a_code_of_others_that_goes_without_a_reset_is_not_told() -> None:
    record = with_two_codes()
    learnt = apply_read(record, a_world(), "3", EMPTY)
    assert learnt.record.lost_slots == frozenset()


def unwanted(**fields: object) -> LockRecord:
    """Return the record of a lock whose one code was deleted while its set was in doubt."""
    slot = Placement("1", "a", frozenset({EMPTY, held("4826")}))
    code = a_code("a", "4826", deleted_at=NOW)
    return a_record(code, is_read=True, placements={"1": slot}, **fields)


@pytest.mark.contract("12.44")
def test_a_slot_with_a_remainder_of_ours_is_cleared_before_it_is_free() -> None:
    world = a_world()
    found = apply_remainder("1", unwanted(), world)
    learnt = apply_read(found, world, "1", EMPTY)
    planned = plan(learnt.record, world)
    assert planned.command == Command(
        CommandKind.CLEAR,
        "1",
        "a",
        before=frozenset({EMPTY}),
        is_removal=True,
    )

    cleared = apply_outcome(planned.record, world, planned.command, Outcome.CONFIRMED)
    after = plan(cleared, world)
    assert after.record.placements == {}
    assert after.record.codes == {}


@pytest.mark.contract("12.44")
def test_a_slot_without_a_remainder_is_free_once_it_is_empty() -> None:
    world = a_world()
    assert apply_remainder("7", unwanted(), world) == unwanted()
    learnt = apply_read(unwanted(), world, "1", EMPTY)
    assert plan(learnt.record, world).record.codes == {}


@pytest.mark.contract("12.44")
def test_a_remainder_becomes_the_wanted_code_again() -> None:
    world = a_world()
    slot = Placement("1", "a", frozenset({held("4826")}), is_confirmed=True)
    record = a_record(a_code("a", "4826"), is_read=True, placements={"1": slot})
    found = apply_remainder("1", record, world)
    assert found.placements["1"].has_remainder
    learnt = apply_read(found, world, "1", held("4826"))

    assert not learnt.record.placements["1"].has_remainder
    assert plan(learnt.record, world).command is None


@pytest.mark.contract("12.44")
def test_a_refused_set_does_not_free_a_slot_with_a_remainder() -> None:
    world = a_world()
    slot = Placement("1", "a", frozenset({EMPTY}), has_remainder=True)
    record = a_record(a_code("a", "4826"), is_read=True, placements={"1": slot})
    planned = plan(record, world)
    assert planned.command is not None
    assert planned.command.kind is CommandKind.SET

    refused = apply_outcome(planned.record, world, planned.command, Outcome.REFUSED)
    assert refused.placements["1"].has_remainder


@pytest.mark.contract("8.13", "8.20")
def test_what_a_backup_brought_back_is_not_set_again_as_lost_by_a_reset() -> None:
    world = a_world()
    restored = suspect_restore(with_two_codes())
    learnt = apply_all_cleared(restored, world)
    learnt = apply_reads(learnt.record, world, {"1": EMPTY, "2": EMPTY, "3": EMPTY})
    planned = plan(learnt.record, world)

    assert planned.command is None
    assert planned.record.restore_check is not None
    assert planned.record.restore_check.needs_decision
    assert Issue(IssueKind.JOURNAL_BEHIND_LOCK) in planned.issues


def test_a_code_that_is_not_wanted_on_a_lock_that_was_reset_is_not_told_as_removed() -> (
    None
):
    record = a_record(
        a_code("a", deleted_at=NOW), placements=placed("1", "a", held("4826"))
    )
    edit = RecordEdit(record)
    lose_to_reset(edit, a_world(), record.placements["1"])
    assert edit.codes["a"] is record.codes["a"]
    assert edit.result().outbox == ()
