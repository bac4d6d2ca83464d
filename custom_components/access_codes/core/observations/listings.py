"""Apply lists of the occupied slots of a lock, complete or not."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from ..full_read import with_answers
from ..model import (
    EMPTY,
    UNDISCLOSED,
    UNREADABLE,
    Command,
    CommandKind,
    Content,
    KnownPin,
    LockRecord,
    Placement,
    SlotNaming,
    World,
    is_provisional,
)
from ..record.edit import RecordEdit
from ..record.freshness import note_read
from ..record.journal import EMPTY_SLOT
from ..record.unmanaged import held_by_others, move_unmanaged
from .command_results import apply_read_failed
from .named_slots import adopt_as, find_given_up, find_unnamed, is_known
from .observation import Contents, Observation
from .reads import apply_slot_content


class SlotList(NamedTuple):
    """Contents by slot, as the lock listed them."""

    contents: Mapping[str, Content]
    is_complete: bool
    """Slots that are not named are empty."""
    names: Mapping[str, str] | None = None
    """Names by slot, where the lock stores and lists names."""


# contract 12.73
def apply_listing(
    record: LockRecord, world: World, command: Command, listed: SlotList
) -> Observation:
    """Return the record after the lock's list of its slots, in answer to a read of one or of all."""
    edit = RecordEdit(record)
    observed = world.observed
    contents = dict(listed.contents)
    observed = _adopt_listed(edit, observed, listed)
    unclear = _unclear_slots(edit, observed, listed)
    if listed.is_complete and unclear:
        observed, unclear = _adopt_by_number(edit, observed, listed, unclear)
    for slot in unclear:
        del contents[slot]
    if listed.is_complete:
        observed = _follow_renames(edit, observed, contents)
        for slot in _missing(edit, world, observed, command):
            if slot not in contents and not (unclear and is_provisional(slot)):
                contents[slot] = EMPTY
    record = edit.result()
    for slot in sorted(contents, key=lambda slot: not record.is_ours(slot)):
        edit = RecordEdit(record)
        observed = apply_slot_content(edit, world, observed, slot, contents[slot])
        record = edit.result()
    edit = RecordEdit(record)
    note_read(edit, world.now, contents)
    is_full = listed.is_complete or command.kind is CommandKind.READ_ALL
    record = with_answers(edit.result(), contents, is_listed=is_full)
    record = replace(record, answered_at=world.now)
    if command.kind is CommandKind.READ and command.slot not in contents:
        # The list does not answer for this slot.
        record = apply_read_failed(record, world, command, unreachable=False)
    return Observation(record, observed)


# contract 12.76
def _adopt_listed(edit: RecordEdit, observed: Contents, listed: SlotList) -> Contents:
    """Give slots that the lock has named meanwhile to our codes whose writes had no answer."""
    for slot, content in listed.contents.items():
        placement = (
            find_unnamed(edit, observed, slot, content)
            or _unnamed_by_name(edit, observed, slot, listed)
            or _unnamed_by_choice(edit, observed, slot, listed)
        )
        if placement is not None:
            observed = adopt_as(edit, observed, placement, slot)
        elif not isinstance(content, KnownPin):
            name = (listed.names or {}).get(slot)
            find_given_up(edit, observed, slot, partial(_is_named, edit, name))
    return observed


# contract 13.121
def _is_named(edit: RecordEdit, name: str | None, unnamed: str, _: Content) -> bool:
    """Return whether a code that was given up has this name on the lock."""
    record = edit.record
    given_up = record.given_up.get(unnamed)
    if name is None or given_up is None or record.capabilities is None:
        return False
    return record.capabilities.fit_name(given_up) == name


def _unnamed_by_name(
    edit: RecordEdit, observed: Contents, slot: str, listed: SlotList
) -> Placement | None:
    """Return the placement without a key by the lock that has the name of a new slot, and explains its content."""
    name = (listed.names or {}).get(slot)
    if name is None or is_known(edit, observed, slot):
        return None
    content = listed.contents[slot]
    waiting = [placement for placement in _unnamed(edit) if placement.name == name]
    if content is EMPTY or (content is UNREADABLE and len(waiting) > 1):
        return None
    for placement in waiting:
        is_explained = not isinstance(content, KnownPin) or not any(
            isinstance(possible, KnownPin) for possible in placement.slot_may_hold
        )
        if is_explained:
            return placement
    return None


# contract 12.76
def _unnamed_by_choice(
    edit: RecordEdit, observed: Contents, slot: str, listed: SlotList
) -> Placement | None:
    """Return the placement without a key by the lock whose PIN the lock has chosen, where no name tells whose slot it is.

    Nothing else tells it from a code that somebody else added meanwhile. Taken for ours, it goes when ours does; taken
    for somebody else's, our PIN would stay on the lock.
    """
    if slot in (listed.names or {}) or is_known(edit, observed, slot):
        return None
    if not isinstance(listed.contents[slot], KnownPin):
        return None
    chosen = (p for p in _unnamed(edit) if UNDISCLOSED in p.slot_may_hold)
    return next(chosen, None)


def _unnamed(edit: RecordEdit) -> Iterator[Placement]:
    """Iterate over the placements in doubt to which the lock gave no key yet."""
    for placement in list(edit.placements.values()):
        if is_provisional(placement.slot) and placement.slot_may_hold != EMPTY_SLOT:
            yield placement


# contract 12.76
def _unclear_slots(
    edit: RecordEdit, observed: Contents, listed: SlotList
) -> frozenset[str]:
    """Return the new slots that may hold a code of ours without a key: they are neither ours nor unmanaged yet."""
    if not any(_unnamed(edit)):
        return frozenset()
    names = listed.names or {}
    own_names = {placement.name for placement in _unnamed(edit)}
    return frozenset(
        slot
        for slot, content in listed.contents.items()
        if content is UNREADABLE
        and not is_known(edit, observed, slot)
        and (slot not in names or names[slot] in own_names)
    )


# contract 13.150
def _adopt_by_number(
    edit: RecordEdit, observed: Contents, listed: SlotList, unclear: frozenset[str]
) -> tuple[Contents, frozenset[str]]:
    """Give new slots that hide their content to our codes without a key, where there are no more of them than of these.

    Slots with a name in the list are those of the codes with this name. Return all observed contents, and the slots
    that stay unclear.
    """
    names, adopted = listed.names or {}, set[str]()
    by_name: dict[str | None, list[str]] = {}
    for slot in listed.contents:
        if slot in unclear:
            by_name.setdefault(names.get(slot), []).append(slot)
    nameless = by_name.pop(None, [])
    for name, slots in (*by_name.items(), (None, nameless)):
        waiting = [one for one in _unnamed(edit) if name in (None, one.name)]
        if any(UNREADABLE in placement.slot_may_hold for placement in waiting):
            continue
        if len(slots) > len(waiting):
            # Neither now nor later: once somebody has cleared ours, the other one would be taken for it.
            for placement in waiting:
                may_hold = placement.possible | {UNREADABLE}
                edit.put_placement(replace(placement, possible=may_hold))
            continue
        # Which of several it is, nobody knows: each slot may hold the PIN of each.
        any_of_them = EMPTY_SLOT.union(*(one.slot_may_hold for one in waiting))
        for slot, placement in zip(slots, waiting, strict=False):
            placement = replace(placement, possible=any_of_them)
            observed = adopt_as(edit, observed, placement, slot)
        adopted.update(slots)
    return observed, unclear - adopted


def _missing(
    edit: RecordEdit, world: World, observed: Contents, command: Command
) -> Iterator[str]:
    """Iterate over the slots that a complete list names unless they are empty."""
    for placement in edit.placements.values():
        yield placement.slot
        if placement.next_slot is not None:
            yield placement.next_slot
    yield from held_by_others(edit.record, replace(world, observed=observed))
    if command.slot is not None:
        yield command.slot


# contract 12.74
def _follow_renames(
    edit: RecordEdit, observed: Contents, contents: Contents
) -> Contents:
    """Follow codes that were renamed at the lock, where names are keys: one key is gone, and a new one has its PIN."""
    capabilities = edit.record.capabilities
    if capabilities is None or capabilities.slot_naming is not SlotNaming.BY_NAME:
        return observed
    new: dict[Content, str] = {
        content: slot
        for slot, content in contents.items()
        if isinstance(content, KnownPin) and not is_known(edit, observed, slot)
    }
    for placement in list(edit.placements.values()):
        if placement.slot in contents or placement.next_slot in contents:
            continue
        slot = next((new[held] for held in placement.may_hold if held in new), None)
        if slot is None:
            continue
        del new[contents[slot]]
        observed = {**observed, slot: EMPTY}
        if placement.next_slot is not None:
            edit.put_placement(replace(placement, next_slot=slot))
        else:
            move_unmanaged(edit, placement.slot, slot)
            edit.rekey(replace(placement, name=slot), slot)
    for slot, content in list(edit.record.unmanaged.items()):
        if slot not in contents and (renamed := new.pop(content, None)) is not None:
            move_unmanaged(edit, slot, renamed)
            observed = {**observed, slot: EMPTY, renamed: content}
    return observed
