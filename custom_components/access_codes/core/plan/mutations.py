"""Pending mutations of a code: changes that are wanted and not yet on the lock."""

from collections.abc import Sequence
from datetime import datetime

from ..model import EMPTY, ExternalChange, KnownPin, Mutation, MutationCode, Status
from ..record.journal import EMPTY_SLOT
from ..record.slot_names import is_named_for
from ..schedule import asked_at, ended_at, inactive_since
from .code_state import AT_REST, CodeState
from .problems import ProblemContext


# contract 3.8, 3.31, 3.44, 3.50, 3.60, 9.16, 15.12
def mutations_of(state: CodeState, context: ProblemContext) -> tuple[Mutation, ...]:
    """Return the pending mutations: changes that are wanted and not yet on the lock."""
    code, placement = state.code, state.placement
    if code.deleted_at is not None:
        return (Mutation(MutationCode.DELETING, code.deleted_at),)
    if not state.is_wanted:
        if ended_at(code, context.world.now) is not None or _stays_removed(state):
            return ()
        since = code.paused_at or inactive_since(code)
        if since is not None:
            return (_deferral(state, context, since),)
        if state.is_preloaded and state.is_scheduled:
            return _renaming(state, context)
        ended = code.position.previous_end
        is_moved = ended is None or ended < code.changed_at
        if placement is not None and not state.is_preloaded and is_moved:
            kinds = [MutationCode.UPDATING_TIME_FRAME]
            if _holds_otherwise(state)[0]:
                kinds.append(MutationCode.UPDATING_CODE)
            return _updates(state, context, kinds)
        return (_deferral(state, context, code.changed_at),)
    if state.status in AT_REST:
        return _renaming(state, context)
    if not code.progress.on_device or _is_created_anew(state):
        return (Mutation(MutationCode.CREATING, asked_at(code)),)
    if state.is_only_window_wrong:
        return _updates(state, context, [MutationCode.UPDATING_TIME_FRAME])
    kinds = [MutationCode.UPDATING_CODE]
    if _holds_otherwise(state) == (True, True):
        kinds.append(MutationCode.UPDATING_TIME_FRAME)
    return _updates(state, context, kinds)


# contract 3.60
def _stays_removed(state: CodeState) -> bool:
    """Return whether a code was removed at the lock, which is allowed: it does not come back by itself."""
    is_removed = state.code.external is ExternalChange.REMOVED
    return is_removed and state.status is Status.UNSET


# contract 3.42
def _updates(
    state: CodeState, context: ProblemContext, kinds: Sequence[MutationCode]
) -> tuple[Mutation, ...]:
    """Return the changes of a code that is on the lock, with that of its name."""
    changes = [Mutation(kind, state.code.changed_at) for kind in kinds]
    return (*changes, *_renaming(state, context))


# contract 3.44, 3.50
def _is_created_anew(state: CodeState) -> bool:
    """Return whether the slot is known to hold no PIN but the wanted one, if any: there is no other to change."""
    placement, wanted = state.placement, state.wanted_content
    if placement is None:
        return False
    # By itself a comparison without a call: this is asked for each code, in each decision.
    if placement.possible == EMPTY_SLOT and placement.may_hold == EMPTY_SLOT:
        return True
    return isinstance(wanted, KnownPin) and placement.may_hold <= {EMPTY, wanted}


# contract 3.42
def _holds_otherwise(state: CodeState) -> tuple[bool, bool]:
    """Return whether the slot may hold another PIN than the wanted one, and whether in another window."""
    pin, right = state.code.pin, (None, state.native_window)
    is_other_pin = is_other_window = False
    if state.placement is not None and pin is not None:
        for content in state.placement.may_hold:
            if isinstance(content, KnownPin):
                is_other_pin |= content.pin != pin
                is_other_window |= content.window not in right
    return is_other_pin, is_other_window


# contract 3.31, 3.36
def _deferral(state: CodeState, context: ProblemContext, since: datetime) -> Mutation:
    """Return that a code waits, with the reason: who or what holds it back, and what else it waits for."""
    code, window = state.code, state.code.window
    is_inactive = inactive_since(code) is not None
    words = ["paused"] if code.is_paused else ["inactive"] if is_inactive else []
    if state.status is not Status.UNSET:
        words.append("removing")
    elif code.is_paused and is_inactive:
        words.append("inactive")
    elif words and window is not None and window.starts_at > context.world.now:
        words.append("ahead")
    reason = "_".join(words) or None
    return Mutation(MutationCode.DEFERRING_CREATION, since, reason)


def _renaming(state: CodeState, context: ProblemContext) -> tuple[Mutation, ...]:
    """Return the change of the name on the lock, if one is pending."""
    code, placement = state.code, state.placement
    if placement is not None:
        capabilities = context.capabilities
        if capabilities.name_length and not is_named_for(placement, code, capabilities):
            return (Mutation(MutationCode.UPDATING_NAME, code.changed_at),)
    return ()
