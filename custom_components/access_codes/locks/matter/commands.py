"""Commands of the DoorLock cluster, and what the lock answers."""

from dataclasses import dataclass
from typing import Final

from chip.clusters import Objects as clusters
from chip.clusters.Types import NullValue

from ...core.model import Outcome, Pin
from .command_errors import FULL, CommandFailed
from .transport import Transport

_Lock = clusters.DoorLock
_Commands = _Lock.Commands
_Enums = _Lock.Enums

ADD, MODIFY = _Enums.DataOperationTypeEnum.kAdd, _Enums.DataOperationTypeEnum.kModify
ENABLED = _Enums.UserStatusEnum.kOccupiedEnabled
DISABLED = _Enums.UserStatusEnum.kOccupiedDisabled
UNRESTRICTED = _Enums.UserTypeEnum.kUnrestrictedUser
BY_DATES = _Enums.UserTypeEnum.kYearDayScheduleUser
"""Type of a user who may enter within the dates of their schedules only."""
PIN_TYPE = _Enums.CredentialTypeEnum.kPin

_SCHEDULE: Final = 1
"""Index of the one schedule of a user of ours."""

_SUCCESS: Final = 0

_REFUSALS: Final = {2: Outcome.DUPLICATE, FULL: Outcome.FULL}
"""Outcomes by the status in the answer to a PIN; any other is a refusal. python-matter-server makes one status of many."""


@dataclass(frozen=True, slots=True)
class LockUser:
    """A user, as the lock tells it."""

    name: str
    mark: int | None
    """The user's number for other systems, which only the fabric that made the user can change."""
    status: int
    type: int
    creator: int | None
    """Index of a fabric; None: nobody's, as is what a keypad makes."""
    credentials: tuple[tuple[int, int], ...]
    """Types and indexes."""


@dataclass(frozen=True, slots=True)
class LockPin:
    """A PIN, as far as a lock tells it: never its digits."""

    user: int | None
    modifier: int | None
    """Index of the fabric that changed it last; None: nobody's, as after a change at the keypad."""


@dataclass(frozen=True, slots=True)
class Held:
    """User N and the PIN with index N."""

    user: LockUser | None
    pin: LockPin | None

    @property
    def is_empty(self) -> bool:
        """Return whether neither is there."""
        return self.user is None and self.pin is None


class Commands:
    """Commands to one lock. All of them raise CommandFailed."""

    def __init__(self, transport: Transport) -> None:
        """Store the way to the lock."""
        self._transport = transport

    # contract 12.166
    async def held(self, number: int) -> Held:
        """Read a slot."""
        return Held(await self.user(number), await self.pin(number))

    async def user(self, number: int) -> LockUser | None:
        """Read a user."""
        answer = await self._transport.send(_Commands.GetUser(userIndex=number))
        if answer.get("userIndex") != number:
            # No answer about this user, and so none that there is no such user.
            raise CommandFailed(Outcome.UNKNOWN)
        status = answer.get("userStatus")
        if not status:
            return None
        mark = answer.get("userUniqueID")
        return LockUser(
            name=answer.get("userName") or "",
            # The OHF Matter Server has it twice.
            mark=answer.get("userUniqueId") if mark is None else mark,
            status=status,
            type=answer.get("userType") or 0,
            creator=answer.get("creatorFabricIndex"),
            credentials=tuple(
                (credential["credentialType"], credential["credentialIndex"])
                for credential in answer.get("credentials") or ()
            ),
        )

    async def pin(self, number: int) -> LockPin | None:
        """Read whether there is a PIN with this index."""
        answer = await self._transport.send(
            _Commands.GetCredentialStatus(credential=_pin(number))
        )
        exists = answer.get("credentialExists")
        if not isinstance(exists, bool):
            raise CommandFailed(Outcome.UNKNOWN)
        if not exists:
            return None
        return LockPin(answer.get("userIndex"), answer.get("lastModifiedFabricIndex"))

    async def add_user(self, number: int, name: str, mark: int, user_type: int) -> None:
        """Add a user without a PIN."""
        await self._transport.send(
            _Commands.SetUser(
                operationType=ADD,
                userIndex=number,
                userName=name,
                userUniqueID=mark,
                userStatus=ENABLED,
                userType=user_type,
                credentialRule=_Enums.CredentialRuleEnum.kSingle,
            )
        )

    async def change_user(self, number: int, name: str, mark: int) -> None:
        """Change name and mark of a user, and enable it."""
        await self._transport.send(
            _Commands.SetUser(
                operationType=MODIFY,
                userIndex=number,
                userName=name,
                userUniqueID=mark,
                userStatus=ENABLED,
                userType=NullValue,
                credentialRule=NullValue,
            )
        )

    async def rename_user(self, number: int, name: str) -> None:
        """Change the name of a user, and nothing else."""
        await self._transport.send(
            _Commands.SetUser(
                operationType=MODIFY,
                userIndex=number,
                userName=name,
                userUniqueID=NullValue,
                userStatus=NullValue,
                userType=NullValue,
                credentialRule=NullValue,
            )
        )

    async def clear_user(self, number: int) -> None:
        """Delete a user, with PINs and schedules."""
        await self._transport.send(_Commands.ClearUser(userIndex=number))

    # contract 12.165
    async def write_pin(self, number: int, pin: Pin, operation: int) -> None:
        """Write the PIN of a user. The lock refuses by its answer, which is raised like any other refusal."""
        answer = await self._transport.send(
            _Commands.SetCredential(
                operationType=operation,
                credential=_pin(number),
                credentialData=pin.reveal().encode("ascii"),
                userIndex=number,
                userStatus=NullValue,
                userType=NullValue,
            )
        )
        status = answer.get("status")
        if not isinstance(status, int):
            raise CommandFailed(Outcome.UNKNOWN)
        if status != _SUCCESS:
            raise CommandFailed(_REFUSALS.get(status, Outcome.REFUSED))

    async def clear_pin(self, number: int) -> None:
        """Delete a PIN, and leave its user."""
        await self._transport.send(_Commands.ClearCredential(credential=_pin(number)))

    async def set_schedule(self, number: int, start: int, end: int) -> None:
        """Write the dates within which a user may enter, in seconds of the lock's own clock."""
        await self._transport.send(
            _Commands.SetYearDaySchedule(
                yearDayIndex=_SCHEDULE,
                userIndex=number,
                localStartTime=start,
                localEndTime=end,
            )
        )

    async def schedule(self, number: int) -> tuple[int, int] | None:
        """Read the dates within which a user may enter; None if there are none."""
        answer = await self._transport.send(
            _Commands.GetYearDaySchedule(yearDayIndex=_SCHEDULE, userIndex=number)
        )
        start, end = answer.get("localStartTime"), answer.get("localEndTime")
        return None if start is None or end is None else (start, end)


def _pin(number: int) -> _Lock.Structs.CredentialStruct:
    return _Lock.Structs.CredentialStruct(
        credentialType=PIN_TYPE, credentialIndex=number
    )
