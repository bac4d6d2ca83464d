"""The survey of a lock's codes: states of the last decision that still hold, and new ones where something changed."""

from dataclasses import dataclass

from ..code_windows import advanced
from ..goals import Goals
from ..model import LockCapabilities, Pin, World
from ..record.edit import RecordEdit
from ..schedule import is_wanted
from .code_state import CodeState, state_of
from .housekeeping import Scope, apply_housekeeping
from .memory import PlanMemory
from .pin_conflicts import PinConflicts
from .pin_holders import ForeignSlot, PinHolders, foreign_pins


@dataclass(slots=True)
class Survey:
    """The states of all codes. A state of the last decision is replaced, and never changed."""

    goals: Goals
    states: dict[str, CodeState]
    wanted: dict[str, bool]
    """Wishes of this instant, by the ids of the codes: True for a code that is wanted now."""
    outdated: set[str]
    """Ids of the codes to look at in this decision."""
    holders: PinHolders
    foreign: dict[Pin, ForeignSlot]

    def ids(self, edit: RecordEdit) -> list[str]:
        """Return the ids of the outdated codes, in the order of the record."""
        if len(self.outdated) >= len(self.states):
            return list(edit.codes)
        return [code for code in edit.codes if code in self.outdated]

    def look_again(self, state: CodeState) -> CodeState:
        """Replace a state that no longer holds; return the new one."""
        access_code_id = state.code.access_code_id
        self.outdated.add(access_code_id)
        self.states[access_code_id] = again = state.again()
        return again

    def look_again_at_waiting(self) -> None:
        """Replace the states of all wanted codes without a slot."""
        for access_code_id, state in self.states.items():
            if (
                state.is_wanted
                and state.placement is None
                and access_code_id not in self.outdated
            ):
                self.look_again(state)


def survey(
    edit: RecordEdit,
    world: World,
    capabilities: LockCapabilities | None,
    kept: PlanMemory,
) -> Survey:
    """Apply housekeeping, and return the states of the codes, without their commands and views."""
    outdated = kept.outdated(edit.record, edit.by_owner, world.now)
    wanted = dict(kept.wanted)
    for access_code_id in outdated:
        code = before = edit.codes[access_code_id]
        if (code := advanced(before, world.now)) is not before:
            edit.put_code(code)
        wanted[access_code_id] = is_wanted(code, world.settings, world.now)
    holders, pins = _holders(kept.holders, kept, edit)
    scope = Scope(wanted, outdated, _waiting_for(pins, kept), holders)
    apply_housekeeping(edit, world, capabilities, scope)
    holders, further_pins = _holders(holders, kept, edit)
    goals = Goals(edit, world)
    states = _states(edit, goals, kept, scope)
    surveyed = Survey(goals, states, wanted, outdated, holders, {})
    if capabilities is not None and not capabilities.is_virtual:
        _find_contention(surveyed, edit, world, kept, pins | further_pins)
    return surveyed


def _holders(
    holders: PinHolders, kept: PlanMemory, edit: RecordEdit
) -> tuple[PinHolders, set[Pin]]:
    """Return the holders of each PIN now, and the PINs whose holders may have changed."""
    if not kept.states:
        return PinHolders(edit.placements), set()
    return holders.moved_to(edit.placements)


def _waiting_for(pins: set[Pin], kept: PlanMemory) -> set[str]:
    """Return the codes that waited for one of these PINs, or for the slot of another code."""
    return {
        access_code_id
        for access_code_id, state in kept.states.items()
        if state.others or (pins and state.pin is not None and state.pin in pins)
    }


def _states(
    edit: RecordEdit, goals: Goals, kept: PlanMemory, scope: Scope
) -> dict[str, CodeState]:
    """Return the states of all codes, those of outdated codes without their contention."""
    states, by_owner = dict(kept.states), edit.by_owner
    for access_code_id in scope.ids(edit):
        states[access_code_id] = state_of(
            edit.codes[access_code_id],
            by_owner.get(access_code_id),
            goals,
            is_wanted=scope.wanted[access_code_id],
        )
    if len(states) > len(edit.codes):
        for gone in states.keys() - edit.codes.keys():
            del states[gone]
    if len(scope.wanted) > len(states):
        for gone in scope.wanted.keys() - states.keys():
            del scope.wanted[gone]
    return states


def _find_contention(
    surveyed: Survey,
    edit: RecordEdit,
    world: World,
    kept: PlanMemory,
    pins: set[Pin],
) -> None:
    """Find the holders of the PIN that each code waits for; look again at codes for which they are other ones."""
    states, outdated = surveyed.states, surveyed.outdated
    seekers = [state for state in states.values() if state.pin is not None]
    if not seekers:
        return
    surveyed.foreign = foreign_pins(edit.record, world, edit.placements)
    conflicts = PinConflicts(states, surveyed.holders, surveyed.foreign, world.now)
    is_foreign_same = surveyed.foreign == kept.foreign
    contended = []
    for state in seekers:
        access_code_id, pin = state.code.access_code_id, state.pin
        assert pin is not None
        if access_code_id in outdated or not is_foreign_same or (pins and pin in pins):
            holders = conflicts.holders_of(state, pin)
            if holders != (state.others, state.foreign):
                if access_code_id not in outdated:
                    state = surveyed.look_again(state)
                state.others, state.foreign = holders
                state.is_cycle_breaker, state.permanent_holder = False, None
        if state.others:
            contended.append(state)
    if is_foreign_same and not (outdated or pins):
        return
    for state in contended:
        rank = conflicts.rank_of(state)
        if rank != (state.is_cycle_breaker, state.permanent_holder):
            if state.code.access_code_id not in outdated:
                state = surveyed.look_again(state)
            state.is_cycle_breaker, state.permanent_holder = rank
