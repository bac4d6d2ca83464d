"""What holds over any lock: the two promises, seen from outside of the engine."""

from custom_components.access_codes.core.model import (
    EMPTY,
    UNDISCLOSED,
    UNREADABLE,
    AccessCode,
    ExternalChange,
    KnownPin,
    Placement,
    Readability,
    Status,
)
from custom_components.access_codes.core.record.journal import pins_in
from custom_components.access_codes.core.schedule import is_wanted
from tests.support.contract_promises import require
from tests.support.strategies import ALL_PINS, SPARE
from tests.support.unruly_house import UnrulyHouse
from tests.support.unruly_strategies import recoded

_PINS = [pin.reveal() for pin in (*ALL_PINS, SPARE)]


def check_always(house: UnrulyHouse) -> None:
    """Check what holds at every moment."""
    require(not house.lock.robbed, "nothing of a stranger is taken away")
    _check_silence(house)
    _check_shown(house)


def _check_silence(house: UnrulyHouse) -> None:
    engine = house.engine
    said = f"{house.logged.lines} {house.hass.bus.fired} {engine.plan.views} {engine.plan.issues}"
    for pin in _PINS:
        require(pin not in said, "a PIN is never printed")
    errors = [line for line in house.logged.lines if line.startswith("ERROR")]
    broken = [line for line in errors if "failed at" not in line]
    require(not broken, f"nothing breaks down: {broken[:1]}")


def _check_shown(house: UnrulyHouse) -> None:
    """Check that a code is called set only if the lock was seen to hold it."""
    engine, lock = house.engine, house.lock
    known = engine.record.capabilities
    if known is None or known.reads is not Readability.PIN:
        return
    placements = engine.record.placements_by_owner()
    for access_code_id, view in engine.plan.views.items():
        code = engine.record.codes.get(access_code_id)
        if view.status is not Status.SET or code is None or code.pin is None:
            continue
        placement = placements.get(access_code_id)
        if placement is None or placement.slot in lock.masked:
            continue
        if placement.is_unverified or placement.needs_read:
            # Accepted by a lock that could not be read then, and shown as such; or about to be read.
            continue
        if placement.slot in _unknowable(house):
            continue
        pins = {
            content.pin
            for content in lock.told.get(placement.slot, ())
            if isinstance(content, KnownPin)
        }
        require(code.pin in pins, "a code is set only if the lock was seen to hold it")


def check_end(house: UnrulyHouse) -> None:
    """Check what holds once all is calm."""
    check_always(house)
    record = house.engine.record
    _check_kept(house)
    placements = record.placements_by_owner()
    for code in record.codes.values():
        _check_code(house, code, placements.get(code.access_code_id))
    for slot in house.lock.entries:
        if house.is_by_us(slot) and slot not in _unknowable(house):
            _check_own_slot(house, slot)


def _check_kept(house: UnrulyHouse) -> None:
    record = house.engine.record
    for access_code_id, pin in house.asked.items():
        code = record.codes.get(access_code_id)
        is_over = code is None and access_code_id in house.maybe
        require(code is not None or is_over, "what was promised is kept")
        if code is None or access_code_id in house.maybe or code.external is not None:
            continue
        if not house.lock.capabilities.is_pin_chosen_by_lock:
            require(code.pin == pin, "a code keeps its PIN")
    for access_code_id, code in record.codes.items():
        is_promised = access_code_id in house.asked or access_code_id in house.maybe
        require(
            is_promised or code.deleted_at is not None or bool(house.given_up),
            "what was refused has changed nothing",
        )


def _is_wanted(house: UnrulyHouse, code: AccessCode) -> bool:
    return is_wanted(code, house.settings, house.clock.utcnow())


def _is_named(house: UnrulyHouse, code: AccessCode) -> bool:
    """Return whether a person is told that something is wrong with a code."""
    view = house.engine.plan.views[code.access_code_id]
    return bool(view.errors) or any(
        issue.access_code_id in (None, code.access_code_id)
        for issue in house.engine.plan.issues
    )


def _is_ahead(house: UnrulyHouse, code: AccessCode) -> bool:
    """Return whether the window of a code is still to come, though its lead has begun."""
    return code.window is not None and house.clock.utcnow() < code.window.starts_at


def _is_full(house: UnrulyHouse) -> bool:
    """Return whether each slot that the lock has, and tells of, is occupied."""
    lock = house.lock
    slots = set(lock.capabilities.slots) - lock.missing - lock.mute
    return slots <= lock.entries.keys()


def _is_pin_held(house: UnrulyHouse, code: AccessCode) -> bool:
    """Return whether another code of ours holds the PIN of this one."""
    return any(
        code.pin in pins_in(placement)
        for placement in house.engine.record.placements.values()
        if placement.owner != code.access_code_id
    )


def _check_code(
    house: UnrulyHouse, code: AccessCode, placement: Placement | None
) -> None:
    view = house.engine.plan.views[code.access_code_id]
    is_noticed = _is_named(house, code)
    if not _is_wanted(house, code):
        is_off = view.status is Status.UNSET
        require(is_off or is_noticed, f"a code that is over is off: {view.status}")
        return
    if view.status is not Status.SET:
        is_waiting = code.is_waiting_for_assignment or code.pin is None
        is_removed = code.external is ExternalChange.REMOVED
        is_unverified = bool(view.warnings)
        # Until its window begins a slot may become free, or another code with its PIN may end.
        can_wait = _is_full(house) or _is_pin_held(house, code)
        is_ahead = placement is None and _is_ahead(house, code) and can_wait
        require(
            is_noticed or is_waiting or is_removed or is_unverified or is_ahead,
            f"what is not set is explained: {view.status}",
        )
        return
    if not house.lock.capabilities.can_be_read or placement is None:
        return
    if placement.slot in _unknowable(house) or code.external is not None:
        return
    can_be_missed = house.lock.capabilities.has_named_slots
    if can_be_missed and not house.lock.lists_completely:
        return
    if placement.slot in _unseen(house):
        return
    entry = house.lock.entries.get(placement.slot)
    require(entry is not None, "the lock holds a code that is set")
    if house.lock.capabilities.reads is Readability.PIN:
        assert entry is not None
        require(entry.pin == code.pin, "the lock holds the PIN of a code that is set")


def _unknowable(house: UnrulyHouse) -> set[str]:
    """Return the slots about which the engine cannot know better."""
    return house.unknowable | house.lock.lied_about


def _unseen(house: UnrulyHouse) -> frozenset[str]:
    """Return the slots that the lock does not show, or whose writes it does not carry out."""
    lock = house.lock
    return lock.masked | lock.stuck | lock.mute | lock.missing


def _check_own_slot(house: UnrulyHouse, slot: str) -> None:
    """Check what we have written to a slot: it opens the door for a code that may, or a person is told."""
    lock, record = house.lock, house.engine.record
    entry = lock.entries[slot]
    placement = record.placements.get(slot)
    if placement is None and slot in record.given_up and slot in record.unmanaged:
        return
    if placement is None and house.given_up and lock.kept is recoded:
        # Nobody knows that the lock has made this PIN of one that was given up before it was read.
        require(slot in record.unmanaged, "what we have written is at least listed")
        return
    if placement is None and lock.capabilities.is_pin_chosen_by_lock:
        # Nobody knows which of two new slots is ours once the answer is lost: neither key nor PIN is of our choice.
        require(slot in record.unmanaged, "what we have written is at least listed")
        return
    if placement is None:
        is_known = any(
            not moving.may_hold.isdisjoint(
                {KnownPin(entry.pin, entry.window), UNDISCLOSED, UNREADABLE}
            )
            for moving in record.placements.values()
            if moving.may_hold != {EMPTY}
        )
        require(
            is_known and lock.capabilities.has_named_slots,
            "what we have written is in the journal",
        )
        return
    code = record.codes[placement.owner]
    if _is_named(house, code):
        return
    is_hidden = lock.capabilities.reads is not Readability.PIN or slot in lock.masked
    is_right = code.pin is None or code.external is not None
    if code.pin is not None:
        as_kept = lock.kept(code.pin) if is_hidden else code.pin
        is_right = is_right or entry.pin == as_kept
    is_closed = not lock.opens(slot, house.clock.utcnow())
    require(
        is_closed or (is_right and _is_wanted(house, code)),
        "what opens the door unasked is named",
    )
