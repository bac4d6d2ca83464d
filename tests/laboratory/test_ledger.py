"""What the fault laboratory holds a home to: its ledger and its comparison."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
import json
from random import Random
from typing import Any
from unittest.mock import Mock

import pytest

from chaos.faults import Vandal
from chaos.ledger import Ledger, Wish
from chaos.locks import LOCKS, LabLock
from chaos.oracle import Sight, differences
from chaos.quirks import ALTERS_PINS, Quirk
from chaos.stored import Stored, parse
from chaos.tally import Tally
from custom_components.access_codes.core.model import EMPTY, Content, Placement
from custom_components.access_codes.core.record.record_json import to_json
from tests.support.builders import NOW, a_code, a_record, held

HALL, STUDIO = LOCKS[0], LOCKS[1]
TODAY = datetime(2026, 11, 22, 12, tzinfo=UTC)


def a_listed(name: str = "Guest", pin: str | None = "1357", **more: Any) -> Any:
    return {
        "access_code_id": name,
        "name": name,
        "code": pin,
        "starts_at": None,
        "ends_at": None,
        "is_external_modification_allowed": False,
        "status": "set",
        "errors": [],
        "warnings": [],
        "pending_mutations": [],
        **more,
    }


def a_ledger(*codes: Any) -> Ledger:
    ledger = Ledger()
    for code in codes:
        ledger.created(code)
    return ledger


def found(ledger: Ledger, held: dict[str, str], *codes: Any) -> list[str]:
    listed = {code["access_code_id"]: code for code in codes}
    return differences(HALL, ledger, Sight(TODAY, listed, held))


def a_stored(**possible: set[Content]) -> Stored:
    codes = [a_code(owner, "1357") for owner in possible]
    placements = {
        str(slot): Placement(str(slot), owner, frozenset(contents), slot == 1)
        for slot, (owner, contents) in enumerate(possible.items(), 1)
    }
    return Stored(a_record(*codes, placements=placements))


def test_what_was_acknowledged_and_is_there_is_no_finding() -> None:
    assert not found(a_ledger(a_listed()), {"1": "1357"}, a_listed())


@pytest.mark.parametrize(
    ("held", "shown"),
    [
        ({}, a_listed()),
        ({"1": "2468"}, a_listed()),
        ({"1": "1357", "2": "2468"}, a_listed()),
        ({"1": "1357"}, a_listed(status="setting")),
        ({"1": "2468"}, a_listed(pin="2468")),
        ({"1": "1357"}, a_listed(errors=[{"error_code": "device_offline"}])),
        ({"1": "1357"}, a_listed(warnings=[{"warning_code": "being_deleted"}])),
        (
            {"1": "1357"},
            a_listed(pending_mutations=[{"mutation_code": "updating_code"}]),
        ),
    ],
)
def test_whatever_is_not_as_it_was_acknowledged_is_a_finding(
    held: dict[str, str], shown: Any
) -> None:
    assert found(a_ledger(a_listed()), held, shown)


def test_a_code_that_is_lost_or_came_from_nowhere_is_a_finding() -> None:
    assert found(a_ledger(a_listed()), {})
    assert found(Ledger(), {"1": "1357"}, a_listed())


def test_a_deleted_code_that_is_there_again_is_a_finding() -> None:
    ledger = a_ledger(a_listed())
    ledger.deleted("Guest")
    assert not found(ledger, {})
    assert found(ledger, {"1": "1357"}, a_listed())


def test_a_stranger_who_was_touched_is_a_finding() -> None:
    ledger = a_ledger()
    ledger.unknown_codes["7"] = "97777"
    assert not found(ledger, {"7": "97777"})
    assert found(ledger, {})
    assert found(ledger, {"7": "1357"})


def test_a_stranger_who_is_not_listed_is_a_finding() -> None:
    ledger = a_ledger()
    ledger.unknown_codes["7"] = "97777"
    ledger.doubtful["8"] = "88888"
    held = {"7": "97777", "8": "88888"}

    def listed(*pins: str | None) -> list[str]:
        return differences(STUDIO, ledger, Sight(TODAY, {}, held, list(pins)))

    assert not listed(None)
    assert not listed(None, None)
    assert listed()
    assert listed(None, None, None)
    seen = Sight(TODAY, {}, held, ["97777"])
    assert not differences(HALL, ledger, seen)
    assert differences(HALL, ledger, replace(seen, unmanaged=["88888"]))


@pytest.mark.parametrize(
    ("lost", "change"),
    [
        (Ledger.may_be_deleted, None),
        (Ledger.may_be_updated, lambda wish: replace(wish, pin="2468")),
    ],
)
def test_what_was_not_answered_may_count_or_not(
    lost: Callable[..., None], change: Callable[[Wish], Wish] | None
) -> None:
    ledger = a_ledger(a_listed())
    lost(ledger, "Guest", *([change] if change else []))
    assert not found(ledger, {"1": "1357"}, a_listed())
    if change is None:
        assert not found(ledger, {})
    else:
        assert not found(ledger, {"1": "2468"}, a_listed(pin="2468"))


def test_what_was_removed_at_the_lock_stays_so_only_where_the_lock_was_called_right() -> (
    None
):
    warned = [{"warning_code": "external_modification_in_effect"}]
    removed = a_listed(status="unset", warnings=warned)
    ledger = a_ledger(a_listed())
    assert found(ledger, {}, removed)
    ledger.lock_may_be_trusted(set())
    assert not found(ledger, {}, removed)
    assert found(ledger, {}, a_listed(status="unset"))
    ledger.forget({"Guest": a_listed()})
    assert found(ledger, {}, removed)


def test_after_an_older_file_was_put_back_its_codes_count_and_what_it_does_not_know_must_stand() -> (
    None
):
    ledger = a_ledger(a_listed("newer", "2468"))
    ledger.went_back(
        a_stored(a={held("1357")}), {"1": "1357", "2": "2468"}, tells_pins=True
    )
    assert ledger.living() == ["a"]
    assert ledger.unknown_codes == {"2": "2468"}
    assert ledger.orphans == {"2"}
    assert found(ledger, {"1": "1357"}, a_listed("a"))


def test_places_that_hold_what_the_journal_rules_out_are_surprises() -> None:
    stored = a_stored(a={held("1357")}, b={held("1357"), EMPTY}, c={EMPTY})
    assert not stored.unexpected({"1": "1357", "2": "1357"})
    assert stored.unexpected({"3": "1357"}) == {"1", "3"}
    assert stored.unexpected({"1": "2468", "2": "2468"}) == {"1", "2"}


def test_a_file_is_read_as_it_was_written() -> None:
    deleted = a_code("b", "2468", deleted_at=NOW)
    record = a_record(a_code("a", "1357"), deleted)
    stored = parse(json.dumps(to_json(record, NOW)).encode())
    assert stored is not None
    assert stored.listed["a"]["code"] == "1357"
    assert stored.being_deleted == {"b"}
    assert parse(b"{") is None
    assert parse(b"{}") is None


def test_a_slot_is_changed_twice_an_hour_and_no_more() -> None:
    ledger = Ledger()
    assert ledger.may_change("1", "2")
    assert ledger.may_change("1")
    assert not ledger.may_change("1", "3")
    assert ledger.may_change("3")
    assert ledger.may_change("3")


def test_a_lock_that_hides_pins_may_have_altered_one_for_a_while() -> None:
    codes = [a_listed("Anna", "12382515"), a_listed("Ben", "0082515")]
    listed = {code["access_code_id"]: code for code in codes}
    ledger = a_ledger(*codes)

    def compare(held: dict[str, str]) -> list[str]:
        return differences(STUDIO, ledger, Sight(TODAY, listed, held))

    altered = {"1": "12382", "2": "0082515"}
    [finding] = compare(altered)
    assert "Anna is said to be there and is not" in finding
    ledger.alterings.append(Quirk(ALTERS_PINS, {"shorten": 5}))
    assert compare(altered) == []
    [finding] = compare({"1": "123825", "2": "0082515"})
    assert "Anna is said to be there and is not" in finding


@pytest.mark.parametrize(
    ("lock", "quirk", "noted"),
    [
        (STUDIO, Quirk(ALTERS_PINS, {"strip_zeros": True}), True),
        (STUDIO, Quirk("is slow", {"delay_ms": 1500}), False),
        (HALL, Quirk(ALTERS_PINS, {"strip_zeros": True}), False),
    ],
)
def test_what_a_lasting_flaw_altered_unseen_outlasts_it(
    lock: LabLock, quirk: Quirk, noted: bool
) -> None:
    ledger = Ledger()
    vandal = Vandal(Mock(), lock, ledger, Tally(), Random(1))
    vandal.take_quirk(quirk)
    assert vandal.quirk is quirk
    assert ledger.alterings == [quirk] * noted
