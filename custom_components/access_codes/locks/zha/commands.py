"""Commands about PINs to the cluster Door Lock, and what the lock's answers say."""

from typing import Final, override

from ...core.model import Outcome, Pin
from ..zigbee.answers import (
    CLEAR_PIN,
    GET_PIN,
    NO_COMMAND,
    SET_PIN,
    SlotAnswer,
    outcome_of_status,
    slot_answer,
)
from ..zigbee.command_errors import CannotBeRead, CommandFailed
from ..zigbee.commands import PinCommands
from ..zigbee.limits import LIMITS
from .cluster import Answer, ClusterFollower

PATIENCE: Final = 60
"""Seconds after which a command has ended in any case: a wait for one before it, and one for its own answer."""

# contract 12.213
LATE_BY: Final = 30
"""Seconds for which a write without an answer may still be carried out: the lock's parent in the network keeps it."""

_ENABLED: Final = 1
_UNRESTRICTED: Final = 0


class Commands(PinCommands):
    """Commands to one lock, each with the lock's own answer."""

    def __init__(self, cluster: ClusterFollower) -> None:
        """Store where they go."""
        self._cluster = cluster

    @override
    async def limits(self) -> dict[int, int]:
        return await self._cluster.async_attributes(LIMITS)

    # contract 12.206
    @override
    async def read(self, slot: int) -> SlotAnswer:
        answer = await self._cluster.async_command(GET_PIN, slot)
        if answer.is_default and answer.status in NO_COMMAND:
            raise CannotBeRead
        is_answer = answer.command == GET_PIN and not answer.is_default
        if not is_answer or answer.user != slot or answer.status is None:
            raise CommandFailed(Outcome.UNKNOWN)
        return slot_answer(answer.status, answer.digits)

    @override
    async def set(self, slot: int, pin: Pin) -> Outcome:
        answer = await self._cluster.async_command(
            SET_PIN, slot, _ENABLED, _UNRESTRICTED, pin.reveal()
        )
        return _outcome_of(answer, SET_PIN)

    @override
    async def clear(self, slot: int) -> Outcome:
        return _outcome_of(
            await self._cluster.async_command(CLEAR_PIN, slot), CLEAR_PIN
        )


# contract 12.204
def _outcome_of(answer: Answer, command: int) -> Outcome:
    """Return the outcome of a write, by the lock's answer; one to another command leaves it open."""
    if answer.command != command or answer.status is None:
        return Outcome.UNKNOWN
    return outcome_of_status(answer.status)
