"""Updates to subscribers: only of that which changed, and of many codes in parts."""

from dataclasses import replace
from datetime import timedelta

import pytest

from custom_components.access_codes.core.model import (
    AccessCode,
    Attempt,
    CodeView,
    LockRecord,
    Outcome,
    Plan,
    Progress,
    Reach,
    Status,
)
from custom_components.access_codes.engine.updates import Update, UpdatePublisher
from tests.support.builders import NOW, a_code, held, hours, placed


def record_of(*codes: AccessCode) -> LockRecord:
    return LockRecord("lock-1", codes={code.access_code_id: code for code in codes})


class Page:
    """A publisher and the updates that it sent."""

    def __init__(self) -> None:
        self.publisher = UpdatePublisher()
        self.updates: list[Update] = []
        self.publisher.subscribe(self.updates.append)

    def publish(
        self,
        record: LockRecord,
        status: Status = Status.SET,
        *,
        after: float = 0,
        is_backup_available: bool = False,
    ) -> list[Update]:
        """Publish a record whose codes all have this status, so many seconds after the first; return the updates."""
        views = {code: CodeView(status) for code in record.codes}
        plan = Plan(record, None, record, views, frozenset(), None)
        plan = replace(plan, is_backup_available=is_backup_available)
        now = NOW + timedelta(seconds=after)
        self.updates.clear()
        parts = self.publisher.publish_in_parts(
            record, plan, Reach.REACHABLE, False, now
        )
        for _ in parts:
            pass
        return self.updates[:]


@pytest.mark.contract("4.43")
def test_an_update_of_many_codes_comes_in_parts_of_which_the_first_tells_of_the_lock() -> (
    None
):
    page = Page()
    record = record_of(*(a_code(f"code-{number}") for number in range(25)))
    added = page.publish(record)
    assert [len(update.added) for update in added] == [10, 10, 5]
    assert frozenset().union(*(update.added for update in added)) == set(record.codes)
    assert [update.lock_changed for update in added] == [True, False, False]
    assert [len(update.edited) for update in added] == [25, 0, 0]
    changed = page.publish(record, Status.SETTING)
    assert [len(update.changed) for update in changed] == [10, 10, 5]
    assert not any(update.added or update.removed for update in changed)
    removed = page.publish(record_of())
    assert [len(update.removed) for update in removed] == [10, 10, 5]


def test_an_update_of_few_codes_comes_at_once() -> None:
    page = Page()
    record = record_of(*(a_code(f"code-{number}") for number in range(10)))
    (update,) = page.publish(record)
    assert update.added == set(record.codes)


def test_a_code_that_only_made_progress_is_not_edited() -> None:
    page = Page()
    code = a_code("a", window=hours(1, 2))
    page.publish(record_of(code, a_code("b")))
    progressed = replace(code, progress=Progress(was_set=True))
    assert page.publish(record_of(progressed, a_code("b"))) == []
    (update,) = page.publish(
        record_of(replace(progressed, name="Other"), a_code("c")), after=1
    )
    assert update.edited == {"a", "b", "c"}
    assert update.added == {"c"}
    assert update.removed == {"b"}
    assert "a" in update.changed


@pytest.mark.contract("11.74")
def test_the_next_change_follows_the_clock_and_edits_of_codes() -> None:
    page = Page()
    code = a_code("a", window=hours(1, 2))
    page.publish(record_of(code))
    change = page.publisher.next_change
    assert change is not None
    assert change.at == NOW + timedelta(hours=1)
    (update,) = page.publish(record_of(code), after=3600)
    assert update.agenda_changed
    change = page.publisher.next_change
    assert change is not None
    assert change.at == NOW + timedelta(hours=2)
    moved = replace(code, window=hours(1, 3))
    (update,) = page.publish(record_of(moved), after=3601)
    assert update.agenda_changed
    change = page.publisher.next_change
    assert change is not None
    assert change.at == NOW + timedelta(hours=3)


def test_whether_a_backup_code_is_there_changes_the_codes_that_use_them() -> None:
    page = Page()
    views = record_of(a_code("a", uses_backup_pool=True), a_code("b"))
    page.publish(views)
    (update,) = page.publish(views, is_backup_available=True)
    assert update.changed == {"a"}
    assert page.publish(views, is_backup_available=True) == []


def test_a_slot_that_is_taken_left_or_named_anew_changes_its_owners() -> None:
    page = Page()
    record = record_of(a_code("a"), a_code("b"), a_code("c"))
    slots = placed("1", "a", held("4826"))
    page.publish(record)
    for placements, changed in (
        (slots, {"a"}),
        ({"1": replace(slots["1"], name="Ada")}, {"a"}),
        ({"1": replace(slots["1"], name="Ada", needs_read=True)}, set()),
        (placed("1", "b", held("4826")), {"a", "b"}),
        ({}, {"b"}),
    ):
        updates = page.publish(replace(record, placements=placements))
        found = frozenset().union(*(update.changed for update in updates))
        assert found == changed


def test_a_subscriber_that_fails_is_logged_and_the_others_are_told(
    expected_errors: list[str],
) -> None:
    expected_errors.append("Subscriber failed: ValueError")

    def fail(_: Update) -> None:
        raise ValueError("4826")

    page = Page()
    page.publisher.subscribe(fail)
    later: list[Update] = []
    page.publisher.subscribe(later.append)
    assert page.publish(record_of(a_code("a"))) == later
    assert len(later) == 1


@pytest.mark.contract("5.100")
def test_an_update_names_the_codes_that_are_tried_at_another_instant() -> None:
    page = Page()
    codes = [a_code(f"code-{number}") for number in range(12)]
    page.publish(record_of(*codes))
    failing = [retried(code, after=0) for code in codes[:11]]
    updates = page.publish(record_of(*failing, codes[11]))
    assert [len(update.retried) for update in updates] == [10, 1]
    assert not any(update.changed or update.edited for update in updates)
    again = retried(failing[0], after=60)
    (update,) = page.publish(record_of(again, *failing[1:], codes[11]))
    assert update.retried == {"code-0"}
    # A code that is shown differently is told of once.
    (update,) = page.publish(
        record_of(
            replace(retried(again, after=90), name="New"), *failing[1:], codes[11]
        )
    )
    assert update.changed == {"code-0"}
    assert not update.retried


def retried(code: AccessCode, *, after: float) -> AccessCode:
    """Return a code that is tried again so many seconds after now."""
    at = NOW + timedelta(seconds=after)
    attempt = Attempt(Outcome.UNKNOWN, is_removal=False, failures=1, retry_at=at)
    return replace(code, progress=replace(code.progress, attempt=attempt))
