"""Room on a lock: what is found out quickly is what a look at each code finds."""

from random import Random

from hypothesis import HealthCheck, given, settings, strategies as st
import pytest

from custom_components.access_codes.core.model import (
    LockRecord,
    Settings,
    Window,
    WindowSupport,
    World,
)
from custom_components.access_codes.core.requests import capacity
from custom_components.access_codes.core.requests.refused import Refused
from tests.support.builders import a_code, a_record, a_world, able, hours
from tests.support.random_records import RandomLock


def refusal(record: LockRecord, world: World, access_code_id: str) -> str | None:
    """Return why a further code, or one of the record, has no room; None where it has."""
    code = record.codes.get(access_code_id) or a_code(access_code_id)
    try:
        capacity.check_room(record, world, code)
    except Refused as refused:
        return f"{refused.key} {refused.placeholders}"
    return None


@pytest.mark.contract("6.27")
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 2**32))
def test_a_lock_with_a_slot_for_each_code_has_room(seed: int) -> None:
    random = Random(seed)
    lock = RandomLock(random)
    for _ in range(12):
        lock.change()
        ids = ["another", *lock.record.codes]
        quick = [refusal(lock.record, lock.world, each) for each in ids]
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(capacity, "_holds_all", lambda *_: False)
            assert quick == [refusal(lock.record, lock.world, each) for each in ids]


@pytest.mark.contract("6.27")
def test_only_a_lock_that_may_be_full_is_looked_at_code_by_code(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    record = a_record(a_code("a"), capabilities=able(slots=("1", "2", "3")))
    looked: list[str] = []

    def noted(*given: object) -> None:
        looked.append("at each code")

    monkeypatch.setattr(capacity, "_usage", noted)
    assert refusal(record, a_world(), "b") is None
    assert looked == []
    reserved = a_world(settings=Settings(reserved_slots=frozenset({"1", "2"})))
    assert refusal(record, reserved, "b") is None
    assert looked == ["at each code"]


@pytest.mark.contract("10.5")
@pytest.mark.parametrize(
    ("other", "room"),
    [(hours(1, 2), 1), (hours(3, 4), 2), (hours(-2, -1), 2), (None, 1)],
)
def test_on_a_lock_that_holds_windows_whoever_shares_an_instant_needs_a_slot(
    other: Window | None, room: int
) -> None:
    lock = able(slots=("1", "2"), windows=WindowSupport())
    record = a_record(a_code("a", window=other), capabilities=lock)
    assert capacity.spare_room(record, a_world(), hours(0, 3)) == room
