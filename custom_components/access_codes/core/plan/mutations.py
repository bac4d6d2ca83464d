"""Pending mutations of a code: changes that are wanted and not yet on the lock."""

from ..model import Mutation, MutationCode
from ..record.slot_names import is_named_for
from ..schedule import ended_at, inactive_since
from .code_state import AT_REST, CodeState
from .problems import ProblemContext


# contract 3.8, 3.31, 9.16, 15.12
def mutations_of(state: CodeState, context: ProblemContext) -> tuple[Mutation, ...]:
    """Return the pending mutations: changes that are wanted and not yet on the lock."""
    code, placement = state.code, state.placement
    if code.deleted_at is not None:
        return (Mutation(MutationCode.DELETING, code.deleted_at),)
    if not state.is_wanted:
        if ended_at(code, context.world.now) is not None:
            return ()
        if code.paused_at is not None:
            deferred = MutationCode.DEFERRING_CREATION
            return (Mutation(deferred, code.paused_at, "paused"),)
        if (since := inactive_since(code)) is not None:
            return (Mutation(MutationCode.DEFERRING_CREATION, since, "inactive"),)
        if state.is_preloaded and state.is_scheduled:
            return _renaming(state, context)
        ended = code.position.previous_end
        is_moved = ended is None or ended < code.changed_at
        if placement is not None and not state.is_preloaded and is_moved:
            return (Mutation(MutationCode.UPDATING_TIME_FRAME, code.changed_at),)
        return (Mutation(MutationCode.DEFERRING_CREATION, code.changed_at),)
    if state.status not in AT_REST:
        return (Mutation(_mutation_of(state), code.changed_at),)
    return _renaming(state, context)


def _mutation_of(state: CodeState) -> MutationCode:
    """Return the kind of a change of a wanted code."""
    if not state.code.progress.on_device:
        return MutationCode.CREATING
    if state.is_only_window_wrong:
        return MutationCode.UPDATING_TIME_FRAME
    return MutationCode.UPDATING_CODE


def _renaming(state: CodeState, context: ProblemContext) -> tuple[Mutation, ...]:
    """Return the change of the name on the lock, if one is pending."""
    code, placement = state.code, state.placement
    if placement is not None:
        capabilities = context.capabilities
        if capabilities.name_length and not is_named_for(placement, code, capabilities):
            return (Mutation(MutationCode.UPDATING_NAME, code.changed_at),)
    return ()
