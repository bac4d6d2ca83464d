"""A model of a Matter lock: users, PINs and schedules, as python-matter-server hands on what a lock answers."""

import asyncio
import base64
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

PIN, RFID = 1, 2
ADD, CLEAR, MODIFY = 0, 1, 2
USER_DATA, PIN_DATA = 2, 6
OURS, OTHER_FABRIC = 1, 2
KEYPAD, REMOTE = 3, 7

EMPTY_USER: Final = dict.fromkeys(
    (
        "userName",
        "userUniqueID",
        "userStatus",
        "userType",
        "credentialRule",
        "credentials",
        "creatorFabricIndex",
        "lastModifiedFabricIndex",
        "nextUserIndex",
    )
)


class Fault(StrEnum):
    """A way in which a lock fails."""

    REFUSES = "refuses"
    LIES = "lies"
    ALTERS = "alters"
    FULL = "full"
    UNREACHABLE = "unreachable"
    NO_ANSWER = "no_answer"
    LATE = "late"


class ServerError(Exception):
    """An error, as the server sends it: a code and a text."""

    def __init__(self, code: int, text: str) -> None:
        super().__init__(text)
        self.code = code


class Refused(ServerError):
    """A status of the lock."""

    def __init__(self, name: str = "Failure", status: int = 1, more: str = "") -> None:
        super().__init__(0, f"InteractionModelError: {name} ({status:#x}{more})")


class Silence(ServerError):
    """No answer of the lock: the server gives up."""

    def __init__(self) -> None:
        super().__init__(
            0, "src/app/CommandSender.cpp:354: CHIP Error 0x00000032: Timeout"
        )


@dataclass
class User:
    """A user of the lock."""

    name: str
    mark: int | None
    status: int
    type: int
    creator: int | None
    modifier: int | None
    credentials: list[tuple[int, int]] = field(default_factory=list)
    dates: tuple[int, int] | None = None


@dataclass
class Credential:
    """A PIN."""

    pin: str
    user: int
    creator: int | None
    modifier: int | None


WRITES: Final = frozenset(
    {"SetUser", "ClearUser", "SetCredential", "ClearCredential", "SetYearDaySchedule"}
)
TIMED: Final = WRITES - {"SetYearDaySchedule"}


class MatterLock:
    """One lock at one endpoint."""

    def __init__(self, users: int = 10) -> None:
        self.size = users
        self.users: dict[int, User] = {}
        self.credentials: dict[int, Credential] = {}
        self.fault: Fault | None = None
        self.is_silent = False
        self.late: set[asyncio.Task[None]] = set()
        self.log: list[str] = []
        """Names of the commands that came."""
        self.sends_events = True
        self.emit: Callable[[int, dict[str, Any]], None] = lambda event, data: None
        """Send an event; the server sets it."""
        self.refusals: dict[str, ServerError] = {}
        """Answers to commands, by their names."""
        self.ignores: set[str] = set()
        """Names of commands that are answered, and not carried out."""
        self.before: Callable[[str], None] = lambda name: None
        """Called before a command is carried out."""

    # --- as the server sees it

    async def command(self, name: str, fields: dict[str, Any], *, timed: bool) -> Any:
        """Carry a command out, and return the answer; raises ServerError."""
        self.log.append(name)
        self.before(name)
        if name in TIMED and not timed:
            raise Refused("NeedsTimedInteraction", 0xC6)
        if self.is_silent:
            await asyncio.sleep(0.1)
            raise Silence
        if name in self.refusals:
            raise self.refusals[name]
        if self.fault is Fault.LATE:
            task = asyncio.get_running_loop().create_task(self._late(name, fields))
            self.late.add(task)
            task.add_done_callback(self.late.discard)
            await asyncio.sleep(0.1)
            raise Silence
        if name in WRITES:
            return await self._write(name, fields)
        return self._run(name, fields)

    async def _write(self, name: str, fields: dict[str, Any]) -> Any:
        match self.fault:
            case Fault.REFUSES:
                if name != "SetCredential":
                    raise Refused
                return _answer(1)
            case Fault.LIES:
                return _answer(0) if name == "SetCredential" else None
            case Fault.FULL if name == "SetUser" and fields["operationType"] == ADD:
                raise Refused("ResourceExhausted", 0x89)
            case Fault.NO_ANSWER:
                # Lost amid a write: whatever comes afterwards is lost, too.
                self.is_silent = True
                self._run(name, fields)
                await asyncio.sleep(0.1)
                raise Silence
            case _:
                return self._run(name, fields)

    async def _late(self, name: str, fields: dict[str, Any]) -> None:
        await asyncio.sleep(1.5)
        try:
            self._run(name, fields)
        except Refused:
            return

    def _run(self, name: str, fields: dict[str, Any]) -> Any:
        if name in self.ignores:
            return None
        return getattr(self, f"_{name}")(fields)

    def _GetUser(self, fields: dict[str, Any]) -> dict[str, Any]:
        index = self._index(fields["userIndex"])
        user = self.users.get(index)
        if user is None:
            return {"userIndex": index, **EMPTY_USER}
        return {
            "userIndex": index,
            "userName": user.name,
            "userUniqueID": user.mark,
            "userStatus": user.status,
            "userType": user.type,
            "credentialRule": 0,
            "credentials": [
                {"credentialType": kind, "credentialIndex": number}
                for kind, number in user.credentials
            ],
            "creatorFabricIndex": user.creator,
            "lastModifiedFabricIndex": user.modifier,
            "nextUserIndex": None,
        }

    def _SetUser(self, fields: dict[str, Any]) -> None:
        index = self._index(fields["userIndex"])
        if fields["operationType"] == ADD:
            if index in self.users:
                raise Refused(more=", clusterStatus: 3")
            self.users[index] = User(
                fields["userName"] or "",
                fields["userUniqueID"],
                fields["userStatus"] or 1,
                fields["userType"] or 0,
                OURS,
                OURS,
            )
            self._user_changed(ADD, index)
            return
        user = self.users.get(index)
        is_others = user is not None and user.creator != OURS
        names = (fields["userName"], fields["userUniqueID"])
        if user is None or (is_others and names != (None, None)):
            raise Refused("InvalidCommand", 0x85)
        name, mark, status, kind = (
            fields[key]
            for key in ("userName", "userUniqueID", "userStatus", "userType")
        )
        user.name = user.name if name is None else name
        user.mark = user.mark if mark is None else mark
        user.status = user.status if status is None else status
        user.type = user.type if kind is None else kind
        user.modifier = OURS
        self._user_changed(MODIFY, index)

    def _ClearUser(self, fields: dict[str, Any]) -> None:
        self.clear_user(self._index(fields["userIndex"]))

    def clear_user(
        self, index: int, fabric: int | None = OURS, source: int = REMOTE
    ) -> None:
        """Delete a user with all that hangs on it."""
        user = self.users.pop(index, None)
        for _, number in user.credentials if user is not None else ():
            self.credentials.pop(number, None)
        if user is not None:
            self._user_changed(CLEAR, index, fabric, source)

    def _SetCredential(self, fields: dict[str, Any]) -> dict[str, Any]:
        number = fields["credential"]["credentialIndex"]
        pin = base64.b64decode(fields["credentialData"]).decode("ascii")
        if self.fault is Fault.ALTERS:
            pin = pin.lstrip("0")
        held = {
            other.pin for index, other in self.credentials.items() if index != number
        }
        if pin in held:
            return _answer(2)
        index = fields["userIndex"]
        user = self.users.get(index)
        credential = self.credentials.get(number)
        if fields["operationType"] == ADD:
            if credential is not None:
                return _answer(3)
            if user is None or user.creator != OURS:
                return _answer(133)
            self.credentials[number] = Credential(pin, index, OURS, OURS)
            user.credentials.append((PIN, number))
            self._pin_changed(ADD, number, index)
            return _answer(0)
        if credential is None or credential.creator != OURS or credential.user != index:
            return _answer(133)
        credential.pin, credential.modifier = pin, OURS
        self._pin_changed(MODIFY, number, index)
        return _answer(0)

    def _GetCredentialStatus(self, fields: dict[str, Any]) -> dict[str, Any]:
        credential = self.credentials.get(fields["credential"]["credentialIndex"])
        return {
            "credentialExists": credential is not None,
            "userIndex": credential and credential.user,
            "creatorFabricIndex": credential and credential.creator,
            "lastModifiedFabricIndex": credential and credential.modifier,
            "nextCredentialIndex": None,
            "credentialData": None,
        }

    def _ClearCredential(self, fields: dict[str, Any]) -> None:
        number = fields["credential"]["credentialIndex"]
        credential = self.credentials.pop(number, None)
        if credential is None:
            raise Refused("InvalidCommand", 0x85)
        self.users[credential.user].credentials.remove((PIN, number))
        self._pin_changed(CLEAR, number, None)

    def _SetYearDaySchedule(self, fields: dict[str, Any]) -> None:
        dates = fields["localStartTime"], fields["localEndTime"]
        user = self.users.get(fields["userIndex"])
        if user is None or dates[0] >= dates[1]:
            raise Refused
        user.dates = dates

    def _GetYearDaySchedule(self, fields: dict[str, Any]) -> dict[str, Any]:
        user = self.users.get(fields["userIndex"])
        dates = user.dates if user is not None else None
        return {
            "yearDayIndex": 1,
            "userIndex": fields["userIndex"],
            "status": 139 if dates is None else 0,
            "localStartTime": dates and dates[0],
            "localEndTime": dates and dates[1],
        }

    def _index(self, index: int) -> int:
        if not 1 <= index <= self.size:
            raise Refused("InvalidCommand", 0x85)
        return index

    # --- what happens at the lock

    def pins(self) -> dict[str, str]:
        """Return the PINs that the lock holds, by index."""
        return {str(n): held.pin for n, held in sorted(self.credentials.items())}

    def names(self) -> dict[str, str]:
        """Return the names of the users, by index."""
        return {str(n): user.name for n, user in sorted(self.users.items())}

    def add(
        self,
        number: int,
        pin: str,
        *,
        user: int | None = None,
        fabric: int | None = None,
        is_reported: bool = True,
    ) -> None:
        """Add or change a PIN, at the keypad (no fabric) or from a fabric."""
        credential = self.credentials.get(number)
        source = KEYPAD if fabric is None else REMOTE
        if credential is not None:
            credential.pin, credential.modifier = pin, fabric
            operation, index = MODIFY, credential.user
        else:
            operation, index = ADD, number if user is None else user
            owner = self.users.setdefault(index, User("", None, 1, 0, fabric, fabric))
            owner.credentials.append((PIN, number))
            self.credentials[number] = Credential(pin, index, fabric, fabric)
        if is_reported:
            self._pin_changed(operation, number, index, fabric, source)

    def remove(self, number: int, *, is_reported: bool = True) -> None:
        """Delete a PIN and its user at the keypad."""
        credential = self.credentials.pop(number)
        self.users.pop(credential.user)
        if is_reported:
            self._pin_changed(CLEAR, number, None, None, KEYPAD)

    def use(self, number: int, operation: int = 1) -> None:
        """Open with a PIN."""
        credential = {"credentialType": PIN, "credentialIndex": number}
        data = {
            "lockOperationType": operation,
            "operationSource": KEYPAD,
            "userIndex": self.credentials[number].user,
            "fabricIndex": None,
            "sourceNode": None,
            "credentials": [credential],
        }
        self.emit(2, data)

    def changed(self, **fields: Any) -> None:
        """Send an event about a change."""
        data = {
            "lockDataType": PIN_DATA,
            "dataOperationType": MODIFY,
            "operationSource": REMOTE,
            "userIndex": None,
            "fabricIndex": None,
            "sourceNode": None,
            "dataIndex": None,
        }
        self.emit(4, data | fields)

    def _user_changed(
        self,
        operation: int,
        index: int,
        fabric: int | None = OURS,
        source: int = REMOTE,
    ) -> None:
        if self.sends_events:
            self.changed(
                lockDataType=USER_DATA,
                dataOperationType=operation,
                operationSource=source,
                userIndex=index,
                fabricIndex=fabric,
                dataIndex=index,
            )

    def _pin_changed(
        self,
        operation: int,
        number: int,
        index: int | None,
        fabric: int | None = OURS,
        source: int = REMOTE,
    ) -> None:
        if self.sends_events:
            self.changed(
                dataOperationType=operation,
                operationSource=source,
                userIndex=index,
                fabricIndex=fabric,
                dataIndex=number,
            )


def _answer(status: int) -> dict[str, Any]:
    return {"status": status, "userIndex": None, "nextCredentialIndex": None}
