"""The end of every story: all trouble is over, and the lock holds exactly what it should."""

from datetime import timedelta

from custom_components.access_codes.core.model import (
    EMPTY,
    AccessCode,
    CodeView,
    ErrorCode,
    ExternalChange,
    KnownPin,
    Placement,
    Reach,
    Readability,
    Status,
)
from custom_components.access_codes.core.observations.restore_check import trust_stored
from custom_components.access_codes.core.record.journal import pins_in
from custom_components.access_codes.core.record.slot_names import is_named_for
from tests.support.contract_oracle import Oracle
from tests.support.contract_promises import (
    grows_old,
    is_to_come,
    is_wanted,
    native_window,
    own_content,
    own_span,
    require,
)
from tests.support.engine_harness import Harness
from tests.support.fake_lock import Origin

_HORIZON = timedelta(minutes=100)
"""More than every pause: 15 minutes between tries, an hour of put-backs."""
_LOOKS = 400
_FOR_EVER = timedelta(days=4000)


def settle_down(harness: Harness) -> None:
    """End all faults, let the lock come back, read it, and wait for what is still to be tried."""
    harness.lock.faults, harness.lock.ailment, harness.lock.late = [], None, []
    harness.lock.mute = frozenset()
    harness.is_disk_full = False
    harness.lock.is_reachable = True
    harness.is_stopping = False
    harness.reach_changed(Reach.REACHABLE)
    harness.unblock()
    sent = len(harness.lock.sent)
    is_silent = grows_old(harness.capabilities)
    if harness.capabilities.reads is not Readability.NOTHING and not is_silent:
        while harness.flight is not None:
            harness.step()
        harness.ask_to_read()
    harness.run()
    _answer_repair(harness)
    if _is_keypad_taken_for_lock(harness):
        harness.unblock()
        harness.run()
    horizon = harness.now + _HORIZON
    if is_silent:
        horizon += own_span(harness.capabilities)
    for _ in range(_LOOKS):
        deadline = harness.plan().deadline
        if deadline is None or deadline > horizon:
            break
        harness.advance(deadline - harness.now)
        harness.run()
        # What was lost on a lock that reports nothing is found by a read much later.
        _answer_repair(harness)
    else:
        raise AssertionError("no calm: there is always another deadline")
    allowed = 12 + 10 * (len(harness.slots) + len(harness.record.codes))
    require(
        len(harness.lock.sent) - sent <= allowed,
        f"calm comes within {allowed} commands",
    )


def _answer_repair(harness: Harness) -> None:
    """Answer as a person who is asked whether a backup was restored."""
    restore_check = harness.record.restore_check
    if restore_check is not None and restore_check.needs_decision:
        harness.request(trust_stored)
        harness.run()


def _is_keypad_taken_for_lock(harness: Harness) -> bool:
    """Tell whether what was typed right after our write was taken for what the lock made of it: a person tries again."""
    views = harness.plan().views
    return any(
        error.code is ErrorCode.CODE_CONSTRAINTS_VIOLATED
        and code.pin is not None
        and harness.lock.kept(code.pin) == code.pin
        and code.pin not in harness.lock.not_taken
        for code in harness.record.codes.values()
        for error in views[code.access_code_id].errors
    )


def expect_right(harness: Harness, oracle: Oracle) -> None:
    """Compare the lock with the wishes."""
    planned = harness.plan()
    require(planned.command is None, "nothing is left to do")
    for code in harness.record.codes.values():
        placement = harness.record.placement_of(code.access_code_id)
        view = planned.views[code.access_code_id]
        if not is_wanted(code, harness):
            is_ahead = placement is not None and is_to_come(code, harness)
            if is_ahead and placement is not None:
                require(
                    placement.possible <= {EMPTY, own_content(code, harness)},
                    "before its window a code is closed",
                )
            else:
                require(placement is None, "a code that is not wanted is off the lock")
            require(view.status is Status.UNSET, "a code that is off the lock is unset")
            require(not _own_errors(view), "a code that is off the lock has no errors")
            require(code.deleted_at is None, "a deleted code is gone")
        elif view.status is Status.SET:
            _expect_set(harness, oracle, code, placement)
            errors = _own_errors(view)
            if _is_name_refused(harness, code):
                errors.discard("code_constraints_violated")
            require(not errors, f"a code that is set has no errors: {errors}")
        elif code.external is ExternalChange.REMOVED:
            require(
                view.status is Status.UNSET, "a code whose removal was allowed is unset"
            )
        elif not code.is_in_pool:
            unset_errors = {error.code for error in view.errors}
            require(
                _is_explained(harness, oracle, code, unset_errors),
                f"what is not set is explained: {unset_errors}",
            )
    if (
        grows_old(harness.capabilities)
        and harness.capabilities.reads is Readability.PIN
    ):
        unseen = oracle.stale & harness.record.placements.keys()
        require(
            not unseen, f"what changed in our slots without a word is seen: {unseen}"
        )
    _expect_nothing_else(harness, oracle)
    oracle.check_nothing_before(planned.deadline or harness.now + _FOR_EVER)


def _expect_set(
    harness: Harness, oracle: Oracle, code: AccessCode, placement: Placement | None
) -> None:
    assert placement is not None
    if placement.slot in oracle.stale:
        return
    entry = harness.lock.entries[placement.slot]
    if code.external is None:
        require(code.pin == entry.pin, "the lock holds the wanted PIN")
        require(
            entry.window == native_window(code, harness),
            "the lock holds the window that is left to it",
        )
        if harness.capabilities.name_length and not _is_name_refused(harness, code):
            require(
                is_named_for(placement, code, harness.capabilities),
                "the name is told to the lock",
            )
    elif code.pin is not None:
        require(code.pin == entry.pin, "an allowed change is known")


def _own_errors(view: CodeView) -> set[str]:
    """Return the errors of a code; an empty pool of backup codes is shown by all codes that use it, and stays."""
    errors: set[str] = {error.code for error in view.errors}
    return errors - {ErrorCode.EMPTY_BACKUP_ACCESS_CODE_POOL}


def _is_name_refused(harness: Harness, code: AccessCode) -> bool:
    """Tell whether the lock does not take the name."""
    name_length = harness.capabilities.name_length
    return code.name[:name_length] in harness.lock.names_not_taken


def _is_explained(
    harness: Harness, oracle: Oracle, code: AccessCode, errors: set[ErrorCode]
) -> bool:
    lock = harness.lock
    if "code_constraints_violated" in errors and _is_name_refused(harness, code):
        return True
    if code.is_waiting_for_assignment:
        is_full = lock.room is not None and len(lock.entries) >= lock.room
        is_hidden = harness.capabilities.reads is not Readability.PIN
        return is_full or is_hidden or not lock.shows_chosen
    if code.pin is None:
        return False
    others = [
        slot
        for slot in lock.slots_with(code.pin)
        if (placement := harness.record.placements.get(slot)) is None
        or placement.owner != code.access_code_id
    ]
    holders = others or [
        placement.slot
        for placement in harness.record.placements.values()
        if placement.owner != code.access_code_id and code.pin in pins_in(placement)
    ]
    if "duplicate_code_on_device" in errors:
        # Nobody could know better of a slot that was changed unseen, or that the lock lied about.
        believed = [
            slot
            for slot in oracle.stale
            if any(
                isinstance(content, KnownPin) and content.pin == code.pin
                for content in (
                    harness.observed.get(slot),
                    harness.record.unmanaged.get(slot),
                    lock.content(slot),
                )
            )
        ]
        return bool(holders or believed) or lock.master == code.pin
    if "code_constraints_violated" in errors:
        native = native_window(code, harness)
        is_altered = lock.kept(code.pin) != code.pin or (
            native is not None
            and (lock.are_windows_refused or lock.kept_window(native) != native)
        )
        return code.pin in lock.not_taken or is_altered
    if "no_space_for_access_code_on_device" in errors:
        if lock.capabilities.has_named_slots:
            # A code that the lock has lost keeps its place, as on a lock with fixed slots.
            kept = lock.entries.keys() | harness.record.placements.keys()
            return any(
                limit is not None and len(taken) >= limit
                for limit, taken in (
                    (lock.room, lock.entries.keys()),
                    (lock.capabilities.capacity, kept),
                )
            )
        usable = set(lock.capabilities.slots) - harness.settings.reserved_slots
        is_full = all(
            slot in lock.entries
            or slot in harness.record.placements
            or slot in oracle.stale
            for slot in usable
        )
        return is_full or (lock.room is not None and len(lock.entries) >= lock.room)
    native = native_window(code, harness)
    if (
        "failed_to_set_on_device" in errors
        and native is not None
        and lock.kept_window(native) is None
    ):
        # The PIN that was there without a window, and is kept without one, looks as if the lock had done nothing.
        return True
    # In the lead it may still wait for another's end.
    return code.window is not None and harness.now < code.window.starts_at


def _expect_nothing_else(harness: Harness, oracle: Oracle) -> None:
    for slot in harness.slots:
        if slot in oracle.stale:
            continue
        entry = harness.lock.entries.get(slot)
        placement = harness.record.placements.get(slot)
        if placement is None:
            require(
                entry is None or entry.origin is Origin.KEYPAD,
                "nothing of ours is left behind",
            )
        else:
            can_tell = harness.capabilities.reads is Readability.PIN
            require(len(placement.possible) == 1 or not can_tell, "no doubt is left")
            content = harness.lock.content(slot)
            if content is EMPTY:
                continue
            code = harness.record.codes[placement.owner]
            assert isinstance(content, KnownPin)
            require(
                code.pin == content.pin
                or code.external is not None
                or not _is_settled(harness, code),
                "a place of ours holds its own code",
            )


def _is_settled(harness: Harness, code: AccessCode) -> bool:
    return harness.plan().views[code.access_code_id].status is Status.SET
